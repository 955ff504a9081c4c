import Foundation
import Numerics

/// The distribution function and its complement. Each is accurate where it is small.
extension Distribution {
  /// P(X <= x).
  public func cdf(_ x: Double) -> Double {
    switch self {
    case .constant(let value): x >= value ? 1 : 0
    case .uniform(let low, let high): min(1, max(0, (x - low) / (high - low)))
    case .triangular(let low, let mode, let high): Triangle(low: low, mode: mode, high: high).cdf(x)
    case .pert(let low, let mode, let high): Pert(low: low, mode: mode, high: high).cdf(x)
    case .exponential(let mean): x <= 0 ? 0 : -expm1(-x / mean)
    case .weibull(let shape, let scale): x <= 0 ? 0 : -expm1(-pow(x / scale, shape))
    case .lognormal(let median, let sigma): x <= 0 ? 0 : normalCDF(log(x / median) / sigma)
    case .gamma(let shape, let scale): gammaCDF(x, shape: shape, scale: scale)
    case .pareto(let shape, let scale): x <= scale ? 0 : -expm1(shape * log(scale / x))
    case .mixture(let parts): weighted(parts) { $0.cdf(x) }
    case .shifted(let amount, let law): law.cdf(x - amount)
    case .truncated(let law, let low, let high):
      x <= low ? 0 : x >= high ? 1 : law.mass(above: low, upTo: x) / law.mass(above: low, upTo: high)
    case .empirical(let knots): Quantiles(knots).cdf(x)
    }
  }

  /// P(X > x).
  public func survival(_ x: Double) -> Double {
    switch self {
    case .constant(let value): x >= value ? 0 : 1
    case .uniform(let low, let high): min(1, max(0, (high - x) / (high - low)))
    case .triangular(let low, let mode, let high): Triangle(low: low, mode: mode, high: high).survival(x)
    case .pert(let low, let mode, let high): Pert(low: low, mode: mode, high: high).survival(x)
    case .exponential(let mean): x <= 0 ? 1 : exp(-x / mean)
    case .weibull(let shape, let scale): x <= 0 ? 1 : exp(-pow(x / scale, shape))
    case .lognormal(let median, let sigma): x <= 0 ? 1 : normalUpperTail(log(x / median) / sigma)
    case .gamma(let shape, let scale): gammaUpperTail(x, shape: shape, scale: scale)
    case .pareto(let shape, let scale): x <= scale ? 1 : pow(scale / x, shape)
    case .mixture(let parts): weighted(parts) { $0.survival(x) }
    case .shifted(let amount, let law): law.survival(x - amount)
    case .truncated(let law, let low, let high):
      x <= low ? 1 : x >= high ? 0 : law.mass(above: x, upTo: high) / law.mass(above: low, upTo: high)
    case .empirical(let knots): Quantiles(knots).survival(x)
    }
  }

  /// ln P(X > x): finite where the survival itself underflows, for laws without an upper end.
  func logSurvival(_ x: Double) -> Double {
    switch self {
    case .exponential(let mean): return -max(0, x) / mean
    case .weibull(let shape, let scale): return x <= 0 ? 0 : -pow(x / scale, shape)
    case .lognormal(let median, let sigma): return x <= 0 ? 0 : normalLogUpperTail(log(x / median) / sigma)
    case .gamma(let shape, let scale): return gammaLogUpperTail(x, shape: shape, scale: scale)
    case .pareto(let shape, let scale): return x <= scale ? 0 : shape * log(scale / x)
    case .shifted(let amount, let law): return law.logSurvival(x - amount)
    case .truncated(let law, let low, .infinity):
      return x <= low ? 0 : law.logSurvival(x) - log(law.mass(above: low, upTo: .infinity))
    case .mixture(let parts):
      let survival = survival(x)
      if survival > 1e-280 { break }
      let logs = parts.filter { $0.share > 0 }.map { log($0.share) + $0.law.logSurvival(x) }
      let largest = logs.max()!
      return largest == -.infinity ? largest : largest + log(logs.reduce(0) { $0 + exp($1 - largest) })
    case .constant, .uniform, .triangular, .pert, .truncated, .empirical: break
    }
    let survival = survival(x)
    return survival > 0.5 ? log1p(-cdf(x)) : log(survival)
  }

  /// P(low < X <= high), from the smaller tail so that a narrow or far interval keeps its digits.
  func mass(above low: Double, upTo high: Double) -> Double {
    let below = cdf(low)
    return below < 0.5 ? cdf(high) - below : survival(low) - survival(high)
  }
}

/// The mean of a function over the parts of a mixture; a part that never occurs has no say, not even an infinite one.
func weighted(_ parts: [Distribution.Component], _ value: (Distribution) -> Double) -> Double {
  var sum = 0.0
  for part in parts where part.share > 0 { sum += part.share * value(part.law) }
  return sum
}
