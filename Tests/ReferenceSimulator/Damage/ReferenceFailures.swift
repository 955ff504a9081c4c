import ServiceModel
import Stochastics

/// What strikes one component again and again.
struct Clock {
  let mode: Int
  /// The site of the component; -1 where it is no site's.
  let site: Int
  /// Which node, zone or provider it is.
  let part: Int
  let key: StreamKey
  /// Failures before this one; of dates, the number of the date.
  var ordinal: UInt32 = 0
  /// When it strikes next, or what it struck is mended.
  var due: Int64 = never
  var isDown = false
}

/// A failure that is not mended.
struct Failure: Equatable {
  let incident: Incident
  let since: Int64
  /// The site on which a staged roll-out has held a bad release.
  var containedAt: Int?
  /// The crew that mends it, or the stock that its part is from, and whether it still waits for one of its people, or for a part.
  var crew: String?
  var spare: String?
  var waits = false
}

/// A dead unit of capacity to which requests are sent until the balancer has noticed.
struct Unnoticed {
  let site: Int
  let slot: Int
  let unit: Int
  let until: Int64
}

extension ReferenceRun {
  func mode(of failure: Failure) -> FailureMode { service.failures[clocks[failure.incident.clock].mode] }

  /// Components in the order of the plan: by mode, then by site, then by number.
  mutating func armClocks(seed: UInt64) {
    for (index, mode) in service.failures.enumerated() {
      for (name, site, part) in components(of: mode) {
        clocks.append(
          Clock(
            mode: index, site: site, part: part, key: StreamKey(seed: seed, name: "failures/\(mode.name)/\(name)")))
      }
    }
    for clock in clocks.indices {
      let mode = service.failures[clocks[clock].mode]
      guard mode.dates == nil else {
        setNextDate(clock, from: 0)
        continue
      }
      let u = luck(clock, .lifetime, 0)
      // Unless they are new, components have been in service for ever.
      clocks[clock].due = nanoseconds(
        mode.startsInEquilibrium ? mode.lifetime.equilibriumResidual(at: u) : mode.lifetime.sample(at: u))
    }
  }

  func luck(_ clock: Int, _ purpose: Purpose, _ index: UInt32) -> Double {
    clocks[clock].key.uniform(draw: index, replication: replication, purpose: purpose)
  }

  private func components(of mode: FailureMode) -> [(name: String, site: Int, part: Int)] {
    // Where no failover could go anywhere nobody acts on an alarm.
    if case .alarms = mode.effect, !hasSecondSite { return [] }
    if case .evacuates = mode.effect {
      guard hasSecondSite else { return [] }
      return sites.indices.filter { sites[$0].home > 0 && mode.sites?.contains(sites[$0].site.name) ?? true }.map {
        ("\(sites[$0].site.name)/evacuation", $0, 0)
      }
    }
    // A site that this design does not use has no clocks, unless it hosts what others call.
    func isUsed(_ site: Int) -> Bool { sites[site].keep > .nothing }
    func isHost(_ site: Int) -> Bool { service.dependencies.contains { $0.hosts.contains(sites[site].site.name) } }
    let struck = sites.indices.filter {
      (isUsed($0) || isHost($0)) && mode.sites?.contains(sites[$0].site.name) ?? true
    }
    func each(_ word: String, _ count: (ReferenceSite) -> Int) -> [(String, Int, Int)] {
      struck.flatMap { site in
        (0..<count(sites[site])).map { ("\(sites[site].site.name)/\(word)/\($0)", site, $0) }
      }
    }
    let regions = struck.filter { site in
      struck.first { sites[$0].site.region == sites[site].site.region } == site
    }
    switch mode.scope {
    case .gpu: return each("gpu") { $0.most * $0.site.node.gpus }
    case .process: return each("process") { $0.most * $0.units }
    case .node: return each("node") { $0.most }
    case .rack:
      return each("rack") { site in
        let inZone = (site.most + site.zones - 1) / site.zones
        let inRack = site.site.nodesPerRack ?? 1
        return site.zones * ((inZone + inRack - 1) / inRack)
      }
    case .zone:
      return regions.flatMap { first in
        let zones = struck.filter { sites[$0].site.region == sites[first].site.region }.map { sites[$0].zones }.max()!
        return (0..<zones).map { ("\(sites[first].site.name)/zone/\($0)", first, $0) }
      }
    case .region, .area: return regions.map { (sites[$0].site.name, $0, 0) }
    case .provider:
      let firsts = struck.filter { site in
        struck.first { sites[$0].site.provider == sites[site].site.provider } == site
      }
      return firsts.map { site in
        (
          "provider/\(sites[site].site.provider)", -1,
          sites.firstIndex { $0.site.provider == sites[site].site.provider }!
        )
      }
    case .everywhere, .edge: return [("all", -1, 0)]
    case .procedure:
      return struck.filter { isUsed($0) && sites[$0].keep < .serving }.map {
        ("\(sites[$0].site.name)/procedure", $0, 0)
      }
    case .dependency:
      let dependency = service.dependencies.first { $0.name == mode.target.dependency }!
      let has = struck.filter {
        dependency.hosts.isEmpty ? isUsed($0) : dependency.hosts.contains(sites[$0].site.name)
      }
      return has.map { ("\(sites[$0].site.name)/dependency/\(dependency.name)", $0, 0) }
    case .link: preconditionFailure("not written again: \(mode.scope)")
    }
  }

  // MARK: Strikes and repairs

  mutating func fire(_ clock: Int) {
    let mode = service.failures[clocks[clock].mode]
    if clocks[clock].isDown {
      mend(clock)
      setNext(clock, mode)
    } else if case .strikes(let other) = mode.effect {
      branchForFailoverTime(clock, mode)
      strikeTogether(clock, other)
      setNext(clock, mode)
    } else if case .exponential = mode.lifetime, mode.rateWhenDormant < 1, !strikesInThisRole(clock, mode) {
      setNext(clock, mode)
    } else if case .evacuates(let law) = mode.effect {
      planEvacuation(clock, law)
      setNext(clock, mode)
    } else if case .alarms(let seenThrough) = mode.effect {
      raiseFalseAlarm(clock, seenThrough: seenThrough)
      setNext(clock, mode)
    } else {
      branchForFailoverTime(clock, mode)
      strike(clock)
    }
  }

  /// What is dormant, because its site has no traffic, fails at a share of the rate: some moments do not count.
  private func strikesInThisRole(_ clock: Int, _ mode: FailureMode) -> Bool {
    shares[clocks[clock].site] > 0 || luck(clock, .occasion, clocks[clock].ordinal) < mode.rateWhenDormant
  }

  /// Nobody had planned it, and users may miss something.
  func takesSomethingAway(_ mode: FailureMode) -> Bool {
    if case .impairs(let impairment) = mode.effect { return impairment.success < 1 || impairment.capacity < 1 }
    return mode.isLoss && !mode.target.isAnnounced || mode.effect == .failsReturns
  }

  mutating func strike(_ clock: Int, staysDown: Bool = false) {
    let mode = service.failures[clocks[clock].mode]
    let incident = Incident(clock: clock, ordinal: clocks[clock].ordinal)
    var failure = Failure(incident: incident, since: now)
    latest = incident
    clocks[clock].isDown = true
    let lostBefore = sites.indices.map { isLost($0, by: failures) }
    let upBefore = sites.indices.map { unitsUp(at: $0, under: failures) }

    if case .loss(_, let containment?) = mode.effect, sites.count(where: { $0.keep.runsNodes }) > 1 {
      // The last running site of the plan is the first wave.
      let wave = sites.lastIndex { $0.keep.runsNodes }!
      let found = shares[wave] > 0 ? containment.foundInFirstWave : containment.foundWithoutTraffic
      if luck(clock, .state, incident.ordinal) < found { failure.containedAt = wave }
    }
    scheduleRepair(clock, mode, &failure, staysDown: staysDown || clock == unrepaired)
    note(failure, isMended: false)
    failures.append(failure)
    if takesSomethingAway(mode) && !(mode.isLoss && mode.scope.isSmall) && now < horizon {
      ledger.incidents[clocks[clock].mode] += 1
    }

    for site in sites.indices {
      if !lostBefore[site] && isLost(site, by: failures) {
        symptoms[site] = symptom(mode, at: luck(clock, .mode, incident.ordinal))
      }
      // Requests still go to what is dead where traffic goes at all.
      let ejection = nanoseconds(meanEjection(service.detection))
      guard shares[site] > 0, ejection > 0, strikesNodes(mode), !mode.target.isAnnounced else { continue }
      let up = Set(unitsUp(at: site, under: failures))
      for unit in upBefore[site] where !up.contains(unit) {
        unnoticed.append(
          Unnoticed(
            site: site, slot: unit / sites[site].units, unit: unit % sites[site].units, until: later(now, ejection)))
      }
    }
  }

  mutating func mend(_ clock: Int) {
    clocks[clock].isDown = false
    let mended = failures.first { $0.incident.clock == clock }!
    note(mended, isMended: true)
    failures.removeAll { $0.incident.clock == clock }
    if let crew = mended.crew, !mended.waits { takeUpNext(crew) }
    let stillDead = unnoticed.filter { dead in
      !unitsUp(at: dead.site, under: failures).contains(dead.slot * sites[dead.site].units + dead.unit)
    }
    unnoticed = stillDead
  }

  mutating func setNext(_ clock: Int, _ mode: FailureMode) {
    if let dates = mode.dates {
      let apart = dates.apartSeconds * Double(numberInMode(clock))
      return setNextDate(
        clock, from: max(Int(clocks[clock].ordinal) + 1, dates.number(atOrAfter: seconds(now) - apart)))
    }
    clocks[clock].ordinal += 1
    clocks[clock].due = later(now, nanoseconds(mode.lifetime.sample(at: luck(clock, .lifetime, clocks[clock].ordinal))))
  }

  /// Each date strikes by a coin of its own.
  private mutating func setNextDate(_ clock: Int, from first: Int) {
    let dates = service.failures[clocks[clock].mode].dates!
    let apart = dates.apartSeconds * Double(numberInMode(clock))
    clocks[clock].due = never
    var number = first
    while let date = dates.date(number).map({ $0 + apart }), date <= seconds(horizon) + 31 * 86_400 {
      if luck(clock, .occasion, UInt32(number)) < dates.chance {
        clocks[clock].ordinal = UInt32(number)
        clocks[clock].due = nanoseconds(date)
        return
      }
      number += 1
    }
  }

  private func numberInMode(_ clock: Int) -> Int { clock - clocks.firstIndex { $0.mode == clocks[clock].mode }! }

  private mutating func scheduleRepair(
    _ clock: Int, _ mode: FailureMode, _ failure: inout Failure, staysDown: Bool
  ) {
    clocks[clock].due = never
    guard !staysDown else { return }
    let u = luck(clock, .repair, clocks[clock].ordinal)
    var upTo = 0.0
    let kind = mode.repairs.first {
      upTo += $0.share
      return u < upTo
    }
    failure.crew = (kind ?? mode.repairs.last)?.crew
    if let crew = failure.crew {
      let busy = failures.count { $0.crew == crew && !$0.waits }
      failure.waits = busy >= service.crews.first { $0.name == crew }!.people
    }
    failure.spare = (kind ?? mode.repairs.last)?.spare
    if let spare = failure.spare { failure.waits = !takePart(from: spare, for: clock) }
    if !failure.waits { clocks[clock].due = later(now, nanoseconds(mode.lasts.sample(at: u))) }
  }

  /// First come, first served.
  private mutating func takeUpNext(_ crew: String) {
    if let next = failures.firstIndex(where: { $0.crew == crew && $0.waits }) { takeUp(next) }
  }

  /// What a failure has waited for is there.
  mutating func takeUp(_ next: Int) {
    failures[next].waits = false
    let clock = failures[next].incident.clock
    let takes = service.failures[clocks[clock].mode].lasts.sample(at: luck(clock, .repair, clocks[clock].ordinal))
    clocks[clock].due = later(now, nanoseconds(takes))
  }

  private func symptom(_ mode: FailureMode, at u: Double) -> Symptom {
    guard case .loss(let shares, _) = mode.effect, !shares.isEmpty else { return .refused }
    var upTo = 0.0
    let total = shares.reduce(0) { $0 + $1.share }
    for symptom in Symptom.allCases {
      upTo += shares.filter { $0.symptom == symptom }.reduce(0) { $0 + $1.share } / total
      if u < upTo { return symptom }
    }
    return .slow
  }
}
