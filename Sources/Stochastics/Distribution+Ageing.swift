import Foundation
import Numerics

/// Hazard, residual life and the start in equilibrium.
extension Distribution {
  /// The cumulative hazard -ln P(X > age).
  public func cumulativeHazard(age: Double) -> Double {
    switch self {
    case .exponential(let mean): max(0, age) / mean
    case .weibull(let shape, let scale): age <= 0 ? 0 : pow(age / scale, shape)
    default: -log(survival(age))
    }
  }

  /// The age at which the cumulative hazard reaches `hazard`.
  public func age(atCumulativeHazard hazard: Double) -> Double {
    switch self {
    case .exponential(let mean): hazard * mean
    case .weibull(let shape, let scale): scale * pow(hazard, 1 / shape)
    default: quantile(-expm1(-hazard))
    }
  }

  /// The remaining life of something that has reached `age`, drawn from one uniform.
  public func residual(at u: Double, age: Double) -> Double {
    guard age > 0 else { return sample(at: u) }
    switch self {
    case .exponential: return sample(at: u)
    case .constant(let value): return max(0, value - age)
    case .weibull(let shape, let scale):
      return max(0, scale * pow(pow(age / scale, shape) - log1p(-u), 1 / shape) - age)
    default:
      // 1 - S(age) (1 - u), computed by the tail so that an old age does not round to 1.
      let tail = survival(age) * (1 - u)
      return max(0, (tail < 1e-12 ? upperQuantile(tail) : quantile(1 - tail)) - age)
    }
  }

  /// The value that is exceeded with a tiny probability, by bisection on the survival function.
  private func upperQuantile(_ tail: Double) -> Double {
    var (low, high) = (quantile(1 - 1e-12), quantile(1 - 1e-12) * 2 + 1)
    while survival(high) > tail && high < 1e300 { high *= 2 }
    for _ in 0..<200 where high - low > 1e-13 * high {
      let middle = (low + high) / 2
      if survival(middle) > tail { low = middle } else { high = middle }
    }
    return high
  }

  /// Time to the next failure of something that has been renewed for ever: the law with density S(x) / mean.
  ///
  /// For Weibull lives (x / scale)^shape is Gamma(1 / shape, 1); elsewhere the integrated survival is inverted.
  public func equilibriumResidual(at u: Double) -> Double {
    switch self {
    case .exponential: return sample(at: u)
    case .constant(let value): return value * u
    case .weibull(let shape, let scale):
      return scale * pow(gammaQuantile(u, shape: 1 / shape, scale: 1), 1 / shape)
    default:
      let mean = mean
      var high = quantile(0.999_999) + mean
      func passed(_ x: Double) -> Double {
        (try? integrate(over: 0...x, tolerance: 1e-9) { self.survival($0) }) ?? .nan
      }
      while passed(high) < u * mean && high < 1e300 { high *= 2 }
      return (try? findRoot(in: 0...high, tolerance: 1e-10) { passed($0) / mean - u }) ?? mean * u
    }
  }
}
