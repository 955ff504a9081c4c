import Control
import EventKernel
import Stochastics

/// Capacity: what a failover asks for, what an autoscaler wishes.
extension Replication {
  /// Asks for the nodes that a site is short of at a failover, rung by rung.
  mutating func requestCapacity(_ site: Int, for incident: Incident) {
    let target = plan.sites[site]
    let here = course.fleets[site].size + course.fleets[site].pending
    var missing = target.failoverNodes - here
    guard missing > 0 else { return }
    if target.cold > 0 && here == target.standing {
      let count = min(missing, target.cold)
      order(count, at: site, for: incident, batch: 0, wait: .zero, needsControlPlane: false)
      missing -= count
    }
    let certain = min(missing, target.reserved)
    if certain > 0 { order(certain, at: site, for: incident, batch: 1, wait: .zero, needsControlPlane: true) }
    missing -= certain
    if missing > 0 {
      order(missing, at: site, for: incident, batch: 2, wait: acquisitionWait(incident), needsControlPlane: true)
    }
  }

  private mutating func order(
    _ count: Int32, at site: Int, for incident: Incident, batch: UInt32, wait: Span, needsControlPlane: Bool
  ) {
    let start = plan.service.replica.start
    func stage(_ law: Distribution, _ part: UInt32) -> Span {
      Span(seconds: law.sample(at: draw(.acquisition, incident, 8 + batch * 8 + part)))
    }
    // Nodes that start together share the site's bandwidth.
    let fetch = plan.sites[site].fetchPerNode * Int64(count)
    let keep = plan.sites[site].keep
    var climb = wait
    if needsControlPlane { climb = climb + stage(start.boot, 0) }
    if needsControlPlane || keep == .booted { climb = climb + fetch + stage(start.load, 1) }
    climb = climb + stage(start.initialise, 2)
    let waits = needsControlPlane && estate.acquireBlocked[site] > 0
    course.fleets[site].pending += count
    course.batches.append(
      Batch(
        site: Int16(site), isFailover: true, waitsForControlPlane: waits, count: count,
        readyAt: waits ? .never : now + climb, climb: climb))
  }

  /// Wait for nodes that nobody reserved: in a rush the request may be refused until the rush is over.
  private func acquisitionWait(_ incident: Incident) -> Span {
    let acquisition = plan.service.acquisition
    let rush = estate.rushSince(plan)
    let terms = rush == .never ? acquisition.calm : acquisition.rush
    let isRefused = draw(.acquisition, incident, 0) < terms.refused
    let waited = draw(.acquisition, incident, 1)
    guard isRefused else { return Span(seconds: terms.wait.sample(at: waited)) }
    let lasts = Span(seconds: acquisition.rushLasts.sample(at: draw(.acquisition, incident, 2)))
    let over = (rush == .never ? now : rush) + lasts
    return max(.zero, over - now) + Span(seconds: acquisition.calm.wait.sample(at: waited))
  }

  /// Requests that waited for a control plane are accepted as soon as it is back.
  mutating func submitWaitingBatches() {
    for i in course.batches.indices where course.batches[i].waitsForControlPlane {
      guard estate.acquireBlocked[Int(course.batches[i].site)] == 0 else { continue }
      course.batches[i].waitsForControlPlane = false
      course.batches[i].readyAt = now + course.batches[i].climb
    }
  }

  /// Gives back what a failover had asked for beyond the site's own size.
  mutating func releaseCapacity(_ site: Int) {
    for batch in course.batches where Int(batch.site) == site && batch.isFailover {
      course.fleets[site].pending -= batch.count
    }
    course.batches.removeAll { Int($0.site) == site && $0.isFailover }
    if course.fleets[site].size > plan.sites[site].standing { rotate(site, to: plan.sites[site].standing) }
    restoreStanding(site)
  }

  /// A standby that an autoscaler has made smaller while it stood in grows back to what it keeps.
  private mutating func restoreStanding(_ site: Int) {
    let missing = plan.sites[site].standing - course.fleets[site].size - course.fleets[site].pending
    guard missing > 0, !plan.scaler.isEmpty else { return }
    grow(site, by: missing)
  }

  /// Starts nodes that nobody waits for.
  private mutating func grow(_ site: Int, by count: Int32) {
    let lag = plan.scaler[site].startLag
    course.fleets[site].pending += count
    course.batches.append(
      Batch(
        site: Int16(site), isFailover: false, waitsForControlPlane: false, count: count, readyAt: now + lag, climb: lag)
    )
  }

  /// The share of demand that a site must be large enough for: what it takes, its own share while that is elsewhere and
  /// is to come back, and what is on its way to it. Were it only what it takes, a site would shrink at the first few
  /// clients that a change of traffic brings and be too small for the others.
  func plannedShare(_ site: Int) -> Int32 {
    var share = max(flow.shares[site], course.home[site])
    for other in plan.sites.indices
    where Int(course.procedures[other].target) == site && course.procedures[other].changeMade {
      share = max(share, course.home[other])
    }
    return share
  }

  /// An autoscaler looks at its pool and acts, or says when it could act at the earliest.
  ///
  /// - Returns: Whether it acted.
  private mutating func evaluateScaler(_ site: Int) -> Bool {
    course.evaluations[site] = .never
    let share = plannedShare(site)
    guard flow.isHealthy[site], share > 0 else { return false }
    let demand = world.rates[step]
    let load = share == 1_000_000 ? demand : demand * Int64(share) / 1_000_000
    let pending = course.fleets[site].pending
    let nodes = estate.available[site] + pending
    switch course.scalers[site].evaluate(plan.scaler[site], load: load, nodes: nodes, pending: pending, at: now) {
    case .stay: return false
    case .later(let time):
      course.evaluations[site] = gridPoint(atOrAfter: time, plan.scaler[site].every)
      return false
    case .grow(let wish):
      let count = min(wish, plan.sites[site].maximumNodes - course.fleets[site].size - pending)
      guard count > 0 else { return false }
      grow(site, by: count)
    case .shrink(let count): rotate(site, to: course.fleets[site].size - count)
    }
    return true
  }

  /// The demand between which no autoscaler has a reason to act, from the loads at which each pool wants nothing.
  private mutating func updateQuietDemand() {
    flow.quietAbove = -1
    flow.quietUpTo = .max
    for site in course.evaluations.indices where flow.isHealthy[site] {
      let share = Int64(plannedShare(site))
      guard share > 0 else { continue }
      let nodes = estate.available[site] + course.fleets[site].pending
      let (low, high) = plan.scaler[site].quietLoads(nodes: nodes)
      // A share of demand is rounded down: a unit of load to either side is left to the evaluation.
      if share == 1_000_000 {
        flow.quietAbove = max(flow.quietAbove, low)
        flow.quietUpTo = min(flow.quietUpTo, high)
      } else {
        if low >= 0 { flow.quietAbove = max(flow.quietAbove, (low + 1) * 1_000_000 / share + 1) }
        if high < .max / 1_000_000 { flow.quietUpTo = min(flow.quietUpTo, high * 1_000_000 / share) }
      }
    }
  }

  /// Evaluates the autoscalers that are due. After anything that they can see has changed (`wake`) the next evaluation
  /// counts again; an evaluation that cannot act is not even scheduled.
  mutating func evaluateScalers(wake: Bool) {
    if wake {
      for site in course.evaluations.indices {
        let next = gridPoint(atOrAfter: now, plan.scaler[site].every)
        if next < course.evaluations[site] { course.evaluations[site] = next }
      }
    }
    var hasActed = false
    for site in course.evaluations.indices where course.evaluations[site] <= now {
      if evaluateScaler(site) { hasActed = true }
    }
    if hasActed { settle() }
    updateQuietDemand()
  }

  private func gridPoint(atOrAfter time: SimTime, _ every: Span) -> SimTime {
    SimTime(nanoseconds: (time.nanoseconds + every.nanoseconds - 1) / every.nanoseconds * every.nanoseconds)
  }
}
