import Control
import EventKernel
import ServiceModel

/// What detectors see of a site that answers, and when they see it: grey failures become known, some time later.
extension Replication {
  /// Brings what detectors have seen up to date, and with it when each site's alarm rises.
  ///
  /// - Returns: Whether a procedure has begun or ended by it.
  mutating func observeSignals() -> Bool {
    guard let law = plan.alarms else { return false }
    var hasChanged = false
    for site in plan.sites.indices {
      if law.reach > .zero { course.detectors.observe(flow.levels[site], of: site, at: now, reach: law.reach) }
      if law.looksAtPeers {
        var peers = PeerLevels()
        for other in plan.sites.indices where other != site { peers.add(flow.levels[other], weight: traffic(other)) }
        course.detectors.observe(flow.levels[site].beyond(peers), ofPeersOf: site, at: now, reach: law.reach)
      }
      course.detectors.observe(userLevel: userLevel(site), of: site, at: now)
      hasChanged = watch(site, law) || hasChanged
    }
    return hasChanged
  }

  private mutating func watch(_ site: Int, _ law: AlarmLaw) -> Bool {
    let procedure = course.procedures[site]
    guard procedure.phase == .idle || procedure.phase == .detecting else { return false }
    if !flow.isHealthy[site] {
      // A site that is lost while somebody wonders about it is lost.
      guard procedure.phase == .detecting else { return false }
      let alarmAt = alarm(site, procedure.incident, lostAt: procedure.lostAt, since: procedure.lostAt, law)
      expectAlarm(site, at: alarmAt)
      return false
    }
    guard procedure.phase == .detecting || flow.shares[site] > 0, isInTrouble(site), let failure = greyFailure(at: site)
    else { return forget(site) }
    let incident =
      procedure.phase == .detecting && procedure.lostAt == .never
      ? procedure.incident
      : Incident(clock: failure.clock, ordinal: estate.components[Int(failure.clock)].ordinal)
    // Where nobody could take over, a site may still answer in a degraded mode, or be started anew.
    let mayAct = plan.mayDegrade || plan.hasOtherSite(for: site) || isRestarted(incident)
    guard procedure.phase == .detecting || mayAct else { return forget(site) }
    let alarmAt = alarm(site, incident, lostAt: .never, since: failure.since, law)
    guard alarmAt < .never else { return forget(site) }
    let isNew = course.procedures[site].suspect(incident, since: failure.since)
    expectAlarm(site, at: alarmAt)
    return isNew
  }

  private mutating func expectAlarm(_ site: Int, at time: SimTime) {
    let first = course.procedures.firstBeginning(of: site, from: now)
    course.procedures[site].expectAlarm(at: max(first, time))
  }

  private mutating func forget(_ site: Int) -> Bool {
    guard course.procedures[site].phase == .detecting else { return false }
    if course.procedures[site].ramp.moved > 0 {
      course.procedures[site].dismissSuspicion()
    } else {
      retire(site)
    }
    return true
  }

  /// When the alarm rises, if things stay as they are.
  ///
  /// - Parameters:
  ///   - lostAt: When the site was lost; never where it answers.
  ///   - since: When what is wrong with it began.
  private mutating func alarm(
    _ site: Int, _ incident: Incident, lostAt: SimTime, since: SimTime, _ law: AlarmLaw
  ) -> SimTime {
    var times = ContiguousArray<SimTime>()
    for (index, detector) in law.detectors.enumerated() {
      // No function inside this one that asks the run: it would copy the whole of it.
      let u0 = draw(.detection, incident, 2 + 4 * UInt32(index))
      let u1 = draw(.detection, incident, 3 + 4 * UInt32(index))
      let symptom = estate.lost[site] > 0 ? estate.symptoms[site] : .refused
      switch detector {
      case .health(let health):
        guard lostAt < .never else {
          times.append(.never)
          continue
        }
        times.append(lostAt + Span(seconds: health.delay(symptom: symptom, phase: u0, run: u1)))
      case .userRequests(let probes):
        let view = course.detectors.userViews[site]
        guard view.level >= DetectorLaw.leastUserChance else {
          times.append(.never)
          continue
        }
        let delay = course.detectors.delay(of: probes, at: u0, site: site)
        let timeout = lostAt < .never && symptom == .refused ? 0 : probes.timeoutSeconds
        times.append(view.since + Span(seconds: delay + timeout))
      case .rate(let rate):
        let lag = rate.lag(scrape: u0, evaluation: u1)
        let crossing = course.detectors.crossing(
          of: rate, detector: index, site: site, since: since, staysFor: lag, from: now)
        times.append(crossing + lag)
      case .tried(let alerts):
        let delay = alerts[Int(plan.clocks[Int(incident.clock)].mode)]?.delay(at: u0, miss: u1)
        times.append(delay.map { since + $0 } ?? .never)
      }
    }
    return law.alarm(times)
  }

  /// The chance that a user's request to a site fails, in millionths, whatever the load.
  private func userLevel(_ site: Int) -> Int32 {
    guard flow.shares[site] > 0 || course.procedures[site].isActive else { return 0 }
    guard flow.isHealthy[site] else {
      let isSlow = estate.lost[site] > 0 && estate.symptoms[site] == .slow
      return isSlow ? 1_000_000 - Int32(plan.slowAnswers) : 1_000_000
    }
    return standingLevels(site).failing
  }

  /// What is wrong with the answers of a site that is not lost, whatever its load.
  func standingLevels(_ site: Int) -> SignalLevels {
    guard plan.canBeImpaired else { return SignalLevels() }
    let left = flow.impairments[site]
    return SignalLevels(
      failing: Int32(1_000_000 - left.success * left.capacity / 1_000_000), timingOut: Int32(left.timingOut),
      late: Int32(left.late), worse: Int32(1_000_000 - left.soundness))
  }

  /// By how much a site counts among the peers of another: its share of the traffic.
  private func traffic(_ site: Int) -> Int64 { Int64(max(0, flow.shares[site])) }

  /// Whether a site that answers would be known to be in trouble: its detectors would raise the alarm in the end.
  func isInTrouble(_ site: Int) -> Bool {
    guard let law = plan.alarms, law.seesImpairment else { return false }
    if law.judgesByLevelsAlone {
      let (levels, mode) = (standingLevels(site), greyMode(at: site, law))
      if flow.damage[site].isJudged(levels, mode: mode) { return flow.damage[site].isInTrouble }
    }
    return judged(site, law)
  }

  /// Asks that where it has not been asked for the same levels: the rule is gone through part by part.
  mutating func judgeTrouble(at site: Int) {
    guard let law = plan.alarms, law.seesImpairment, law.judgesByLevelsAlone else { return }
    let (levels, mode) = (standingLevels(site), greyMode(at: site, law))
    guard !flow.damage[site].isJudged(levels, mode: mode) else { return }
    flow.damage[site].judge(levels, mode: mode, isInTrouble: judged(site, law))
  }

  private func standingPeers(of site: Int) -> PeerLevels {
    var peers = PeerLevels()
    for other in plan.sites.indices where other != site && flow.shares[other] > 0 {
      peers.add(
        flow.isHealthy[other] ? standingLevels(other) : SignalLevels(failing: 1_000_000), weight: traffic(other))
    }
    return peers
  }

  /// What the rule says of a site's levels, of those beyond its peers', and of the failure behind them.
  private func judged(_ site: Int, _ law: AlarmLaw) -> Bool {
    let (levels, mode) = (standingLevels(site), greyMode(at: site, law))
    var relative = SignalLevels()
    if law.looksAtPeers {
      // One without traffic sends nobody's requests beside the others': it does not become well because these become worse.
      relative = flow.shares[site] > 0 ? levels.beyond(standingPeers(of: site)) : levels
    }
    let since = law.asksForFailure ? greyFailure(at: site)?.since : nil
    return law.isTrouble(
      levels, relative: relative, site: site, since: since ?? now, mode: mode < 0 ? nil : Int(mode))
  }

  /// The mode of the failure that makes a site answer badly; -1 where none does, or where it makes no difference.
  private func greyMode(at site: Int, _ law: AlarmLaw) -> Int32 {
    guard law.knowsModes, let failure = greyFailure(at: site) else { return -1 }
    return Int32(plan.clocks[Int(failure.clock)].mode)
  }

  /// Whether a site answers, and answers well as far as anybody can know.
  func isWell(_ site: Int) -> Bool { flow.isHealthy[site] && !isInTrouble(site) }

  /// The earliest failure that makes a site answer badly.
  private func greyFailure(at site: Int) -> Estate.ActiveFailure? {
    let place = knowsDamage(site) ? flow.damage[site].grey : Int32(firstGreyFailure(at: site) ?? -1)
    return place < 0 ? nil : estate.active[Int(place)]
  }

  /// Its place among those that are active.
  func firstGreyFailure(at site: Int) -> Int? {
    let readsWorth = plan.alarms?.readsWorth ?? false
    return estate.active.firstIndex { failure in
      let mode = plan.modes[Int(plan.clocks[Int(failure.clock)].mode)]
      let isBad = mode.impairs.map { $0.losesRequests || $0.late > 0 || readsWorth && $0.quality < 1_000_000 }
      guard isBad ?? mode.isLoss else { return false }
      if mode.impairs != nil && reaches(Int(failure.clock), site: site, mode) { return true }
      return withholds(Int(failure.clock), from: site, mode)
    }
  }

  /// When what detectors remember next changes by itself.
  var nextForgetting: SimTime {
    guard let law = plan.alarms, law.reach > .zero else { return .never }
    return course.detectors.forgetsAt(reach: law.reach)
  }

  /// The share of a site's requests that went wrong at this instant, in millionths.
  mutating func measure(_ site: Int, offered: Int64, answered: Int64, lateBefore: Int64) {
    guard let law = plan.alarms else { return }
    var levels = SignalLevels()
    if offered > 0 {
      func share(_ part: Int64, of whole: Int64) -> Int32 { Int32(Int128(part) * 1_000_000 / Int128(whole)) }
      levels.failing = share(offered - answered, of: offered)
      if !flow.isHealthy[site] {
        let isRefused = estate.lost[site] == 0 || estate.symptoms[site] == .refused
        levels.timingOut = isRefused ? 0 : levels.failing
      } else {
        let left = flow.impairments[site]
        // In a pool without a limit nobody is refused: whoever is not answered has waited too long.
        let waited =
          plan.pools.isEmpty || plan.pools[site].refusesAtOnce ? 0 : Int64(levels.failing) - (1_000_000 - left.success)
        levels.timingOut = Int32(min(Int64(levels.failing), left.timingOut + max(0, waited)))
        let punctual = answered > 0 ? 1_000_000 - lateBefore : 1_000_000
        levels.late = Int32(1_000_000 - punctual * (1_000_000 - left.late) / 1_000_000)
        if law.readsWorth && answered > 0 { levels.worse = Int32(1_000_000 - left.soundness) }
      }
    }
    flow.levels[site] = levels
    if levels != SignalLevels() { flow.showsSignals = true }
  }
}
