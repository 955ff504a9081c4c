import Foundation
import Numerics

/// The inverse of the distribution function, from either tail.
extension Distribution {
  /// The least value that the variate does not exceed with probability `p`, 0 < p < 1.
  public func quantile(_ p: Double) -> Double {
    switch self {
    case .constant, .uniform, .exponential, .weibull, .lognormal: return sample(at: p)
    case .triangular(let low, let mode, let high): return Triangle(low: low, mode: mode, high: high).quantile(p)
    case .pert(let low, let mode, let high): return Pert(low: low, mode: mode, high: high).quantile(p)
    case .gamma(let shape, let scale): return gammaQuantile(p, shape: shape, scale: scale)
    case .pareto(let shape, let scale): return scale * exp(-log1p(-p) / shape)
    case .mixture(let parts): return mixtureQuantile(parts, below: p, above: 1 - p)
    case .shifted(let amount, let law): return amount + law.quantile(p)
    case .truncated(let law, let low, let high):
      let mass = law.mass(above: low, upTo: high)
      let below = law.cdf(low) + p * mass
      let value = below < 0.5 ? law.quantile(below) : law.upperQuantile(law.survival(high) + (1 - p) * mass)
      return min(high, max(low, value))
    case .empirical(let knots): return Quantiles(knots).quantile(p)
    }
  }

  /// The value that is exceeded with probability `q`, 0 < q < 1: accurate where `q` is tiny and 1 - q rounds to 1.
  public func upperQuantile(_ q: Double) -> Double {
    switch self {
    case .constant(let value): return value
    case .uniform(let low, let high): return high - q * (high - low)
    case .triangular(let low, let mode, let high): return Triangle(low: low, mode: mode, high: high).upperQuantile(q)
    case .pert(let low, let mode, let high): return Pert(low: low, mode: mode, high: high).upperQuantile(q)
    case .exponential(let mean): return -log(q) * mean
    case .weibull(let shape, let scale): return scale * pow(-log(q), 1 / shape)
    case .lognormal(let median, let sigma): return median * exp(-sigma * normalQuantile(q))
    case .gamma(let shape, let scale): return gammaUpperQuantile(q, shape: shape, scale: scale)
    case .pareto(let shape, let scale): return scale * pow(q, -1 / shape)
    case .mixture(let parts): return mixtureQuantile(parts, below: 1 - q, above: q)
    case .shifted(let amount, let law): return amount + law.upperQuantile(q)
    case .truncated(let law, let low, let high):
      let mass = law.mass(above: low, upTo: high)
      let above = law.survival(high) + q * mass
      let value = above < 0.5 ? law.upperQuantile(above) : law.quantile(law.cdf(low) + (1 - q) * mass)
      return min(high, max(low, value))
    case .empirical(let knots): return Quantiles(knots).quantile(1 - q)
    }
  }

  /// The only value of a law without chance.
  private var onlyValue: Double? {
    switch self {
    case .constant(let value): value
    case .shifted(let amount, let law): law.onlyValue.map { amount + $0 }
    case .uniform, .triangular, .pert, .exponential, .weibull, .lognormal, .gamma, .pareto, .mixture, .truncated,
      .empirical:
      nil
    }
  }

  /// A mixture's quantile lies between the least and the largest of its parts' quantiles; there the smaller tail is
  /// followed on a logarithmic scale, on which a mixture of exponentials is nearly straight.
  private func mixtureQuantile(_ parts: [Component], below p: Double, above q: Double) -> Double {
    let isLower = p <= 0.5
    if let value = hyperexponentialQuantile(parts, below: p, above: q) { return value }
    var (low, high) = (Double.infinity, -Double.infinity)
    for part in parts where part.share > 0 {
      let value = isLower ? part.law.quantile(p) : part.law.upperQuantile(q)
      (low, high) = (min(low, value), max(high, value))
    }
    guard low < high, low.isFinite, high.isFinite else { return low }
    // A step of the distribution function at `p` is met exactly, not to the last digit but one.
    for part in parts where part.share > 0 {
      if let value = part.law.onlyValue, value >= low, value <= high {
        let isReached = isLower ? cdf(value) >= p : survival(value) <= q
        if isReached, isLower ? cdf(value.nextDown) < p : survival(value.nextDown) > q { return value }
      }
    }
    let isWide = low > 0 && high > 2 * low
    let value = crossing(in: isWide ? log(low)...log(high) : low...high) { position in
      let x = isWide ? exp(position) : position
      return isLower ? log(cdf(x) / p) : log(q / survival(x))
    }
    return isWide ? exp(value) : value
  }
}

/// The quantile of a mixture whose parts are all exponential, which is what gaps between incidents are often fitted by;
/// nil for others.
///
/// The hazard of such a mixture falls with age, so the cumulative hazard is concave and Newton's method climbs to the
/// root from any point to its left, in four or five steps.
private func hyperexponentialQuantile(_ parts: [Distribution.Component], below p: Double, above q: Double) -> Double? {
  guard p > 0, q > 0 else { return nil }
  let hazard = p < 0.5 ? -log1p(-p) : -log(q)
  // P(X > x) is at least each part's share of it, and the hazard at most the first one.
  var (first, x) = (0.0, 0.0)
  for part in parts {
    guard case .exponential(let mean) = part.law else { return nil }
    guard part.share > 0 else { continue }
    first += part.share / mean
    x = max(x, mean * (log(part.share) + hazard))
  }
  x = max(x, hazard / first)
  for _ in 0..<60 {
    // What is left to climb, P(X > x) - q; for a small p from its complement, which has the digits.
    let isSmall = p < 0.05
    var (missing, survival, density) = (isSmall ? p : -q, 0.0, 0.0)
    for part in parts where part.share > 0 {
      guard case .exponential(let mean) = part.law else { return nil }
      let below = isSmall ? expm1(-x / mean) : 0
      let above = part.share * (isSmall ? 1 + below : exp(-x / mean))
      survival += above
      density += above / mean
      missing += isSmall ? part.share * below : above
    }
    let step = log1p(missing / q) * survival / density
    x += step
    if step < 1e-9 * x { break }
  }
  return x
}
