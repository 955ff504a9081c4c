import Foundation
import Numerics
import Stochastics

/// A failover that races the end of the loss that it answers: the outage ends with the first of the two.
struct FailoverRace: Sendable {
  let path: FailoverPath
  let loss: Distribution

  /// Whether the failover is always the first.
  var isCertain: Bool { path.ways.allSatisfy { $0.law.most <= loss.bounds.lowerBound } }

  /// E[T], where the loss never ends before the failover.
  var certainMean: Double {
    get throws(TwinRefusal) {
      try require(isCertain, "losses may end before the clients have moved")
      return path.mean
    }
  }

  /// E[min(T, L)] = E[T] less the integral of P(T > t) P(L <= t), which is small where failovers are quick.
  var meanDowntime: Double {
    get throws(TwinRefusal) {
      try require(path.mean.isFinite || loss.mean.isFinite, "neither a failover nor a loss has a mean")
      var sum = 0.0
      for way in path.ways { sum += way.share * (try meanDowntime(way.law)) }
      return sum
    }
  }

  private func meanDowntime(_ law: SeriesLaw) throws(TwinRefusal) -> Double {
    if law.most <= loss.bounds.lowerBound { return law.mean }
    if law.isFixed { return loss.limitedMean(law.fixed) }
    if case .constant(let end) = loss, law.varying.count == 1, law.otherRange == 0...0 {
      return law.fixed >= end ? end : law.fixed + law.varying[0].limitedMean(end - law.fixed)
    }
    _ = try law.cdf(law.fixed)
    // Piecewise between the points at which a law begins or ends, and on a logarithmic scale beyond the last.
    let start = loss.bounds.lowerBound
    var ends = [start, law.least, law.most, loss.bounds.upperBound]
    ends += law.varying.flatMap { [law.fixed + $0.bounds.lowerBound, law.fixed + $0.bounds.upperBound] }
    let knots = ends.filter { $0.isFinite && $0 >= start }.sorted()
    var won = 0.0
    for (low, high) in zip(knots, knots.dropFirst()) where high > low { won += try integral(law, low, high) }
    if law.most == .infinity, let last = knots.last {
      // What lies beyond a probability of 1e-15 weighs nothing, unless the tail is a power.
      try require(!law.varying.contains(where: \.hasPowerTail), "a law with a power tail takes part")
      let reach = max(law.upper(1 - 1e-15), last * 2 + 1)
      won += try logarithmicIntegral(law, from: last, to: reach)
    }
    return law.mean - won
  }

  private func lost(_ law: SeriesLaw, at time: Double) -> Double { (1 - ((try? law.cdf(time)) ?? 1)) * loss.cdf(time) }

  private func integral(_ law: SeriesLaw, _ low: Double, _ high: Double) throws(TwinRefusal) -> Double {
    do {
      // What is won may be nothing at all: the tolerance is relative to the mean, which is added and taken off again.
      let base = law.mean / (high - low)
      return try integrate(over: low...high) { base + lost(law, at: $0) } - law.mean
    } catch {
      throw TwinRefusal("the race's integral does not converge")
    }
  }

  private func logarithmicIntegral(_ law: SeriesLaw, from low: Double, to high: Double) throws(TwinRefusal) -> Double {
    let scale = max(law.mean, 1e-3)
    do {
      let range = log(scale * 1e-9)...log(high - low)
      let base = law.mean / (range.upperBound - range.lowerBound)
      return try integrate(over: range) { u in base + exp(u) * lost(law, at: low + exp(u)) } - law.mean
    } catch {
      throw TwinRefusal("the race's integral does not converge")
    }
  }

  func cdf(_ time: Double) throws(TwinRefusal) -> Double {
    1 - (1 - (try path.cdf(time))) * loss.survival(time)
  }

  func quantile(_ p: Double) throws(TwinRefusal) -> Double {
    if path.ways.count == 1, isCertain || loss.bounds.lowerBound >= path.ways[0].law.upper(1 - 1e-12) {
      return try path.ways[0].law.quantile(p)
    }
    let high = min(path.ways.map { $0.law.upper(1 - (1 - p) / 16) }.max() ?? 0, loss.quantile(p) + 1e-9)
    _ = try cdf(high)
    do {
      return try findRoot(in: 0...max(high, 1e-9), tolerance: 1e-13) { ((try? cdf($0)) ?? 0) - p }
    } catch {
      throw TwinRefusal("the quantile's root is not found")
    }
  }
}
