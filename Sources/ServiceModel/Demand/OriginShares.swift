import Numerics

/// Which share of ordinary demand comes from which origin, step by step.
///
/// Season, growth, events and noise lift all origins alike, so the shares follow from the curves and the clocks alone.
public struct OriginShares: Sendable {
  /// In millionths, a row of all origins for each step of one period, one row after the other; they sum to a million.
  public let period: [Int32]
  /// From which step on which other period of equal length holds, rising; empty where no clock is ever moved.
  public let changes: [(step: Int, period: [Int32])]
  public let originCount: Int

  /// - Precondition: The traffic names origins.
  public init(_ traffic: Traffic, begins: CalendarDay) throws(NumericalError) {
    precondition(!traffic.origins.isEmpty, "nobody says where users are")
    originCount = traffic.origins.count
    period = try OriginShares.millionths(traffic, begins: begins, ahead: traffic.clocks.map(\.ahead))
    var changes: [(step: Int, period: [Int32])] = []
    for change in traffic.clockChanges {
      let shares = try OriginShares.millionths(traffic, begins: begins, ahead: change.ahead)
      changes.append((change.step, shares))
    }
    self.changes = changes
  }

  private static func millionths(
    _ traffic: Traffic, begins: CalendarDay, ahead: [Double]
  ) throws(NumericalError) -> [Int32] {
    let weeks = try traffic.weekByOrigin(begins: begins, ahead: ahead)
    let names = traffic.origins.map(\.name)
    return weeks[0].indices.flatMap { step in whole(weeks.map { $0[step] }, names: names) }
  }

  /// Parts of a million in the ratio of the values: what rounding down leaves goes to the largest remainders, of equal ones to
  /// the first name, so that the order of the plan does not matter. Where nobody sends anything all have the same part.
  static func whole(_ values: [Double], names: [String]) -> [Int32] {
    let total = names.indices.sorted { names[$0] < names[$1] }.reduce(0) { $0 + values[$1] }
    let exact = values.map { total > 0 ? $0 / total * 1e6 : 1e6 / Double(values.count) }
    // A share that is a whole number of millionths must not lose one to the last bit of a quotient.
    var parts = exact.map { Int32(($0 + 1e-6).rounded(.down)) }
    let order = exact.indices.sorted { a, b in
      let (x, y) = (exact[a] - Double(parts[a]), exact[b] - Double(parts[b]))
      return abs(x - y) > 1e-6 ? x > y : names[a] < names[b]
    }
    var left = 1_000_000 - parts.reduce(0, +)
    for index in order where left > 0 {
      parts[index] += 1
      left -= 1
    }
    return parts
  }
}
