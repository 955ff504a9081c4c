import Foundation
import Numerics

/// Mean, variance, and what they are made of.
extension Distribution {
  /// E[X]; infinite for a Pareto law with `shape` <= 1.
  public var mean: Double {
    switch self {
    case .constant(let value): value
    case .uniform(let low, let high): (low + high) / 2
    case .triangular(let low, let mode, let high): (low + mode + high) / 3
    case .pert(let low, let mode, let high): (low + 4 * mode + high) / 6
    case .exponential(let mean): mean
    case .weibull(let shape, let scale): scale * exp(logGamma(1 + 1 / shape))
    case .lognormal(let median, let sigma): median * exp(sigma * sigma / 2)
    case .gamma(let shape, let scale): shape * scale
    case .pareto(let shape, let scale): shape > 1 ? shape * scale / (shape - 1) : .infinity
    case .mixture(let parts): weighted(parts) { $0.mean }
    case .shifted(let amount, let law): amount + law.mean
    case .truncated(_, _, let high): partialMoment(1, upTo: high)
    case .empirical(let knots): Quantiles(knots).partialMoment(1, upTo: .infinity)
    }
  }

  /// E[(X - mean)²]; infinite for a Pareto law with `shape` <= 2.
  public var variance: Double {
    switch self {
    case .constant: return 0
    case .uniform(let low, let high): return (high - low) * (high - low) / 12
    case .triangular(let a, let m, let b): return ((m - a) * (m - a) + (b - m) * (b - a)) / 18
    case .pert(let low, _, let high): return (mean - low) * (high - mean) / 7
    case .exponential(let mean): return mean * mean
    case .weibull(let shape, _): return mean * mean * expm1(logGamma(1 + 2 / shape) - 2 * logGamma(1 + 1 / shape))
    case .lognormal(_, let sigma): return mean * mean * expm1(sigma * sigma)
    case .gamma(let shape, let scale): return shape * scale * scale
    case .pareto(let shape, let scale):
      return shape > 2 ? scale * scale * shape / ((shape - 1) * (shape - 1) * (shape - 2)) : .infinity
    case .mixture(let parts):
      let mean = mean
      guard mean < .infinity else { return .infinity }
      return weighted(parts) { $0.variance + ($0.mean - mean) * ($0.mean - mean) }
    case .shifted(_, let law): return law.variance
    case .truncated(_, _, let high): return max(0, partialMoment(2, upTo: high) - mean * mean)
    case .empirical(let knots):
      let mean = mean
      let centred = knots.map { Knot(probability: $0.probability, value: $0.value - mean) }
      return Quantiles(centred).partialMoment(2, upTo: .infinity)
    }
  }

  /// Whether it is one number.
  public var isConstant: Bool {
    if case .constant = self { true } else { false }
  }

  /// Standard deviation over mean.
  public var cv: Double { variance.squareRoot() / mean }

  /// E[min(X, x)], the mean of the amount up to `x`, which is the integral of the survival from 0 to `x`.
  ///
  /// The mean time that a limit of `x` leaves of a repair, and over the mean the law of the start in equilibrium.
  public func limitedMean(_ x: Double) -> Double {
    guard x > 0 else { return x }
    guard x < .infinity else { return mean }
    switch self {
    case .exponential(let mean): return -expm1(-x / mean) * mean
    case .shifted(let amount, let law): return min(x, amount) + max(0, law.limitedMean(max(0, x - amount)))
    case .mixture(let parts): return weighted(parts) { $0.limitedMean(x) }
    case .constant, .uniform, .triangular, .pert, .weibull, .lognormal, .gamma, .pareto, .truncated, .empirical:
      return partialMoment(1, upTo: x) + x * survival(x)
    }
  }

  /// E[X^k; X <= x], the part of the k-th moment that lies at or below `x`, for k = 1 or 2.
  ///
  /// For most families the moment-weighted law is of the same family: E[X^k; X <= x] = E[X^k] G(x).
  func partialMoment(_ k: Int, upTo x: Double) -> Double {
    let n = Double(k)
    switch self {
    case .constant(let value): return x >= value ? pow(value, n) : 0
    case .uniform(let low, let high):
      let end = min(max(x, low), high)
      return (end - low) / (high - low) * uniformMoment(k, from: low, to: end)
    case .triangular(let low, let mode, let high):
      return Triangle(low: low, mode: mode, high: high).partialMoment(k, upTo: x)
    case .pert(let low, let mode, let high): return Pert(low: low, mode: mode, high: high).partialMoment(k, upTo: x)
    case .exponential(let mean): return pow(mean, n) * n * gammaCDF(x / mean, shape: n + 1, scale: 1)
    case .weibull(let shape, let scale):
      guard x > 0 else { return 0 }
      let order = 1 + n / shape
      return pow(scale, n) * exp(logGamma(order)) * gammaCDF(pow(x / scale, shape), shape: order, scale: 1)
    case .lognormal(let median, let sigma):
      // In the logarithm: for a wide law the moment overflows where the part of it does not.
      guard x > 0 else { return 0 }
      let moment = n * log(median) + n * n * sigma * sigma / 2
      return exp(moment + (x < .infinity ? normalLogUpperTail(n * sigma - log(x / median) / sigma) : 0))
    case .gamma(let shape, let scale):
      return pow(scale, n) * (k == 1 ? shape : shape * (shape + 1)) * gammaCDF(x, shape: shape + n, scale: scale)
    case .pareto(let shape, let scale):
      guard x > scale else { return 0 }
      let logRatio = log(x / scale)
      guard shape != n else { return shape * pow(scale, n) * logRatio }
      return shape * pow(scale, n) * expm1((n - shape) * logRatio) / (n - shape)
    case .mixture(let parts): return weighted(parts) { $0.partialMoment(k, upTo: x) }
    case .shifted(let amount, let law):
      let first = law.partialMoment(1, upTo: x - amount)
      let zeroth = law.cdf(x - amount)
      guard k == 2 else { return amount * zeroth + first }
      return amount * amount * zeroth + 2 * amount * first + law.partialMoment(2, upTo: x - amount)
    case .truncated(let law, let low, let high):
      guard x > low else { return 0 }
      let part = law.partialMoment(k, upTo: min(x, high)) - law.partialMoment(k, upTo: low)
      return part / law.mass(above: low, upTo: high)
    case .empirical(let knots): return Quantiles(knots).partialMoment(k, upTo: x)
    }
  }
}
