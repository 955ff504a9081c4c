internal import Foundation
internal import Numerics

/// A component that is up and down in turn; in the long run only the two means matter, not the laws.
///
/// Beware of the words: the failure *frequency* counts over all time, up and down; the *rate* counts per up time.
/// Source: renewal-reward theorem, D. R. Cox, Renewal Theory (1962).
public struct AlternatingRenewal: Equatable, Sendable {
  /// The mean time from repair to failure.
  public let meanUp: Double
  /// The mean time from failure to repair, in the same unit.
  public let meanDown: Double

  /// - Precondition: `meanUp` > 0, `meanDown` >= 0.
  public init(meanUp: Double, meanDown: Double) {
    precondition(meanUp > 0 && meanDown >= 0, "up for \(meanUp), down for \(meanDown)")
    self.meanUp = meanUp
    self.meanDown = meanDown
  }

  public var availability: Double { meanUp / (meanUp + meanDown) }
  /// One minus the availability, without the loss of digits.
  public var unavailability: Double { meanDown / (meanUp + meanDown) }
  /// Failures per unit of time, up and down time together.
  public var failureFrequency: Double { 1 / (meanUp + meanDown) }

  /// The same component failing `factor` times as often.
  public func acceleratingFailures(by factor: Double) -> AlternatingRenewal {
    AlternatingRenewal(meanUp: meanUp / factor, meanDown: meanDown)
  }
}

/// A component with exponential up and down times, up at time 0: also exact before the long run.
public struct TwoStateComponent: Equatable, Sendable {
  /// λ, per unit of up time.
  public let failureRate: Double
  /// μ, per unit of down time.
  public let repairRate: Double

  public init(failureRate: Double, repairRate: Double) {
    precondition(failureRate >= 0 && repairRate > 0, "a failure rate of \(failureRate), a repair rate of \(repairRate)")
    self.failureRate = failureRate
    self.repairRate = repairRate
  }

  private var total: Double { failureRate + repairRate }

  /// The probability of being down at time `t`: λ/(λ+μ) (1 - e^(-(λ+μ)t)).
  public func pointUnavailability(at t: Double) -> Double { -failureRate / total * expm1(-total * t) }

  /// The probability of being up at time `t`.
  public func pointAvailability(at t: Double) -> Double { 1 - pointUnavailability(at: t) }

  /// The mean time spent down until time `t`.
  public func meanDowntime(over t: Double) -> Double {
    let x = total * t
    // x - (1 - e^-x), by its series where the difference would lose digits.
    let excess = x < 1e-3 ? x * x * (0.5 - x * (1.0 / 6 - x * (1.0 / 24 - x / 120))) : x + expm1(-x)
    return failureRate / (total * total) * excess
  }

  /// The mean share of time up until time `t` > 0.
  public func meanIntervalAvailability(over t: Double) -> Double { 1 - meanDowntime(over: t) / t }
}

/// The mean of a Weibull law: scale × Γ(1 + 1/shape).
public func weibullMean(shape: Double, scale: Double) -> Double {
  precondition(shape > 0 && scale > 0, "a Weibull law with shape \(shape) and scale \(scale)")
  return scale * gammaFunction(1 + 1 / shape)
}

/// The scale of a Weibull law with a given mean.
public func weibullScale(shape: Double, mean: Double) -> Double {
  precondition(shape > 0 && mean > 0, "a Weibull law with shape \(shape) and mean \(mean)")
  return mean / gammaFunction(1 + 1 / shape)
}
