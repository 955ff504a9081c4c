internal import Numerics

/// The fewest observations from which a quantile may be printed with an interval: ten beyond it on the thinner side.
///
/// 200 for the 95th percentile, 1000 for the 99th, 10,000 for the 99.9th, 20 for the median.
public func minimumCount(forQuantile p: Double) -> Int {
  precondition(0 < p && p < 1, "a quantile lies between 0 and 1, \(p) does not")
  return Int((10 / min(p, 1 - p) - 1e-9).rounded(.up))
}

/// The `p` quantile of sorted observations, interpolated linearly between order statistics (type 7 of Hyndman and Fan).
///
/// Observations may be infinite: what never ends. Beyond the last one that ends lies infinity, and nothing between the two.
///
/// - Precondition: `sorted` is ascending and not empty; 0 <= `p` <= 1.
public func quantile(ofSorted sorted: [Double], _ p: Double) -> Double {
  precondition(!sorted.isEmpty && (0...1).contains(p), "the \(p) quantile of \(sorted.count) observations")
  let position = p * Double(sorted.count - 1)
  let below = Int(position)
  guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
  let part = position - Double(below)
  // Infinity less infinity, and infinity times nothing, are no numbers.
  guard sorted[below + 1].isFinite else { return part > 0 ? sorted[below + 1] : sorted[below] }
  return sorted[below] + part * (sorted[below + 1] - sorted[below])
}

/// The ranks (counted from 1) of the order statistics that enclose a quantile with at least the given confidence.
///
/// Distribution-free: the observations below the quantile are binomial. A rank of 0 or of `count` + 1 says that no
/// observation bounds the quantile on that side. For 1000 observations and p = 0.95: ranks 936 and 964.
public func quantileRanks(count: Int, p: Double, level: Double = 0.95) -> (low: Int, high: Int) {
  precondition(count > 0 && 0 < p && p < 1, "the \(p) quantile of \(count) observations")
  return (
    low: binomialQuantile(tail(level), trials: count, probability: p),
    high: binomialQuantile(1 - tail(level), trials: count, probability: p) + 1
  )
}

/// The interval of a quantile from independent observations, such as one incident a replication.
///
/// Below `minimumCount(forQuantile:)` a one-sided bound: from above where some order statistic can give one (59
/// observations for the 95th percentile), else from below.
///
/// - Parameter sample: The observations, in any order.
public func quantileInterval(_ sample: [Double], p: Double, level: Double = 0.95) -> Estimate {
  guard !sample.isEmpty else { return .noData }
  let sorted = sample.sorted()
  guard sorted.count >= minimumCount(forQuantile: p) else { return quantileBound(ofSorted: sorted, p: p, level: level) }
  let ranks = quantileRanks(count: sorted.count, p: p, level: level)
  return .interval(
    Interval(
      estimate: quantile(ofSorted: sorted, p),
      low: ranks.low >= 1 ? sorted[ranks.low - 1] : -.infinity,
      high: ranks.high <= sorted.count ? sorted[ranks.high - 1] : .infinity))
}

/// The one-sided bound of a quantile from few independent observations.
func quantileBound(ofSorted sorted: [Double], p: Double, level: Double) -> Estimate {
  let above = binomialQuantile(level, trials: sorted.count, probability: p) + 1
  if above <= sorted.count { return .atMost(sorted[above - 1], level: level) }
  let below = binomialQuantile(1 - level, trials: sorted.count, probability: p)
  return below >= 1 ? .atLeast(sorted[below - 1], level: level) : .noData
}
