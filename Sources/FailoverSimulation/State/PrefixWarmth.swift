import EventKernel
import ServiceModel

/// How a prefix cache that was lost comes back: the speed of a site's replicas, in steps of half the refill time.
struct WarmthPlan: Sendable {
  static let steps = 8
  let step: Span
  /// Speed in each step against that of a warm site, in millionths. Warmth is 1 - e^(-t / refill) as at request level;
  /// a step has its mean.
  let speeds: ContiguousArray<Int64>

  /// The last step that a cache of some warmth has reached: step k begins at 1 - e^(-k / 2).
  static func level(of warmth: Double) -> Int8 {
    var (level, left) = (0, 1.0)
    while level < steps {
      left *= 0.606_530_659_712_633_4
      guard warmth >= 1 - left - 1e-12 else { break }
      level += 1
    }
    return Int8(level)
  }

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
  /// When the next step is done, and when what was saved has been read.
  var stepAt = SimTime.never
  var restoresAt = SimTime.never

  static let warm = PrefixWarmth(level: Int8(WarmthPlan.steps))
  static let cold = PrefixWarmth(level: 0)

  var isWarm: Bool { level == Int8(WarmthPlan.steps) }
  var deadline: SimTime { min(stepAt, restoresAt) }

  /// Brings it up to a level at least; nothing is left to read.
  mutating func restore(to saved: Int8, at now: SimTime, step: Span) {
    restoresAt = .never
    guard saved > level else { return }
    level = saved
    stepAt = isWarm ? .never : now + step
  }
}

extension Replication {
  /// A site that does not answer forgets; one that begins to answer warms up, and reads what was saved.
  ///
  /// - Returns: Whether it is warmer than it was, at once.
  mutating func observeWarmth(_ warmth: WarmthPlan) -> Bool {
    var hasChanged = false
    for site in course.caches.indices {
      guard flow.isHealthy[site] && flow.shares[site] > 0 else {
        course.caches[site] = .cold
        continue
      }
      guard !course.caches[site].isWarm && course.caches[site].stepAt == .never else { continue }
      course.caches[site].stepAt = now + warmth.step
      guard let saves = plan.saves, saves.level > 0, canReadSaves(saves, at: site) else { continue }
      course.caches[site].restoresAt = now + saves.restore
      if saves.restore == .zero {
        course.caches[site].restore(to: saves.level, at: now, step: warmth.step)
        hasChanged = true
      }
    }
    return hasChanged
  }

  mutating func warmUp(_ warmth: WarmthPlan) {
    for site in course.caches.indices {
      if course.caches[site].stepAt <= now {
        course.caches[site].level += 1
        course.caches[site].stepAt = course.caches[site].isWarm ? .never : now + warmth.step
      }
      if course.caches[site].restoresAt <= now, let saves = plan.saves {
        course.caches[site].restore(to: saves.level, at: now, step: warmth.step)
      }
    }
  }

  /// Whether a site can read what was saved.
  func canReadSaves(_ saves: SavePlan, at site: Int) -> Bool {
    saves.keeper < 0 || isReachable(saves.keeper, from: site)
  }
}
