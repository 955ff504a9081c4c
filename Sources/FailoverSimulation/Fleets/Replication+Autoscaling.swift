import Control
import EventKernel
import Stochastics

/// Autoscalers: when they look at their pools, and what they do.
extension Replication {
  /// The share of demand that a site must be large enough for: what it takes, its own share while that is elsewhere and
  /// is to come back, and what is on its way to it. Were it only what it takes, a site would shrink at the first few
  /// clients that a change of traffic brings and be too small for the others.
  func plannedShare(_ site: Int) -> Int32 {
    // A standby that follows demand is as large as if all of it came now.
    if plan.sites[site].followsDemand { return 1_000_000 }
    var share = max(flow.shares[site], course.home[site])
    for other in plan.sites.indices
    where Int(course.procedures[other].target) == site && course.procedures[other].changeMade {
      share = max(share, course.home[other])
    }
    return share
  }

  /// Evaluates the autoscalers that are due. After anything that they can see has changed (`wake`) the next evaluation
  /// counts again; an evaluation that cannot act is not even scheduled.
  mutating func evaluateScalers(wake: Bool) {
    if wake {
      for site in course.scalers.due.indices {
        course.scalers.look(at: site, noLaterThan: gridPoint(atOrAfter: now, plan.scaler[site].every))
      }
    }
    var changesCapacity = false
    for site in course.scalers.due.indices where course.scalers.due[site] <= now {
      course.scalers.begin(at: site)
      let size = course.fleets[site].size
      let change = evaluateScaler(site)
      // In calm nobody waits for nodes that are only on their way.
      if course.fleets[site].size != size || change > 0 && !isCalm { changesCapacity = true }
      if visitsEveryStep || !isCalm && rampsMove { evaluate(site, noLaterThan: now + Span(nanoseconds: 1)) }
    }
    if changesCapacity { settleCapacity() }
    updateQuietDemand()
  }

  /// The first instant after now at which an autoscaler may look at its pool; never without any. While clients follow by and by
  /// each of them is an event, whether anything could make it act or not: shares are held at their means up to there.
  var nextLook: SimTime {
    var next = SimTime.never
    for scaler in plan.scaler { next = min(next, gridPoint(atOrAfter: now + Span(nanoseconds: 1), scaler.every)) }
    return next
  }

  private func gridPoint(atOrAfter time: SimTime, _ every: Span) -> SimTime {
    guard time != .never else { return .never }
    return SimTime(nanoseconds: (time.nanoseconds + every.nanoseconds - 1) / every.nanoseconds * every.nanoseconds)
  }

  /// Schedules an evaluation at the first point of the grid that is not before `time`.
  private mutating func evaluate(_ site: Int, noLaterThan time: SimTime) {
    guard time != .never else { return }
    course.scalers.look(at: site, noLaterThan: gridPoint(atOrAfter: time, plan.scaler[site].every))
  }

  /// An autoscaler looks at its pool and acts, or says when it could act at the earliest.
  ///
  /// - Returns: By how many nodes it has changed the pool, those on their way included.
  private mutating func evaluateScaler(_ site: Int) -> Int32 {
    guard let sight = sight(of: site) else {
      // A pool that nobody uses forgets: what it saw when it last served has no bearing on the next time.
      course.scalers.putBack(plan.freshScalers[site], at: site)
      return 0
    }
    guard flow.isHealthy[site] else { return 0 }
    var scaler = course.scalers.takeOut(site)
    let decision = scaler.evaluate(plan.scaler[site], sight.pool, at: now, sight.readings)
    let change = decision.change == 0 ? 0 : apply(decision.change, at: site)
    if change != 0 { scaler.note(plan.scaler[site], change: change, to: sight.pool.nodes + change, at: now) }
    course.scalers.putBack(scaler, at: site)
    evaluate(site, noLaterThan: decision.again)
    if !plan.scaler[site].forecasts.isEmpty { evaluate(site, noLaterThan: nextForecast(site)) }
    let looksAgain = change != 0 && plan.scaler[site].looksAgain
    let watches = plan.scaler[site].readsRequests && hasBacklog(site)
    if looksAgain || watches || plan.scaler[site].reach > .zero && !metricsRest(site, share: sight.share) {
      evaluate(site, noLaterThan: now + Span(nanoseconds: 1))
    }
    return change
  }

  /// All that an evaluation looks at, in one piece: a mutating function that asks for it part by part copies the
  /// replication for each. Nil where nobody uses the site.
  private func sight(of site: Int) -> (share: Int32, pool: PoolView, readings: Readings)? {
    let share = plannedShare(site)
    return share > 0 ? (share, poolView(site), readings(site, share: share)) : nil
  }

  private func poolView(_ site: Int) -> PoolView {
    let (policy, pending) = (plan.scaler[site], course.fleets[site].pending)
    // A standby keeps what it keeps, however little traffic it takes while it stands in.
    let isPinned = course.home[site] == 0 && !plan.sites[site].followsDemand
    let floor = isPinned ? max(policy.minimum, plan.sites[site].standing) : policy.minimum
    return PoolView(
      nodes: estate.available[site] / plan.sites[site].units + pending, pending: pending, minimum: floor,
      maximum: policy.maximum)
  }

  /// Starts nodes, or takes some out of service.
  ///
  /// - Returns: By how many nodes the pool has changed: zero where the provider refuses or the site is full.
  private mutating func apply(_ change: Int32, at site: Int) -> Int32 {
    let fleet = course.fleets[site]
    guard change > 0 else {
      rotate(site, to: fleet.size + change)
      if plan.scaler[site].drain > .zero {
        course.fleets.drain(-change, at: site, until: now + plan.scaler[site].drain)
      }
      return change
    }
    // Of the slots some may be taken by nodes that have failed; what has not failed ends where the pool does.
    let up = estate.available[site] / plan.sites[site].units
    let count = min(
      change, plan.sites[site].scalesTo - up - fleet.pending - fleet.draining,
      plan.sites[site].maximumNodes - fleet.size - fleet.pending - fleet.draining)
    guard count > 0 else { return 0 }
    if plan.scaler[site].refused > 0 && worldDraw(site, part: 1) < plan.scaler[site].refused {
      evaluate(site, noLaterThan: now + Span(nanoseconds: 1))
      return 0
    }
    grow(site, by: count, after: startLag(site, part: 0))
    return count
  }

  /// The lag of nodes that are ordered now: that of this pool at this evaluation, whoever asks and however often.
  func startLag(_ site: Int, part: UInt32) -> Span {
    let law = plan.scaler[site].startLag
    if case .constant(let seconds) = law { return Span(seconds: seconds) }
    return Span(seconds: law.sample(at: worldDraw(site, part: part)))
  }

  /// A number in (0, 1) of the world: equal in all replications and designs that act at this evaluation.
  private func worldDraw(_ site: Int, part: UInt32) -> Double {
    let evaluation = UInt32(truncatingIfNeeded: now.nanoseconds / plan.scaler[site].every.nanoseconds)
    return plan.scalingKeys[site].uniform(draw: evaluation &* 4 &+ part, replication: worldNumber, purpose: .world)
  }

  /// The demand between which no autoscaler has a reason to act or anything to remember.
  mutating func updateQuietDemand() { flow.quiet = quietDemand() }

  private func quietDemand() -> (above: Int64, upTo: Int64) {
    var quiet = (above: Int64(-1), upTo: Int64.max)
    for site in course.scalers.due.indices where flow.isHealthy[site] {
      let share = plannedShare(site)
      guard share > 0 else { continue }
      let band = quietDemand(site, share: share)
      quiet = (max(quiet.above, band.above), min(quiet.upTo, band.upTo))
    }
    return quiet
  }

  /// The demand, above the first and up to the second, at which one autoscaler wants nothing.
  private func quietDemand(_ site: Int, share: Int32) -> (above: Int64, upTo: Int64) {
    let band = course.scalers.sites[site].quietBand(
      plan.scaler[site], poolView(site), at: now, readings(site, share: share))
    let above = max(band.loadAbove, load(holding: band.inSystemAbove, site: site))
    let upTo = min(band.loadUpTo, load(holding: band.inSystemUpTo, site: site))
    guard share < 1_000_000 else { return (above, upTo) }
    // A share of demand is rounded down: a unit of load to either side is left to the evaluation.
    let million: Int64 = 1_000_000
    return (
      above < 0 ? -1 : above < .max / million - 1 ? (above + 1) * million / Int64(share) + 1 : .max,
      upTo < .max / million ? upTo * million / Int64(share) : .max
    )
  }

  /// Whether no metric moves in a way that matters until demand changes: all that they look back on is one value, or
  /// lies where nothing is wanted.
  private func metricsRest(_ site: Int, share: Int32) -> Bool {
    let past = world.rates[world.index(at: max(.zero, now - plan.scaler[site].reach))...step]
    let (low, high) = past.reduce((Int64.max, Int64.min)) { (min($0.0, $1), max($0.1, $1)) }
    if low == high { return true }
    let band = quietDemand(site, share: share)
    return low > band.above && high <= band.upTo
  }
}
