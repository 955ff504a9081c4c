import EventKernel

/// The Knative pod autoscaler: what a stable window asks for, and in panic what a short one asks for, only upwards.
///
/// Panic begins when the panic window asks for `panicThreshold` times the ready nodes, is prolonged while it does, and
/// ends a stable window later (knative/serving, pkg/autoscaler/scaling/autoscaler.go).
struct KnativeRule: Equatable, Sendable, BitwiseCopyable {
  var stable: Metric
  var panic: Metric
  var perNode: Int64
  var stableWindow: Span
  var every: Span
  var panicThreshold: Double
  var upRate: Double
  var downRate: Double

  struct Memory: Equatable, Sendable, BitwiseCopyable {
    /// Whether the panic window asks for too much at this time.
    var isOver = false
    /// The last evaluation at which it did; never where there is no panic.
    var panickedAt = SimTime.never
    /// The most that was wished in this panic.
    var peak: Int32 = 0
  }

  func propose(_ value: Int64, inPanic panicValue: Int64, _ pool: PoolView, at now: SimTime, _ memory: inout Memory)
    -> Proposal
  {
    let ready = max(1, pool.ready)
    let most = Int32(clamping: Int64((upRate * Double(ready)).rounded(.up)))
    let least = Int32((Double(ready) / downRate).rounded(.down))
    let asked = wholeUnits(panicValue, of: perNode)
    var wish = min(max(wholeUnits(value, of: perNode), least), most)
    updatePanic(isOver: Double(asked) / Double(ready) >= panicThreshold, at: now, &memory)
    var again = SimTime.never
    if memory.panickedAt != .never {
      memory.peak = max(memory.peak, wish, min(max(asked, least), most))
      wish = memory.peak
      if !memory.isOver { again = memory.panickedAt + stableWindow + Span(nanoseconds: 1) }
    }
    return Proposal(wish: pool.clamped(wish), again: again)
  }

  private func updatePanic(isOver: Bool, at now: SimTime, _ memory: inout Memory) {
    if isOver {
      memory.isOver = true
      memory.panickedAt = now
    } else if memory.isOver {
      // What it saw until now it saw at every evaluation, the last of them one interval ago.
      memory.isOver = false
      memory.panickedAt = now - every
    }
    if !isOver && memory.panickedAt != .never && memory.panickedAt + stableWindow < now { memory = Memory() }
  }

  func quiet(_ pool: PoolView, _ memory: Memory) -> Quiet {
    guard memory.panickedAt == .never, pool.pending == 0 else { return .nowhere }
    var quiet = Quiet.proportional(perNode, pool)
    quiet.remembers = true
    return quiet
  }
}
