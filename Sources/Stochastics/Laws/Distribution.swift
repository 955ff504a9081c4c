import Foundation
import Numerics

/// A distribution of non-negative amounts, by convention durations in seconds.
///
/// Every variate is drawn by inversion from exactly one uniform: two runs of one stream stay in step, which is what
/// makes common random numbers effective, and a larger uniform never gives a smaller amount, which is what antithetic
/// and stratified draws rest on.
///
/// Parameters are checked by `validate()`, once, when a model is read; everything else relies on it.
public enum Distribution: Equatable, Sendable {
  case constant(Double)
  case uniform(low: Double, high: Double)
  case triangular(low: Double, mode: Double, high: Double)
  /// Beta on [low, high] with mean (low + 4 mode + high) / 6.
  case pert(low: Double, mode: Double, high: Double)
  /// Memoryless.
  case exponential(mean: Double)
  /// P(X > x) = exp(-(x / scale)^shape). `shape` < 1 models infant mortality, > 1 wear.
  case weibull(shape: Double, scale: Double)
  /// `sigma` is the standard deviation of the logarithm.
  case lognormal(median: Double, sigma: Double)
  /// `shape` = 1 / cv², mean = `shape` `scale`.
  case gamma(shape: Double, scale: Double)
  /// P(X > x) = (scale / x)^shape for x >= scale; no mean where `shape` <= 1.
  case pareto(shape: Double, scale: Double)
  /// One of several laws, each with its probability.
  case mixture([Component])
  /// A fixed amount plus a law.
  indirect case shifted(by: Double, Distribution)
  /// A law given that it falls above `low` and not above `high`; `high` may be infinite.
  indirect case truncated(Distribution, low: Double, high: Double)
  /// Linear between quantiles, whose probabilities rise from 0 to 1. Equal values make an atom.
  case empirical([Knot])

  /// A part of a mixture.
  public struct Component: Equatable, Sendable {
    /// The part's probability; all shares of a mixture add up to 1.
    public var share: Double
    public var law: Distribution

    public init(share: Double, law: Distribution) {
      self.share = share
      self.law = law
    }
  }

  /// A quantile: the share `probability` of the law lies at or below `value`.
  public struct Knot: Equatable, Sendable {
    public var probability: Double
    public var value: Double

    public init(probability: Double, value: Double) {
      self.probability = probability
      self.value = value
    }
  }

  /// Draws the variate that belongs to a uniform in (0, 1): the quantile, but for mixtures.
  ///
  /// A mixture draws its part by where `u` falls and the value by how far it falls into that part: exact in law, one
  /// uniform, and eight times as fast as inverting the mixture. It is not monotone, which common random numbers do not
  /// need: equal uniforms still give equal lives.
  public func sample(at u: Double) -> Double {
    // The laws that a simulation draws a hundred million times come first, in closed form; GSL agrees to 1e-12.
    switch self {
    case .exponential(let mean): -log1p(-u) * mean
    case .constant(let value): value
    case .lognormal(let median, let sigma): median * exp(sigma * normalQuantile(u))
    case .weibull(let shape, let scale): scale * pow(-log1p(-u), 1 / shape)
    case .uniform(let low, let high): low + u * (high - low)
    case .shifted(let amount, let law): amount + law.sample(at: u)
    case .mixture(let parts): sampleMixture(parts, u)
    case .triangular, .pert, .gamma, .pareto, .truncated, .empirical: quantile(u)
    }
  }
}

private func sampleMixture(_ parts: [Distribution.Component], _ u: Double) -> Double {
  var below = 0.0
  for part in parts where part.share > 0 {
    // Inside the part the uniform is stretched to (0, 1); the ends stay open.
    if u < below + part.share { return part.law.sample(at: min(max((u - below) / part.share, 0x1p-54), 1 - 0x1p-53)) }
    below += part.share
  }
  return parts.last { $0.share > 0 }!.law.sample(at: 1 - 0x1p-53)
}
