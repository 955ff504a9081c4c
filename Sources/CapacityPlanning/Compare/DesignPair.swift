import Experiments
import OutputAnalysis

/// Two designs on the same failures and the same traffic.
public struct DesignPair: Sendable {
  public let from: String
  public let to: String
  /// Lost minutes a year: the second's less the first's.
  public let lostMinutes: Interval
  /// Share of the points of the uncertain inputs at which the second loses less; nil where none was varied.
  public let inputsWithLess: Double?
}

extension DesignPair {
  /// Designs beyond which not every pair is kept: only those with the design that loses least.
  static let mostOfAllPairs = 12

  /// - Parameter points: Lost minutes of each design, at each point of the uncertain inputs.
  static func all(_ records: [DesignRecord], points: [[Double]]) -> [DesignPair] {
    let means = records.map(\.lostMinutesByWorld)
    let sums = means.map { $0.reduce(0, +) }
    let least = sums.indices.min { (sums[$0], $0) < (sums[$1], $1) }
    return records.indices.flatMap { to in
      (0..<to).compactMap { from in
        guard records.count <= mostOfAllPairs || from == least || to == least else { return nil }
        let less = points.isEmpty ? nil : Double(points.count { $0[to] < $0[from] }) / Double(points.count)
        return DesignPair(
          from: records[from].service.design.name, to: records[to].service.design.name,
          lostMinutes: PairedDifference(from: means[from], to: means[to]).difference, inputsWithLess: less)
      }
    }
  }
}
