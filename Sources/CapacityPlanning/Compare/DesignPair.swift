import Costing
import Experiments
import OutputAnalysis

/// Two designs on the same failures and the same traffic.
public struct DesignPair: Sendable {
  public let from: String
  public let to: String
  /// Lost minutes a year: the second's less the first's.
  public let lostMinutes: Interval
  /// What the second costs more than the first, in dollars a year, amortised.
  public let dollars: Interval
  /// Share of the points of the uncertain inputs at which the second loses less; nil where none was varied.
  public let inputsWithLess: Double?
}

extension Comparison {
  /// Designs beyond which not every pair is kept.
  static let mostOfAllPairs = 12

  /// Every two designs, paired; of many designs each with the one that loses least and with the one that a report puts first,
  /// since these are what the others are held against.
  public var pairs: [DesignPair] {
    let means = records.map(\.lostMinutesByWorld)
    let sums = means.map { $0.reduce(0, +) }
    let least = sums.indices.min { (sums[$0], $0) < (sums[$1], $1) }
    let isEveryPair = records.count <= Comparison.mostOfAllPairs
    let held = isEveryPair ? Set(records.indices) : Set([least, ranking.first?.design].compactMap { $0 })
    return records.indices.flatMap { to in
      (0..<to).compactMap { from in
        guard held.contains(from) || held.contains(to) else { return nil }
        let less = points.isEmpty ? nil : points.count { $0[to].lostMinutes < $0[from].lostMinutes }
        return DesignPair(
          from: designs[from].name, to: designs[to].name,
          lostMinutes: PairedDifference(from: means[from], to: means[to]).difference,
          dollars: designs[from].sheet.premium(of: designs[to].sheet),
          inputsWithLess: less.map { Double($0) / Double(points.count) })
      }
    }
  }
}
