import Foundation
import OutputAnalysis
import ServiceModel

/// A share of cases as it falls or rises over a value, thinned to what a drawing can show: the points of a distribution
/// function, jumps kept.
public struct ShareCurve: Equatable, Sendable {
  /// In the order of values; two points of one value are a jump.
  public private(set) var points: [(value: Double, share: Double)] = []

  /// About so many points are kept beside the jumps.
  public static let detail = 60
  /// A value that so large a share of all cases has is a jump.
  private static let jump = 0.01

  public static func == (a: ShareCurve, b: ShareCurve) -> Bool {
    a.points.count == b.points.count
      && zip(a.points, b.points).allSatisfy { $0.value == $1.value && $0.share == $1.share }
  }

  /// The share of cases that exceed a value: finer where few cases are left, as on a logarithmic axis of shares.
  public init(exceeded values: [Double]) {
    let sorted = values.sorted()
    let n = sorted.count
    guard n > 0 else { return }
    var ranks = Set((0..<n).filter { $0 >= n - 10 })
    var share = 1.0
    let factor = Double(n).squareRoot() > 1 ? 1 / exponent(n) : 0.5
    while share * Double(n) >= 1 {
      ranks.insert(min(n - 1, n - Int((share * Double(n)).rounded())))
      share *= factor
    }
    points = ShareCurve.steps(sorted, at: ranks) { Double(n - $0) / Double(n) }
  }

  /// The share of cases that are at or below a value; what is infinite never is.
  public init(reached values: [Double]) {
    let sorted = values.sorted()
    let n = sorted.count
    guard n > 0 else { return }
    let ranks = Set((0...ShareCurve.detail).map { ($0 * (n - 1)) / ShareCurve.detail })
    points = ShareCurve.steps(sorted, at: ranks) { Double($0) / Double(n) }
    if points.contains(where: { $0.value.isInfinite }) { points.removeAll { $0.value.isInfinite } }
  }

  /// The share just before and at each value that is kept.
  ///
  /// - Parameter share: Of a number of cases at or below.
  private static func steps(_ sorted: [Double], at ranks: Set<Int>, share: (Int) -> Double) -> [(
    value: Double, share: Double
  )] {
    var points: [(value: Double, share: Double)] = []
    var from = 0
    let jumpCount = max(2, Int((Double(sorted.count) * jump).rounded(.up)))
    while from < sorted.count {
      var to = from + 1
      while to < sorted.count && sorted[to] == sorted[from] { to += 1 }
      let isJump = to - from >= jumpCount
      if isJump { points.append((sorted[from], share(from))) }
      if isJump || (from..<to).contains(where: ranks.contains) { points.append((sorted[from], share(to))) }
      from = to
    }
    return points
  }
}

/// The factor by which shares fall from one kept rank to the next, so that `detail` of them reach from all to one of `n`.
private func exponent(_ n: Int) -> Double { max(1.02, pow(Double(n), 1 / Double(ShareCurve.detail))) }

/// The curves behind the figures of one design.
public struct DesignCurves: Equatable, Sendable {
  /// Shares of years that lose more than so many minutes; of horizons, per year, where those are shorter.
  public let lostMinutes: ShareCurve
  /// By scope: shares of outages that are over after so many seconds, and of failovers.
  public let recovery: [(scope: FailureScope, curve: ShareCurve)]
  public let failover: [(scope: FailureScope, curve: ShareCurve)]
  /// By class of traffic with state: shares of failovers that lose at most so many seconds of changes.
  public let dataLoss: [(name: String, curve: ShareCurve)]

  public init(_ record: DesignRecord) {
    let service = record.service
    let years = record.worlds.flatMap { $0.years.isEmpty ? $0.replications : $0.years }
    lostMinutes = ShareCurve(exceeded: years.map(\.lostMinutes))
    let rows = record.worlds.flatMap { world in world.outages.map { (service.scope(ofCause: $0.cause), $0) } }
    func curves(_ value: (OutageSummary) -> Double?) -> [(scope: FailureScope, curve: ShareCurve)] {
      service.scopesInUse.compactMap { scope in
        let values = rows.compactMap { $0.0 == scope ? value($0.1) : nil }
        return values.isEmpty ? nil : (scope, ShareCurve(reached: values))
      }
    }
    recovery = curves(\.recoverySeconds)
    failover = curves(\.failoverSeconds)
    dataLoss = service.traffic.classes.indices.compactMap { index in
      let values = record.worlds.flatMap { $0.dataLossSeconds[index] }
      return values.isEmpty ? nil : (service.traffic.classes[index].name, ShareCurve(reached: values))
    }
  }

  public static func == (a: DesignCurves, b: DesignCurves) -> Bool {
    a.lostMinutes == b.lostMinutes && a.recovery.map(\.curve) == b.recovery.map(\.curve)
      && a.failover.map(\.curve) == b.failover.map(\.curve) && a.dataLoss.map(\.curve) == b.dataLoss.map(\.curve)
  }
}
