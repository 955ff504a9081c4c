import Foundation
import Numerics

/// A distribution of non-negative amounts, by convention durations in seconds.
///
/// Every variate is drawn by inversion from exactly one uniform: two runs of one stream stay in step, which is what
/// makes common random numbers effective.
public indirect enum Distribution: Equatable, Sendable {
  case constant(Double)
  case uniform(low: Double, high: Double)
  case triangular(low: Double, mode: Double, high: Double)
  /// Beta on [low, high] with mean (low + 4 mode + high) / 6.
  case pert(low: Double, mode: Double, high: Double)
  /// Memoryless.
  case exponential(mean: Double)
  /// `shape` < 1 models infant mortality, > 1 wear.
  case weibull(shape: Double, scale: Double)
  /// `sigma` is the standard deviation of the logarithm.
  case lognormal(median: Double, sigma: Double)
  case gamma(shape: Double, scale: Double)
  /// P(X > x) = (scale / x)^shape for x >= scale.
  case pareto(shape: Double, scale: Double)
  /// One of several laws, each with its probability.
  case mixture([Component])
  /// A fixed amount plus a law.
  case shifted(by: Double, Distribution)
  /// A law given that it falls between two bounds.
  case truncated(Distribution, low: Double, high: Double)
  /// Linear between quantiles: pairs of (probability, value), both increasing, from probability 0 to 1.
  case empirical([Knot])

  public struct Component: Equatable, Sendable {
    public var share: Double
    public var law: Distribution

    public init(share: Double, law: Distribution) {
      self.share = share
      self.law = law
    }
  }

  public struct Knot: Equatable, Sendable {
    public var probability: Double
    public var value: Double

    public init(probability: Double, value: Double) {
      self.probability = probability
      self.value = value
    }
  }

  /// Draws the variate that belongs to a uniform in (0, 1).
  public func sample(at u: Double) -> Double {
    // The laws that a simulation draws a hundred million times come first, in closed form; GSL agrees to 1e-12.
    switch self {
    case .exponential(let mean): -log1p(-u) * mean
    case .constant(let value): value
    case .lognormal(let median, let sigma): median * exp(sigma * normalQuantile(u))
    case .weibull(let shape, let scale): scale * pow(-log1p(-u), 1 / shape)
    case .shifted(let amount, let law): amount + law.sample(at: u)
    case .uniform(let low, let high): low + u * (high - low)
    case .mixture(let parts): sampleMixture(parts, u)
    default: quantile(u)
    }
  }
}

/// Draws the part by where `u` falls and the value by how far it falls into it: one uniform, exact in law, and far
/// quicker than inverting the mixture's own distribution function (which `quantile` does).
private func sampleMixture(_ parts: [Distribution.Component], _ u: Double) -> Double {
  var below = 0.0
  for part in parts {
    if u < below + part.share { return part.law.sample(at: min(max((u - below) / part.share, 1e-16), 1 - 1e-16)) }
    below += part.share
  }
  return parts.last!.law.sample(at: u)
}

/// Why the parameters of a distribution are refused.
public struct DistributionError: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension Distribution {
  /// Lognormal from its mean and coefficient of variation.
  public static func lognormal(mean: Double, cv: Double) -> Distribution {
    let variance = log(1 + cv * cv)
    return .lognormal(median: mean * exp(-variance / 2), sigma: variance.squareRoot())
  }

  /// Lognormal from its median and another quantile: sigma = ln(value / median) / z_p.
  public static func lognormal(median: Double, quantile value: Double, at p: Double) -> Distribution {
    .lognormal(median: median, sigma: log(value / median) / normalQuantile(p))
  }

  /// Weibull from its mean: scale = mean / Gamma(1 + 1 / shape).
  public static func weibull(mean: Double, shape: Double) -> Distribution {
    .weibull(shape: shape, scale: mean / gammaFunction(1 + 1 / shape))
  }

  /// A mixture of exponentials.
  public static func hyperexponential(_ parts: [(share: Double, mean: Double)]) -> Distribution {
    .mixture(parts.map { Component(share: $0.share, law: .exponential(mean: $0.mean)) })
  }

  /// The law of a sample: linear between order statistics at (i - 1) / (n - 1).
  public static func empirical(sample: [Double]) -> Distribution {
    let sorted = sample.sorted()
    return .empirical(
      sorted.enumerated().map { i, value in
        Knot(probability: sorted.count == 1 ? 1 : Double(i) / Double(sorted.count - 1), value: value)
      })
  }

  /// Checks every parameter before a draw; GSL would accept a negative mean silently.
  public func validate() throws(DistributionError) {
    func positive(_ value: Double, _ name: String) throws(DistributionError) {
      guard value > 0, value.isFinite else { throw DistributionError("\(name) must be positive, not \(value)") }
    }
    func ordered(_ values: [Double], _ names: String) throws(DistributionError) {
      let isOrdered = zip(values, values.dropFirst()).allSatisfy { $0 <= $1 } && values.first! < values.last!
      guard values.allSatisfy(\.isFinite), values[0] >= 0, isOrdered else {
        throw DistributionError("\(names) must be in increasing order and not negative, not \(values)")
      }
    }
    switch self {
    case .constant(let value):
      guard value >= 0, value.isFinite else { throw DistributionError("a constant must not be negative, not \(value)") }
    case .uniform(let low, let high): try ordered([low, high], "the ends of a uniform law")
    case .triangular(let low, let mode, let high), .pert(let low, let mode, let high):
      try ordered([low, mode, high], "low, mode and high")
    case .exponential(let mean): try positive(mean, "the mean of an exponential law")
    case .weibull(let shape, let scale), .gamma(let shape, let scale), .pareto(let shape, let scale):
      try positive(shape, "the shape")
      try positive(scale, "the scale")
    case .lognormal(let median, let sigma):
      try positive(median, "the median")
      try positive(sigma, "sigma")
    case .mixture(let parts):
      let total = parts.reduce(0) { $0 + $1.share }
      guard !parts.isEmpty, parts.allSatisfy({ $0.share >= 0 }), abs(total - 1) < 1e-9 else {
        throw DistributionError("the shares of a mixture must sum to 100 %, not \(total * 100) %")
      }
      for part in parts { try part.law.validate() }
    case .shifted(let amount, let law):
      guard amount >= 0, amount.isFinite else { throw DistributionError("a shift must not be negative, not \(amount)") }
      try law.validate()
    case .truncated(let law, let low, let high):
      try law.validate()
      guard low < high, law.cdf(high) - law.cdf(low) > 1e-12 else {
        throw DistributionError("nothing of the law lies between \(low) and \(high)")
      }
    case .empirical(let knots):
      guard knots.count >= 2, knots.first!.probability == 0, knots.last!.probability == 1,
        zip(knots, knots.dropFirst()).allSatisfy({ $0.probability < $1.probability && $0.value <= $1.value }),
        knots[0].value >= 0
      else {
        throw DistributionError("an empirical law needs increasing quantiles from probability 0 to 1")
      }
    }
  }
}
