import EventKernel
import ServiceModel
import Stochastics

/// Traffic that is moved away from a site on purpose, and back: a failover whose decision has long fallen, and which sends
/// nobody anywhere before he can be answered there.
extension Replication {
  /// The hour of an evacuation has come. Whether it is held is asked when everything has happened that happens now.
  mutating func planEvacuation(_ clock: Int) {
    let site = Int(plan.clocks[clock].site)
    guard course.procedures[site].phase == .idle, course.home[site] > 0 else {
      countEvacuation(\.calledOff)
      return
    }
    let incident = Incident(clock: Int32(clock), ordinal: estate.components[clock].ordinal)
    course.procedures.begin(Procedure(evacuation: incident, at: now), of: site)
  }

  /// It begins now, unless anything else is wrong or under way.
  mutating func beginEvacuation(_ site: Int) {
    guard mayEvacuate(site) else { return callOff(site) }
    begin(site)
  }

  private func mayEvacuate(_ site: Int) -> Bool {
    guard ledger.isClear, course.procedures.firstBeginning(of: site, from: now) == now, isWell(site) else {
      return false
    }
    return plan.sites.indices.allSatisfy { other in
      let procedure = course.procedures[other]
      // Of two at one instant the first in the plan is held.
      let isLater = procedure.isPlanned && procedure.phase == .deciding && other > site
      return other == site || (procedure.phase == .idle || isLater) && (flow.shares[other] == 0 || isWell(other))
    }
  }

  // MARK: Ends before anybody is moved

  /// Something else is wrong: nobody is moved.
  mutating func callOff(_ site: Int) {
    countEvacuation(\.calledOff)
    retireUnmoved(site)
  }

  /// Nodes that were asked for are given back now: where nothing else is under way nobody would look at them again.
  private mutating func retireUnmoved(_ site: Int) {
    course.procedures.clearSteps(of: site)
    retire(site)
    releaseStandIns()
  }

  /// The procedure does not work, or a check has found the target unfit: whoever has been moved comes back.
  mutating func endInVain(_ site: Int) {
    if course.procedures[site].reachedAt < .never { countAsSentBack(site) } else { countEvacuation(\.unfit) }
    guard course.procedures[site].ramp.moved > 0 else { return retireUnmoved(site) }
    course.procedures.clearSteps(of: site)
    guard returnIsBlocked(site) else { return startReturn(site) }
    course.procedures[site].dismissSuspicion()
    course.procedures.holdReturn(of: site)
  }

  // MARK: Out

  /// Whether clients may be sent: on purpose nobody is sent where nobody answers yet.
  func mayMove(_ procedure: Procedure) -> Bool {
    !procedure.isPlanned || procedure.target < 0 || procedure.openedAt <= now
  }

  /// Whether a target need not wait for nodes that are on their way: on purpose nobody is sent to half a fleet.
  func hasAllNodes(_ procedure: Procedure) -> Bool {
    !procedure.isPlanned || course.fleets[Int(procedure.target)].pending == 0
  }

  /// Traffic is sent away. From now on what is lost by it counts from here, and it may be answered nowhere.
  mutating func setOut(_ site: Int) {
    let incident = course.procedures[site].incident
    let law = evacuation(of: incident)
    course.procedures[site].setOut(at: now)
    countEvacuation(\.moved)
    guard draw(.failure, incident, 6) < law.fails else { return }
    countAsSentBack(site)
    course.procedures[site].planned.goAstray()
    course.procedures[site].planReturn(at: now + Span(seconds: law.rollBackSeconds))
  }

  /// Over how long clients follow a change of traffic. What is sent back before its time is sent at once.
  func timeToMove(_ site: Int) -> Span {
    let procedure = course.procedures[site]
    guard procedure.isPlanned,
      procedure.ramp.moved == 0 || procedure.planned.returnAt <= now && !procedure.planned.isSentBack
    else {
      return mover(of: site).ttl
    }
    return max(mover(of: site).ttl, Span(seconds: evacuation(of: procedure.incident).drainSeconds))
  }

  // MARK: Back

  /// When the way back begins: so long after those who follow have gone. A site that has been struck meanwhile waits until it
  /// is well.
  mutating func arrangePlannedReturn(_ site: Int) {
    let procedure = course.procedures[site]
    guard !procedure.ramp.isReturning, !procedure.isMovingOut else { return }
    // Where all clients follow by a law of their own, nobody follows the time to live.
    if mover(of: site).ignoring == 1_000_000 && procedure.phase == .away && !procedure.ramp.isSettled { return }
    guard isWell(site) || procedure.isStopped else {
      course.procedures[site].planReturn(at: .never)
      return
    }
    guard procedure.deadline == .never else { return }
    if procedure.planned.returnAt == .never { stay(site) }
    let time = max(now, course.procedures[site].planned.returnAt)
    course.procedures[site].planReturn(at: time)
  }

  /// Everybody who follows has gone: from now on it lasts, and the site may be switched off.
  private mutating func stay(_ site: Int) {
    let procedure = course.procedures[site]
    guard !procedure.planned.goesAstray else {
      course.procedures[site].planned.returns(at: now)
      return
    }
    let incident = procedure.incident
    let mode = plan.modes[Int(plan.clocks[Int(incident.clock)].mode)]
    let lasts = mode.lasts.sample(at: uniform(Int(incident.clock), .repair, incident.ordinal))
    course.procedures[site].planned.returns(at: now + Span(seconds: lasts))
    guard evacuation(of: incident).stopsSite else { return }
    if estate.lost[site] == 0 { estate.show(.refused, at: site) }
    estate.lose(site, by: 1)
    course.procedures[site].planned.stop()
    updateHealth()
  }

  /// A site that was switched off is on again.
  mutating func startSite(_ site: Int) {
    estate.lose(site, by: -1)
    course.procedures[site].planned.start()
    updateHealth()
  }

  /// Counts what comes back before its time.
  mutating func noteReturn(_ site: Int) {
    let procedure = course.procedures[site]
    if procedure.ramp.moved > 0 && now < procedure.planned.returnAt { countAsSentBack(site) }
  }

  private mutating func countAsSentBack(_ site: Int) {
    guard !course.procedures[site].planned.isSentBack else { return }
    course.procedures[site].planned.sendBack()
    countEvacuation(\.sentBack)
  }

  /// Whether those that stand in for an evacuated site answer, and are too small for all.
  func areShort(insteadOf site: Int) -> Bool {
    let target = Int(course.procedures[site].target)
    return plan.sites.indices.contains {
      $0 != site && flow.isHealthy[$0] && flow.isShort[$0]
        && (target >= 0
          ? $0 == target : course.home[$0] > 0 && plan.balancers.stands(target, for: $0, insteadOf: site))
    }
  }

  /// Users are in an outage because of it: somebody notices, and sends traffic back.
  mutating func sendBackSoon(_ site: Int) {
    let procedure = course.procedures[site]
    let back = now + Span(seconds: evacuation(of: procedure.incident).rollBackSeconds)
    guard !procedure.planned.isSentBack, !procedure.isStopped, procedure.planned.returnAt > back else { return }
    countAsSentBack(site)
    course.procedures[site].planned.returns(at: back)
    course.procedures[site].planReturn(at: back)
  }

  // MARK: What it takes

  /// Books a stretch in which traffic is elsewhere on purpose, or is being made ready for.
  mutating func bookEvacuations(_ span: Int128) {
    for procedure in course.procedures.states where procedure.isPlanned {
      meters.evacuations.awayTime += Int128(procedure.ramp.moved) * span
      guard procedure.target >= 0, procedure.holdsTarget else { continue }
      let site = Int(procedure.target)
      let (running, kept) = (course.fleets[site].running, plan.sites[site].standing + plan.sites[site].aside)
      let paid = max(plan.sites[site].kept, plan.sites[site].held.paidAhead)
      meters.evacuations.standInTime[site] += Int128(max(0, running - kept)) * span
      meters.evacuations.standInRentedTime[site] += Int128(max(0, running - paid)) * span
    }
  }

  private mutating func countEvacuation(_ kind: WritableKeyPath<EvacuationAccount, Int64>) {
    if now < plan.horizon { meters.evacuations[keyPath: kind] += 1 }
  }

  private func evacuation(of incident: Incident) -> Evacuation {
    guard let evacuation = plan.modes[Int(plan.clocks[Int(incident.clock)].mode)].evacuation else {
      preconditionFailure("traffic is moved on purpose by what has no purpose")
    }
    return evacuation
  }
}
