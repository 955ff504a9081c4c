import Control
import EventKernel
import Stochastics

/// The procedure for a lost site: detect, decide, execute, move; and the way back.
extension Replication {
  /// Moves every procedure on as far as the present state allows.
  mutating func advanceProcedures() {
    if !course.batches.isEmpty { submitWaitingBatches() }
    guard needsProcedures else { return }
    var before: ContiguousArray<Procedure>
    repeat {
      before = course.procedures
      for site in plan.sites.indices { advanceProcedure(site) }
      releaseStandIns()
      updateHealth()
      // Whose loss matters is asked of shares that are those of this instant.
      updateShares()
      for site in plan.sites.indices {
        noticeLoss(site)
        dropIfNobodyIsConcerned(site)
      }
    } while course.procedures != before
  }

  private mutating func advanceProcedure(_ site: Int) {
    let isWell = isWell(site) && !course.procedures[site].ignoresHealth
    if isWell && course.procedures[site].isUnderWay { return abandon(site) }
    switch course.procedures[site].phase {
    case .waiting: begin(site)
    case .executing: execute(site)
    case .away: arrangeReturn(site, isHealthy: isWell)
    case .idle, .detecting, .deciding, .manual, .standing, .restarting, .gating, .rollingBack: break
    }
  }

  /// A site that receives traffic and does not answer: somebody will notice, whatever else is under way. What a procedure
  /// has not moved yet while it moves everything is no news.
  private mutating func noticeLoss(_ site: Int) {
    guard flow.shares[site] > 0, !flow.isHealthy[site], plan.hasSecondSite else { return }
    let procedure = course.procedures[site]
    switch procedure.phase {
    case .idle: detect(site)
    case .detecting: if procedure.lostAt == .never { detect(site) }
    case .away: if procedure.shifts < 1_000_000 || procedure.ramp.isReturning || procedure.ramp.isSettled { detect(site) }
    default: break
    }
  }

  /// Begins a procedure. Those whom an earlier one has moved stay where they are, or go on returning, until it acts.
  private mutating func detect(_ site: Int) {
    let old = course.procedures[site]
    var procedure = Procedure()
    (procedure.target, procedure.ramp, procedure.lets) = (old.target, old.ramp, old.lets)
    procedure.phase = .detecting
    procedure.incident = trigger
    procedure.faultAt = now
    procedure.lostAt = now
    // Where detectors are in layers the deadline is set when what they see has been brought up to date, at this instant.
    if plan.alarms == nil { procedure.deadline = max(lawfulAlarm(site, trigger), course.heldUntil[site]) }
    course.procedures[site] = procedure
  }

  /// A site to which no demand belongs, and which serves nobody any more, needs no failover.
  private mutating func dropIfNobodyIsConcerned(_ site: Int) {
    let procedure = course.procedures[site]
    guard procedure.isActive, course.home[site] == 0, flow.shares[site] == 0, procedure.ramp.moved == 0 else { return }
    clearSteps(site)
    retire(site)
  }

  mutating func meetProcedureDeadline(_ site: Int) {
    course.procedures[site].deadline = .never
    let incident = course.procedures[site].incident
    switch course.procedures[site].phase {
    case .detecting:
      course.procedures[site].alarmAt = now
      course.procedures[site].lostAt = .never
      course.procedures[site].phase = .deciding
      course.procedures[site].deadline = now + decisionTime(incident)
    case .deciding:
      course.procedures[site].decidedAt = now
      respond(site)
    case .standing: begin(site)
    case .restarting: finishRestart(site)
    case .manual:
      course.procedures[site].done = .max
      course.procedures[site].phase = .executing
      if !course.procedures[site].changeMade { course.procedures[site].changeAt = now }
      openIfReady(site, coinIsDue: false)
    case .gating:
      guard !checkFails(site) else { return reject(site) }
      course.procedures[site].lets = 1_000_000
      course.procedures[site].phase = .away
      arrangeCheck(site, after: 0)
    case .away: attemptReturn(site)
    case .rollingBack: finishRollBack(site)
    case .idle, .executing, .waiting: break
    }
  }

  /// The lost site answers again before its traffic has gone: the failover is abandoned.
  private mutating func abandon(_ site: Int) {
    clearSteps(site)
    startReturn(site)
    if course.procedures[site].ramp.moved == 0 { retire(site) }
  }

  private mutating func clearSteps(_ site: Int) {
    for step in plan.steps.indices { course.stepEnds[site * plan.steps.count + step] = .never }
  }

  /// Sites that stand in for nobody any more go back to what they keep. Nothing else gives a fleet back, so that no
  /// site that somebody's traffic goes to, or is meant for, is left without its nodes.
  private mutating func releaseStandIns() {
    for site in plan.sites.indices where course.home[site] == 0 && !isNeeded(site) { releaseCapacity(site) }
  }

  /// Whether a site takes over from another one, or is being made ready for that.
  private func isNeeded(_ site: Int) -> Bool {
    course.procedures.contains { Int($0.target) == site && $0.holdsTarget }
  }

  /// Chooses who takes over and starts the steps; waits where nobody can.
  mutating func begin(_ site: Int) {
    guard let target = chooseTarget(site) else {
      course.procedures[site].phase = .waiting
      return
    }
    if target != Int(course.procedures[site].target) { leaveTarget(site) }
    course.procedures[site].target = Int16(target)
    course.procedures[site].phase = .executing
    course.procedures[site].running = 0
    course.procedures[site].done = target < 0 ? .max : stepsNotNeeded(at: target)
    if target >= 0 { requestCapacity(target, for: course.procedures[site].incident) }
    execute(site)
  }

  private func stepsNotNeeded(at target: Int) -> UInt32 {
    var bits: UInt32 = 0
    for (index, step) in plan.steps.enumerated() where step.onlyFromBackups && plan.sites[target].keep != .backups {
      bits |= 1 << UInt32(index)
    }
    return bits
  }

  /// -1 for the sites that serve already, else a standby in the plan's order; nil where none can.
  private mutating func chooseTarget(_ site: Int) -> Int? {
    if firstSurvivor(of: site) != nil { return -1 }
    for other in plan.sites.indices where other != site && flow.isHealthy[other] && course.home[other] > 0 {
      // A serving site that had lost its traffic and is well again: it need not wait for its time to rejoin.
      if course.procedures[other].phase == .away && course.procedures[other].target < 0 {
        startReturn(other)
        return -1
      }
    }
    // Whoever is asked to take over is looked at first.
    return firstStandIn(for: site)
  }

  /// The site that serves those who have moved already, or else the first standby in the plan's order.
  private func firstStandIn(for site: Int) -> Int? {
    let (old, moved) = (Int(course.procedures[site].target), course.procedures[site].ramp.moved)
    if old >= 0 && moved > 0 && mayStandIn(old, for: site) { return old }
    return plan.sites.indices.first { mayStandIn($0, for: site) }
  }

  private func mayStandIn(_ other: Int, for site: Int) -> Bool {
    other != site && canTakeOver(other) && !isInTrouble(other)
  }

  /// Nothing that was done at the last target is of use at another one.
  private mutating func leaveTarget(_ site: Int) {
    clearSteps(site)
    course.procedures[site].ramp.start(to: 0, at: now, over: .zero)
    course.procedures[site].lets = 0
    course.procedures[site].openedAt = .never
    course.procedures[site].changeMade = false
    course.procedures[site].changeAt = .never
  }

  /// Starts the steps whose time has come, the change of traffic, and opens the target when all is done.
  private mutating func execute(_ site: Int) {
    let target = Int(course.procedures[site].target)
    guard target < 0 ? firstSurvivor(of: site) != nil : canTakeOver(target) else {
      leaveTarget(site)
      course.procedures[site].phase = .waiting
      return
    }
    startSteps(site, target: target)
    guard course.procedures[site].phase == .executing else { return }
    startChange(site, target: target)
    openIfReady(site, coinIsDue: true)
  }

  private mutating func startSteps(_ site: Int, target: Int) {
    let incident = course.procedures[site].incident
    var again = true
    while again {
      again = false
      for (index, step) in plan.steps.enumerated() {
        let bit = UInt32(1) << UInt32(index)
        let procedure = course.procedures[site]
        guard (procedure.done | procedure.running) & bit == 0, step.after & ~procedure.done == 0,
          !(step.needsAcquire && isBlocked(.acquire, at: target)),
          !(step.needsChange && isBlocked(.trafficChange, at: target)),
          answer(dependencies: step.dependencies, at: target, insteadOf: site),
          !step.onlyFromBackups || backupsAreReachable
        else { continue }
        let seconds = step.takes.sample(at: draw(.step, incident, UInt32(index)))
        let takes =
          step.onlyFromBackups ? restoreTime(for: incident, otherwise: seconds) : Span(seconds: seconds)
        if let limit = step.limit, takes > limit {
          // A step that runs into its limit has failed, and with it the automatic procedure.
          handOver(site, after: limit)
          return
        }
        if takes == .zero {
          course.procedures[site].done |= bit
          again = true
        } else {
          course.procedures[site].running |= bit
          course.stepEnds[site * plan.steps.count + index] = now + takes
        }
      }
    }
  }

  mutating func handOver(_ site: Int, after delay: Span) {
    clearSteps(site)
    course.procedures[site].phase = .manual
    course.procedures[site].running = 0
    let law = plan.service.execution.otherwise
    course.procedures[site].deadline =
      now + delay + Span(seconds: law.sample(at: draw(.failure, course.procedures[site].incident, 1)))
  }

  private mutating func startChange(_ site: Int, target: Int) {
    let procedure = course.procedures[site]
    guard !procedure.changeMade, procedure.changeAt == .never, plan.move.after & ~procedure.done == 0,
      target < 0 || !plan.move.afterCapacity || estate.available[target] >= plan.sites[target].opensAt
    else { return }
    let controller = Int(plan.move.controlledBy)
    guard !(plan.move.needsChange && controller >= 0 && isOutOfControl(controller)),
      answer(dependencies: plan.move.dependencies, at: target, insteadOf: site)
    else { return }
    let takes = Span(seconds: plan.move.takes.sample(at: draw(.step, procedure.incident, 63)))
    if takes == .zero { makeChange(site) } else { course.procedures[site].changeAt = now + takes }
  }

  /// Whether a site's control plane cannot change where traffic goes: it is blocked, or lost with its site.
  private func isOutOfControl(_ site: Int) -> Bool { estate.lost[site] > 0 || isBlocked(.trafficChange, at: site) }

  /// The change of traffic takes effect: clients begin to move.
  mutating func makeChange(_ site: Int) {
    course.procedures[site].changeAt = .never
    course.procedures[site].changeMade = true
    course.procedures[site].ramp.start(
      to: course.procedures[site].shifts, at: now, over: plan.move.ttl, ignoring: plan.move.ignoring,
      stay: plan.move.stay)
  }

  private mutating func openIfReady(_ site: Int, coinIsDue: Bool) {
    let procedure = course.procedures[site]
    let target = Int(procedure.target)
    guard target >= 0 else {
      if procedure.changeMade {
        recordFailover(site, byHand: false)
        finish(site, opened: now)
      }
      return
    }
    if procedure.openedAt == .never {
      let everything = UInt32(1) << UInt32(plan.steps.count) - 1
      guard procedure.done & everything == everything, estate.available[target] >= plan.sites[target].opensAt,
        flow.isHealthy[target] || estate.lost[target] == 0
      else { return }
      let byHand = procedure.done == .max
      let works = chanceThatProcedureWorks(at: target)
      if coinIsDue && !byHand { discoverRot(at: target) }
      if coinIsDue && !byHand && stratum.value(at: draw(.failure, procedure.incident, 0), procedure.incident) >= works {
        handOver(site, after: .zero)
        return
      }
      course.procedures[site].openedAt = now
      // What people have finished by hand is not tried again, and who is served already is not shut out.
      let first = byHand ? 1_000_000 : gate.map { Int32(($0.share * 1e6).rounded()) } ?? 1_000_000
      course.procedures[site].lets = max(course.procedures[site].lets, first)
      recordFailover(site, byHand: byHand)
    }
    if course.procedures[site].changeMade { finish(site, opened: course.procedures[site].openedAt) }
  }

  private var gate: (share: Double, seconds: Double)? {
    guard let canary = plan.service.execution.canary, canary.gates else { return nil }
    return (canary.share, canary.seconds)
  }

  private mutating func finish(_ site: Int, opened: SimTime) {
    course.procedures[site].openedAt = opened
    if let gate, course.procedures[site].target >= 0, course.procedures[site].lets < 1_000_000 {
      course.procedures[site].phase = .gating
      course.procedures[site].deadline = opened + Span(seconds: gate.seconds)
    } else {
      course.procedures[site].phase = .away
      arrangeCheck(site, after: -1)
    }
  }
}
