import Charts
internal import Currencies
import Mustache

/// A page of one question: the answer, what it stands on, and a picture with its table for each reason.
struct AnswerPage {
  /// A picture with its finding as a title.
  struct Section {
    let title: String
    let how: String
    var legend: [(swatch: String, name: String)] = []
    var drawings: [Drawing] = []
    var table: PageTable?
  }

  let model: String
  let question: String
  let title: String
  let sure: String
  let reasons: [Reason]
  let sections: [Section]
  let provenance: String

  /// The page as HTML that needs no network and no other file.
  func html() throws -> String {
    let values: [String: Any] = [
      "model": model, "style": pageStyle, "script": pageScript(in: .ofStudy), "question": question, "title": title,
      "sure": sure,
      "reasons": reasons.map { ["heading": $0.heading, "words": $0.words] }, "provenance": provenance,
      "sections": sections.map(values),
    ]
    let library = MustacheLibrary(
      templates: [
        "page": try MustacheTemplate(string: answerTemplate), "table": try MustacheTemplate(string: tableTemplate),
      ])
    guard let page = library.render(values, withTemplate: "page") else { throw PageError("the page has no template") }
    return page
  }

  private func values(_ section: Section) -> [String: Any] {
    var values: [String: Any] = [
      "title": section.title, "how": section.how, "drawings": section.drawings.map(\.values),
      "hasLegend": !section.legend.isEmpty,
      "legend": section.legend.map { ["swatch": $0.swatch, "name": $0.name] },
    ]
    if let table = section.table { values["table"] = table.values }
    return values
  }
}

private let answerTemplate = framed(
  #"""
  <h1>{{title}}</h1>
  <p class="how">{{sure}}</p>
  <div class="reasons">{{#reasons}}<div><h3>{{heading}}</h3><p>{{words}}</p></div>{{/reasons}}</div>
  <p class="fine">{{provenance}}</p>
  {{#sections}}<h2>{{title}}</h2><p class="how">{{how}}</p>
  {{#hasLegend}}<ul class="legend parts">{{#legend}}<li><span class="key {{swatch}}"></span>{{name}}</li>{{/legend}}</ul>{{/hasLegend}}
  {{#drawings}}{{{wide}}}{{{narrow}}}{{/drawings}}
  {{#table}}{{> table}}{{/table}}{{/sections}}
  """#)
