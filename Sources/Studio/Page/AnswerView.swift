import CapacityPlanning
import Charts
import Experiments
import OutputAnalysis

/// What a page shows of a growing answer, piece by piece: each piece has the name of the place where it stands.
struct AnswerView {
  let answer: GrowingAnswer
  /// The words that the page shows of each design now.
  let shown: [String: String]

  /// Pieces of HTML by the `id` of their places.
  var cells: [(id: String, html: HTML)] {
    var cells: [(id: String, html: HTML)] = [
      ("headline", headline), ("years", years), ("axis", "\(drawn: ChangeStrip.axisDrawing(axis))"), ("causes", causes),
      ("top", top), ("influences", influences),
    ]
    for index in answer.now.designs.indices { cells += row(index) }
    return cells
  }

  /// The verdict of each design as it is shown: the old word until there are years enough for a new one.
  var words: [String: String] {
    Dictionary(
      uniqueKeysWithValues: answer.now.designs.map { design in
        let old = shown[design.name]
        return (design.name, isJudged ? design.verdict.rawValue : old ?? "")
      })
  }

  private var isJudged: Bool { answer.years >= GrowingAnswer.leastJudged }

  private var axis: ClosedRange<Double> {
    ChangeStrip.axis(around: (answer.start.designs + answer.now.designs).map(\.figures.meanLostMinutes))
  }

  // MARK: A design's row

  private func row(_ index: Int) -> [(id: String, html: HTML)] {
    let design = answer.now.designs[index]
    let isTouched = answer.touched.contains(design.name)
    let before = answer.start.designs.first { $0.name == design.name }
    let difference = isTouched ? answer.difference(of: design.name) : nil
    let strip = ChangeStrip(
      name: design.name, tint: tint(index), axis: axis, before: before?.figures.meanLostMinutes,
      now: design.figures.meanLostMinutes, interval: range(design.figures.lostMinutes),
      difference: difference.map { $0.low...$0.high },
      band: design.lostMinutesBand.map { $0.low...$0.high })
    let region = design.figures.scopes.first { $0.scope == .region }?.recovery
    return [
      ("v\(index)", verdict(design)), ("c\(index)", "\(drawn: strip.svg)"),
      ("m\(index)", "<span data-mean=\"\("\(design.figures.meanLostMinutes)")\">\(minutes(design.figures))</span>"),
      ("d\(index)", change(difference)), ("b\(index)", "\(region?.p95.map { Figures.time($0) } ?? "-")"),
      ("s\(index)", share(design)), ("k\(index)", cost(design, before)),
    ]
  }

  private func tint(_ index: Int) -> Tint { index < Tint.designs ? .design(index) : .other }

  private func verdict(_ design: ComparedDesign) -> HTML {
    let word = words[design.name] ?? ""
    let counting: HTML = isJudged ? "" : "<small>counting</small>"
    return "<span class=\"\(css(word))\">\(Self.signs[word] ?? "") \(word)</span> \(counting)"
  }

  /// The verdict as its sign alone; its word is for screen readers.
  private func sign(_ design: ComparedDesign) -> HTML {
    let word = words[design.name] ?? ""
    return
      "<span class=\"\(css(word))\"><span aria-hidden=\"true\">\(Self.signs[word] ?? "")</span><i class=\"said\">\(word)</i></span>"
  }

  private static let signs = ["meets": "✓", "misses": "✗", "undecided": "?"]

  private func css(_ word: String) -> String { word == "meets" || word == "misses" ? word : "open" }

  private func range(_ estimate: Estimate) -> ClosedRange<Double>? {
    guard case .interval(let interval) = estimate, interval.low.isFinite, interval.high.isFinite else { return nil }
    return interval.low...interval.high
  }

  /// `31.0 ±1.1`; where few outages allow no interval, what is known instead.
  private func minutes(_ figures: DesignFigures) -> String {
    let mean = Figures.minutes(figures.meanLostMinutes)
    switch figures.lostMinutes {
    case .interval(let interval) where interval.isExact: return mean
    case .interval(let interval): return "\(mean) \(spread(interval))"
    case .rare(let statement): return "\(mean), \(statement.incidents) outages"
    case .atMost(let value, _): return "at most \(Figures.minutes(value))"
    case .atLeast(let value, _): return "at least \(Figures.minutes(value))"
    case .noData: return "-"
    }
  }

  /// `±1.1`; the ends where the interval leans so much that this would say something else.
  private func spread(_ interval: Interval, _ sign: String = "") -> String {
    guard abs(interval.estimate - (interval.low + interval.high) / 2) > 0.2 * interval.halfWidth else {
      return "±\(Figures.digits(interval.halfWidth))"
    }
    let ends = [interval.low, interval.high].map { Figures.minutes(abs($0)) }
    // Of what is less the end that is further from zero is the lower one.
    return sign == "−" ? "(\(ends[1]) to \(ends[0]))" : "(\(ends[0]) to \(ends[1]))"
  }

  private func change(_ difference: Interval?) -> HTML {
    guard let difference else { return "" }
    guard !difference.isExact || difference.estimate != 0 else { return "<small>no change</small>" }
    guard difference.low > 0 || difference.high < 0 else { return "<small>no difference seen yet</small>" }
    let sign = difference.estimate < 0 ? "−" : "+"
    let half = difference.isExact ? "" : " \(spread(difference, sign))"
    let css = difference.estimate < 0 ? "meets" : "misses"
    return "<span class=\"\(css)\">\(sign)\(Figures.minutes(abs(difference.estimate)))\(half) min</span>"
  }

  /// The difference without its interval, where there is room for a line alone.
  private func moved(_ difference: Interval?) -> HTML {
    guard let difference, difference.low > 0 || difference.high < 0 else { return "" }
    let css = difference.estimate < 0 ? "meets" : "misses"
    let sign = difference.estimate < 0 ? "−" : "+"
    return ", <span class=\"\(css)\">\(sign)\(Figures.minutes(abs(difference.estimate)))</span>"
  }

  /// The share of years that keeps the objective on availability; of the first objective where there is none.
  private func share(_ design: ComparedDesign) -> HTML {
    guard let first = design.figures.verdicts.first, let share = first.share else { return "-" }
    return """
      <span title="\(first.text)">\(Figures.percent(share.estimate, near: first.requiredShare))</span> \
      <small>needs \(Figures.percent(first.requiredShare))</small>
      """
  }

  private func cost(_ design: ComparedDesign, _ before: ComparedDesign?) -> HTML {
    let dollars = design.sheet.amortisedYear.dollars
    guard dollars != 0 else { return "-" }
    let difference = before.map { dollars - $0.sheet.amortisedYear.dollars } ?? 0
    let moved: HTML =
      abs(difference) < 0.0005 * abs(dollars)
      ? "" : " <small>\(difference < 0 ? "−" : "+")\(Figures.dollars(abs(difference)))</small>"
    return "\(Figures.dollars(dollars))\(moved)"
  }

  // MARK: The whole

  private var years: HTML {
    let total = GrowingAnswer.looks.last.map { $0 * answer.now.size.worlds } ?? answer.years
    return """
      <span data-years="\(answer.years)">\(Figures.grouped(Double(answer.years)))</span> of \(Figures.grouped(Double(total))) \
      years a design, same failures and traffic
      """
  }

  /// Which design meets at the least cost, or which comes nearest.
  private var headline: HTML {
    let designs = answer.now.designs
    guard words.values.contains(where: { !$0.isEmpty }) else { return "Counting the first years" }
    let meeting = designs.filter { words[$0.name] == Verdict.meets.rawValue }
    if let cheapest = meeting.min(by: { $0.sheet.amortisedYear.dollars < $1.sheet.amortisedYear.dollars }) {
      let price = cheapest.sheet.amortisedYear.dollars
      let cost = price == 0 ? "" : " for \(Figures.dollars(price)) a year"
      return
        "<b>\(cheapest.name)</b> meets the plan\(cost)\(meeting.count > 1 ? ", the cheapest of \(meeting.count) that do" : "")."
    }
    guard let nearest else { return "" }
    return """
      No design meets the plan\(words.values.contains("undecided") ? " yet" : ""). \
      <b>\(nearest.name)</b> loses least: \(minutes(nearest.figures)) min a year\(kept(nearest)).
      """
  }

  private func kept(_ design: ComparedDesign) -> String {
    guard let first = design.figures.verdicts.first, let share = first.share else { return "" }
    return "; \(Figures.percent(share.estimate, near: first.requiredShare)) of years keep it, "
      + "\(Figures.percent(first.requiredShare)) needed"
  }

  private var nearest: ComparedDesign? {
    answer.now.designs.min { $0.figures.meanLostMinutes < $1.figures.meanLostMinutes }
  }

  /// For a phone: the three designs that lose least, a line each.
  private var top: HTML {
    let best = answer.now.designs.enumerated().sorted {
      ($0.element.figures.meanLostMinutes, $0.offset) < ($1.element.figures.meanLostMinutes, $1.offset)
    }.prefix(3)
    return HTML(
      best.map { index, design in
        let difference = answer.touched.contains(design.name) ? answer.difference(of: design.name) : nil
        return """
          <div class="\(tint(index).edge)">\(sign(design)) <b>\(design.name)</b> \(minutes(design.figures)) min\
          \(moved(difference))</div>
          """
      })
  }

  /// The causes of the design that loses least; each may be left out.
  private var causes: HTML {
    guard let nearest else { return "" }
    let causes = nearest.figures.causes.filter { $0.lostMinutes > 0 }.sorted {
      ($1.lostMinutes, $0.name) < ($0.lostMinutes, $1.name)
    }
    let most = causes.first?.lostMinutes ?? 1
    return """
      <p class="how">Lost minutes a year of \(nearest.name), by cause.</p>
      <table><tbody>\(causes.map { cause(name: $0.name, minutes: $0.lostMinutes, of: most) })</tbody></table>
      """
  }

  /// Which uncertain inputs move the answer, once they were varied.
  private var influences: HTML {
    guard !answer.now.influences.isEmpty else {
      return "<p class=\"how\">Which inputs decide it is told after the last years.</p>"
    }
    let strongest = answer.now.influences.filter(\.standsOut).prefix(6)
    guard !strongest.isEmpty else {
      return "<p class=\"how\">No uncertain input stands out from simulation error.</p>"
    }
    return """
      <p class="how">Which belief moves lost minutes most: rank correlation, and with which design.</p>
      <table><tbody>\(strongest.map { influence in
        "<tr><td>\(influence.path)</td><td>\(influence.design)</td><td class=\"n\">\(Figures.fixed(influence.rankCorrelation, 2))</td></tr>"
      })</tbody></table>
      """
  }

  private func cause(name: String, minutes: Double, of most: Double) -> HTML {
    """
    <tr><td>\(name)</td><td><svg class="chart bar" width="200" height="10" viewBox="0 0 200 10" role="img" \
    aria-label="\(name) \(Figures.minutes(minutes))"><rect class="track" width="200" height="10"/>\
    <rect class="f-on0" width="\(Int(minutes / most * 200))" height="10"/></svg></td><td class="n">\(Figures.minutes(minutes))</td></tr>
    """
  }
}
