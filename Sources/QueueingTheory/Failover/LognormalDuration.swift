internal import Foundation
internal import Numerics

/// A lognormal duration: the law of repairs, provisioning and manual recovery.
public struct LognormalDuration: Equatable, Sendable {
  /// Half of the durations are shorter, in any unit of time.
  public let median: Double
  /// The standard deviation of the logarithm.
  public let sigma: Double

  public init(median: Double, sigma: Double) {
    precondition(median > 0 && sigma > 0, "a lognormal law with median \(median) and sigma \(sigma)")
    self.median = median
    self.sigma = sigma
  }

  /// The law with a given median and 95th percentile.
  public init(median: Double, p95: Double) {
    precondition(p95 > median, "the 95th percentile \(p95) is not above the median \(median)")
    self.init(median: median, sigma: log(p95 / median) / normalQuantile(0.95))
  }

  /// The law with a given mean and sigma.
  public init(mean: Double, sigma: Double) { self.init(median: mean * exp(-sigma * sigma / 2), sigma: sigma) }

  /// ln(median), often called μ or ζ.
  public var logMedian: Double { log(median) }
  /// median × exp(σ²/2).
  public var mean: Double { median * exp(sigma * sigma / 2) }
  /// E[X²] = median² exp(2σ²).
  public var secondMoment: Double { median * median * exp(2 * sigma * sigma) }
  public var variance: Double { mean * mean * expm1(sigma * sigma) }
  public var standardDeviation: Double { variance.squareRoot() }
  /// The squared coefficient of variation.
  public var squaredVariation: Double { expm1(sigma * sigma) }

  public func quantile(_ p: Double) -> Double { median * exp(sigma * normalQuantile(p)) }
  public func cdf(_ x: Double) -> Double { x <= 0 ? 0 : normalCDF(score(x)) }
  public func upperTail(_ x: Double) -> Double { x <= 0 ? 1 : normalUpperTail(score(x)) }

  /// The limited expectation E[min(X, limit)]: what is lost when help comes after `limit`.
  public func limitedMean(_ limit: Double) -> Double {
    limit <= 0 ? 0 : mean * normalCDF(score(limit) - sigma) + limit * normalUpperTail(score(limit))
  }

  /// E[max(0, X - limit)], accurate where it is small.
  public func meanExcess(over limit: Double) -> Double {
    guard limit > 0 else { return mean - limit }
    return mean * normalUpperTail(score(limit) - sigma) - limit * normalUpperTail(score(limit))
  }

  /// The mean remaining duration of one that has lasted `age`.
  public func meanResidual(at age: Double) -> Double { meanExcess(over: age) / upperTail(age) }

  private func score(_ x: Double) -> Double { log(x / median) / sigma }
}
