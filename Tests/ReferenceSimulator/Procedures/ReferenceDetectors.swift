import ServiceModel
import Stochastics

/// Detectors side by side, of which one knows failures by name: it also sees a site that answers, badly.
///
/// Written again: `takes` and `by-failure`. Probes among others, and rules over requests, are not.
extension ReferenceRun {
  var detectors: [Detector] {
    guard case .layers(let layers) = service.detection else { return [] }
    return layers.detectors
  }

  /// The earliest failure that makes a site answer badly, though it answers.
  private func whatIsWrong(at site: Int) -> Failure? {
    failures.first { failure in
      if let impairment = impairment(of: failure) {
        return (impairment.success < 1 || impairment.capacity < 1) && reaches(failure, site)
      }
      // It keeps something from the site that is called there.
      let isCalled = mode(of: failure).isLoss && mode(of: failure).scope != .edge
      return isCalled
        && service.dependencies.contains { dependency in
          guard dependency.without.success < 1 || dependency.without.capacity < 1 else { return false }
          let others = failures.filter { $0 != failure }
          return !answers(dependency, at: site, under: failures)
            && (answers(dependency, at: site, under: others) || !answers(dependency, at: site, under: [failure]))
        }
    }
  }

  /// Whether somebody would know in the end that a site which answers does so badly.
  func isInTrouble(_ site: Int) -> Bool {
    guard !detectors.isEmpty, let wrong = whatIsWrong(at: site) else { return false }
    let name = mode(of: wrong).name
    return detectors.contains { detector in
      if case .tried(let alerts) = detector.sees { alerts.contains { $0.failure == name } } else { false }
    }
  }

  /// Whether a site answers, and well as far as anybody can know.
  func isWell(_ site: Int) -> Bool { isHealthy(site) && !isInTrouble(site) }

  /// When the first detector raises its alarm: after its law from the loss, or from the fault of a failure that it knows and has
  /// not missed.
  private func alarm(_ incident: Incident, lostAt: Int64, since: Int64) -> Int64 {
    let name = service.failures[clocks[incident.clock].mode].name
    return detectors.enumerated().map { index, detector in
      func u(_ part: UInt32) -> Double { draw(.detection, incident, 2 + 4 * UInt32(index) + part) }
      switch detector.sees {
      case .loss(let law): return later(lostAt, nanoseconds(law.sample(at: u(0))))
      case .tried(let alerts):
        guard let alert = alerts.first(where: { $0.failure == name }), u(1) >= alert.missed else { return never }
        return later(since, nanoseconds(alert.takes.sample(at: u(0))))
      case .health, .userRequests, .rate: preconditionFailure("not written again: \(detector.sees)")
      }
    }.min() ?? never
  }

  /// What detectors in layers see of each site, and when the alarm rises by it.
  ///
  /// - Returns: Whether a procedure has begun or ended.
  mutating func watch() -> Bool {
    guard !detectors.isEmpty else { return false }
    let before = procedures.map(\.phase)
    for site in sites.indices where [.idle, .detecting].contains(procedures[site].phase) { watch(site) }
    return procedures.map(\.phase) != before
  }

  private mutating func watch(_ site: Int) {
    let procedure = procedures[site]
    let isDetecting = procedure.phase == .detecting
    if !isHealthy(site) {
      guard isDetecting else { return }
      let alarmAt = alarm(procedure.incident!, lostAt: procedure.lostAt, since: procedure.lostAt)
      return procedures[site].deadline = max(alarmAt, heldUntil[site], now)
    }
    guard isDetecting || shares[site] > 0, isInTrouble(site), let wrong = whatIsWrong(at: site) else {
      return forget(site)
    }
    let isSuspected = isDetecting && procedure.lostAt == never
    let incident = isSuspected ? procedure.incident! : wrong.incident
    let mayDegrade = service.decision.responses.contains { if case .degrade = $0.response { true } else { false } }
    let alarmAt = alarm(incident, lostAt: never, since: wrong.since)
    guard isDetecting || hasSecondSite || mayDegrade || isRestarted(incident), alarmAt < never else {
      return forget(site)
    }
    if !isDetecting { procedures[site] = Procedure(phase: .detecting) }
    if !isSuspected {
      procedures[site].incident = incident
      procedures[site].faultAt = wrong.since
      procedures[site].lostAt = never
    }
    procedures[site].deadline = max(alarmAt, heldUntil[site], now)
  }

  /// Nothing is wrong any more that anybody would see.
  private mutating func forget(_ site: Int) {
    guard procedures[site].phase == .detecting else { return }
    guard procedures[site].ramp.moved(at: now) > 0 else { return retire(site) }
    procedures[site].phase = .away
    procedures[site].deadline = never
  }

  /// The mode in which somebody has decided that a site goes on, until its traffic has gone.
  func degradedAnswer(of site: Int) -> DegradedAnswer? {
    let procedure = procedures[site]
    guard procedure.isDegraded, procedure.phase != .away || procedure.ramp.isMovingOut(at: now),
      case .degrade(let answer) = response(to: procedure.incident!)
    else { return nil }
    return answer
  }
}
