import Charts

/// On what failovers spend their time, over all those that ended an outage.
struct PhaseSection {
  private let findings: Findings

  init(_ findings: Findings) { self.findings = findings }

  private typealias Phases = StoredComparison.Phases

  private static var phases: [(name: String, words: String, seconds: KeyPath<Phases, Double>)] {
    [
      ("detect", "detect: fault to alarm", \.detectSeconds), ("decide", "decide", \.decideSeconds),
      ("execute", "execute: until traffic may move", \.executeSeconds),
      ("restore", "restore: clients move, nodes grow", \.restoreSeconds),
    ]
  }

  /// What is asked about, or the largest scope that failovers answered.
  private var scope: String? {
    let asked = findings.first.objectives.compactMap(\.recoveryScope).first
    let known = ["region", "provider", "area", "zone"]
    return ([asked].compactMap { $0 } + known).first { scope in findings.designs.contains { phases($0, scope) != nil } }
  }

  private func phases(_ design: StoredComparison.Design, _ scope: String) -> Phases? { design.failoverPhases?[scope] }

  var values: [String: Any]? {
    guard let scope else { return nil }
    let shown = findings.ranking.places.compactMap { place in
      phases(place.design, scope).map { (design: place.design, phases: $0) }
    }
    guard let first = shown.first else { return nil }
    let title = title(first.design, first.phases)
    let chart = BarsByPart(
      title: title, parts: PhaseSection.phases.map(\.name),
      bars: shown.map { row in
        .init(name: row.design.design, values: PhaseSection.phases.map { row.phases[keyPath: $0.seconds] })
      }, unit: .seconds)
    return [
      "title": title, "chart": chart.drawing.values, "how": how(shown.map(\.design), scope), "data": data.values,
      "legend": PhaseSection.phases.enumerated().map { ["name": $1.words, "swatch": BarsByPart.tint($0).swatch] },
    ]
  }

  private func title(_ design: StoredComparison.Design, _ phases: Phases) -> String {
    let longest = PhaseSection.phases.max { phases[keyPath: $0.seconds] < phases[keyPath: $1.seconds] }
    let whole = "\(design.design)'s failovers take \(Figures.time(phases.recoverySeconds)) on average"
    return "Phases over many outages: \(whole)"
      + (longest.map { ", of which \($0.name) takes \(Figures.time(phases[keyPath: $0.seconds]))" } ?? "")
  }

  private func how(_ shown: [StoredComparison.Design], _ scope: String) -> String {
    let without = findings.ranking.places.map(\.design.design).filter { name in !shown.contains { $0.design == name } }
    let none =
      without.isEmpty
      ? "" : " \(findings.sentence(without.joined(separator: ", "))): no failover ended such an outage."
    return "Means over the failovers that ended an outage of a \(scope); medians would not add up. "
      + "Outages that were over before are not among them.\(none)"
  }

  /// Every scope of every design.
  private var data: PageTable {
    let rows = findings.ranking.places.flatMap { place in
      (place.design.failoverPhases ?? [:]).sorted { $0.key < $1.key }.map { scope, phases -> [TableCell] in
        [.words(place.design.design), .words(scope), .count(phases.count)]
          + (PhaseSection.phases.map(\.seconds) + [\.recoverySeconds]).map { .time(phases[keyPath: $0]) }
      }
    }
    return PageTable(
      summary: "Mean phases as a table",
      heads: ["Design", "What failed", "Failovers"] + PhaseSection.phases.map(\.name) + ["fault to served"], rows: rows,
      wordColumns: [1])
  }
}
