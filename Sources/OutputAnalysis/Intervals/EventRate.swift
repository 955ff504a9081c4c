internal import Numerics

/// The exact interval of a Poisson rate, in events per unit of exposure.
///
/// Source: F. Garwood, Biometrika 28 (1936) 437: the ends are chi-squared quantiles over twice the exposure.
///
/// - Parameter exposure: What was watched, in the unit of time the rate is wanted in; positive.
public func poissonExact(events: Int, exposure: Double = 1, level: Double = 0.95) -> Interval {
  Interval(
    estimate: Double(events) / exposure,
    low: poissonLowerBound(events: events, exposure: exposure, level: 1 - tail(level)),
    high: poissonUpperBound(events: events, exposure: exposure, level: 1 - tail(level)))
}

/// The exact one-sided upper bound of a Poisson rate: about 3 over the exposure where nothing happened.
public func poissonUpperBound(events: Int, exposure: Double = 1, level: Double = 0.95) -> Double {
  precondition(events >= 0 && exposure > 0, "\(events) events in an exposure of \(exposure)")
  return chiSquaredUpperQuantile(1 - level, degreesOfFreedom: 2 * Double(events + 1)) / 2 / exposure
}

/// The exact one-sided lower bound of a Poisson rate.
public func poissonLowerBound(events: Int, exposure: Double = 1, level: Double = 0.95) -> Double {
  precondition(events >= 0 && exposure > 0, "\(events) events in an exposure of \(exposure)")
  guard events > 0 else { return 0 }
  return chiSquaredQuantile(1 - level, degreesOfFreedom: 2 * Double(events)) / 2 / exposure
}
