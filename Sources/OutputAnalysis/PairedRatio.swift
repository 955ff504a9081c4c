/// The sums and counts of one figure over events, world by world.
public typealias EventSums = [(sum: Double, count: Double)]

/// The 95 % interval of a mean over events that come in worlds, from its linearised error: of something that is never
/// negative, as the length of an outage.
///
/// - Returns: nil where no world had an event; infinite ends where one world had all of them.
public func ratioInterval(_ worlds: EventSums, level: Double = 0.95) -> Interval? {
  guard let ratio = RatioEstimate(worlds) else { return nil }
  return FigureRange.amount.clipping(
    interval(around: ratio.value, error: ratio.standardError, worlds: worlds.count, level: level))
}

/// The difference of two such means on the same worlds, second minus first.
///
/// The linearised part of a world is (D₂ - r₂C₂)/C̄₂ - (D₁ - r₁C₁)/C̄₁: what the two have in common cancels.
///
/// - Precondition: As many worlds on both sides.
/// - Returns: nil where one side had no event.
public func pairedRatioDifference(from first: EventSums, to second: EventSums, level: Double = 0.95) -> Interval? {
  precondition(first.count == second.count, "\(first.count) worlds against \(second.count) cannot be paired")
  guard let a = RatioEstimate(first), let b = RatioEstimate(second) else { return nil }
  let n = Double(first.count)
  let parts = zip(first, second).map { x, y in
    (y.sum - b.value * y.count) / (b.count / n) - (x.sum - a.value * x.count) / (a.count / n)
  }
  let error = n > 1 ? Moments(parts).standardError : .infinity
  return interval(around: b.value - a.value, error: error, worlds: first.count, level: level)
}

private func interval(around value: Double, error: Double, worlds: Int, level: Double) -> Interval {
  guard error.isFinite, worlds > 1 else { return Interval(estimate: value, low: -.infinity, high: .infinity) }
  guard error > 0 else { return Interval(exactly: value) }
  let reach = studentFactor(count: worlds, level: level) * error
  return Interval(estimate: value, low: value - reach, high: value + reach)
}
