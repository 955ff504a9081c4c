import ServiceModel
import Stochastics

/// Who decides, how long that takes, and what is done.
extension ReferenceRun {
  func decisionSeconds(_ incident: Incident) -> Double {
    let decision = service.decision
    let person = decision.onCall == nil ? decision.person?.sample(at: draw(.decision, incident, 1)) ?? 0 : 0
    return decision.waitForProviderSeconds + decision.preCheck.sample(at: draw(.decision, incident, 0)) + person
      + acknowledgement(incident)
  }

  /// People on call are called level by level; the first who acknowledges decides. Other failures that ring add to it.
  private func acknowledgement(_ incident: Incident) -> Double {
    guard let onCall = service.decision.onCall else { return 0 }
    let hour = seconds(now % dayLength) / 3600
    let first = onCall.levels.enumerated().map { index, level in
      let law = (level.acknowledges.last { $0.fromHour <= hour } ?? level.acknowledges.last!).law
      return level.afterSeconds + law.sample(at: draw(.decision, incident, 2 + UInt32(index)))
    }.min()!
    let others = failures.count { $0.incident.clock != incident.clock && takesSomethingAway(mode(of: $0)) }
    return first + Double(others) * (1 - onCall.merged) * onCall.secondsPerAlarm
  }

  /// The alarm is raised and nothing is wrong. Whoever does not see that answers it, and carries that through.
  mutating func raiseFalseAlarm(_ clock: Int, seenThrough: Double) {
    let alarm = Failure(incident: Incident(clock: clock, ordinal: clocks[clock].ordinal), since: now)
    for site in sites.indices where reaches(alarm, site) {
      guard procedures[site].phase == .idle, heldUntil[site] <= now, isHealthy(site), shares[site] > 0,
        draw(.detection, alarm.incident, 2) >= seenThrough
      else { continue }
      procedures[site] = Procedure(
        phase: .deciding, deadline: later(now, nanoseconds(decisionSeconds(alarm.incident))), incident: alarm.incident,
        faultAt: now, alarmAt: now, isFalse: true)
    }
  }

  /// What the plan does about failures of this scope.
  mutating func respond(_ site: Int) {
    switch response(to: procedures[site].incident!) {
    case .failover: begin(site)
    case .wait(let atMost):
      procedures[site].phase = .standing
      procedures[site].deadline = atMost.map { later(now, nanoseconds($0)) } ?? never
    case .restart(let restart):
      procedures[site].phase = .restarting
      procedures[site].deadline = later(
        now, nanoseconds(restart.takes.sample(at: draw(.failure, procedures[site].incident!, 2))))
    case .degrade(let answer):
      guard isHealthy(site) else { return begin(site) }
      procedures[site].phase = .standing
      procedures[site].isDegraded = true
      procedures[site].deadline = answer.atMostSeconds.map { later(now, nanoseconds($0)) } ?? never
    case .shift: preconditionFailure("not written again: shifts")
    }
  }

  /// A restart has mended what was wrong, with some chance; else another site takes over. Somebody else may have mended it.
  mutating func finishRestart(_ site: Int) {
    let incident = procedures[site].incident!
    guard failures.contains(where: { $0.incident == incident }) else { return endRestart(site) }
    guard case .restart(let restart) = response(to: incident), draw(.failure, incident, 3) < restart.works else {
      return begin(site)
    }
    mend(incident.clock)
    setNext(incident.clock, service.failures[clocks[incident.clock].mode])
    endRestart(site)
  }

  /// Where there is a second site the procedure waits. Where there is none, what else has taken the site is noticed anew, if a
  /// restart would mend it.
  private mutating func endRestart(_ site: Int) {
    if !hasSecondSite, failureToRestart(site) != nil { retire(site) } else { procedures[site].phase = .waiting }
  }

  /// The latest strike if it takes the site, else the latest failure that takes it; the latest strike again where the site has too
  /// few nodes. Where there is no second site, the latest that a restart would mend, if there is one.
  func incidentAtHand(_ site: Int) -> Incident? {
    if !hasSecondSite, let failure = failureToRestart(site) { return failure }
    let taking = failures.filter { !isStopped(site) && isLost(site, by: [$0]) }
    return taking.contains { $0.incident == latest } ? latest : taking.last?.incident ?? latest
  }

  /// The latest failure that takes a site and is answered by a restart.
  func failureToRestart(_ site: Int) -> Incident? {
    failures.last { isLost(site, by: [$0]) && isRestarted($0.incident) }?.incident
  }

  /// Whether it is started anew where it stands, which needs no other site.
  func isRestarted(_ incident: Incident) -> Bool {
    if case .restart = response(to: incident) { true } else { false }
  }

  func response(to incident: Incident) -> Response {
    let scope = service.failures[clocks[incident.clock].mode].scope
    return service.decision.responses.first(where: { $0.scope == scope })?.response ?? .failover
  }
}
