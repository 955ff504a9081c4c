import Charts

/// What each design loses to what.
struct CauseSection {
  private let findings: Findings

  init(_ findings: Findings) { self.findings = findings }

  var values: [String: Any]? {
    let designs = findings.ranking.places.map(\.design)
    guard designs.contains(where: { $0.causes.contains { $0.lostMinutesPerYear > 0 } }) else { return nil }
    let every = names("every_site")
    let one = names("one_site")
    // Three shades a side: the two largest by name, the rest together.
    func parts(_ design: StoredComparison.Design, _ order: [String], _ tint: (Int) -> Tint) -> [SplitBarsChart.Part] {
      let minutes = Dictionary(design.causes.map { ($0.cause, $0.lostMinutesPerYear) }, uniquingKeysWith: +)
      let named = order.prefix(2).enumerated().map {
        SplitBarsChart.Part(name: $1, tint: tint($0), minutes: minutes[$1] ?? 0)
      }
      let rest = order.dropFirst(2).reduce(0) { $0 + (minutes[$1] ?? 0) }
      return named + [SplitBarsChart.Part(name: rest > 0 ? "others" : "none", tint: tint(2), minutes: rest)]
    }
    let chart = SplitBarsChart(
      title: title,
      rows: designs.map { design in
        .init(
          name: design.design, everySite: parts(design, every) { .everySite($0) },
          oneSite: parts(design, one) { .oneSite($0) })
      })
    return [
      "title": title, "chart": chart.drawing.values, "data": data(designs).values,
      "legend": legend(every, Tint.everySite) + legend(one, Tint.oneSite),
    ]
  }

  /// Every cause of every design, also those that the drawing joins.
  private func data(_ designs: [StoredComparison.Design]) -> PageTable {
    PageTable(
      summary: "Every cause as a table", heads: ["Design", "Cause", "Strikes", "Lost minutes a year"],
      rows: designs.flatMap { design in
        design.causes.filter { $0.lostMinutesPerYear > 0 }.map {
          [design.design, $0.cause, $0.strikes.replacing("_", with: " "), Figures.minutes($0.lostMinutesPerYear)]
        }
      }, wordColumns: [1, 2])
  }

  /// Causes of one kind, the largest over all designs first.
  private func names(_ strikes: String) -> [String] {
    var sums: [(name: String, minutes: Double)] = []
    for cause in findings.comparison.designs.flatMap(\.causes)
    where cause.strikes == strikes && cause.lostMinutesPerYear > 0 {
      if let index = sums.firstIndex(where: { $0.name == cause.cause }) {
        sums[index].minutes += cause.lostMinutesPerYear
      } else {
        sums.append((cause.cause, cause.lostMinutesPerYear))
      }
    }
    return sums.sorted { ($1.minutes, $0.name) < ($0.minutes, $1.name) }.map(\.name)
  }

  private func legend(_ names: [String], _ tint: (Int) -> Tint) -> [[String: Any]] {
    let shown =
      names.prefix(2).map { $0 }
      + (names.count > 2
        ? [names.dropFirst(2).prefix(4).joined(separator: ", ") + (names.count > 6 ? ", ..." : "")] : [])
    return shown.enumerated().map { ["name": $1, "swatch": tint($0).swatch] }
  }

  private var title: String {
    let design = findings.first
    let every = design.causes.filter { $0.strikes == "every_site" }.reduce(0) { $0 + $1.lostMinutesPerYear }
    let one = design.causes.filter { $0.strikes == "one_site" }.reduce(0) { $0 + $1.lostMinutesPerYear }
    return "What is lost to what: of \(design.design) what strikes every site takes \(Figures.minutes(every)) minutes, "
      + "what strikes one site \(Figures.minutes(one))"
  }
}
