import Control
import EventKernel

/// What the course begins with, and when it has planned something.
extension Course {
  init(_ plan: Plan, home: ContiguousArray<Int32>) {
    fleets = Fleets(plan.sites.map { Fleet(size: $0.standing, aside: $0.aside) })
    procedures = Procedures(sites: plan.sites.count, steps: plan.steps.count)
    scalers = Autoscalers(plan.freshScalers, serving: home.prefix(plan.scaler.count).map { $0 > 0 })
    self.home = home
    loads = ContiguousArray(repeating: PoolLoad(), count: plan.pools.count)
    if let retries = plan.retries { orbit = RetryOrbit(stages: retries.stays.count) }
    guards = Guards(
      sites: plan.sites.count, hasModes: plan.degradedMode != nil, hasBreakers: plan.breaker != nil,
      called: plan.dependencies.contains { $0.breaker != nil } ? plan.dependencies.count : 0)
    if plan.warmth != nil { caches = PrefixCaches(serving: home.map { $0 > 0 }) }
    if plan.hasConflicts {
      splits = ContiguousArray(repeating: SimTime.zero..<SimTime.zero, count: plan.sites.count)
    }
    detectors = DetectorMemory(
      sites: plan.alarms == nil ? 0 : plan.sites.count, detectors: plan.alarms?.detectors.count ?? 0,
      comparesPeers: plan.alarms?.looksAtPeers ?? false)
  }

  /// The earliest deadline of any part but the autoscalers.
  var earliestDeadline: SimTime { min(fleets.earliestClimb, earliestBesidesClimbs) }

  /// The same, nodes on their way left out.
  var earliestBesidesClimbs: SimTime {
    var earliest = min(fleets.earliestDrain, orbit.tickAt, procedures.earliestDeadline)
    earliest = min(earliest, guards.earliestDeadline, caches.earliestDeadline)
    for load in loads { earliest = min(earliest, load.tickAt) }
    for ejection in ejections { earliest = min(earliest, ejection.until) }
    return earliest
  }

  /// When the next nodes are ready or given back.
  var earliestBatch: SimTime { fleets.earliestBatch }

  /// When the next autoscaler is evaluated.
  @inline(__always)
  var earliestEvaluation: SimTime { scalers.earliest }
}
