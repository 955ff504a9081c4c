import EventKernel
import ServiceModel

/// How a prefix cache that was lost comes back: the speed of a site's replicas, in steps of half the refill time.
struct WarmthPlan: Sendable {
  static let steps = 8
  let step: Span
  /// Speed in each step against that of a warm site, in millionths. Warmth is 1 - e^(-t / refill) as at request level;
  /// a step has its mean.
  let speeds: ContiguousArray<Int64>

  init(_ cache: ColdCache) {
    step = Span(seconds: max(1e-3, cache.refillSeconds / 2))
    var left = 1.0
    let half = 0.606_530_659_712_633_4  // e^(-1/2)
    speeds = ContiguousArray(
      (0..<WarmthPlan.steps).map { _ in
        defer { left *= half }
        let warmth = 1 - 2 * (left - left * half)
        return Int64(((cache.speed + (1 - cache.speed) * warmth) * 1e6).rounded())
      })
  }
}

/// The state of a site's prefix caches: how many steps of the way back lie behind them.
struct PrefixWarmth: Equatable, Sendable, BitwiseCopyable {
  var level: Int8
  var deadline = SimTime.never

  static let warm = PrefixWarmth(level: Int8(WarmthPlan.steps))
  static let cold = PrefixWarmth(level: 0)

  var isWarm: Bool { level == Int8(WarmthPlan.steps) }
}

extension Replication {
  /// A site that does not answer forgets; one that begins to answer warms up.
  mutating func observeWarmth(_ warmth: WarmthPlan) {
    for site in course.caches.indices {
      guard flow.isHealthy[site] && flow.shares[site] > 0 else {
        course.caches[site] = .cold
        continue
      }
      if !course.caches[site].isWarm && course.caches[site].deadline == .never {
        course.caches[site].deadline = now + warmth.step
      }
    }
  }

  mutating func warmUp(_ warmth: WarmthPlan) {
    for site in course.caches.indices where course.caches[site].deadline <= now {
      course.caches[site].level += 1
      course.caches[site].deadline = course.caches[site].isWarm ? .never : now + warmth.step
    }
  }
}
