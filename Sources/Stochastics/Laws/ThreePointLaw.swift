import Foundation
import Numerics

/// The law of a number nobody is sure of: `mid` is its median, `low` and `high` are its 5 % and 95 % quantiles.
///
/// Below and above the median it is normal on its scale, with the spread that each end asks for. Beyond 0.1 % and 99.9 %
/// it stays where it is there.
public struct ThreePointLaw: Equatable, Sendable {
  /// Where the two halves are normal.
  public enum Scale: Equatable, Sendable {
    /// On the number itself.
    case linear
    /// On its logarithm: `low` is above zero.
    case logarithm
    /// On its log-odds between zero and `top`: `low` is above zero and `high` below `top`.
    case logOdds(top: Double)
  }

  public let low: Double
  public let mid: Double
  public let high: Double
  public let scale: Scale

  public init(low: Double, mid: Double, high: Double, scale: Scale) {
    (self.low, self.mid, self.high, self.scale) = (low, mid, high, scale)
  }

  /// A quantile as far into the tails as a law of three points says anything.
  public static func withinReach(_ u: Double) -> Double { min(max(u, 0.001), 0.999) }

  /// The value at quantile `u`.
  ///
  /// - Parameter u: Between 0 and 1; 0.5 gives exactly `mid`.
  public func value(at u: Double) -> Double {
    guard u != 0.5, low < high else { return mid }
    let z = normalQuantile(ThreePointLaw.withinReach(u)) / normalQuantile(0.95)
    switch scale {
    case .linear: return mid + z * (z < 0 ? mid - low : high - mid)
    case .logarithm: return mid * pow(z < 0 ? mid / low : high / mid, z)
    case .logOdds(let top):
      func logOdds(_ p: Double) -> Double { log(p / (top - p)) }
      let center = logOdds(mid)
      let moved = center + z * (z < 0 ? center - logOdds(low) : logOdds(high) - center)
      return top / (1 + exp(-moved))
    }
  }
}
