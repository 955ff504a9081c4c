import Charts

/// The report of a difference between two comparisons: what was changed in the plan, and what that did to minutes and money.
struct DifferencePage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Study: Decodable {
      let model: String
      let replications: Int
    }

    struct Setting: Decodable {
      let path: String
      let first: String?
      let second: String?
    }

    struct Pair: Decodable {
      let first: String
      let second: String
    }

    struct Change: Decodable {
      let first: Double?
      let second: Double?
      let change: StoredFigure?
    }

    struct Line: Decodable {
      let site: String
      let costItem: String
      let role: String
      let priceClass: String
      let firstUsdPerYear: Double
      let secondUsdPerYear: Double
      let changeUsdPerYear: Double

      var name: String { [site, costItem, role, priceClass].filter { !$0.isEmpty }.joined(separator: " ") }
    }

    struct Design: Decodable {
      let design: String
      let verdict: Pair
      let costUsdPerYear: Change
      let lostMinutesPerYear: Change
      let lines: [Line]
    }

    let first: Study
    let second: Study
    let paired: Bool
    let settings: [Setting]
    let designs: [Design]
    let onlyInFirst: [String]
    let onlyInSecond: [String]
  }

  let stored: Stored
  let provenance: String

  var page: AnswerPage {
    AnswerPage(
      model: stored.second.model, question: "What did the change of the plan do?", title: title, sure: sure,
      reasons: [],
      sections: [settings, minutes].compactMap { $0 } + stored.designs.compactMap(waterfall),
      provenance: "\(Figures.grouped(Double(stored.first.replications))) and "
        + "\(Figures.grouped(Double(stored.second.replications))) years, \(provenance).")
  }

  /// The design whose cost or loss moved most speaks first.
  private var title: String {
    let turned = stored.designs.filter { $0.verdict.first != $0.verdict.second }
    if let first = turned.first {
      let more = turned.count > 1 ? ", and \(turned.count - 1) more changed" : ""
      return "\(capitalised(first.design)) \(first.verdict.first) before and \(first.verdict.second) now\(more)."
    }
    guard let most = stored.designs.max(by: { moved($0) < moved($1) }), moved(most) > 0 else {
      return "Nothing that is measured changed."
    }
    let dollars = most.costUsdPerYear.change?.mean ?? 0
    let minutes = most.lostMinutesPerYear.change?.mean ?? 0
    func than(_ change: Double, _ form: (Double) -> String, _ unit: String) -> String {
      change == 0 ? "as much as before" : "\(form(abs(change)))\(unit) \(change < 0 ? "less" : "more")"
    }
    return "No verdict changed; \(most.design) costs \(than(dollars, Figures.dollars, " a year")) and loses "
      + "\(than(minutes, Figures.minutes, " minutes"))."
  }

  /// A design by its name, several counted.
  private func named(_ designs: [String]) -> String {
    designs.count == 1 ? designs[0] : "\(designs.count) of \(stored.designs.count) designs"
  }

  private func moved(_ design: Stored.Design) -> Double {
    abs(design.costUsdPerYear.change?.mean ?? 0) + abs(design.lostMinutesPerYear.change?.mean ?? 0)
  }

  private var sure: String {
    stored.paired
      ? "How sure: both were simulated on the same worlds, so lost minutes are paired."
      : "How sure: they were simulated on different worlds; intervals are those of independent studies."
  }

  private var settings: AnswerPage.Section {
    let count = stored.settings.count
    return AnswerPage.Section(
      title: count == 0
        ? "The plans say the same" : "\(count) \(count == 1 ? "value was" : "values were") changed in the plan",
      how: stored.settings.prefix(3).map { "\($0.path): \($0.first ?? "nothing") → \($0.second ?? "nothing")" }
        .joined(separator: "; ") + (count > 3 ? "; \(count - 3) more." : count > 0 ? "." : ""),
      table: count == 0
        ? nil
        : PageTable(
          summary: "What was changed", heads: ["Key", "First", "Second"],
          rows: stored.settings.map { [$0.path, $0.first ?? "-", $0.second ?? "-"].map(TableCell.words) },
          wordColumns: [1, 2]))
  }

  private var minutes: AnswerPage.Section? {
    guard !stored.designs.isEmpty else { return nil }
    let changes = stored.designs.compactMap { design in
      design.lostMinutesPerYear.change.map { (name: design.design, change: $0) }
    }
    let less = changes.filter { ($0.change.high ?? 0) < 0 }.map(\.name)
    let more = changes.filter { ($0.change.low ?? 0) > 0 }.map(\.name)
    let told = [less.isEmpty ? nil : "\(named(less)) less", more.isEmpty ? nil : "\(named(more)) more"].compactMap {
      $0
    }
    let title =
      "Lost minutes, second less first: "
      + (told.isEmpty ? "no design is shown to lose more or less" : told.joined(separator: ", "))
    return AnswerPage.Section(
      title: title, how: "Bars to the left: less is lost. Thin lines: 95 % intervals.",
      drawings: [
        SwingChart(
          title: title,
          rows: stored.designs.map { design in
            let change = design.lostMinutesPerYear.change
            return .init(
              name: design.design,
              low: .init(change: change?.mean ?? 0, interval: change?.interval, words: "second less first"), high: nil)
          }, xTitle: "lost minutes a year"
        ).drawing
      ],
      table: PageTable(
        summary: "Every design",
        heads: ["Design", "Minutes before", "Minutes now", "Cost before", "Cost now", "Before", "Now"],
        rows: stored.designs.map {
          [
            .words($0.design), .minutes($0.lostMinutesPerYear.first), .minutes($0.lostMinutesPerYear.second),
            .dollars($0.costUsdPerYear.first), .dollars($0.costUsdPerYear.second), .words(marked($0.verdict.first)),
            .words(marked($0.verdict.second)),
          ]
        }))
  }

  private func waterfall(_ design: Stored.Design) -> AnswerPage.Section? {
    guard let first = design.costUsdPerYear.first, let second = design.costUsdPerYear.second, !design.lines.isEmpty
    else {
      return nil
    }
    let lines = design.lines.sorted { abs($0.changeUsdPerYear) > abs($1.changeUsdPerYear) }
    var steps = lines.prefix(9).map { (name: $0.name.replacing("_", with: " "), change: $0.changeUsdPerYear) }
    let rest = second - first - steps.reduce(0) { $0 + $1.change }
    if abs(rest) >= 0.5 { steps.append((name: "everything else", change: rest)) }
    let title = "\(capitalised(design.design)): from \(Figures.dollars(first)) to \(Figures.dollars(second)) a year"
    return AnswerPage.Section(
      title: title, how: "Cost lines that moved, the largest first; outage loss left out.",
      drawings: [
        WaterfallChart(title: title, first: ("first", first), steps: steps, last: ("second", second)).drawing
      ],
      table: PageTable(
        summary: "Every line that moved", heads: ["Line", "First", "Second", "Change"],
        rows: lines.map {
          [
            .words($0.name), .dollars($0.firstUsdPerYear), .dollars($0.secondUsdPerYear),
            .number($0.changeUsdPerYear, .money) { signed($0, Figures.dollars) },
          ]
        }))
  }
}
