import Stochastics

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

  private var law: ThreePointLaw {
    let top = kind.bounds.upperBound
    let scale: ThreePointLaw.Scale =
      switch kind {
      case .share where low > 0 && high < 1: .logOdds(top: top)
      case .shareOf where low > 0 && high < top: .logOdds(top: top)
      case .share, .shareOf, .hourOfDay: .linear
      case .duration, .rate, .perYear, .factor, .bytes, .bandwidth, .money, .moneyPer, .count, .number, .gpuCount,
        .kOfN,
        .distance, .power:
        low > 0 ? .logarithm : .linear
      }
    return ThreePointLaw(low: low, mid: mid, high: high, scale: scale)
  }

  /// The value at quantile `u`.
  ///
  /// Below and above the median the value is normal on the logarithm of a positive quantity, on the log-odds of a share,
  /// on the number itself where zero or one is included. Whole numbers are rounded.
  ///
  /// - Parameter u: Between 0 and 1; 0.5 gives exactly `mid`.
  public func value(at u: Double) -> Double {
    guard u != 0.5, low < high else { return mid }
    if let observed { return observed.quantile(ThreePointLaw.withinReach(u)) }
    let raw = law.value(at: u)
    let whole = kind.isWhole ? raw.rounded() : raw
    return min(max(whole, kind.bounds.lowerBound), kind.bounds.upperBound)
  }
}
