internal import Foundation
internal import Numerics

/// A number nobody is sure of: `mid` is its median, `low` to `high` holds it nine times in ten.
///
/// Written `[low, mid, high]`, or as what was seen: `2 outages in 1 year`.
public struct UncertainInput: Equatable, Sendable {
  /// Where it stands in the plan: `failures.region.per-year`.
  public let path: String
  /// The 5 % quantile, in the unit of `kind`.
  public let low: Double
  /// The median.
  public let mid: Double
  /// The 95 % quantile.
  public let high: Double
  public let kind: QuantityKind
  /// The unit as written behind the median: `min`.
  public let unit: String
  public let line: Int
  public let column: Int
  /// What was seen, where its law follows from that; nil where the three numbers were written.
  public internal(set) var observed: Observation?

  /// The scale on which the two halves are normal.
  private enum Shape { case lognormal, logitNormal, normal }

  private var shape: Shape {
    switch kind {
    case .share where low > 0 && high < 1: .logitNormal
    case .shareOf where low > 0 && high < kind.bounds.upperBound: .logitNormal
    case .share, .shareOf, .hourOfDay: .normal
    default: low > 0 ? .lognormal : .normal
    }
  }

  /// The value at quantile `u`.
  ///
  /// Below and above the median the value is normal on the logarithm of a positive quantity, on the log-odds of a share,
  /// on the number itself where zero or one is included, with the spread that puts `low` at 5 % and `high` at 95 %. Beyond
  /// 0.1 % and 99.9 % it stays where it is there. Whole numbers are rounded.
  ///
  /// - Parameter u: Between 0 and 1; 0.5 gives exactly `mid`.
  public func value(at u: Double) -> Double {
    guard u != 0.5, low < high else { return mid }
    if let observed { return observed.quantile(min(max(u, 0.001), 0.999)) }
    let z = normalQuantile(min(max(u, 0.001), 0.999)) / normalQuantile(0.95)
    let top = kind.bounds.upperBound
    let raw: Double
    switch shape {
    case .lognormal: raw = mid * pow(z < 0 ? mid / low : high / mid, z)
    case .logitNormal:
      func logOdds(_ p: Double) -> Double { log(p / (top - p)) }
      let center = logOdds(mid)
      let moved = center + z * (z < 0 ? center - logOdds(low) : logOdds(high) - center)
      raw = top / (1 + exp(-moved))
    case .normal: raw = mid + z * (z < 0 ? mid - low : high - mid)
    }
    let whole = kind.isWhole ? raw.rounded() : raw
    return min(max(whole, kind.bounds.lowerBound), top)
  }
}
