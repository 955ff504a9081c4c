import ServiceModel
import Stochastics

/// Traffic that is moved away from a site on purpose.
struct PlannedMove: Equatable {
  let law: Evacuation
  /// Nobody is answered where it has been sent.
  var goesAstray = false
  /// It comes back before its time.
  var isSentBack = false
  /// The site is off meanwhile.
  var isStopped = false
  /// When the way back begins.
  var returnAt = never
}

/// A failover whose decision has long fallen.
extension ReferenceRun {
  /// Its date has come. It begins when everything has happened that happens now, unless anything is wrong or under way.
  mutating func planEvacuation(_ clock: Int, _ law: Evacuation) {
    let site = clocks[clock].site
    guard procedures[site].phase == .idle, home[site] > 0 else { return }
    procedures[site] = Procedure(
      phase: .deciding, incident: Incident(clock: clock, ordinal: clocks[clock].ordinal), faultAt: now, alarmAt: now,
      planned: PlannedMove(law: law))
  }

  /// Everything else of this instant has happened.
  mutating func askForEvacuations() {
    for site in sites.indices where procedures[site].planned != nil && procedures[site].phase == .deciding {
      procedures[site].deadline = now
    }
  }

  mutating func beginEvacuation(_ site: Int) {
    let isCalm = ledger.state == .clear && heldUntil[site] <= now && isWell(site)
    let isAlone = sites.indices.allSatisfy { other in
      if other == site { return true }
      let isLater = procedures[other].planned != nil && procedures[other].phase == .deciding && other > site
      return (procedures[other].phase == .idle || isLater) && (shares[other] == 0 || isWell(other))
    }
    if isCalm && isAlone { begin(site) } else { retire(site) }
  }

  /// Nobody is sent any more from a site that is lost before its clients have been.
  mutating func callOffIfLost(_ site: Int) {
    let procedure = procedures[site]
    guard procedure.planned != nil, procedure.phase == .executing, !procedure.changeMade else { return }
    if !isHealthy(site) { retire(site) }
  }

  /// What was asked for on purpose does not work, or a check has found the target unfit.
  mutating func endInVain(_ site: Int) {
    procedures[site].running = [:]
    procedures[site].planned!.isSentBack = procedures[site].reachedAt < never
    guard procedures[site].ramp.moved(at: now) > 0 else { return retire(site) }
    guard returnIsBlocked(site) else { return startReturn(site) }
    procedures[site].phase = .away
    procedures[site].deadline = never
    procedures[site].returnIsHeld = true
  }

  // MARK: Out

  /// On purpose nobody is sent where nobody answers yet.
  func maySend(_ procedure: Procedure) -> Bool {
    procedure.planned == nil || procedure.target == nil || procedure.openedAt <= now
  }

  /// Clients are sent: what is lost by it counts from here, and they may be answered nowhere.
  mutating func setOut(_ site: Int) {
    procedures[site].faultAt = now
    guard draw(.failure, procedures[site].incident!, 6) < procedures[site].planned!.law.fails else { return }
    procedures[site].planned!.isSentBack = true
    procedures[site].planned!.goesAstray = true
    procedures[site].deadline = later(now, nanoseconds(procedures[site].planned!.law.rollBackSeconds))
  }

  /// Over how long clients follow: what is sent back before its time is sent as fast as the record allows.
  func timeToMove(_ site: Int) -> Int64 {
    let procedure = procedures[site]
    guard let planned = procedure.planned,
      procedure.ramp.moved(at: now) == 0 || planned.returnAt <= now && !planned.isSentBack
    else { return timeToLive(of: site) }
    return max(timeToLive(of: site), nanoseconds(planned.law.drainSeconds))
  }

  // MARK: Back

  /// So long after those who follow have gone; a site that has been struck waits until it is well.
  mutating func arrangePlannedReturn(_ site: Int) {
    let procedure = procedures[site]
    guard !procedure.ramp.isReturning(at: now), !procedure.ramp.isMovingOut(at: now) else { return }
    // By routes nobody follows a time to live: all go by their own law.
    if service.execution.move.mechanism == .anycast && !procedure.ramp.isSettled(at: now) { return }
    guard isWell(site) || procedure.planned!.isStopped else {
      procedures[site].deadline = never
      return
    }
    guard procedure.deadline == never else { return }
    if procedure.planned!.returnAt == never { stay(site) }
    procedures[site].deadline = max(now, procedures[site].planned!.returnAt)
  }

  /// Everybody who follows has gone: from now on it lasts, and the site may be switched off.
  private mutating func stay(_ site: Int) {
    let incident = procedures[site].incident!
    guard !procedures[site].planned!.goesAstray else { return procedures[site].planned!.returnAt = now }
    let lasts = service.failures[clocks[incident.clock].mode].lasts.sample(
      at: luck(incident.clock, .repair, incident.ordinal))
    procedures[site].planned!.returnAt = later(now, nanoseconds(lasts))
    guard procedures[site].planned!.law.stopsSite else { return }
    symptoms[site] = .refused
    procedures[site].planned!.isStopped = true
  }

  /// Users are in an outage because those who stand in are too small: somebody notices, and sends traffic back.
  mutating func sendBackWhatIsTooMuch() {
    for site in sites.indices {
      guard let planned = procedures[site].planned, procedures[site].phase == .away, home[site] > 0, isWell(site),
        !procedures[site].ramp.isReturning(at: now), areShort(insteadOf: site), !returnIsBlocked(site)
      else { continue }
      let back = later(now, nanoseconds(planned.law.rollBackSeconds))
      guard !planned.isSentBack, !planned.isStopped, planned.returnAt > back else { continue }
      procedures[site].planned!.isSentBack = true
      procedures[site].planned!.returnAt = back
      procedures[site].deadline = back
    }
  }

  private func areShort(insteadOf site: Int) -> Bool {
    sites.indices.contains { other in
      other != site && isShort(other)
        && (procedures[site].target.map { $0 == other }
          ?? (home[other] > 0 && isMeant(other, within: procedures[site].within, insteadOf: site)))
    }
  }

  /// Whether a site has been switched off on purpose.
  func isStopped(_ site: Int) -> Bool { procedures[site].planned?.isStopped ?? false }
}
