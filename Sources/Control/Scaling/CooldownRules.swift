import EventKernel

/// Keeps a metric at so much per node, with cooldowns as AWS Application Auto Scaling has them.
///
/// A scale-out starts the scale-out cooldown and stops one of scale-in; a scale-in starts the cooldown of scale-in. While
/// scale-out cools down, a wish for more than the scale-out asked for goes ahead: what it added counts as part of what is
/// wanted now (Application Auto Scaling user guide, *Define cooldown periods*).
struct TargetRule: Equatable, Sendable, BitwiseCopyable {
  var metric: Metric
  /// Of the metric, per node.
  var perNode: Int64
  var outCooldown: Span
  var inCooldown: Span

  struct Memory: Equatable, Sendable, BitwiseCopyable {
    var outAgain = SimTime.zero
    /// Nodes that the scale-out asked for that cools down.
    var askedOut: Int32 = 0
    var inAgain = SimTime.zero
    /// What the last evaluation wished.
    var wish: Int32 = 0
  }

  func propose(_ value: Int64, _ pool: PoolView, at now: SimTime, _ memory: inout Memory) -> Proposal {
    memory.wish = pool.clamped(wholeUnits(value, of: perNode))
    var again = SimTime.never
    if memory.wish > pool.nodes && now < memory.outAgain && memory.wish <= memory.askedOut { again = memory.outAgain }
    if memory.wish < pool.nodes && now < memory.inAgain { again = memory.inAgain }
    if again != .never { memory.wish = pool.nodes }
    return Proposal(wish: memory.wish, again: again)
  }

  /// A change to `nodes` starts a cooldown where this rule asked for it; growth that another asked for only stops the
  /// cooldown of scale-in.
  func note(_ change: Int32, to nodes: Int32, at now: SimTime, _ memory: inout Memory) {
    if change > 0 {
      memory.inAgain = .zero
      guard memory.wish >= nodes else { return }
      (memory.outAgain, memory.askedOut) = (now + outCooldown, memory.wish)
    } else if memory.wish == nodes {
      memory.inAgain = now + inCooldown
    }
  }

  /// The memory with what no later evaluation can see left out.
  func canonical(_ memory: Memory, at now: SimTime) -> Memory {
    Memory(
      outAgain: memory.outAgain > now ? memory.outAgain : .zero,
      askedOut: memory.outAgain > now ? memory.askedOut : 0, inAgain: memory.inAgain > now ? memory.inAgain : .zero)
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

  /// Its own changes, in its own direction, start the cooldown; growth stops that of a rule that takes nodes away.
  func note(isGrowth: Bool, at now: SimTime, _ memory: inout Memory) {
    if isGrowth && step < 0 { memory.again = .zero }
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
