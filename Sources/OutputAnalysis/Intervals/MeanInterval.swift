internal import Foundation
internal import Numerics

/// The confidence interval of a mean by Student's *t*, corrected for skewness.
///
/// Downtime is mostly zero with a long tail: the plain *t* interval then misses on the low side (80 % instead of 95 % at
/// 50 years of a hot standby). This one is the interval to print. Give it one value a world: the world mean.
///
/// With *a* = skewness/(6 √n) and *G(r)* = ((1 + 6a(r - a))^(1/3) - 1)/(2a), the ends are mean - G(±t) s/√n, with n - 1
/// degrees of freedom. Source: R. Willink, Communications in Statistics 34 (2005) 753.
///
/// - Parameters:
///   - range: What the figure can be; the ends never lie beyond it.
///   - observations: How many years the values are the means of; by default one each. Where they came out alike, as they
///     do where something rare never happened, these bound how often another value comes.
/// - Returns: Infinite ends for a single value. Where all values are equal and the range has no two ends, the value itself,
///   exactly; figures that come from incidents pass through `estimate(worldMeans:incidents:exposure:)`.
/// - Precondition: At least one value, all finite; 0 < `level` < 1.
public func meanInterval(
  _ worldMeans: [Double], of range: FigureRange, observations: Int? = nil, level: Double = 0.95
) -> Interval {
  let moments = Moments(worldMeans)
  if moments.count >= 2, moments.minimum == moments.maximum,
    let bound = range.unvaried(moments.minimum, observations: observations ?? moments.count, level: level)
  {
    return bound
  }
  return range.clipping(meanInterval(of: moments, level: level))
}

/// The skew-corrected interval from running moments; see `meanInterval(_:level:)`.
public func meanInterval(of moments: Moments, level: Double = 0.95) -> Interval {
  interval(of: moments, level: level, skewness: moments.skewness)
}

/// The plain Student *t* interval, for comparison: right for symmetric observations, optimistic for downtime.
public func studentInterval(_ worldMeans: [Double], level: Double = 0.95) -> Interval {
  interval(of: Moments(worldMeans), level: level, skewness: 0)
}

/// The two-sided Student *t* factor, split over several comparisons (Bonferroni).
///
/// - Parameter comparisons: How many intervals shall hold together; 1 for an ordinary interval.
public func studentFactor(count: Int, level: Double = 0.95, comparisons: Int = 1) -> Double {
  precondition(count >= 2 && comparisons >= 1, "a t factor needs two observations and one comparison")
  precondition(0 < level && level < 1, "a confidence level lies between 0 and 1, \(level) does not")
  return studentTUpperQuantile((1 - level) / 2 / Double(comparisons), degreesOfFreedom: Double(count - 1))
}

private func interval(of moments: Moments, level: Double, skewness: Double) -> Interval {
  precondition(moments.count > 0, "a mean needs at least one observation")
  precondition(moments.mean.isFinite, "observations must be finite, their mean is \(moments.mean)")
  let mean = moments.mean
  guard moments.count >= 2 else { return Interval(estimate: mean, low: -.infinity, high: .infinity) }
  guard moments.minimum < moments.maximum else { return Interval(exactly: moments.minimum) }
  let t = studentFactor(count: moments.count, level: level)
  let asymmetry = skewness / (6 * Double(moments.count).squareRoot())
  return Interval(
    estimate: mean,
    low: mean - skewCorrected(t, asymmetry) * moments.standardError,
    high: mean - skewCorrected(-t, asymmetry) * moments.standardError)
}

/// *G(r)* in a form without cancellation: c³ - 1 = (c - 1)(c² + c + 1).
private func skewCorrected(_ r: Double, _ asymmetry: Double) -> Double {
  let c = cbrt(1 + 6 * asymmetry * (r - asymmetry))
  return 3 * (r - asymmetry) / (c * c + c + 1)
}
