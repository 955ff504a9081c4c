import Control
import EventKernel
import ServiceModel
import Stochastics

/// Traffic is elsewhere: it returns, or the sites change roles.
extension Replication {
  mutating func arrangeReturn(_ site: Int, isHealthy: Bool) {
    let procedure = course.procedures[site]
    if procedure.ramp.moved == 0 && procedure.ramp.isSettled {
      conclude(site)
      return
    }
    if course.procedures.holdsReturn(of: site) {
      guard !isHealthy || !returnIsBlocked(site) else { return }
      course.procedures.releaseReturn(of: site)
      if isHealthy { return attemptReturn(site) }
    }
    if procedure.isPlanned { return arrangePlannedReturn(site) }
    let target = Int(procedure.target)
    // Whoever a stand-in served is served by the sites that serve already: its part is over.
    if target < 0 && procedure.ramp.isSettled && course.home[site] == 0 && procedure.ramp.moved == 1_000_000 {
      changeRoles(site, target: target)
      return
    }
    // Nobody changes roles before the new site has been found fit.
    if target >= 0 && procedure.ramp.isSettled && procedure.checkAt == .never {
      if course.home[site] == 0 || (plan.service.failback.afterSeconds == nil && procedure.ramp.moved == 1_000_000) {
        changeRoles(site, target: target)
        return
      }
    }
    if !isHealthy {
      course.procedures[site].planReturn(at: .never)
    } else if procedure.deadline == .never && !procedure.ramp.isReturning && !procedure.isMovingOut {
      let time = returnTime(site, target: target)
      course.procedures[site].planReturn(at: time)
    }
  }

  /// Users suffer because a stand-in is too small for them, and the first site is well again: nobody waits for a
  /// hold-down or for the night.
  ///
  /// - Returns: Whether anybody's traffic begins to return.
  mutating func returnFromTooSmallStandIns() -> Bool {
    guard ledger.watch.state == .open else { return false }
    var returning: [Int] = []
    // Whoever comes back leaves others behind whose site may be well too: they are looked at once more.
    for _ in 0..<2 {
      for site in plan.sites.indices where !returning.contains(site) && suffersAway(site) {
        guard !course.procedures[site].isPlanned else {
          sendBackSoon(site)
          continue
        }
        startReturn(site)
        returning.append(site)
      }
    }
    return !returning.isEmpty
  }

  private func suffersAway(_ site: Int) -> Bool {
    let procedure = course.procedures[site]
    let target = Int(procedure.target)
    guard procedure.phase == .away && !procedure.ramp.isReturning && course.home[site] > 0 && isWell(site),
      !returnIsBlocked(site)
    else { return false }
    if procedure.isPlanned { return areShort(insteadOf: site) }
    return target >= 0 && !procedure.isMovingOut && flow.isHealthy[target] && flow.isShort[target]
  }

  /// Whoever has moved comes back.
  mutating func startReturn(_ site: Int) {
    leaveOthersBehind(site)
    if course.procedures[site].isPlanned { noteReturn(site) }
    course.procedures.releaseReturn(of: site)
    let span = timeToMove(site)
    course.procedures[site].startReturn(at: now, over: span, stay: plan.move.stay)
  }

  /// Of those whom a site's failover took to its stand-in some are users of other sites, whom it had served while these are
  /// lost. They stay where they are, and wait there for their own.
  private mutating func leaveOthersBehind(_ site: Int) {
    let procedure = course.procedures[site]
    guard procedure.target >= 0, procedure.phase == .away, !procedure.ramp.isReturning, !procedure.isMovingOut else {
      return
    }
    for other in takenAlong(by: site) {
      course.procedures[other].redirect(to: Int(procedure.target), letting: procedure.lets)
    }
  }

  /// Sites whose users have gone to a site that serves, all of them, and from there to its stand-in.
  private func takenAlong(by site: Int) -> [Int] {
    let procedure = course.procedures[site]
    return plan.sites.indices.filter { other in
      let its = course.procedures[other]
      guard other != site, its.phase == .away, its.target < 0, its.ramp.moved > 0, !its.ramp.isReturning,
        (its.faultAt, other) < (procedure.faultAt, site), isInRotation(site, insteadOf: other)
      else { return false }
      // Whoever else serves his part has lost it to the same stand-in, or to this site.
      return plan.sites.indices.allSatisfy { third in
        let ours = course.procedures[third]
        return third == site || !isInRotation(third, insteadOf: other)
          || ours.ramp.moved == 1_000_000 && (ours.target < 0 || ours.target == procedure.target)
      }
    }
  }

  /// The site has its traffic again; what stood in for it stands down.
  private mutating func conclude(_ site: Int) {
    retire(site)
    if plan.holdDown > .zero { course.procedures.hold(site, until: now + plan.holdDown) }
  }

  /// The target keeps the traffic: without failback the sites have changed roles; and where a stand-in was lost, whoever it
  /// stood in for has its new target, the sites that serve already (-1), or its own traffic again.
  private mutating func changeRoles(_ site: Int, target: Int) {
    let share = course.home[site]
    retire(site)
    if share == 0 {
      for other in plan.sites.indices where Int(course.procedures[other].target) == site {
        if other == target {
          retire(other)
        } else if target >= 0 || course.procedures[other].phase == .away {
          course.procedures[other].redirect(to: target)
        }
      }
    } else {
      course.home[site] = 0
      course.home[target] += share
    }
  }

  private func returnTime(_ site: Int, target: Int) -> SimTime {
    let failback = plan.service.failback
    // A part that was only shifted returns where everything would have stayed.
    if course.procedures[site].shifts < 1_000_000 && failback.afterSeconds == nil { return now }
    guard target >= 0 else { return max(now + Span(seconds: failback.rejoinSeconds), triedAgain(site) ?? now) }
    guard let after = failback.afterSeconds else { return .never }
    let earliest = now + Span(seconds: after)
    guard let hour = failback.atHour else { return earliest }
    let day = Span.hours(24).nanoseconds
    let wanted = Span(seconds: hour * 3600).nanoseconds
    let clock = plan.service.traffic.clock
    let wall = clock.wall(at: earliest).nanoseconds
    let since = (wall - wanted) % day
    return clock.instant(atWall: SimTime(nanoseconds: since <= 0 ? wall - since : wall - since + day))
  }

  mutating func attemptReturn(_ site: Int) {
    if course.procedures[site].isStopped { startSite(site) }
    guard isWell(site) else { return }
    guard !returnIsBlocked(site) else { return course.procedures.holdReturn(of: site) }
    let failback = plan.service.failback
    let isStandIn = course.procedures[site].target >= 0 && !course.procedures[site].planned.goesAstray
    // Each night's attempt is a decision of its own: it is keyed by the day.
    let day = UInt32(truncatingIfNeeded: now.nanoseconds / Span.hours(24).nanoseconds) % 32
    if isStandIn && draw(.failback, course.procedures[site].incident, day) < failback.fails {
      leaveOthersBehind(site)
      failReturn(from: Int(course.procedures[site].target))
      course.procedures[site].rollBack(at: now, until: now + Span(seconds: failback.rollBackSeconds))
    } else {
      startReturn(site)
    }
  }

  /// A return that fails is a failure of its own, with a cause and a recovery time.
  private mutating func failReturn(from target: Int) {
    let clocks = plan.failedReturns
    let clock = clocks.first { Int(plan.clocks[$0].site) == target } ?? clocks.first
    if let clock, !estate.components[clock].isDown { strike(clock) }
  }

  mutating func finishRollBack(_ site: Int) {
    let tried = now - Span(seconds: plan.service.failback.rollBackSeconds)
    course.procedures[site].finishRollBack(at: now, nextReturn: max(now, tried + Span.hours(24)))
  }
}
