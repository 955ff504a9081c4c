import EventKernel
import ServiceModel
import Stochastics

/// Clocks: failures strike and are repaired.
extension Replication {
  /// Sets every clock to its first failure.
  mutating func armClocks() {
    for index in plan.clocks.indices {
      let mode = plan.modes[Int(plan.clocks[index].mode)]
      if let dates = mode.dates {
        setNextDate(index, dates, from: 0)
      } else {
        let u = uniform(index, .lifetime, 0)
        let life = mode.startsInEquilibrium ? mode.lifetime.equilibriumResidual(at: u) : mode.lifetime.sample(at: u)
        clocks.set(index, to: .zero + Span(seconds: mode.rots == nil ? life : firstRot(index, mode, life: life)))
      }
    }
  }

  func uniform(_ clock: Int, _ purpose: Purpose, _ ordinal: UInt32) -> Double {
    plan.clocks[clock].key.uniform(draw: ordinal, branch: branch, replication: number, purpose: purpose)
  }

  /// A clock fires: its component fails, or is repaired.
  mutating func fire(_ clock: Int) {
    if !segments.isEmpty && !estate.components[clock].isDown && takesApart(clock) { return }
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    if estate.components[clock].isDown {
      let since = mode.corrupts ? estate.active.first { $0.clock == Int32(clock) }?.since : nil
      repair(clock)
      if let since { restoreCleanCopy(clock, struckAt: since, mode) }
      setNextStrike(clock, mode)
    } else if !strikesAtThisDemand(clock, mode) {
      setNextStrike(clock, mode)
    } else if let seenThrough = mode.seenThrough {
      raiseFalseAlarm(clock, mode, seenThrough: seenThrough)
      setNextStrike(clock, mode)
    } else if mode.evacuation != nil {
      planEvacuation(clock)
      setNextStrike(clock, mode)
    } else if mode.triggers != nil {
      branchForFailoverTime(clock)
      strikeTogether(clock, mode)
      setNextStrike(clock, mode)
    } else {
      branchForFailoverTime(clock)
      strike(clock)
    }
  }

  /// The component fails and its repair is scheduled.
  ///
  /// - Parameter staysDown: Whether nobody mends it, as in a branch that asks for the failover alone.
  mutating func strike(_ clock: Int, staysDown: Bool = false) {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    trigger = Incident(clock: Int32(clock), ordinal: estate.components[clock].ordinal)
    estate.components[clock].isDown = true
    scheduleRepair(clock, mode, staysDown: staysDown || clock == Int(unrepaired))
    estate.begin(clock, at: now, isSmallLoss: mode.isSmallLoss)
    if mode.isIncident && !mode.isSmallLoss && now < plan.horizon {
      meters.incidents[Int(plan.clocks[clock].mode)] += 1
    }
    change(clock, by: 1, mode)
  }

  private mutating func repair(_ clock: Int) {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    estate.components[clock].isDown = false
    releaseCrew(of: clock)
    estate.end(clock)
    change(clock, by: -1, mode)
  }

  /// Enters (`by` 1) or lifts (-1) what a failure does.
  mutating func change(_ clock: Int, by sign: Int32, _ mode: ModePlan) {
    let struck = plan.clocks[clock]
    if mode.impairs != nil { estate.impairing += sign }
    if mode.strikesNodes {
      changeNodes(clock, by: sign, mode)
      return
    }
    switch mode.scope {
    case .gpu, .process, .node, .rack, .zone, .procedure: break
    case .region, .provider, .area:
      for site in plan.sites.indices where reaches(clock, site: site, mode) {
        changeSite(site, clock, by: sign, mode)
      }
    case .everywhere: changeReleased(clock, by: sign, mode)
    case .edge:
      if mode.isLoss { estate.edgeLost += sign }
      for site in plan.sites.indices where !mode.isLoss { changeSite(site, clock, by: sign, mode) }
    case .dependency:
      if mode.isLoss { estate.dependencyDown[Int(struck.part) * plan.sites.count + Int(struck.site)] += sign }
    case .link: if mode.isLoss { changeCut(Int(struck.site), Int(struck.part), by: sign) }
    }
  }

  private mutating func changeSite(_ site: Int, _ clock: Int, by sign: Int32, _ mode: ModePlan) {
    if mode.isLoss {
      if sign > 0 && estate.lost[site] == 0 {
        estate.symptoms[site] = mode.symptom(at: uniform(clock, .mode, estate.components[clock].ordinal))
      }
      estate.lost[site] += sign
      if estate.lost[site] == 1 && sign > 0 && estate.symptoms[site] != .slow {
        breakStreams(at: site, lost: estate.available[site], of: estate.available[site], by: clock)
      }
    }
    if mode.blocksAcquire { estate.acquireBlocked[site] += sign }
    if mode.blocksChange { estate.changeBlocked[site] += sign }
  }

  /// A release strikes every site that runs it, unless a staged roll-out finds it in its first wave: then it stays on
  /// the first wave's site. With one running site there is no wave to contain it.
  private mutating func changeReleased(_ clock: Int, by sign: Int32, _ mode: ModePlan) {
    if sign > 0 {
      var contained: Int16 = -1
      if let containment = mode.containment, plan.sites.filter({ $0.keep.runsNodes }).count > 1 {
        let found =
          flow.shares[plan.firstWave] > 0 ? containment.foundInFirstWave : containment.foundWithoutTraffic
        if uniform(clock, .state, estate.components[clock].ordinal) < found { contained = Int16(plan.firstWave) }
      }
      estate.components[clock].containedAt = contained
    }
    let contained = Int(estate.components[clock].containedAt)
    for site in plan.sites.indices where contained < 0 || contained == site {
      changeSite(site, clock, by: sign, mode)
    }
  }
}
