import Control
import EventKernel

/// What the course begins with, and when it has planned something.
extension Course {
  init(_ plan: Plan, home: ContiguousArray<Int32>) {
    fleets = Fleets(plan.sites.map { Fleet(size: $0.standing, aside: $0.aside) })
    procedures = Procedures(sites: plan.sites.count, steps: plan.steps.count)
    scalers = plan.freshScalers
    evaluations = ContiguousArray(
      home.prefix(plan.scaler.count).map { $0 > 0 ? SimTime.zero : .never })
    self.home = home
    loads = ContiguousArray(repeating: PoolLoad(), count: plan.pools.count)
    if let retries = plan.retries { orbit = RetryOrbit(stages: retries.stays.count) }
    if plan.breaker != nil { breakers = ContiguousArray(repeating: Breaker(), count: plan.sites.count) }
    if plan.dependencies.contains(where: { $0.breaker != nil }) {
      callBreakers = ContiguousArray(repeating: Breaker(), count: plan.dependencies.count * plan.sites.count)
    }
    if plan.warmth != nil { caches = ContiguousArray(home.map { $0 > 0 ? .warm : .cold }) }
    if plan.degradedMode != nil { modes = ContiguousArray(repeating: Hysteresis(), count: plan.sites.count) }
    if let law = plan.alarms {
      signals = ContiguousArray(repeating: SignalHistory(), count: plan.sites.count)
      if law.looksAtPeers { signalsBeyondPeers = signals }
      userViews = ContiguousArray(repeating: UserView(), count: plan.sites.count)
      crossings = ContiguousArray(repeating: .never, count: plan.sites.count * law.detectors.count)
    }
  }

  /// The earliest deadline of any part but the autoscalers.
  var earliestDeadline: SimTime { min(fleets.earliestClimb, earliestBesidesClimbs) }

  /// The same, nodes on their way left out.
  var earliestBesidesClimbs: SimTime {
    var earliest = min(fleets.earliestDrain, orbit.tickAt, procedures.earliestDeadline)
    for breaker in breakers { earliest = min(earliest, breaker.deadline) }
    for breaker in callBreakers { earliest = min(earliest, breaker.deadline) }
    for cache in caches { earliest = min(earliest, cache.deadline) }
    for mode in modes { earliest = min(earliest, mode.deadline) }
    for load in loads { earliest = min(earliest, load.tickAt) }
    for ejection in ejections { earliest = min(earliest, ejection.until) }
    return earliest
  }

  /// When the next nodes are ready or given back.
  var earliestBatch: SimTime { fleets.earliestBatch }

  /// When the next autoscaler is evaluated.
  var earliestEvaluation: SimTime {
    var earliest = SimTime.never
    for evaluation in evaluations { earliest = min(earliest, evaluation) }
    return earliest
  }
}
