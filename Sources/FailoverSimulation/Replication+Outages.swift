import Control
import EventKernel

/// The ledger: when users notice, why, and what it costs them.
extension Replication {
  /// Tells the watch whether the threshold is met at the present rates.
  ///
  /// - Returns: Whether an outage has begun or ended by it.
  mutating func observeOutage() -> Bool {
    let demand = world.rates[step]
    // lost / demand <= 1 - threshold, without a division and without overflow up to 9e12 requests a second.
    let isMet =
      flow.lostRate == 0 || Int128(demand - flow.lostRate) * 1_000_000 >= Int128(demand) * Int128(plan.outageThreshold)
    let before = course.watch.state
    record(course.watch.observe(isMet: isMet, at: now, hold: plan.hold))
    if case .holding(let since) = before, course.watch.state == .open { reopenOutage(after: since) }
    return course.watch.state != before
  }

  /// Back below the threshold before the outage had ended: what was lost meanwhile belongs to it. One that had lasted
  /// for no time was none, and this is the first.
  private mutating func reopenOutage(after end: SimTime) {
    guard let open = meters.open else { return }
    if end == open.start {
      dismiss(open)
      openOutage()
    } else {
      meters.open!.lost += meters.open!.lostWhileHolding
      meters.open!.lostWhileHolding = 0
    }
  }

  /// Books outside outages what belonged to one that was none.
  private mutating func dismiss(_ open: OpenOutage) {
    meters.lostOutside[open.cause] += open.lost + open.lostWhileHolding
    meters.stateLossOutside = meters.stateLossOutside + open.stateLoss
  }

  mutating func record(_ change: OutageWatch.Change) {
    switch change {
    case .none: break
    case .opened: openOutage()
    case .closed(let end): closeOutage(at: end)
    }
  }

  /// Books lost requests to the open outage, or to their cause outside outages.
  mutating func bookLoss(_ amount: Int128) {
    meters.lost += amount
    guard meters.open != nil else {
      meters.lostOutside[cause().mode] += amount
      return
    }
    if case .holding = course.watch.state {
      meters.open!.lostWhileHolding += amount
    } else {
      meters.open!.lost += amount
    }
  }

  /// The earliest failure that hurts at this instant; overload (the number of modes) where nothing has failed.
  func cause() -> (mode: Int, clock: Int32, since: SimTime) {
    for failure in estate.active where hurts(failure) {
      return (Int(plan.clocks[Int(failure.clock)].mode), failure.clock, failure.since)
    }
    if let procedure = procedure(isOver: false) {
      return (mode(of: procedure), procedure.incident.clock, procedure.faultAt)
    }
    if estate.nodesDown > 0, trigger != .none, plan.modes[Int(plan.clocks[Int(trigger.clock)].mode)].scope.isSmall {
      return (Int(plan.clocks[Int(trigger.clock)].mode), trigger.clock, now)
    }
    if estate.nodesDown > 0, let small = estate.smallDown.firstIndex(where: { $0 > 0 }) {
      return (small, -1, now)
    }
    // Where traffic has long been elsewhere, what is short there goes back to that failure, but begins now.
    if let procedure = procedure(isOver: true) { return (mode(of: procedure), procedure.incident.clock, now) }
    if course.orbit.cause.mode >= 0 && !course.orbit.isEmpty {
      return (Int(course.orbit.cause.mode), course.orbit.cause.clock, course.orbit.cause.since)
    }
    return (plan.modes.count, -1, now)
  }

  /// The first procedure that answers a failure: one that is still at work, or one whose traffic is elsewhere.
  private func procedure(isOver: Bool) -> Procedure? {
    for procedure in course.procedures
    where procedure.isActive && procedure.incident != .none
      && isOver == (procedure.phase == .away && procedure.ramp.isSettled)
    {
      return procedure
    }
    return nil
  }

  private func mode(of procedure: Procedure) -> Int { Int(plan.clocks[Int(procedure.incident.clock)].mode) }

  private mutating func openOutage() {
    let first = cause()
    meters.open = OpenOutage(
      start: now, cause: first.mode, causeClock: first.clock, faultAt: first.since,
      contributing: max(0, hurting - 1))
  }

  /// Failures that hurt at this instant.
  private var hurting: Int {
    var count = 0
    for failure in estate.active where hurts(failure) { count += 1 }
    return count
  }

  /// The world's demand ends while users are still in an outage: it is recorded as far as it is known.
  mutating func closeUnfinished() {
    guard meters.open != nil else { return }
    meters.open!.lost += meters.open!.lostWhileHolding
    meters.open!.lostWhileHolding = 0
    // The data end here, whenever something last happened.
    let known = meters.outages.count
    closeOutage(at: max(world.end, plan.horizon))
    if meters.outages.count > known { meters.outages[known].endedBy = .unfinished }
  }

  private mutating func closeOutage(at end: SimTime) {
    guard let open = meters.open else { return }
    meters.open = nil
    guard end > open.start else { return dismiss(open) }
    meters.lostOutside[open.cause] += open.lostWhileHolding
    let answer =
      open.answered
      ?? course.procedures.first {
        // A failover that was over before this outage began has not answered it.
        $0.incident.clock == open.causeClock && open.causeClock >= 0 && $0.faultAt >= open.faultAt
      }
      ?? open.abandoned
    var outage = Outage(
      start: open.start, end: end, faultAt: open.faultAt, cause: open.cause, contributing: open.contributing,
      lost: open.lost, endedBy: ending(of: open, answer: answer, at: end), alarmAt: answer?.alarmAt ?? .never,
      decidedAt: answer?.decidedAt ?? .never, openedAt: answer?.openedAt ?? .never)
    outage.stateLoss = open.stateLoss
    if let index = meters.branched.lastIndex(where: { $0.incident.clock == open.causeClock }) {
      outage.failoverSeconds = meters.branched.remove(at: index).seconds
    }
    meters.outages.append(outage)
  }

  private func ending(of open: OpenOutage, answer: Procedure?, at end: SimTime) -> OutageEnd {
    // Where only a part of the traffic was moved, the other part was mended where it stood.
    let isMended = open.causeClock >= 0 && !estate.components[Int(open.causeClock)].isDown
    if open.abandoned == nil, let answer, answer.changeMade, answer.openedAt <= end, answer.openedAt >= open.faultAt,
      answer.shifts == 1_000_000 || !isMended
    {
      return .failover
    }
    guard open.causeClock >= 0 else { return .demand }
    return estate.components[Int(open.causeClock)].isDown ? .demand : .repair
  }
}
