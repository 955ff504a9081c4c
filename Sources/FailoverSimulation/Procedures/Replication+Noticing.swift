import EventKernel
import Stochastics

/// Who notices that a site does not answer, and whose loss concerns nobody.
extension Replication {
  /// A site that receives traffic and does not answer: somebody will notice, whatever else is under way. What a procedure
  /// has not moved yet while it moves everything is no news. Where nobody could take over, only a restart is worth a procedure.
  mutating func noticeLoss(_ site: Int) {
    guard flow.shares[site] > 0, !flow.isHealthy[site],
      plan.hasOtherSite(for: site) || isRestarted(incident(thatTook: site))
    else { return }
    let procedure = course.procedures[site]
    if procedure.isStopped { return }
    switch procedure.phase {
    case .idle: detect(site)
    case .detecting: if procedure.lostAt == .never { detect(site) }
    case .standing: if procedure.isDegraded { detect(site) }
    case .away:
      // Those who are left are those whom no other site may serve.
      if plan.routesByOrigin && procedure.hasMovedAll { return }
      if procedure.shifts < 1_000_000 || procedure.ramp.isReturning || procedure.ramp.isSettled { detect(site) }
    case .executing:
      // What is being prepared on purpose has moved nobody: it is called off, and the loss is news.
      guard procedure.isPlanned && !procedure.changeMade else { return }
      callOff(site)
      detect(site)
    case .deciding, .manual, .waiting, .restarting, .gating, .rollingBack: break
    }
  }

  /// Begins a procedure. Those whom an earlier one has moved stay where they are, or go on returning, until it acts.
  private mutating func detect(_ site: Int) {
    let incident = incident(thatTook: site)
    var procedure = Procedure(detecting: incident, lostAt: now, after: course.procedures[site])
    // Where detectors are in layers the deadline is set when what they see has been brought up to date, at this instant.
    if plan.alarms == nil {
      procedure.expectAlarm(at: course.procedures.firstBeginning(of: site, from: lawfulAlarm(site, incident)))
    }
    course.procedures.begin(procedure, of: site)
  }

  /// The latest strike, or where only a restart would help the latest that one mends; but a link takes no site, and where one is cut in the same instant the latest of what does counts.
  private func incident(thatTook site: Int) -> Incident {
    if !plan.hasOtherSite(for: site), let incident = failureToRestart(site) { return incident }
    guard trigger.clock >= 0, plan.modes[Int(plan.clocks[Int(trigger.clock)].mode)].scope == .link else {
      return trigger
    }
    let taking = estate.active.last { failure in
      let mode = plan.modes[Int(plan.clocks[Int(failure.clock)].mode)]
      return mode.losesSites && reaches(Int(failure.clock), site: site, mode)
    }
    guard let taking else { return trigger }
    return Incident(clock: taking.clock, ordinal: estate.components[Int(taking.clock)].ordinal)
  }

  /// A site to which no demand belongs, and which serves nobody any more, needs no failover.
  mutating func dropIfNobodyIsConcerned(_ site: Int) {
    let procedure = course.procedures[site]
    guard procedure.isActive, course.home[site] == 0, flow.shares[site] == 0, procedure.ramp.moved == 0 else { return }
    course.procedures.clearSteps(of: site)
    retire(site)
  }
}

/// Alarms of sites that are well: nobody can tell, and the failover takes its course.
extension Replication {
  /// Probes of a site were lost on their way. The procedure begins with its decision, as after a true alarm; once decided
  /// it is carried through, for what has been moved half is worse.
  mutating func raiseFalseAlarm(_ clock: Int, _ mode: ModePlan, seenThrough: Double) {
    let incident = Incident(clock: Int32(clock), ordinal: estate.components[clock].ordinal)
    for site in plan.sites.indices where reaches(clock, site: site, mode) {
      let procedure = course.procedures[site]
      // Where nobody may take over nothing could be moved.
      if plan.routesByOrigin && !plan.hasOtherSite(for: site) { continue }
      guard procedure.phase == .idle, course.procedures.firstBeginning(of: site, from: now) == now,
        flow.isHealthy[site], flow.shares[site] > 0,
        draw(.detection, incident, 2) >= seenThrough
      else { continue }
      let answer = Procedure(falseAlarm: incident, at: now, decisionAt: now + decisionTime(incident))
      course.procedures.begin(answer, of: site)
    }
  }
}
