import EventKernel

/// Keeps a metric at so much per node, with a cooldown after each change.
struct TargetRule: Equatable, Sendable, BitwiseCopyable {
  var metric: Metric
  /// Of the metric, per node.
  var perNode: Int64
  var outCooldown: Span
  var inCooldown: Span

  struct Memory: Equatable, Sendable, BitwiseCopyable {
    var outAgain = SimTime.zero
    var inAgain = SimTime.zero
  }

  func propose(_ value: Int64, _ pool: PoolView, at now: SimTime, _ memory: Memory) -> Proposal {
    let wish = pool.clamped(wholeUnits(value, of: perNode))
    if wish > pool.nodes && now < memory.outAgain { return Proposal(wish: pool.nodes, again: memory.outAgain) }
    if wish < pool.nodes && now < memory.inAgain { return Proposal(wish: pool.nodes, again: memory.inAgain) }
    return Proposal(wish: wish)
  }

  /// Any change of the pool starts the cooldowns anew, whoever asked for it.
  func note(isGrowth: Bool, at now: SimTime, _ memory: inout Memory) {
    if isGrowth { memory.outAgain = now + outCooldown }
    memory.inAgain = now + inCooldown
  }

  func quiet(_ pool: PoolView) -> Quiet { .proportional(perNode, pool) }
}

extension Quiet {
  /// A rule that asks for `perNode` on each node.
  static func proportional(_ perNode: Int64, _ pool: PoolView) -> Quiet {
    Quiet(
      shrinksUpTo: pool.nodes > pool.maximum
        ? .max : pool.nodes > pool.minimum ? times(perNode, pool.nodes - 1) : -1,
      growsAbove: pool.nodes < pool.minimum ? -1 : pool.nodes < pool.maximum ? times(perNode, pool.nodes) : .max)
  }
}

/// Adds nodes above a threshold or removes some below it, after the metric has been there for a while, and not again
/// before a cooldown has passed.
struct ThresholdRule: Equatable, Sendable, BitwiseCopyable {
  var metric: Metric
  /// Of the metric, for the pool, or for each of its nodes.
  var level: Int64
  var isPerNode: Bool
  /// Nodes that are added, or negative for nodes that are removed.
  var step: Int32
  var hold: Span
  var cooldown: Span

  struct Memory: Equatable, Sendable, BitwiseCopyable {
    /// Since when the metric has been beyond the threshold; never where it is not.
    var since = SimTime.never
    var again = SimTime.zero
  }

  private func limit(_ pool: PoolView) -> Int64 { isPerNode ? times(level, pool.nodes) : level }

  func propose(_ value: Int64, _ pool: PoolView, at now: SimTime, _ memory: inout Memory) -> Proposal {
    let isBeyond = step > 0 ? value > limit(pool) : value < limit(pool)
    guard isBeyond else {
      memory.since = .never
      return Proposal(wish: nil)
    }
    if memory.since == .never || hold == .zero { memory.since = now }
    let due = max(memory.since + hold, memory.again)
    if now >= due { return Proposal(wish: pool.clamped(pool.nodes + step)) }
    // A rule that wants more and must wait keeps the others from taking nodes away; one that wants less has no say.
    return Proposal(wish: step > 0 ? pool.nodes : nil, again: due)
  }

  /// Its own changes, in its own direction, start the cooldown.
  func note(isGrowth: Bool, at now: SimTime, _ memory: inout Memory) {
    guard isGrowth == (step > 0), memory.since != .never, now >= max(memory.since + hold, memory.again) else { return }
    memory.again = now + cooldown
    if hold > .zero { memory.since = now }
  }

  func quiet(_ pool: PoolView, _ memory: Memory) -> Quiet {
    let remembers = hold > .zero
    if remembers && memory.since != .never { return .nowhere }
    // On the other side of its threshold it has no say, and so never keeps others from shrinking.
    if step > 0 {
      let isCapped = pool.nodes >= pool.maximum && !remembers
      return Quiet(shrinksUpTo: nil, growsAbove: isCapped ? .max : limit(pool), remembers: remembers)
    }
    let isCapped = pool.nodes <= pool.minimum && !remembers
    return Quiet(
      shrinksUpTo: isCapped ? -1 : limit(pool) - 1, growsAbove: .max, yieldsAbove: true, remembers: remembers)
  }
}
