import CapacityPlanning
import OutputAnalysis
import ServiceModel

/// What stands below a buffer curve: the terms side by side, and what less buffer would cost.
extension SizeTable {
  /// A row for each term: by formula, simulated alone, and what the answer saves of it; then all at once.
  static func terms(_ sized: SizedDesign, width: Int) -> [String] {
    var table = TextTable()
    // The last column is prose: padded, so that it stands on the left like the first.
    let length = sized.terms.alone.map(\.basis.count).max() ?? 0
    func prose(_ text: String) -> String { text + String(repeating: " ", count: max(0, length - text.count)) }
    table.append(["TERM", "by formula", "replicas", "over R", "simulated alone", "minutes saved", prose("formula")])
    for term in sized.terms.alone {
      let saved = sized.saved.filter { SizeTerm($0.cause, in: sized.service) == term.term }
      let minutes = saved.reduce(0) { $0 + $1.minutesPerYear }
      table.append([
        term.term.rawValue, term.nodes.map { "\($0) nodes" } ?? "-", term.replicas.map(String.init) ?? "-",
        term.overRequirement.map(Wording.percentPoint) ?? "-", term.simulatedNodes.map { "\($0) nodes" } ?? "-",
        minutes > 0 ? Wording.minutes(minutes) : "-", prose(term.basis),
      ])
    }
    table.append([
      "all at once", "\(sized.terms.compositeNodes) nodes", "\(sized.terms.compositeReplicas)",
      Wording.percentPoint(sized.terms.compositeOverRequirement), "", "",
      prose("every known term added up: an upper end"),
    ])
    let requirement = Double(sized.service.requirementReplicas)
    func simulated(_ name: String, _ nodes: [Int], _ minutes: String, _ text: String) {
      let replicas = zip(nodes, sized.service.servingSites).reduce(0) {
        $0 + $1.0 * sized.service.replicasPerNode(at: $1.1)
      }
      let rated = zip(nodes, sized.service.servingSites).reduce(0) {
        $0 + Double($1.0 * sized.service.replicasPerNode(at: $1.1)) * $1.1.throughput
      }
      table.append([
        name, "", "\(replicas)", Wording.percentPoint(rated / requirement - 1), "\(nodes.reduce(0, +)) nodes", minutes,
        prose(text),
      ])
    }
    let minutes = Wording.minutes(sized.saved.reduce(0) { $0 + $1.minutesPerYear })
    let middle = sized.uncertainPeak == nil ? "what the curve answers" : "luck alone: the peak is its middle"
    simulated("simulated", sized.conclusion.point.nodes, minutes, middle)
    if let answer = sized.uncertainPeak?.answer {
      simulated("simulated, any peak", answer.nodes, "-", "luck and forecast together")
    }
    return table.lines(width: width)
  }

  /// A row for each way to do with less, and its price; nothing where there is no buffer to take from.
  static func replacements(_ sized: SizedDesign, width: Int) -> [String] {
    guard !sized.replacements.isEmpty else { return [] }
    var table = TextTable()
    table.append([
      "INSTEAD OF BUFFER", sized.service.autoscaling == nil ? "nodes fewer" : "floor fewer",
      "saves \(Wording.money) k/y",
      "adds min/y", "+-", "pays below \(Wording.money)/min",
    ])
    for row in sized.replacements {
      table.append([
        row.way.rawValue, "\(row.nodesFewer)", Wording.fixed(row.dollarsSaved / 1e3, 0),
        Wording.minutes(row.minutesAdded.estimate),
        row.minutesAdded.isExact ? "exact" : Wording.minutes(row.minutesAdded.halfWidth),
        row.dollarsPerMinute.map(Wording.dollars) ?? (row.dollarsSaved > 0 ? "any" : "-"),
      ])
    }
    return [""] + table.lines(width: width)
      + Wording.wrapped(
        "Against the answer\(sized.uncertainPeak == nil ? "" : " over the uncertain peak"), paired. A smaller fleet pays where a "
          + "lost minute costs less than the last column; what one costs is yours to say.", width: width)
  }
}
