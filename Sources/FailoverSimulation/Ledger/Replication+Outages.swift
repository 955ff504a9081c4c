import Control
import EventKernel

/// The ledger: when users notice, why, and what it costs them.
extension Replication {
  /// Tells the watch whether the threshold is met at the present rates.
  ///
  /// - Returns: Whether an outage has begun or ended by it.
  mutating func observeOutage() -> Bool {
    let before = course.watch.state
    record(course.watch.observe(isMet: meetsThreshold, at: now, hold: plan.hold))
    if case .holding(let since) = before, course.watch.state == .open { reopenOutage(after: since) }
    guard course.watch.state != before else { return false }
    // What ends an outage is asked when it ends, not when that has held.
    if meters.open != nil { meters.open!.ending = course.watch.state == .open ? nil : ending() }
    return true
  }

  /// Whether enough of demand is answered at the present rates.
  var meetsThreshold: Bool {
    let demand = world.rates[step]
    let failing = flow.lostRate + flow.expireRate
    return failing == 0 || isEnough(demand - failing, of: demand, threshold: plan.outageThreshold)
  }

  /// Whether a share of demand, in millionths, is answered; of less than all of it, to three millionths of demand: what goes to
  /// each site is a whole millionth, and so is what failures leave of a site. Half the requests to each of two sites, a
  /// tenth of one half lost, are 95 % answered.
  ///
  /// - Parameter isRounded: Whether that is allowed for; else it is asked to the last request.
  func isEnough(_ answered: Int64, of demand: Int64, threshold: Int64, isRounded: Bool = true) -> Bool {
    let rounded =
      isRounded && threshold < 1_000_000 ? Int128(demand) * 3 + Int128(plan.sites.count) * 1_000_000 : 0
    // Without a division, and without overflow up to 9e12 requests a second.
    return Int128(answered) * 1_000_000 + rounded >= Int128(demand) * Int128(threshold)
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
  mutating func bookLoss(_ amount: Int128, by known: Cause? = nil) {
    meters.lost += amount
    guard meters.open != nil else {
      meters.lostOutside[(known ?? cause()).mode] += amount
      return
    }
    if case .holding = course.watch.state {
      meters.open!.lostWhileHolding += amount
    } else {
      meters.open!.lost += amount
    }
  }

  private mutating func openOutage() {
    let (cause, contributing) = causes(below: plan.outageThreshold)
    meters.open = OpenOutage(
      start: now, cause: cause.mode, causeClock: cause.clock, faultAt: cause.since, contributing: contributing)
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
    let ending = open.ending ?? self.ending(of: open)
    var outage = Outage(
      start: open.start, end: end, faultAt: open.faultAt, cause: open.cause, contributing: open.contributing,
      lost: open.lost, endedBy: ending.by, alarmAt: ending.answer?.alarmAt ?? .never,
      decidedAt: ending.answer?.decidedAt ?? .never, openedAt: ending.answer?.openedAt ?? .never)
    outage.stateLoss = open.stateLoss
    outage.countsUntil = plan.horizon
    if let index = meters.branched.lastIndex(where: { $0.incident.clock == open.causeClock }) {
      outage.failoverSeconds = meters.branched.remove(at: index).seconds
    }
    meters.outages.append(outage)
  }

  private func ending() -> OpenOutage.Ending? { meters.open.map { ending(of: $0) } }

  /// What ends an outage at this instant.
  private func ending(of open: OpenOutage) -> OpenOutage.Ending {
    let isCaused = open.causeClock >= 0
    // A failover that was over before this outage began has not answered it.
    let answer =
      course.procedures.first {
        isCaused && !$0.isPlanned && $0.incident.clock == open.causeClock && $0.faultAt >= open.faultAt
      } ?? open.answered
    let isMended =
      isCaused && !estate.components[Int(open.causeClock)].isDown && !isEvacuated(by: open.causeClock)
    // Where only a part of the traffic was moved, the other part was mended where it stood.
    if let answer, answer.serves(at: now), answer.shifts == 1_000_000 || !isMended {
      return .init(by: .failover, answer: answer)
    }
    if open.ejectedAt == now { return .init(by: .ejection, answer: answer) }
    return .init(by: isMended ? .repair : .demand, answer: answer)
  }

  /// Ends a procedure. An outage that it answered, and that is still open, remembers how far it had come.
  mutating func retire(_ site: Int) {
    let old = course.procedures[site]
    if let open = meters.open, old.incident != .none, open.causeClock == old.incident.clock,
      old.faultAt >= open.faultAt, !old.isPlanned
    {
      meters.open!.answered = old
    }
    if old.isStopped { startSite(site) }
    course.procedures[site] = Procedure()
  }
}
