import Control
import EventKernel
import ServiceModel

/// Who decides, how long that takes, and what is done.
extension Replication {
  /// From the alarm to the decision.
  func decisionTime(_ incident: Incident) -> Span {
    let decision = plan.service.decision
    var seconds = decision.waitForProviderSeconds + decision.preCheck.sample(at: draw(.decision, incident, 0))
    if let onCall = decision.onCall {
      let (day, wall) = (Span.hours(24).nanoseconds, plan.service.traffic.clock.wall(at: now))
      seconds += onCall.acknowledgementSeconds(
        atHour: Double(wall.nanoseconds % day) / 3.6e12, otherAlarms: ringing(beside: incident),
        u: { draw(.decision, incident, 2 + UInt32($0)) })
    } else if let person = decision.person {
      seconds += person.sample(at: draw(.decision, incident, 1))
    }
    return Span(seconds: seconds)
  }

  /// Alarms that ring at this instant beside that of an incident: one for each failure that takes something away.
  private func ringing(beside incident: Incident) -> Int {
    let larger = estate.active.count { failure in
      failure.clock != incident.clock && plan.modes[Int(plan.clocks[Int(failure.clock)].mode)].isIncident
    }
    return larger + estate.small.count { $0.clock != incident.clock }
  }

  /// What the plan does about failures of an incident's scope.
  private func response(to incident: Incident) -> Response {
    let scope = plan.modes[Int(plan.clocks[Int(incident.clock)].mode)].scope
    return plan.service.decision.responses.first { $0.scope == scope }?.response ?? .failover
  }

  /// Whether the plan starts anew, where it stands, what such an incident has taken.
  func isRestarted(_ incident: Incident) -> Bool {
    guard incident.clock >= 0, case .restart = response(to: incident) else { return false }
    return true
  }

  /// The degraded mode in which somebody has decided that a site answers; nil where it answers as it always does.
  func degradedAnswer(of site: Int) -> DegradedAnswer? {
    let procedure = course.procedures[site]
    guard procedure.answersDegraded, case .degrade(let answer) = response(to: procedure.incident) else { return nil }
    return answer
  }

  /// The decision has fallen.
  mutating func respond(_ site: Int) {
    if course.procedures[site].isPlanned { return beginEvacuation(site) }
    let incident = course.procedures[site].incident
    switch response(to: incident) {
    case .failover: begin(site)
    case .wait(let atMost):
      course.procedures[site].stand(until: atMost.map { now + Span(seconds: $0) } ?? .never)
    case .restart(let restart):
      let takes = Span(seconds: restart.takes.sample(at: draw(.failure, incident, 2)))
      course.procedures[site].restart(until: now + takes)
    case .degrade(let answer):
      guard flow.isHealthy[site] else { return begin(site) }
      course.procedures[site].degrade(until: answer.atMostSeconds.map { now + Span(seconds: $0) } ?? .never)
    case .shift(let share):
      if flow.isHealthy[site] { course.procedures[site].shift(only: Int32((share * 1e6).rounded())) }
      begin(site)
    }
  }

  /// A restart is done: it has mended what was wrong, or another site takes over. What somebody else has mended meanwhile,
  /// another site's restart among them, and what else is wrong with the site is for the next look to say.
  mutating func finishRestart(_ site: Int) {
    let incident = course.procedures[site].incident
    let clock = Int(incident.clock)
    guard estate.components[clock].isDown, estate.components[clock].ordinal == incident.ordinal else {
      return endRestart(site)
    }
    guard case .restart(let restart) = response(to: incident), draw(.failure, incident, 3) < restart.works else {
      return begin(site)
    }
    estate.leaveQueue(clock)
    fire(clock)
    endRestart(site)
  }

  /// Where another site exists the procedure waits for it, or for its own site to be well. Where none does, whatever else has
  /// taken the site is noticed anew, if a restart would mend it.
  private mutating func endRestart(_ site: Int) {
    guard !plan.hasOtherSite(for: site), failureToRestart(site) != nil else { return course.procedures[site].wait() }
    retire(site)
  }

  /// The latest failure that takes a site and is answered by a restart; nil where none does.
  func failureToRestart(_ site: Int) -> Incident? {
    for failure in estate.active.reversed() {
      let (clock, mode) = (Int(failure.clock), plan.modes[Int(plan.clocks[Int(failure.clock)].mode)])
      let incident = Incident(clock: failure.clock, ordinal: estate.components[clock].ordinal)
      if mode.takesSites && reaches(clock, site: site, mode) && isRestarted(incident) { return incident }
    }
    return nil
  }

  /// When detectors without layers notice a loss that happens now.
  func lawfulAlarm(_ site: Int, _ incident: Incident) -> SimTime {
    let delay = plan.detection.delay(
      symptom: estate.lost[site] > 0 ? estate.symptoms[site] : .refused, phase: draw(.detection, incident, 0),
      run: draw(.detection, incident, 1))
    return now + Span(seconds: delay)
  }
}
