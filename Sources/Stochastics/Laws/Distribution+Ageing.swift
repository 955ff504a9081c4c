import Foundation
import Numerics

/// Hazard, residual life and the start in equilibrium.
extension Distribution {
  /// The cumulative hazard -ln P(X > age); infinite where nothing gets that old, as for a constant that has passed.
  public func cumulativeHazard(age: Double) -> Double { 0 - logSurvival(max(0, age)) }

  /// The age at which the cumulative hazard reaches `hazard`, 0 <= hazard; the inverse of `cumulativeHazard`.
  public func age(atCumulativeHazard hazard: Double) -> Double {
    switch self {
    case .exponential(let mean): return hazard * mean
    case .weibull(let shape, let scale): return scale * pow(hazard, 1 / shape)
    case .pareto(let shape, let scale): return scale * exp(hazard / shape)
    case .shifted(let amount, let law): return amount + law.age(atCumulativeHazard: hazard)
    case .constant, .uniform, .triangular, .pert, .lognormal, .gamma, .mixture, .truncated, .empirical: break
    }
    if hazard < 0.5 { return quantile(-expm1(-hazard)) }
    if hazard < 600 { return upperQuantile(exp(-hazard)) }
    guard hazard < .infinity else { return upperQuantile(0) }
    // The survival itself underflows from here on; its logarithm does not.
    let low = upperQuantile(exp(-600))
    var high = low * 2
    while -logSurvival(high) < hazard && high < 1e300 { high *= 2 }
    return crossing(in: low...high) { -logSurvival($0) - hazard }
  }

  /// The remaining life of something that has reached `age`, drawn from one uniform in (0, 1).
  ///
  /// P(residual > x) = S(age + x) / S(age); 0 where nothing gets as old as `age`.
  public func residual(at u: Double, age: Double) -> Double {
    guard age > 0 else { return sample(at: u) }
    switch self {
    case .exponential: return sample(at: u)
    case .constant(let value): return max(0, value - age)
    case .weibull(let shape, let scale):
      // scale ((age / scale)^shape + e)^(1 / shape) - age, arranged so that an old age does not swallow the rest.
      let hazard = pow(age / scale, shape)
      guard hazard > 0 else { return sample(at: u) }
      return age * expm1(log1p(-log1p(-u) / hazard) / shape)
    case .pareto(let shape, let scale):
      guard age > scale else { return sample(at: u) - age }
      return age * expm1(-log1p(-u) / shape)
    case .shifted(let amount, let law):
      return age < amount ? amount - age + law.sample(at: u) : law.residual(at: u, age: age - amount)
    case .uniform, .triangular, .pert, .lognormal, .gamma, .mixture, .truncated, .empirical: break
    }
    let survivors = survival(age)
    if survivors > 1e-250 {
      let above = survivors * (1 - u)
      let end = above < 0.5 ? upperQuantile(above) : quantile(cdf(age) + survivors * u)
      return max(0, end - age)
    }
    let hazard = cumulativeHazard(age: age)
    return hazard < .infinity ? max(0, self.age(atCumulativeHazard: hazard - log1p(-u)) - age) : 0
  }

  /// The present age of something that has been renewed for ever when watching began and has not failed in the `watched`
  /// seconds since, from one uniform in (0, 1): the recurrence law given that it exceeds `watched`.
  ///
  /// P(age > x) = Q(x) / Q(watched) for x >= `watched`, where Q(x) = 1 - E[min(X, x)] / E[X].
  public func equilibriumAge(at u: Double, watched: Double) -> Double {
    guard watched > 0 else { return equilibriumResidual(at: u) }
    switch self {
    // Without memory any age is as good as another.
    case .exponential: return watched
    case .constant(let value): return watched + max(0, value - watched) * u
    case .weibull(let shape, let scale):
      let older = gammaUpperTail(pow(watched / scale, shape), shape: 1 / shape, scale: 1) * (1 - u)
      guard older > 1e-280 else { return watched }
      return max(watched, scale * pow(gammaUpperQuantile(older, shape: 1 / shape, scale: 1), 1 / shape))
    case .uniform, .triangular, .pert, .lognormal, .gamma, .pareto, .mixture, .shifted, .truncated, .empirical:
      let older = (1 - limitedMean(watched) / mean) * (1 - u)
      return older > 0 ? max(watched, equilibriumResidual(at: 1 - older)) : watched
    }
  }

  /// The cumulative hazard of the first failure of something that has been renewed for ever when watching began, after
  /// `watched` seconds: -ln Q(watched), with Q as in `equilibriumAge(at:watched:)`.
  public func equilibriumHazard(watched: Double) -> Double {
    guard watched > 0 else { return 0 }
    switch self {
    case .exponential(let mean): return watched / mean
    case .weibull(let shape, let scale):
      return 0 - gammaLogUpperTail(pow(watched / scale, shape), shape: 1 / shape, scale: 1)
    case .constant, .uniform, .triangular, .pert, .lognormal, .gamma, .pareto, .mixture, .shifted, .truncated,
      .empirical:
      return 0 - log1p(-limitedMean(watched) / mean)
    }
  }

  /// Whether no single value has a probability of its own, so that chances within an instant come from a hazard.
  public var hasDensity: Bool {
    switch self {
    case .constant, .empirical: false
    case .mixture(let parts): parts.allSatisfy { $0.share == 0 || $0.law.hasDensity }
    case .shifted(_, let law), .truncated(let law, _, _): law.hasDensity
    case .uniform, .triangular, .pert, .exponential, .weibull, .lognormal, .gamma, .pareto: true
    }
  }

  /// The mean remaining life at `age`: (E[X] - E[min(X, age)]) / S(age). At old ages its digits go as S(age) does.
  public func meanResidual(age: Double) -> Double {
    let survivors = survival(age)
    return survivors > 0 ? max(0, mean - limitedMean(age)) / survivors : 0
  }

  /// Time to the next failure of something that has been renewed for ever, from one uniform in (0, 1): the forward
  /// recurrence law, with density S(x) / mean. The age has the same law.
  ///
  /// For Weibull lives (x / scale)^shape is Gamma(1 / shape, 1); elsewhere E[min(X, x)] = u mean is solved for x.
  /// Infinite where the mean is.
  public func equilibriumResidual(at u: Double) -> Double {
    switch self {
    case .exponential: return sample(at: u)
    case .constant(let value): return value * u
    case .weibull(let shape, let scale): return scale * exp(gammaLogQuantile(u, shape: 1 / shape) / shape)
    case .pareto(let shape, let scale):
      guard shape > 1 else { return .infinity }
      let start = (shape - 1) / shape
      return u <= start ? scale * u / start : scale * exp(log((1 - start) / (1 - u)) / (shape - 1))
    case .uniform, .triangular, .pert, .lognormal, .gamma, .mixture, .shifted, .truncated, .empirical: break
    }
    let target = u * mean
    guard target < .infinity else { return .infinity }
    var high = mean
    while limitedMean(high) < target && high < 1e300 { high *= 2 }
    return crossing(in: 0...high) { limitedMean($0) - target }
  }
}
