import Control
import EventKernel
import Stochastics

/// The procedure for a lost site: detect, decide, execute, move; and the way back.
extension Replication {
  /// Moves every procedure on as far as the present state allows.
  mutating func advanceProcedures() {
    if !course.fleets.batches.isEmpty { submitWaitingBatches() }
    guard needsProcedures else { return }
    var before: ContiguousArray<Procedure>
    repeat {
      before = course.procedures.states
      for site in plan.sites.indices { advanceProcedure(site) }
      releaseStandIns()
      updateHealth()
      // Whose loss matters is asked of shares that are those of this instant.
      updateShares()
      for site in plan.sites.indices {
        noticeLoss(site)
        watchByMover(site)
        dropIfNobodyIsConcerned(site)
      }
    } while course.procedures.states != before
  }

  private mutating func advanceProcedure(_ site: Int) {
    let isWell = isWell(site) && !course.procedures[site].ignoresHealth
    if isWell && course.procedures[site].isUnderWay && !isHeldElsewhere(site) { return abandon(site) }
    if moveByMover(site) { return }
    switch course.procedures[site].phase {
    case .waiting: begin(site)
    case .executing: execute(site)
    case .away: arrangeReturn(site, isHealthy: isWell)
    case .idle, .detecting, .deciding, .manual, .standing, .restarting, .gating, .rollingBack: break
    }
  }

  mutating func meetProcedureDeadline(_ site: Int) {
    course.procedures[site].meetDeadline()
    let incident = course.procedures[site].incident
    switch course.procedures[site].phase {
    case .detecting:
      let decisionAt = now + decisionTime(incident)
      course.procedures[site].raiseAlarm(at: now, decisionAt: decisionAt)
    case .deciding:
      course.procedures[site].decide(at: now)
      respond(site)
    case .standing: begin(site)
    case .restarting: finishRestart(site)
    case .manual:
      course.procedures[site].finishByHand(at: now)
      openIfReady(site, coinIsDue: false)
    case .gating:
      guard !checkFails(site) else { return reject(site) }
      course.procedures[site].passGate()
      arrangeCheck(site, after: 0)
    case .away: attemptReturn(site)
    case .rollingBack: finishRollBack(site)
    case .idle, .executing, .waiting: break
    }
  }

  /// The lost site answers again before its traffic has gone: the failover is abandoned.
  private mutating func abandon(_ site: Int) {
    course.procedures.clearSteps(of: site)
    startReturn(site)
    if course.procedures[site].ramp.moved == 0 { retire(site) }
  }

  /// Starts the steps whose time has come, the change of traffic, and opens the target when all is done.
  mutating func execute(_ site: Int) {
    let target = Int(course.procedures[site].target)
    guard target < 0 ? firstSurvivor(of: site, as: target) != nil : canTakeOver(target) else {
      course.procedures.leaveTarget(of: site, at: now)
      course.procedures[site].wait()
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
        guard course.procedures[site].isToDo(step: index, after: step.after),
          !(step.needsAcquire && isBlocked(.acquire, at: target)),
          !(step.needsChange && isBlocked(.trafficChange, at: target)),
          answer(dependencies: step.dependencies, at: target, insteadOf: site),
          leasesAreOver(step.dependencies, heldBy: site),
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
          course.procedures[site].finish(step: index)
          again = true
        } else {
          course.procedures.start(step: index, of: site, until: now + takes)
        }
      }
    }
  }

  mutating func handOver(_ site: Int, after delay: Span) {
    if course.procedures[site].isPlanned { return endInVain(site) }
    let law = plan.service.execution.otherwise
    let takes = law.sample(at: draw(.failure, course.procedures[site].incident, 1))
    course.procedures.handOver(site, until: now + delay + Span(seconds: takes))
  }

  /// Whether as many nodes are up as the plan wants before a target opens.
  private func hasNodesToOpen(_ target: Int) -> Bool {
    estate.available[target] >= plan.sites[target].opensAt
  }

  private mutating func startChange(_ site: Int, target: Int) {
    let procedure = course.procedures[site]
    // What the mover has found out by itself it has done.
    if procedure.mover.hasActed && target < 0 && !procedure.changeMade { return makeChange(site) }
    let move = plan.balancers.mover(from: site, to: target)
    guard !procedure.changeMade, procedure.changeAt == .never, move.after & ~procedure.done == 0,
      target < 0 || !move.afterCapacity || hasNodesToOpen(target), mayMove(procedure)
    else { return }
    guard !changeIsBlocked(by: move),
      answer(dependencies: move.dependencies, at: target, insteadOf: site),
      leasesAreOver(move.dependencies, heldBy: site)
    else { return }
    var seconds = move.takes.sample(at: draw(.step, procedure.incident, 63))
    if move.syncSeconds > 0 { seconds += move.syncSeconds * draw(.step, procedure.incident, 62) }
    let takes = Span(seconds: seconds)
    if takes == .zero { makeChange(site) } else { course.procedures[site].planChange(at: now + takes) }
  }

  /// What moves a site's clients to where its procedure sends them.
  func mover(of site: Int) -> MovePlan { plan.balancers.mover(from: site, to: Int(course.procedures[site].target)) }

  /// The change of traffic takes effect: clients begin to move.
  mutating func makeChange(_ site: Int) {
    if course.procedures[site].isPlanned { setOut(site) }
    let span = timeToMove(site)
    course.procedures[site].makeChange(at: now, mover(of: site), over: span)
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
      guard procedure.done & everything == everything, hasNodesToOpen(target), hasAllNodes(procedure),
        flow.isHealthy[target] || estate.lost[target] == 0
      else { return }
      let byHand = procedure.done == .max
      if coinIsDue && !byHand {
        let works = chanceThatProcedureWorks(at: target)
        discoverRot(at: target)
        guard coin(site) < works else { return giveUp(target, insteadOf: site) }
      }
      // What people have finished by hand is not tried again.
      let first =
        byHand || procedure.isPlanned ? 1_000_000 : gate.map { Int32(($0.share * 1e6).rounded()) } ?? 1_000_000
      course.procedures[site].open(at: now, letting: first)
      recordFailover(site, byHand: byHand)
    }
    if course.procedures[site].changeMade { finish(site, opened: course.procedures[site].openedAt) }
  }

  private var gate: (share: Double, seconds: Double)? {
    guard let canary = plan.service.execution.canary, canary.gates else { return nil }
    return (canary.share, canary.seconds)
  }

  private mutating func finish(_ site: Int, opened: SimTime) {
    let procedure = course.procedures[site]
    let isGated = procedure.target >= 0 && procedure.lets < 1_000_000
    // It may have opened before any traffic was sent there.
    let gateEnds = isGated ? gate.map { now + Span(seconds: $0.seconds) } : nil
    course.procedures[site].finish(openedAt: opened, reachedAt: now, gate: gateEnds)
    if gateEnds == nil { arrangeCheck(site, after: -1) }
  }
}
