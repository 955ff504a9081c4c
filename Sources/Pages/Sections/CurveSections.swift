import Charts

/// How bad a year is, and how long a recovery takes: shares over a logarithmic axis, with the objective as a post.
struct CurveSections {
  let findings: Findings
  var ranking: Ranking { findings.ranking }

  init(_ findings: Findings) { self.findings = findings }

  typealias Curve = CurvesChart.Curve

  func curve(_ place: Ranking.Place, _ stored: StoredComparison.Curve) -> Curve {
    Curve(
      name: place.design.design, tint: place.tint, isDashed: place.dominator != nil,
      points: zip(stored.value, stored.share).map { ($0, $1) })
  }

  /// The points of the curves, a row each.
  func data(_ curves: [Curve], _ heads: [String], _ cell: (Double) -> TableCell) -> [String: Any] {
    let rows = curves.flatMap { curve in
      curve.points.map { [.words(curve.name), cell($0.value), .share($0.share)] as [TableCell] }
    }
    return PageTable(summary: "The curves as a table", heads: ["Design"] + heads, rows: rows, isLong: true).values
  }

  /// Entries of a legend; of more designs the others are grey curves, and stand in the tables.
  private static let mostEntries = 14

  /// A legend that lists the curves in the order of the deciding figure.
  func legend(_ objective: StoredComparison.Objective?, _ figure: (StoredComparison.Design) -> String?)
    -> [[String: Any]]
  {
    let entries = ranking.places.compactMap { place in
      figure(place.design).map { figure -> [String: Any] in
        [
          "name": place.design.design, "figure": figure,
          "swatch": place.dominator == nil ? place.tint.swatch : "hollow \(place.tint.edge)",
        ]
      }
    }
    guard entries.count > CurveSections.mostEntries else { return entries }
    let left = entries.count - CurveSections.mostEntries + 1
    return entries.prefix(CurveSections.mostEntries - 1)
      + [
        [
          "name": "\(findings.count(left)) more, in the first table of this page", "figure": "",
          "swatch": Tint.other.swatch,
        ]
      ]
  }

  // MARK: A bad year

  var badYear: [String: Any]? {
    let curves = ranking.places.map { curve($0, $0.design.curves.lostMinutesExceeded) }
    let values = curves.flatMap { $0.points.map(\.value) }.filter { $0 > 0 && $0.isFinite }
    guard let most = values.max(), most > 0 else { return nil }
    let objective = findings.first.objectives.first { $0.objective == "availability_requests" }
    let threshold = objective.map { (1 - $0.threshold) * 525_960 }
    let least = max(min(1, (threshold ?? most) / 20), most / 1e6)
    let years = Double(findings.comparison.replications)
    let post = zip(optional: objective, threshold).map { objective, minutes in
      CurvesChart.Post(value: minutes, share: max(1 - objective.requiredShare, 1e-4), words: "pass under this post")
    }
    let title = badYearTitle(objective)
    let chart = CurvesChart(
      title: title, curves: curves, post: post,
      direction: .exceedance(least: years >= 3000 ? 0.001 : years >= 300 ? 0.01 : 0.1), unit: .minutes,
      xTitle: "lost minutes in the year (log)", yTitle: "share of years that lose more",
      xRange: least...max(most * 1.05, (threshold ?? 0) * 2, least * 2))
    return [
      "title": title, "chart": chart.drawing.values, "how": badYearHow(objective, threshold),
      "data": data(curves, ["Lost minutes in the year", "Share of years that lose more"]) { .digits($0, .minutes) },
      "legendTitle": objective.map { "\(Asked($0).heading.lowercased()) (\(Asked($0).needs))" }
        ?? "a year in ten loses more than",
      "legend": legend(objective) { design in
        guard let objective else { return design.badYearLostMinutes.map { Figures.minutes($0) + " min" } }
        let own = design.objectives.first { $0.objective == objective.objective }
        return own?.share?.mean.map { Figures.percent($0, near: objective.requiredShare) }
      },
    ]
  }

  private func badYearTitle(_ objective: StoredComparison.Objective?) -> String {
    guard let objective else { return "How bad a year is" }
    let passing = ranking.places.filter { place in
      place.design.objectives.contains { $0.objective == objective.objective && $0.verdict == "meets" }
    }.map(\.design.design)
    switch passing.count {
    case 0:
      return isOpen(objective)
        ? "How bad a year is: nobody is shown to pass under the post"
        : "How bad a year is: nobody passes under the post"
    case 1: return "How bad a year is: only \(passing[0]) \(passes(objective)) under the post"
    case ranking.places.count: return "How bad a year is: all pass under the post"
    default:
      return
        "How bad a year is: \(findings.count(passing.count)) of \(findings.count(ranking.places.count)) pass under the post"
    }
  }

  /// What may be said of one design where others may do the same.
  private func passes(_ objective: StoredComparison.Objective) -> String {
    isOpen(objective) ? "is shown to pass" : "passes"
  }

  func isOpen(_ objective: StoredComparison.Objective) -> Bool {
    ranking.places.contains { place in
      place.design.objectives.contains { $0.objective == objective.objective && $0.verdict == "undecided" }
    }
  }

  private func badYearHow(_ objective: StoredComparison.Objective?, _ minutes: Double?) -> String {
    [badYearNeeds(objective, minutes), inescapable].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// What takes something from every design and strikes every site at once: the tail that no curve leaves.
  var inescapable: String {
    let shared = ranking.places.map { place in
      place.design.causes.filter { $0.strikes == "every_site" && $0.lostMinutesPerYear > 0 }.map(\.cause)
    }
    let causes = findings.first.causes.filter { cause in shared.allSatisfy { $0.contains(cause.cause) } }
      .sorted { $0.lostMinutesPerYear > $1.lostMinutesPerYear }
    guard ranking.places.count > 1, !causes.isEmpty else { return "" }
    let named = causes.prefix(3).map(\.cause).joined(separator: ", ")
    let more = causes.count > 3 ? " and \(findings.count(causes.count - 3)) more" : ""
    let strike = causes.count == 1 ? "strikes" : "strike"
    return "The tail that no design escapes: \(named)\(more), which \(strike) every site at once."
  }

  private func badYearNeeds(_ objective: StoredComparison.Objective?, _ minutes: Double?) -> String {
    let design = findings.first
    let bad = design.badYearLostMinutes.map(Figures.minutes)
    guard let objective, let minutes, objective.requiredShare < 1 else {
      return bad.map { "One year in ten costs \(design.design) \($0) minutes or more." } ?? ""
    }
    let ten = abs(objective.requiredShare - 0.9) < 1e-9
    let needs =
      "At most \(Figures.percent(1 - objective.requiredShare)) of years may lose more than \(Figures.digits(minutes)) minutes."
    guard ten, let bad else { return needs }
    return "\(needs) One year in ten costs \(design.design) \(bad) minutes or more."
  }
}
