import ServiceModel
import Stochastics

/// Traffic is elsewhere: the target is looked at, the traffic returns, or the sites change roles.
extension ReferenceRun {
  mutating func arrangeReturn(_ site: Int) {
    let procedure = procedures[site]
    let isSettled = procedure.ramp.isSettled(at: now)
    if isSettled && procedure.ramp.moved(at: now) == 0 { return conclude(site) }
    if procedure.returnIsHeld {
      guard !isWell(site) || !returnIsBlocked(site) else { return }
      procedures[site].returnIsHeld = false
      if isWell(site) { return attemptReturn(site) }
    }
    if procedure.planned != nil { return arrangePlannedReturn(site) }
    // Whoever a stand-in served is served by the sites that serve already: its part is over.
    if procedure.target == nil, isSettled, home[site] == 0, procedure.ramp.moved(at: now) == 1 {
      return changeRoles(site, nil)
    }
    // Nobody changes roles before the new site has been found fit.
    if let target = procedure.target, isSettled, procedure.checkAt == never,
      home[site] == 0 || service.failback.afterSeconds == nil
    {
      return changeRoles(site, target)
    }
    if !isWell(site) {
      procedures[site].deadline = never
    } else if procedure.deadline == never && !procedure.ramp.isReturning(at: now)
      && !procedure.ramp.isMovingOut(at: now)
    {
      procedures[site].deadline = returnTime(site)
    }
  }

  /// Users are in an outage because a stand-in is too small for them, and the first site is well again: nobody waits.
  mutating func returnFromTooSmallStandIns() -> Bool {
    guard ledger.state == .open else { return false }
    sendBackWhatIsTooMuch()
    // All of them at this instant: the order in which a plan names its sites decides nothing.
    var returning: Set<Int> = []
    // Whoever comes back leaves others behind whose site may be well too: they are looked at once more.
    for _ in 0..<2 {
      for site in suffering() where returning.insert(site).inserted { startReturn(site) }
    }
    return !returning.isEmpty
  }

  private func suffering() -> [Int] {
    sites.indices.filter { site in
      let procedure = procedures[site]
      guard procedure.phase == .away, procedure.planned == nil, let target = procedure.target else { return false }
      return !procedure.ramp.isReturning(at: now) && !procedure.ramp.isMovingOut(at: now) && home[site] > 0
        && isWell(site) && isShort(target) && !returnIsBlocked(site)
    }
  }

  /// Users of other sites that a site had served before its failover took them along stay at the stand-in: their own site is
  /// lost.
  private mutating func leaveOthersBehind(_ site: Int) {
    let procedure = procedures[site]
    guard let target = procedure.target, procedure.phase == .away, !procedure.ramp.isReturning(at: now),
      !procedure.ramp.isMovingOut(at: now)
    else { return }
    let taken = sites.indices.filter { other in
      let its = procedures[other]
      return other != site && its.phase == .away && its.target == nil && its.ramp.moved(at: now) > 0
        && !its.ramp.isReturning(at: now) && (its.faultAt, other) < (procedure.faultAt, site)
        && isInRotation(site, insteadOf: other)
        && sites.indices.filter { $0 != site && isInRotation($0, insteadOf: other) }.allSatisfy {
          procedures[$0].ramp.moved(at: now) == 1 && (procedures[$0].target ?? target) == target
        }
    }
    for other in taken {
      procedures[other].target = target
      procedures[other].lets = procedure.lets
    }
  }

  /// Whoever has moved comes back.
  mutating func startReturn(_ site: Int) {
    leaveOthersBehind(site)
    if let planned = procedures[site].planned, procedures[site].ramp.moved(at: now) > 0, now < planned.returnAt {
      procedures[site].planned!.isSentBack = true
    }
    let span = timeToMove(site)
    procedures[site].returnIsHeld = false
    procedures[site].phase = .away
    procedures[site].deadline = never
    procedures[site].changeAt = never
    procedures[site].checkAt = never
    if !procedures[site].ramp.isReturning(at: now) { move(site, to: 0, over: span) }
  }

  /// The site has its traffic again.
  private mutating func conclude(_ site: Int) {
    retire(site)
    let hold = nanoseconds(service.failback.holdDownSeconds)
    if hold > 0 { heldUntil[site] = later(now, hold) }
  }

  /// Without failback the target keeps the traffic; the first site is what stands by from now on. Where a stand-in was
  /// lost, whoever it stood in for has its new target, or its own traffic.
  private mutating func changeRoles(_ site: Int, _ target: Int?) {
    let share = home[site]
    let within = procedures[site].within
    retire(site)
    if let target, share > 0 {
      home[site] = 0
      home[target] += share
      return
    }
    for other in sites.indices where procedures[other].target == site {
      if other == target {
        retire(other)
      } else if target != nil || procedures[other].phase == .away {
        procedures[other].target = target
        procedures[other].within = within
      }
    }
  }

  private func returnTime(_ site: Int) -> Int64 {
    let failback = service.failback
    guard procedures[site].target != nil else {
      return max(later(now, nanoseconds(failback.rejoinSeconds)), triedAgain(site))
    }
    guard let after = failback.afterSeconds else { return never }
    let earliest = later(now, nanoseconds(after))
    guard let hour = failback.atHour else { return earliest }
    let time = earliest / dayLength * dayLength + nanoseconds(hour * 3600)
    return time < earliest ? time + dayLength : time
  }

  mutating func attemptReturn(_ site: Int) {
    procedures[site].planned?.isStopped = false
    guard isWell(site) else { return }
    guard !returnIsBlocked(site) else { return procedures[site].returnIsHeld = true }
    let goesAstray = procedures[site].planned?.goesAstray ?? false
    let day = UInt32(now / dayLength) % 32
    guard let target = procedures[site].target, !goesAstray,
      draw(.failback, procedures[site].incident!, day) < service.failback.fails
    else { return startReturn(site) }
    leaveOthersBehind(site)
    // A return that fails is a failure of its own: traffic is lost until it is rolled back. A serving site that has stood in
    // has no failure by that name; the first standby's is it then.
    let returns = clocks.indices.filter { service.failures[clocks[$0].mode].effect == .failsReturns }
    if let clock = returns.first(where: { clocks[$0].site == target }) ?? returns.first, !clocks[clock].isDown {
      strike(clock)
    }
    procedures[site].phase = .rollingBack
    procedures[site].deadline = later(now, nanoseconds(service.failback.rollBackSeconds))
    move(site, to: 0, over: 0)
  }

  /// The failed return is undone; it is tried again a day after it was tried.
  mutating func rollBack(_ site: Int) {
    procedures[site].phase = .away
    procedures[site].deadline = max(now, now - nanoseconds(service.failback.rollBackSeconds) + dayLength)
    move(site, to: 1, over: 0)
  }

  // MARK: Checks of a target that answers

  func canaryFails(_ site: Int) -> Bool {
    guard let canary = service.execution.canary, canary.fails > 0, !procedures[site].isByHand else { return false }
    return draw(.failure, procedures[site].incident!, 4) < canary.fails
  }

  mutating func arrangeCanary(_ site: Int) {
    procedures[site].checkAt = never
    if !procedures[site].isByHand, let canary = service.execution.canary, canary.fails > 0 {
      procedures[site].checkAt = later(procedures[site].reachedAt, nanoseconds(canary.seconds))
    } else {
      arrangeValidation(site)
    }
  }

  mutating func arrangeValidation(_ site: Int) {
    procedures[site].checkAt = never
    let at = later(procedures[site].reachedAt, nanoseconds(service.execution.validationSeconds))
    guard !procedures[site].isByHand, service.execution.validationFails > 0, at > now else { return }
    procedures[site].checkAt = at
  }

  mutating func check(_ site: Int) {
    procedures[site].checkAt = never
    guard procedures[site].phase == .away, procedures[site].ramp.moved(at: now) > 0 else { return }
    if let canary = service.execution.canary, canary.fails > 0,
      later(procedures[site].reachedAt, nanoseconds(canary.seconds)) == now
    {
      note(.canaryEnds, of: site)
      return canaryFails(site) ? reject(site) : arrangeValidation(site)
    }
    if draw(.failure, procedures[site].incident!, 5) < service.execution.validationFails { reject(site) }
  }

  /// The target is unfit: it is closed, a site that still answers has its traffic again, and people go on.
  mutating func reject(_ site: Int) {
    procedures[site].lets = 0
    if isHealthy(site) && !returnIsBlocked(site) {
      move(site, to: 0, over: timeToLive(of: site))
      procedures[site].changeMade = false
    }
    handOver(site, after: 0)
    procedures[site].openedAt = never
    procedures[site].reachedAt = never
  }
}
