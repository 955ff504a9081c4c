import EventKernel

/// Ongoing requests per replica: a change is made when it was wanted at every evaluation for a delay, as Ray Serve does.
struct StreakRule: Equatable, Sendable, BitwiseCopyable {
  var metric: Metric
  var perNode: Int64
  var upDelay: Span
  var downDelay: Span

  struct Memory: Equatable, Sendable, BitwiseCopyable {
    /// 1 while more is wanted, -1 while less is.
    var direction: Int32 = 0
    var since = SimTime.zero
  }

  func propose(_ value: Int64, _ pool: PoolView, at now: SimTime, _ memory: inout Memory) -> Proposal {
    let wish = pool.clamped(wholeUnits(value, of: perNode))
    let direction = (wish - pool.nodes).signum()
    if direction != memory.direction { memory = Memory(direction: direction, since: direction == 0 ? .zero : now) }
    guard direction != 0 else { return Proposal(wish: wish) }
    let due = memory.since + (direction > 0 ? upDelay : downDelay)
    return now >= due ? Proposal(wish: wish) : Proposal(wish: pool.nodes, again: due)
  }

  func note(isGrowth: Bool, _ memory: inout Memory) {
    if memory.direction == (isGrowth ? 1 : -1) { memory = Memory() }
  }

  func quiet(_ pool: PoolView, _ memory: Memory) -> Quiet {
    guard memory.direction == 0 else { return .nowhere }
    var quiet = Quiet.proportional(perNode, pool)
    quiet.remembers = true
    return quiet
  }
}

extension Quiet {
  /// Every value matters, for the rule is in the middle of something.
  static let nowhere = Quiet(shrinksUpTo: .max, growsAbove: -1, remembers: true)
}
