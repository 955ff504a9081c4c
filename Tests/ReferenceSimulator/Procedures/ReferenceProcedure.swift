import ServiceModel
import Stochastics

/// What is being done about the loss of one site.
struct Procedure: Equatable {
  enum Phase: CaseIterable, Equatable {
    case idle
    /// The alarm rises at `deadline`.
    case detecting
    /// The decision falls at `deadline`.
    case deciding
    /// The provider is waited for, until `deadline`.
    case standing
    /// What is wrong is started anew where it stands, until `deadline`.
    case restarting
    /// Nobody can take over.
    case waiting
    case executing
    /// People finish by hand at `deadline`.
    case byHand
    /// The target answers its canary; the others wait until `deadline`.
    case gating
    /// Traffic is elsewhere, or on its way; it returns at `deadline`.
    case away
    /// A return has failed and is rolled back at `deadline`.
    case rollingBack
  }
  var phase = Phase.idle
  var deadline = never
  /// The standby that takes over; nil: the sites that serve already.
  var target: Int?
  /// Of these, the balancer behind which they stand; nil: those that do not stand behind the site's own.
  var within: String?
  /// Standbys to which it has failed.
  var failed: Set<Int> = []
  /// How far the site's clients have moved.
  var ramp = Ramp()
  /// Share of those who have moved that the target lets in.
  var lets = 0.0
  var incident: Incident?
  var faultAt = never
  var alarmAt = never
  var decidedAt = never
  var openedAt = never
  /// Since when traffic has reached the open target.
  var reachedAt = never
  /// Steps that are done and when the running ones end; the restoration of data is the one after the last.
  var done: Set<Int> = []
  var running: [Int: Int64] = [:]
  var changeAt = never
  var changeMade = false
  /// When the target is looked at next.
  var checkAt = never
  var isByHand = false
  /// Whether it answers a false alarm.
  var isFalse = false
  /// What there is to say of traffic that is moved on purpose; nil where something has failed.
  var planned: PlannedMove?
  /// When the site was lost; never where it answers, badly.
  var lostAt = never
  /// Whether somebody has decided that it goes on in a degraded mode.
  var isDegraded = false
  /// What a mover with checks of its own has seen of the loss.
  var look: OwnLook?
  /// Whether traffic is due to return and waits until where it goes may be changed.
  var returnIsHeld = false

  func nextInstant(after now: Int64) -> Int64 {
    let looksUp = look.map { $0.noticesAt > now ? $0.noticesAt : never } ?? never
    return min(deadline, changeAt, checkAt, running.values.min() ?? never, looksUp)
  }
}

extension ReferenceRun {
  var hasSecondSite: Bool { sites.count { $0.keep > .nothing } > 1 }

  /// All procedures go on as far as they can.
  mutating func advanceProcedures() {
    acceptRequests()
    var before: [Procedure]
    repeat {
      before = procedures
      for site in sites.indices { advance(site) }
      giveBackStandIns()
      route()
      for site in sites.indices {
        notice(site)
        lookByMover(site)
      }
    } while procedures != before
  }

  private mutating func advance(_ site: Int) {
    // A site that answers again before its clients have gone keeps them.
    let isPurposeful = procedures[site].isFalse || procedures[site].planned != nil
    if isWell(site) && isUnderWay(site) && !isPurposeful && !isHeldElsewhere(site) { return abandon(site) }
    if moveByMover(site) { return }
    switch procedures[site].phase {
    case .waiting: begin(site)
    case .executing: execute(site)
    case .away: arrangeReturn(site)
    default: break
    }
  }

  private func isUnderWay(_ site: Int) -> Bool {
    switch procedures[site].phase {
    case .detecting, .deciding, .standing, .restarting, .waiting, .executing, .byHand, .gating: true
    case .away: procedures[site].ramp.isMovingOut(at: now)
    case .idle, .rollingBack: false
    }
  }

  private mutating func abandon(_ site: Int) {
    procedures[site].running = [:]
    startReturn(site)
    if procedures[site].ramp.moved(at: now) == 0 { retire(site) }
  }

  /// A site that receives traffic and stops answering begins a procedure, also while its traffic is on its way back or
  /// another site's has come. A site whose loss concerns nobody has none.
  private mutating func notice(_ site: Int) {
    callOffIfLost(site)
    let procedure = procedures[site]
    if isStopped(site) { return }
    let mayBeMended = hasSecondSite || incidentAtHand(site).map(isRestarted) ?? false
    if (shares[site] > 0 || isAwaited(site)) && !isHealthy(site) && mayBeMended {
      let isIdle = procedure.phase == .idle
      let hasGone =
        procedure.phase == .away && (procedure.ramp.isReturning(at: now) || procedure.ramp.isSettled(at: now))
      let isSuspected = procedure.phase == .detecting && procedure.lostAt == never
      // On purpose nobody has been sent yet: that is called off.
      let isInPreparation = procedure.planned != nil && procedure.phase == .executing && !procedure.changeMade
      if isInPreparation { retire(site) }
      if isIdle || hasGone || isSuspected || isInPreparation || procedure.phase == .standing && procedure.isDegraded {
        detect(site)
      }
    }
    if procedures[site].phase != .idle, home[site] == 0, shares[site] == 0, procedures[site].ramp.moved(at: now) == 0,
      !isAwaited(site)
    {
      retire(site)
    }
  }

  /// Whether clients are on their way to a site: some have come before shares are looked up again.
  private func isAwaited(_ site: Int) -> Bool {
    let look = procedures.map { $0.ramp.nextLook(after: now) }.min() ?? never
    return look < never && routing(at: look)[site].share > 0
  }

  private mutating func detect(_ site: Int) {
    guard let latest = incidentAtHand(site) else { preconditionFailure("a site is down and nothing has ever failed") }
    let old = procedures[site]
    // Where detectors stand side by side the alarm is worked out when all of this instant has been seen.
    let delay =
      detectors.isEmpty
      ? alarmDelay(
        service.detection, isLost(site, by: failures) ? symptoms[site] : .refused, phase: draw(.detection, latest, 0),
        run: draw(.detection, latest, 1)) : .infinity
    // Whoever has moved stays where he is, or goes on returning, until this procedure acts.
    procedures[site] = Procedure(
      phase: .detecting, deadline: max(later(now, nanoseconds(delay)), heldUntil[site]), target: old.target,
      within: old.within, ramp: old.ramp, lets: old.lets, incident: latest, faultAt: now, lostAt: now)
  }

  /// What was planned for now.
  mutating func meetDeadline(_ site: Int) {
    procedures[site].deadline = never
    switch procedures[site].phase {
    case .detecting:
      procedures[site].phase = .deciding
      procedures[site].alarmAt = now
      procedures[site].deadline = later(now, nanoseconds(decisionSeconds(procedures[site].incident!)))
    case .deciding:
      procedures[site].decidedAt = now
      if procedures[site].planned != nil { beginEvacuation(site) } else { respond(site) }
    case .standing: begin(site)
    case .restarting: finishRestart(site)
    case .byHand:
      // People have done what was left to do, the change of traffic too.
      procedures[site].isByHand = true
      procedures[site].done = Set(0...service.execution.steps.count)
      procedures[site].phase = .executing
      if !procedures[site].changeMade { procedures[site].changeAt = now }
      openIfReady(site)
    case .gating:
      note(.canaryEnds, of: site)
      guard !canaryFails(site) else { return reject(site) }
      procedures[site].lets = 1
      procedures[site].phase = .away
      arrangeValidation(site)
    case .away: attemptReturn(site)
    case .rollingBack: rollBack(site)
    case .idle, .executing, .waiting: break
    }
  }

  mutating func execute(_ site: Int) {
    let target = procedures[site].target
    let serves = { [self] other in
      isSurvivor(other, of: site) && isMeant(other, within: procedures[site].within, insteadOf: site)
    }
    guard target.map(canTakeOver) ?? sites.indices.contains(where: serves) else {
      leaveTarget(site)
      procedures[site].phase = .waiting
      return
    }
    startSteps(site)
    guard procedures[site].phase == .executing else { return }
    startChange(site)
    openIfReady(site)
  }

  /// The procedure has failed: people finish by hand.
  mutating func handOver(_ site: Int, after delay: Int64) {
    if procedures[site].planned != nil { return endInVain(site) }
    procedures[site].running = [:]
    procedures[site].phase = .byHand
    let takes = service.execution.otherwise.sample(at: draw(.failure, procedures[site].incident!, 1))
    procedures[site].deadline = later(later(now, delay), nanoseconds(takes))
  }

  private mutating func startChange(_ site: Int) {
    let move = service.execution.move
    let procedure = procedures[site]
    if procedure.look?.hasActed == true, procedure.target == nil, !procedure.changeMade {
      return changeTraffic(of: site)
    }
    guard !procedure.changeMade, procedure.changeAt == never, maySend(procedure),
      procedure.done.isSuperset(of: move.after + [service.execution.steps.count])
    else { return }
    if move.afterCapacity, let target = procedure.target,
      unitsUp(at: target, under: failures).count < sites[target].opensAt
    {
      return
    }
    if let balancer = balancer(moving: site) {
      let takes = nanoseconds(balancer.takes.sample(at: draw(.step, procedure.incident!, 63)))
      if takes == 0 { changeTraffic(of: site) } else { procedures[site].changeAt = later(now, takes) }
      return
    }
    guard !changeIsBlocked, answer(move.dependencies, at: procedure.target, insteadOf: site),
      leasesEnd(move.dependencies, heldBy: site) <= now
    else { return }
    // A controller writes the record at its next sync.
    let sync = move.mechanism == .externalDNS ? move.syncSeconds * draw(.step, procedure.incident!, 62) : 0
    let takes = nanoseconds(move.takes.sample(at: draw(.step, procedure.incident!, 63)) + sync)
    if takes == 0 { changeTraffic(of: site) } else { procedures[site].changeAt = later(now, takes) }
  }

  private mutating func openIfReady(_ site: Int) {
    guard let target = procedures[site].target else {
      guard procedures[site].changeMade else { return }
      procedures[site].openedAt = now
      procedures[site].reachedAt = now
      procedures[site].phase = .away
      return recordFailover(site)
    }
    let procedure = procedures[site]
    if procedure.openedAt == never {
      guard procedure.done.isSuperset(of: 0...service.execution.steps.count),
        unitsUp(at: target, under: failures).count >= sites[target].opensAt, !isLost(target, by: failures),
        procedure.planned == nil || fleets[target].starting.isEmpty
      else { return }
      if !procedure.isByHand && !works(site) { return giveUp(target, insteadOf: site) }
      procedures[site].openedAt = now
      // What people have finished by hand is not gated, and who is served already is not shut out.
      let isGated = !procedure.isByHand && procedure.planned == nil
      let gate = service.execution.canary.flatMap { $0.gates && isGated ? $0.share : nil }
      procedures[site].lets = max(procedure.lets, gate ?? 1)
      recordFailover(site)
    }
    guard procedures[site].changeMade else { return }
    procedures[site].reachedAt = now
    if procedures[site].lets < 1, let gate = service.execution.canary {
      procedures[site].phase = .gating
      procedures[site].deadline = later(now, nanoseconds(gate.seconds))
    } else {
      procedures[site].phase = .away
      arrangeCanary(site)
    }
  }
}
