internal import Numerics

/// What the worlds of one stratum say of a share of years.
public struct ShareStratum: Equatable, Sendable {
  /// Probability of the stratum.
  public var weight: Double
  /// By world: how many years kept it, of how many.
  public var worlds: [(met: Int, years: Int)]

  public init(weight: Double, worlds: [(met: Int, years: Int)]) {
    self.weight = weight
    self.worlds = worlds
  }

  public static func == (a: ShareStratum, b: ShareStratum) -> Bool {
    a.weight == b.weight && a.worlds.elementsEqual(b.worlds) { $0 == $1 }
  }
}

/// A share of years over strata that were sampled apart, each by worlds of its own, with its Student interval.
///
/// The estimate is the weighted sum of the strata's shares; its variance the sum of w² s² / n, with s² between the worlds of
/// a stratum, and its degrees of freedom those of Satterthwaite. Where no stratum varies the reach is that of a share
/// which was always or never seen: 3.84 / n years, of the stratum in which a year weighs most (the Wilson interval at
/// its end). Source: W. Cochran, Sampling Techniques (1977), 5.4.
///
/// - Precondition: The weights sum to 1; every stratum has two worlds at least.
public func stratifiedShareInterval(_ strata: [ShareStratum], level: Double = 0.95) -> Interval {
  let interval = stratifiedMeanInterval(
    strata.map { (weight: $0.weight, values: $0.worlds.map { Double($0.met) / Double($0.years) }) }, level: level)
  guard interval.isExact else {
    return Interval(estimate: interval.estimate, low: max(0, interval.low), high: min(1, interval.high))
  }
  let z = normalQuantile(1 - (1 - level) / 2)
  let heaviest = strata.map { $0.weight / Double($0.worlds.reduce(0) { $0 + $1.years }) }.max() ?? 0
  let (estimate, reach) = (interval.estimate, z * z * heaviest)
  return Interval(estimate: estimate, low: max(0, estimate - reach), high: min(1, estimate + reach))
}

/// A mean over strata that were sampled apart, with its Student interval; see `stratifiedShareInterval(_:level:)`.
///
/// - Precondition: The weights sum to 1; every stratum has two values at least.
public func stratifiedMeanInterval(_ strata: [(weight: Double, values: [Double])], level: Double = 0.95) -> Interval {
  precondition(abs(strata.reduce(0) { $0 + $1.weight } - 1) < 1e-9, "strata make a whole")
  var (estimate, variance, freedomSum) = (0.0, 0.0, 0.0)
  for stratum in strata {
    precondition(stratum.values.count >= 2, "a stratum has two values at least, not \(stratum.values.count)")
    let moments = Moments(stratum.values)
    estimate += stratum.weight * moments.mean
    let part = stratum.weight * stratum.weight * moments.variance / Double(moments.count)
    variance += part
    freedomSum += part * part / Double(moments.count - 1)
  }
  guard variance > 0 else { return Interval(exactly: estimate) }
  let factor = studentTUpperQuantile((1 - level) / 2, degreesOfFreedom: variance * variance / freedomSum)
  let reach = factor * variance.squareRoot()
  return Interval(estimate: estimate, low: estimate - reach, high: estimate + reach)
}
