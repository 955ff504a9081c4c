import Foundation
import Numerics

/// Distribution function, quantile, moments.
extension Distribution {
  /// P(X <= x).
  public func cdf(_ x: Double) -> Double {
    switch self {
    case .constant(let value): x >= value ? 1 : 0
    case .uniform(let low, let high): min(1, max(0, (x - low) / (high - low)))
    case .triangular(let low, let mode, let high):
      if x <= low {
        0
      } else if x >= high {
        1
      } else if x <= mode {
        (x - low) * (x - low) / ((high - low) * (mode - low))
      } else {
        1 - (high - x) * (high - x) / ((high - low) * (high - mode))
      }
    case .pert(let low, let mode, let high):
      betaCDF((x - low) / (high - low), pertAlpha(low, mode, high), pertBeta(low, mode, high))
    case .exponential(let mean): exponentialCDF(x, mean: mean)
    case .weibull(let shape, let scale): weibullCDF(x, shape: shape, scale: scale)
    case .lognormal(let median, let sigma): lognormalCDF(x, logMedian: log(median), sigma: sigma)
    case .gamma(let shape, let scale): gammaCDF(x, shape: shape, scale: scale)
    case .pareto(let shape, let scale): x <= scale ? 0 : 1 - pow(scale / x, shape)
    case .mixture(let parts): parts.reduce(0) { $0 + $1.share * $1.law.cdf(x) }
    case .shifted(let amount, let law): law.cdf(x - amount)
    case .truncated(let law, let low, let high):
      min(1, max(0, (law.cdf(x) - law.cdf(low)) / (law.cdf(high) - law.cdf(low))))
    case .empirical(let knots): empiricalCDF(knots, x)
    }
  }

  /// P(X > x), accurate in the upper tail.
  public func survival(_ x: Double) -> Double {
    switch self {
    case .exponential(let mean): x <= 0 ? 1 : exp(-x / mean)
    case .weibull(let shape, let scale): x <= 0 ? 1 : exp(-pow(x / scale, shape))
    case .lognormal(let median, let sigma): x <= 0 ? 1 : normalUpperTail(log(x / median) / sigma)
    case .gamma(let shape, let scale): gammaUpperTail(x, shape: shape, scale: scale)
    case .pareto(let shape, let scale): x <= scale ? 1 : pow(scale / x, shape)
    case .shifted(let amount, let law): law.survival(x - amount)
    case .mixture(let parts): parts.reduce(0) { $0 + $1.share * $1.law.survival(x) }
    default: 1 - cdf(x)
    }
  }

  /// The value below which the variate falls with probability `p`, 0 < p < 1.
  public func quantile(_ p: Double) -> Double {
    switch self {
    case .constant, .uniform, .exponential, .weibull, .lognormal: sample(at: p)
    case .shifted(let amount, let law): amount + law.quantile(p)
    case .triangular(let low, let mode, let high):
      p <= (mode - low) / (high - low)
        ? low + sqrt(p * (high - low) * (mode - low)) : high - sqrt((1 - p) * (high - low) * (high - mode))
    case .pert(let low, let mode, let high):
      low + (high - low) * betaQuantile(p, pertAlpha(low, mode, high), pertBeta(low, mode, high))
    case .gamma(let shape, let scale): gammaQuantile(p, shape: shape, scale: scale)
    case .pareto(let shape, let scale): scale * pow(1 - p, -1 / shape)
    case .mixture(let parts): mixtureQuantile(parts, p)
    case .truncated(let law, let low, let high):
      min(high, max(low, law.quantile(law.cdf(low) + p * (law.cdf(high) - law.cdf(low)))))
    case .empirical(let knots): empiricalQuantile(knots, p)
    }
  }

  public var mean: Double {
    switch self {
    case .constant(let value): value
    case .uniform(let low, let high): (low + high) / 2
    case .triangular(let low, let mode, let high): (low + mode + high) / 3
    case .pert(let low, let mode, let high): (low + 4 * mode + high) / 6
    case .exponential(let mean): mean
    case .weibull(let shape, let scale): scale * gammaFunction(1 + 1 / shape)
    case .lognormal(let median, let sigma): median * exp(sigma * sigma / 2)
    case .gamma(let shape, let scale): shape * scale
    case .pareto(let shape, let scale): shape > 1 ? shape * scale / (shape - 1) : .infinity
    case .mixture(let parts): parts.reduce(0) { $0 + $1.share * $1.law.mean }
    case .shifted(let amount, let law): amount + law.mean
    case .truncated, .empirical: moment(1)
    }
  }

  public var variance: Double {
    switch self {
    case .constant: 0
    case .uniform(let low, let high): (high - low) * (high - low) / 12
    case .triangular(let a, let m, let b): (a * a + m * m + b * b - a * m - a * b - m * b) / 18
    case .pert(let low, _, let high): (mean - low) * (high - mean) / 7
    case .exponential(let mean): mean * mean
    case .weibull(let shape, let scale): scale * scale * gammaFunction(1 + 2 / shape) - mean * mean
    case .lognormal(_, let sigma): mean * mean * expm1(sigma * sigma)
    case .gamma(let shape, let scale): shape * scale * scale
    case .pareto(let shape, let scale):
      shape > 2 ? scale * scale * shape / ((shape - 1) * (shape - 1) * (shape - 2)) : .infinity
    case .mixture(let parts):
      parts.reduce(0) { $0 + $1.share * ($1.law.variance + $1.law.mean * $1.law.mean) } - mean * mean
    case .shifted(_, let law): law.variance
    case .truncated, .empirical: moment(2) - mean * mean
    }
  }

  /// E[X^k] as the integral of the quantile function's k-th power over (0, 1).
  private func moment(_ k: Int) -> Double {
    if case .empirical(let knots) = self {
      // Linear pieces: the integral of (a + (b - a) t)^k is (b^(k+1) - a^(k+1)) / ((k + 1) (b - a)).
      return zip(knots, knots.dropFirst()).reduce(0) { sum, pair in
        let (a, b) = (pair.0.value, pair.1.value)
        let width = pair.1.probability - pair.0.probability
        return sum + width * (k == 1 ? (a + b) / 2 : (a * a + a * b + b * b) / 3)
      }
    }
    return
      (try? integrate(over: 0...1, tolerance: 1e-9) { u in
        pow(quantile(min(max(u, 1e-15), 1 - 1e-15)), Double(k))
      }) ?? .nan
  }
}

private func pertAlpha(_ low: Double, _ mode: Double, _ high: Double) -> Double {
  1 + 4 * (mode - low) / (high - low)
}

private func pertBeta(_ low: Double, _ mode: Double, _ high: Double) -> Double {
  1 + 4 * (high - mode) / (high - low)
}

private func empiricalQuantile(_ knots: [Distribution.Knot], _ p: Double) -> Double {
  guard let upper = knots.firstIndex(where: { $0.probability >= p }), upper > 0 else { return knots[0].value }
  let (a, b) = (knots[upper - 1], knots[upper])
  return a.value + (b.value - a.value) * (p - a.probability) / (b.probability - a.probability)
}

private func empiricalCDF(_ knots: [Distribution.Knot], _ x: Double) -> Double {
  guard x >= knots[0].value else { return 0 }
  guard let upper = knots.firstIndex(where: { $0.value > x }) else { return 1 }
  let (a, b) = (knots[upper - 1], knots[upper])
  return a.probability + (b.probability - a.probability) * (x - a.value) / (b.value - a.value)
}

/// A mixture's quantile lies between the smallest and the largest of its parts' quantiles.
private func mixtureQuantile(_ parts: [Distribution.Component], _ p: Double) -> Double {
  let quantiles = parts.filter { $0.share > 0 }.map { $0.law.quantile(p) }
  let (low, high) = (quantiles.min()!, quantiles.max()!)
  guard high > low else { return low }
  let mixture = Distribution.mixture(parts)
  // Bisection in the logarithm is robust where parts differ by orders of magnitude or have atoms.
  var (a, b) = (low, high)
  for _ in 0..<200 where b - a > 1e-13 * b {
    let middle = a > 0 ? (a * b).squareRoot() : (a + b) / 2
    if mixture.cdf(middle) >= p { b = middle } else { a = middle }
  }
  return b
}
