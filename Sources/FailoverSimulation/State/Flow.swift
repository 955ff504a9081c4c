import Control
import EventKernel

/// How demand flows at this instant: a function of the course, the estate and the demand, recomputed by `settle`.
struct Flow: Sendable {
  /// Share of demand that arrives at each site, in millionths.
  var shares: ContiguousArray<Int32>
  /// Where users are routed by their origin: of each origin's demand what goes to each site, in millionths, a row of all sites
  /// for each origin; and whether that is what belongs there. Empty where sites share all demand by their weights.
  var routes: ContiguousArray<Int32> = []
  var isAtHome = true
  /// Share of what arrives at each site that it lets in, in millionths; the whole where nothing arrives.
  var admits: ContiguousArray<Int32>
  /// Of each site's share, what it lets in, in millionths of a millionth: what `admits` is worked out from.
  var admitted: ContiguousArray<Int64>
  /// Whether each site answers what arrives: nothing has struck it and enough nodes are up.
  var isHealthy: ContiguousArray<Bool>
  /// Demand that is not answered, in millionths of a request a second: with retries, what gives up.
  var lostRate: Int64 = 0
  /// Attempts that are not the first, those that fail at once, and those whose clients hang until their patience ends.
  var retryRate: Int64 = 0
  var refusedRate: Int64 = 0
  var hangingRate: Int64 = 0
  /// Attempts that fail at each site, in millionths of a request a second; kept up where breakers look at it.
  var failing: ContiguousArray<Int64> = []
  /// Whether each site lacks the capacity for what it lets in.
  var isShort: ContiguousArray<Bool>
  /// Of the attempts that fail, those for which capacity is short; and capacity that nobody asks for.
  var shedRate: Int64 = 0
  var spareRate: Int64 = 0
  /// What is given and is not as good as it should be.
  var answers = AnswerRates()
  /// What is left of each site that serves worse than it should.
  var impairments: ContiguousArray<ImpairmentPlan>
  /// What the estate alone decides about each site; kept where something can be impaired.
  var damage: ContiguousArray<SiteDamage>
  /// What went wrong of each site's requests, and whether anything did; where detectors look at them.
  var levels: ContiguousArray<SignalLevels>
  var showsSignals = false
  /// What becomes of requests that may wait.
  var waiting = WaitingRates()
  /// What is not answered by class, put off or lost; empty where it does not matter.
  var lostByClass: ContiguousArray<Int64>
  /// What arrives at each site and is let in, and for what part of it capacity is short; empty where one service has the
  /// fleet.
  var work: ContiguousArray<WorkAtSite> = []
  /// The most demand that the sites carry with these shares; -1 where some demand fails whatever its size.
  var carries: Int64 = -1
  /// Whether every change of demand matters: some of it is lost already.
  var followsDemand = true
  /// Demand between these levels gives no autoscaler a reason to act.
  var quiet: (above: Int64, upTo: Int64) = (-1, .max)

  init(siteCount: Int, classCount: Int, tellsServices: Bool = false) {
    if tellsServices { work = ContiguousArray(repeating: WorkAtSite(), count: siteCount) }
    lostByClass = ContiguousArray(repeating: 0, count: classCount)
    impairments = ContiguousArray(repeating: ImpairmentPlan(), count: siteCount)
    damage = ContiguousArray(repeating: SiteDamage(), count: siteCount)
    levels = ContiguousArray(repeating: SignalLevels(), count: siteCount)
    shares = ContiguousArray(repeating: 0, count: siteCount)
    admits = ContiguousArray(repeating: 1_000_000, count: siteCount)
    admitted = ContiguousArray(repeating: 0, count: siteCount)
    isShort = ContiguousArray(repeating: false, count: siteCount)
    failing = ContiguousArray(repeating: 0, count: siteCount)
    isHealthy = ContiguousArray(repeating: true, count: siteCount)
  }
}

/// What several services ask of a site, in millionths of a mean request a second.
struct WorkAtSite: Sendable, BitwiseCopyable {
  /// What arrives there and is let in.
  var arrived: Int64 = 0
  /// The part of it for which capacity is short.
  var shed: Int64 = 0
}

/// What becomes of what arrives.
extension Replication {
  mutating func updateRates() {
    if let retries = plan.retries {
      updateAttempts(retries)
    } else {
      updateRates(arrivals: world.rates[step])
      flow.lostRate = flow.refusedRate + flow.hangingRate
    }
    if !plan.classes.isEmpty {
      if plan.tellsServices { assignServiceLosses() } else { assignLosses(shed: lostRequests(of: flow.shedRate)) }
      updateDraining(spare: flow.spareRate)
    }
    flow.followsDemand = flow.carries < world.rates[step] || !course.parcels.isEmpty || !course.orbit.isEmpty
  }

  /// Of the requests that are lost those whose attempts fail for one reason, by the share that it has of all that fail.
  ///
  /// - Parameter attempts: That fail for this reason, in millionths of an attempt a second.
  func lostRequests(of attempts: Int64) -> Int64 {
    let failing = flow.refusedRate + flow.hangingRate
    return plan.retries == nil || failing == 0 ? attempts : portion(flow.lostRate, attempts, of: failing)
  }

  /// What becomes of so many attempts a second.
  mutating func updateRates(arrivals: Int64) {
    // Nothing gets past a lost edge, wherever it was to go.
    let arriving = estate.edgeLost > 0 ? 0 : arrivals
    var answered: Int64 = 0
    var carries = estate.edgeLost > 0 ? -1 : Int64.max
    var left = arriving
    var last = -1
    flow.shedRate = 0
    flow.spareRate = 0
    flow.hangingRate = 0
    flow.answers = AnswerRates()
    flow.showsSignals = false
    for site in plan.sites.indices where flow.shares[site] > 0 { last = site }
    for site in plan.sites.indices {
      guard flow.shares[site] > 0 else {
        if !course.loads.isEmpty { drain(site) }
        flow.levels[site] = SignalLevels()
        flow.isShort[site] = false
        if plan.tellsServices { flow.work[site] = WorkAtSite() }
        continue
      }
      // The last site takes what division leaves over, so that nothing is lost to rounding.
      let offered = site == last ? left : portion(arriving, Int64(flow.shares[site]))
      left -= offered
      answered += serve(offered, at: site)
      carries = min(
        carries, isWhole(site) ? sustainable(quietLoad(site), share: flow.shares[site]) : -1)
    }
    if plan.routesByOrigin { carries = min(carries, carriedAtAnyHour) }
    if !plan.dependencies.isEmpty { carries = bearable(carries) }
    flow.carries = carries
    flow.refusedRate = arrivals - answered - flow.hangingRate
    if !plan.allowedLate.isEmpty { judgeFirstTokens(answered: answered) }
  }

  /// What a site answers of the attempts that are sent to it, and what hangs.
  private mutating func serve(_ offered: Int64, at site: Int) -> Int64 {
    let arrived = letIn(offered, site: site)
    let part = answer(arrived, at: site)
    if plan.rentsModels && plan.sites[site].rentedWorth != nil { flow.answers.rented += part }
    measure(site, offered: offered, answered: part, lateBefore: course.loads.isEmpty ? 0 : course.loads[site].late.0)
    flow.failing[site] = offered - part
    flow.isShort[site] = flow.isHealthy[site] && arrived > part
    if plan.tellsServices {
      flow.work[site] = WorkAtSite(arrived: arrived, shed: flow.isHealthy[site] ? arrived - part : 0)
    }
    if flow.isHealthy[site] {
      flow.shedRate += arrived - part
      flow.spareRate += capacity(of: site) - part
      if !course.loads.isEmpty { flow.hangingRate += hanging(arrived - part, at: site) }
    } else if estate.lost[site] > 0 && estate.symptoms[site] != .refused {
      flow.hangingRate += offered - part
    }
    return part
  }

  /// What a site answers of the requests that it lets in.
  private mutating func answer(_ offered: Int64, at site: Int) -> Int64 {
    guard !plan.pools.isEmpty else {
      let part = min(offered, capacity(of: site))
      if plan.canBeImpaired { degrade(part, of: offered, late: (0, 0), site: site) }
      return part
    }
    guard flow.isHealthy[site] else {
      empty(site)
      return min(offered, Int64(estate.available[site]) * plan.pools[site].nodeSaturation)
    }
    let answered = carry(offered, at: site)
    weighLateness(at: site)
    let late = course.loads[site].late
    flow.answers.late.0 += answered / 1000 * late.0 / 1000
    flow.answers.late.1 += answered / 1000 * late.1 / 1000
    if plan.canBeImpaired {
      degrade(
        answered, of: offered, late: (answered / 1000 * late.0 / 1000, answered / 1000 * late.1 / 1000), site: site)
    }
    let saturation = saturation(of: site)
    if course.loads[site].isMoving && abs(offered - saturation) <= saturation / 20 {
      flow.answers.nearSaturation += answered
    }
    return answered
  }

  /// The load of a site up to which a change of demand makes no difference: everything is answered, and in time.
  private func quietLoad(_ site: Int) -> Int64 {
    if plan.canBeImpaired && flow.impairments[site].showsAtAnyLoad { return -1 }
    // What is rented there is booked at every load.
    if plan.rentsModels && plan.sites[site].rentedWorth != nil { return -1 }
    let most = plan.degradedMode == nil ? .max : loadBeforeDegrading(site)
    guard !plan.pools.isEmpty else { return min(most, capacity(of: site)) }
    guard !course.loads[site].isMoving else { return -1 }
    let pool = plan.pools[site]
    return min(
      most,
      atSpeed(of: site, Int64(workingUnits(site)) * (pool.punctualUpTo * pool.nodeSaturation / PoolPlan.resolution)))
  }

  private mutating func judgeFirstTokens(answered: Int64) {
    func isMissed(_ late: Int64, _ objective: Int) -> Bool {
      plan.allowedLate.indices.contains(objective)
        && Int128(late) * 1_000_000 > Int128(answered) * Int128(plan.allowedLate[objective])
    }
    flow.answers.isLate = (isMissed(flow.answers.late.0, 0), isMissed(flow.answers.late.1, 1))
  }

  private func isWhole(_ site: Int) -> Bool {
    flow.isHealthy[site] && flow.admits[site] == 1_000_000 && course.ejections.isEmpty && !isCutOff(site)
  }

  /// The total demand at which a site with this share of it is full; a few units below, for the rounding of shares.
  private func sustainable(_ capacity: Int64, share: Int32) -> Int64 {
    capacity < 0 ? -1 : share == 1_000_000 ? capacity : max(-1, (capacity - 16) / Int64(share) * 1_000_000)
  }

  /// The most demand that the sites carry whatever the hour, where their shares change with it.
  private var carriedAtAnyHour: Int64 {
    // Who answers is booked by shares, and what dependencies bear is told by them: then every step counts.
    guard let routes = plan.origins?.routes, flow.isAtHome, !plan.asksWhereAnswered, plan.dependencies.isEmpty
    else { return -1 }
    return plan.sites.indices.reduce(Int64.max) { least, site in
      guard routes.highest[site] > 0 else { return least }
      return min(least, isWhole(site) ? sustainable(quietLoad(site), share: routes.highest[site]) : -1)
    }
  }

  /// What a site answers of the requests that arrive, capacity aside.
  func letIn(_ offered: Int64, site: Int) -> Int64 {
    let part = meetingTheLiving(offered, site: site)
    return plan.canBeImpaired && flow.isHealthy[site] ? passing(part, site: site) : part
  }

  /// Of the requests that arrive at a site those that nothing in front of it turns away and no dead node swallows.
  func meetingTheLiving(_ offered: Int64, site: Int) -> Int64 {
    guard !isCutOff(site) else { return 0 }
    var part = offered
    if flow.admits[site] < 1_000_000 { part = portion(part, Int64(flow.admits[site])) }
    guard flow.isHealthy[site] else {
      let isSlow = estate.lost[site] > 0 && estate.symptoms[site] == .slow
      return isSlow ? portion(part, plan.slowAnswers) : 0
    }
    var dead: Int32 = 0
    for ejection in course.ejections where Int(ejection.site) == site { dead += ejection.nodes }
    if dead > 0 {
      // What the dead swallow is rounded down: a fleet of twenty that loses one answers 95 %, and not a millionth less.
      part -= portion(part, Int64(dead), of: Int64(estate.available[site] + dead))
    }
    return part
  }
}
