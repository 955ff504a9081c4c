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

/// The prefix caches of all sites; none where they are warm whatever happens.
struct PrefixCaches: Equatable, Sendable {
  private var sites: ContiguousArray<PrefixWarmth> = []

  /// Warm everywhere, whatever happens.
  init() {}

  /// Warm at the sites that serve.
  init(serving: some Sequence<Bool>) { sites = ContiguousArray(serving.map { $0 ? .warm : .cold }) }

  @inline(__always)
  subscript(site: Int) -> PrefixWarmth { sites[site] }

  /// Whether one of them is filling.
  @inline(__always)
  var areFilling: Bool { sites.contains { $0.deadline < .never } }

  /// When the first of them has come a step further.
  var earliestDeadline: SimTime {
    var earliest = SimTime.never
    for cache in sites { earliest = min(earliest, cache.deadline) }
    return earliest
  }

  /// A site that does not answer forgets; one that begins to answer warms up, a step at a time.
  mutating func observe(_ site: Int, answers: Bool, at now: SimTime, step: Span) {
    guard answers else {
      sites[site] = .cold
      return
    }
    if !sites[site].isWarm && sites[site].deadline == .never { sites[site].deadline = now + step }
  }

  /// Those whose step has come are that much warmer.
  mutating func refill(at now: SimTime, step: Span) {
    for site in sites.indices where sites[site].deadline <= now {
      sites[site].level += 1
      sites[site].deadline = sites[site].isWarm ? .never : now + step
    }
  }
}
