import EventKernel

/// The Kubernetes horizontal pod autoscaler with its behaviours: a recommendation outside a tolerance, held over
/// stabilisation windows, limited in speed (kubernetes/kubernetes, pkg/controller/podautoscaler/horizontal.go).
///
/// Recommendations are kept run by run: one stands until an evaluation says otherwise, so that evaluations that would
/// repeat it need not be made.
struct HorizontalPodRule: Equatable, Sendable {
  /// The most change within a period.
  struct Limit: Equatable, Sendable, BitwiseCopyable {
    /// Nodes; zero where a share limits.
    var nodes: Int32
    /// Of the nodes at the period's start.
    var share: Double
    var period: Span
  }
  /// How fast one direction may go.
  struct Side: Equatable, Sendable {
    var window: Span
    var limits: ContiguousArray<Limit>
    /// Whether the limit with the largest change counts; otherwise the smallest.
    var takesLargest: Bool
    var isDisabled: Bool
    var longestPeriod: Span { limits.reduce(.zero) { max($0, $1.period) } }
  }
  /// Which of Kubernetes' two algorithms holds.
  enum Pace: Equatable, Sendable {
    /// With a `behavior`: each direction has a window of its own, which ends before what is as old as it is long, and
    /// limits of its own.
    case behaviour(up: Side, down: Side)
    /// Without: the highest recommendation of the window, which holds what is as old as it is long, is what is wanted, up
    /// or down; a pool at most doubles at an evaluation, or grows to the first few nodes.
    case plain(window: Span, firstNodes: Int32)
  }
  /// Pods to which a pool without a `behavior` grows at once, however few there are (`scaleUpLimitMinimum`).
  static let firstPods = 4
  var metric: Metric
  var perNode: Int64
  /// By how much of the metric a node may be off without a change.
  var tolerance: Int64
  var every: Span
  var pace: Pace

  struct Memory: Equatable, Sendable {
    struct Recommendation: Equatable, Sendable, BitwiseCopyable {
      var start: SimTime
      var nodes: Int32
    }
    struct Change: Equatable, Sendable, BitwiseCopyable {
      var at: SimTime
      var nodes: Int32
    }
    var recommendations: ContiguousArray<Recommendation> = []
    var changes: ContiguousArray<Change> = []
  }

  func propose(_ value: Int64, _ pool: PoolView, at now: SimTime, _ memory: inout Memory) -> Proposal {
    // Outside its limits a pool is brought back at once, without a recommendation, a window or a limit.
    if pool.nodes != pool.clamped(pool.nodes) { return Proposal(wish: pool.clamped(pool.nodes)) }
    let desired = pool.clamped(recommendation(value, pool.nodes))
    if memory.recommendations.last?.nodes != desired {
      memory.recommendations.append(.init(start: now, nodes: desired))
    }
    forget(at: now, &memory)
    switch pace {
    case .behaviour(let up, _) where desired > pool.nodes: return grow(up, pool, at: now, memory)
    case .behaviour(_, let down) where desired < pool.nodes: return shrink(down, pool, at: now, memory)
    case .behaviour: return Proposal(wish: desired)
    case .plain(let window, let first): return follow(over: window, first: first, pool, at: now, memory)
    }
  }

  private func recommendation(_ value: Int64, _ nodes: Int32) -> Int32 {
    let off = abs(value - times(perNode, nodes))
    return nodes > 0 && off <= times(tolerance, nodes) ? nodes : wholeUnits(value, of: perNode)
  }

  private func grow(_ up: Side, _ pool: PoolView, at now: SimTime, _ memory: Memory) -> Proposal {
    let (least, expires) = extreme(min, over: up.window, at: now, memory)
    guard least > pool.nodes, !up.isDisabled else { return Proposal(wish: pool.nodes, again: expires) }
    let limit = max(pool.nodes, limit(up, sign: 1, pool.nodes, at: now, memory))
    let wish = min(least, limit)
    return Proposal(
      wish: wish, again: min(expires, limit < least ? nextRelease(up, at: now, memory) : .never))
  }

  private func shrink(_ down: Side, _ pool: PoolView, at now: SimTime, _ memory: Memory) -> Proposal {
    let (most, expires) = extreme(max, over: down.window, at: now, memory)
    guard most < pool.nodes, !down.isDisabled else { return Proposal(wish: pool.nodes, again: expires) }
    let limit = min(pool.nodes, limit(down, sign: -1, pool.nodes, at: now, memory))
    let wish = max(most, limit)
    return Proposal(
      wish: wish, again: min(expires, limit > most ? nextRelease(down, at: now, memory) : .never))
  }

  private func follow(
    over window: Span, first: Int32, _ pool: PoolView, at now: SimTime, _ memory: Memory
  ) -> Proposal {
    let (most, expires) = extreme(max, over: window, at: now, memory)
    let limit = max(Int32(clamping: 2 * Int64(pool.nodes)), first)
    return Proposal(wish: min(most, limit), again: min(expires, limit < most ? now + Span(nanoseconds: 1) : .never))
  }

  /// The extreme recommendation of a window, and when the first of the others than the last falls out of it.
  ///
  /// Its last repetition was one evaluation before the next. It counts while it is less than a window old, and without
  /// a `behavior` also when it is exactly as old (`timestamp.After(cutoff)` and `!timestamp.Before(cutoff)`).
  private func extreme(
    _ pick: (Int32, Int32) -> Int32, over window: Span, at now: SimTime, _ memory: Memory
  ) -> (Int32, SimTime) {
    let all = memory.recommendations
    var result = all[all.count - 1].nodes
    var expires = SimTime.never
    for i in all.indices.dropLast().reversed() {
      let last = all[i + 1].start - every
      let expiry = last + window + grace
      guard expiry > now else { break }
      result = pick(result, all[i].nodes)
      expires = expiry
    }
    return (result, expires)
  }

  /// Where the limits of a direction allow the pool to be at this time.
  private func limit(_ side: Side, sign: Int32, _ nodes: Int32, at now: SimTime, _ memory: Memory) -> Int32 {
    var allowed: Int32?
    for limit in side.limits {
      let since = now - limit.period
      let changed = memory.changes.reduce(Int32(0)) { $1.at > since ? $0 + $1.nodes : $0 }
      let start = nodes - changed
      let here: Int32
      if limit.nodes > 0 {
        here = start + sign * limit.nodes
      } else {
        let exact = Double(start) * (1 + Double(sign) * limit.share)
        here = Int32(clamping: Int64(sign > 0 ? (exact - 1e-9).rounded(.up) : (exact + 1e-9).rounded(.down)))
      }
      let isLarger = sign * (here - (allowed ?? here)) >= 0
      if allowed == nil || isLarger == side.takesLargest { allowed = here }
    }
    return allowed ?? (sign > 0 ? .max : 0)
  }

  /// When a change leaves the first period in which it still counts.
  private func nextRelease(_ side: Side, at now: SimTime, _ memory: Memory) -> SimTime {
    var earliest = SimTime.never
    for limit in side.limits {
      for change in memory.changes where change.at + limit.period > now {
        earliest = min(earliest, change.at + limit.period)
      }
    }
    return earliest
  }

  func note(_ nodes: Int32, at now: SimTime, _ memory: inout Memory) {
    memory.changes.append(.init(at: now, nodes: nodes))
  }

  /// By how much longer than its window a recommendation counts.
  private var grace: Span {
    switch pace {
    case .behaviour: .zero
    case .plain: Span(nanoseconds: 1)
    }
  }

  private var longestWindow: Span {
    switch pace {
    case .behaviour(let up, let down): max(up.window, down.window)
    case .plain(let window, _): window
    }
  }

  private var longestPeriod: Span {
    switch pace {
    case .behaviour(let up, let down): max(up.longestPeriod, down.longestPeriod)
    case .plain: .zero
    }
  }

  /// Drops what no later evaluation can see.
  func forget(at now: SimTime, _ memory: inout Memory) {
    let window = longestWindow + grace
    while memory.recommendations.count > 1, memory.recommendations[1].start - every + window <= now {
      memory.recommendations.removeFirst()
    }
    let period = longestPeriod
    while let first = memory.changes.first, first.at + period <= now { memory.changes.removeFirst() }
  }

  func quiet(_ pool: PoolView, _ memory: Memory) -> Quiet {
    guard memory.recommendations.last?.nodes == pool.nodes else { return .nowhere }
    var quiet = Quiet.proportional(perNode, pool)
    if pool.nodes > pool.minimum && pool.nodes <= pool.maximum {
      quiet.shrinksUpTo = min(quiet.shrinksUpTo ?? -1, times(perNode - tolerance, pool.nodes) - 1)
    }
    if pool.nodes >= pool.minimum && pool.nodes < pool.maximum {
      quiet.growsAbove = times(perNode + tolerance, pool.nodes)
    }
    quiet.remembers = true
    return quiet
  }
}
