import Charts
import ModelFiles

/// The page of a plan.
struct PageView {
  let plan: StudioPlan
  let file: PlanFile
  let text: String

  var inputs: HTML {
    let values = try? PlanText(text, name: plan.path)
    return InputsView(inputs: values.map { PlanInput.all(of: $0, readings: file.readings) } ?? []).html
  }

  /// A row for each design, its cells empty until an answer fills them.
  var rows: HTML {
    HTML(
      file.services.enumerated().map { index, service in
        let edge = (index < Tint.designs ? Tint.design(index) : .other).edge
        func cell(_ name: String, _ title: String, _ kind: String = "") -> HTML {
          "<td id=\"\(name)\(index)\" class=\"\(kind)\" data-head=\"\(title)\"></td>"
        }
        return """
          <tr data-design="\(service.design.name)"><th scope="row" class="name \(edge)">\(service.design.name)\
          <div id="v\(index)"></div></th>\
          \(cell("c", "minutes", "strip"))<td class="n" data-head="lost min"><div id="m\(index)"></div><div id="d\(index)"></div></td>\
          \(cell("s", "years kept", "n"))\(cell("b", "back, P95", "n"))\(cell("k", "\(Figures.moneyHeading) a year", "n"))\
          <td class="n exact" data-head="nodes"><div id="n\(index)"></div><div id="p\(index)"></div></td>\
          \(cell("t", "failover at best", "n exact"))</tr>
          """
      })
  }

  /// Designs that another may be like.
  var likes: HTML { HTML(file.services.map { "<option>\($0.design.name)</option>" }) }

  private var causes: HTML {
    HTML(
      file.services[0].failures.map { mode in
        "<label><input type=\"checkbox\" data-cause=\"\(mode.name)\" checked> \(mode.name)</label>"
      })
  }

  func page(token: String) -> HTML {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <title>What if: \(file.name)</title><link rel="stylesheet" href="/\(token)/studio.css"><link rel="icon" href="data:,">
    <script src="/\(token)/studio.js" defer></script></head><body>
    <header><div><p class="question">What if, of \(file.name) (\(plan.path))</p>
    <h1 id="headline" role="status">Counting the first years</h1></div>
    <div class="tools"><button type="button" id="undo" disabled>Undo</button>
    <button type="button" id="reset" disabled>Back to the plan</button><span id="years" class="fine"></span></div>
    <div id="top" class="phone"></div></header>
    <div class="studio"><aside id="inputs" aria-label="Inputs">\(inputs)</aside>
    <main><p id="problem" role="alert" hidden></p>
    <div role="tablist" aria-label="Views">\
    \(tab("designs", "Designs", true))\(tab("causes", "Causes"))\(tab("outage", "Play an outage"))\(tab("plan", "Plan as text"))\
    \(tab("export", "Take away"))</div>
    <section id="panel-designs" role="tabpanel" aria-labelledby="tab-designs">
    <div class="scroll" tabindex="0" role="region" aria-label="Designs"><table class="designs"><thead><tr><th scope="col">Design</th>\
    <th scope="col">Lost minutes a year<div id="axis"></div></th><th scope="col" class="n">Lost min,<br>change</th>\
    <th scope="col" class="n">Years<br>kept</th><th scope="col" class="n">Back in<br>(P95)</th><th scope="col" class="n">\(Figures.moneyHeading) a year,<br>change</th>\
    <th scope="col" class="n">Nodes,<br>\(Figures.moneyHeading) a year</th><th scope="col" class="n">Failover<br>at best</th></tr></thead>
    <tbody id="rows">\(rows)</tbody></table></div>
    <p class="fine">&#9679; now, with the 95 % interval of its mean. Changed: a tick where the design stood, an arrow to where it stands, its head as wide as the
    interval of the difference on the same failures; no arrow where that leaves zero in. Dashed, at the end: nine in ten of what the
    uncertain inputs allow. Pale: being simulated again. Nodes,
    their price and the best failover are exact. A word of a verdict changes from \(GrowingAnswer.leastJudged) years on.</p>
    <p><label>Another design like <select id="like">\(likes)</select></label>
    <label>called <input id="called" size="16" autocomplete="off" spellcheck="false" maxlength="60"></label>
    <button type="button" id="add">Add it</button> <span class="fine">Then turn its own inputs, or the plan as text.</span></p>
    <h2>What would mend it</h2><div id="remedies"><p class="how">Remedies are tried after the last years.</p></div></section>
    <section id="panel-causes" role="tabpanel" aria-labelledby="tab-causes" hidden>
    <fieldset><legend>Untick a cause: the same luck without it</legend>\(causes)</fieldset><div id="causes"></div>
    <h2>What decides it</h2><div id="influences"></div></section>
    <section id="panel-outage" role="tabpanel" aria-labelledby="tab-outage" hidden>\(player)</section>
    <section id="panel-plan" role="tabpanel" aria-labelledby="tab-plan" hidden>
    <div class="editor"><pre id="gutter" aria-hidden="true"></pre><textarea id="text" aria-label="The plan as text" spellcheck="false" wrap="off">\(text)</textarea></div>
    <p id="key" class="how" aria-live="polite"></p><ul id="mistakes" aria-label="Mistakes"></ul></section>
    <section id="panel-export" role="tabpanel" aria-labelledby="tab-export" hidden>
    <ul class="exports">\(export("report", "Report as a page")) \(export("csv", "Designs as CSV")) \(export("json", "All figures as JSON")) \
    \(export("plan", "The plan as it is now")) </ul>
    <p class="how">The same figures from the plan once it is saved:</p><pre id="command" tabindex="0"></pre>
    <p><button type="button" id="save-new">Save as a new file</button> <button type="button" id="save-plan">Save over \(plan.path)</button>
    <span id="saved" role="status"></span></p></section>
    </main></div></body></html>
    """
  }

  private func tab(_ id: String, _ words: String, _ isChosen: Bool = false) -> HTML {
    """
    <button type="button" role="tab" id="tab-\(id)" aria-controls="panel-\(id)" aria-selected="\(isChosen ? "true" : "false")"\
    \(isChosen ? "" : " tabindex=\"-1\"" as HTML)>\(words)</button>
    """
  }

  private func export(_ id: String, _ words: String) -> HTML {
    "<li><a id=\"export-\(id)\" data-export=\"\(id)\" href=\"#\">\(words)</a></li>"
  }

  private var player: HTML {
    """
    <p><label>Outage <select id="outages"></select></label>
    <button type="button" id="play">Play</button> <button type="button" id="back" aria-label="a step back">&#8592;</button>
    <button type="button" id="step" aria-label="a step on">&#8594;</button>
    <button type="button" id="phase">Next phase</button> <span id="clock" class="n" role="timer"></span></p>
    <label class="scrub">Time <input type="range" id="scrub" min="0" max="1000" value="0"></label>
    <div id="sides" tabindex="0" role="group" aria-label="The outage, design by design"></div>
    <p class="fine">Ten seconds a second until the target is passed, then fast to the end. Space plays and pauses, arrows step.</p>
    """
  }
}

extension Desk {
  /// The page's style sheet and its own script, the same for every plan.
  public static var style: String { studioStyle }
  public static var script: String { studioScript }
}
