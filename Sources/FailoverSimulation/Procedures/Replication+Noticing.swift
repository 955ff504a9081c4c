import EventKernel

/// Who notices that a site does not answer, and whose loss concerns nobody.
extension Replication {
  /// A site that receives traffic and does not answer: somebody will notice, whatever else is under way. What a procedure
  /// has not moved yet while it moves everything is no news.
  mutating func noticeLoss(_ site: Int) {
    guard flow.shares[site] > 0, !flow.isHealthy[site], plan.hasSecondSite else { return }
    let procedure = course.procedures[site]
    if procedure.isStopped { return }
    switch procedure.phase {
    case .idle: detect(site)
    case .detecting: if procedure.lostAt == .never { detect(site) }
    case .away:
      if procedure.shifts < 1_000_000 || procedure.ramp.isReturning || procedure.ramp.isSettled { detect(site) }
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
  mutating func dropIfNobodyIsConcerned(_ site: Int) {
    let procedure = course.procedures[site]
    guard procedure.isActive, course.home[site] == 0, flow.shares[site] == 0, procedure.ramp.moved == 0 else { return }
    clearSteps(site)
    retire(site)
  }
}
