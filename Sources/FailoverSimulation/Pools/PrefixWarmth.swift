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

  /// A site that does not answer forgets; one that begins to answer warms up, a step at a time, and reads what was saved.
  ///
  /// - Parameter saves: What a site that begins now can read; nil where there is nothing.
  /// - Returns: Whether it is warmer than it was, at once.
  @discardableResult
  mutating func observe(_ site: Int, answers: Bool, at now: SimTime, step: Span, saves: SavePlan? = nil) -> Bool {
    guard answers else {
      sites[site] = .cold
      return false
    }
    guard !sites[site].isWarm && sites[site].stepAt == .never else { return false }
    sites[site].stepAt = now + step
    guard let saves else { return false }
    sites[site].restoresAt = now + saves.restore
    guard saves.restore == .zero else { return false }
    sites[site].restore(to: saves.level, at: now, step: step)
    return true
  }

  /// Those whose step has come, or what was saved of them, are that much warmer.
  ///
  /// - Parameter saved: The level up to which caches were saved.
  mutating func refill(at now: SimTime, step: Span, saved: Int8 = 0) {
    for site in sites.indices {
      if sites[site].stepAt <= now {
        sites[site].level += 1
        sites[site].stepAt = sites[site].isWarm ? .never : now + step
      }
      if sites[site].restoresAt <= now { sites[site].restore(to: saved, at: now, step: step) }
    }
  }
}
