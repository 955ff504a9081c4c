import EventKernel
import ServiceModel
import Stochastics

/// Clocks: failures strike and are repaired.
extension Replication {
  /// Sets every clock to its first failure.
  mutating func armClocks() {
    for index in plan.clocks.indices {
      let mode = plan.modes[Int(plan.clocks[index].mode)]
      let u = uniform(index, .lifetime, 0)
      let first = mode.startsInEquilibrium ? mode.lifetime.equilibriumResidual(at: u) : mode.lifetime.sample(at: u)
      clocks.set(index, to: .zero + Span(seconds: first))
    }
  }

  private func uniform(_ clock: Int, _ purpose: Purpose, _ ordinal: UInt32) -> Double {
    plan.clocks[clock].key.uniform(draw: ordinal, branch: branch, replication: number, purpose: purpose)
  }

  /// A clock fires: its component fails, or is repaired.
  mutating func fire(_ clock: Int) {
    if estate.components[clock].isDown {
      repair(clock)
      estate.components[clock].ordinal += 1
      let lifetime = plan.modes[Int(plan.clocks[clock].mode)].lifetime
      clocks.set(
        clock, to: now + Span(seconds: lifetime.sample(at: uniform(clock, .lifetime, estate.components[clock].ordinal)))
      )
    } else {
      branchForFailoverTime(clock)
      strike(clock)
    }
  }

  /// The component fails and its repair is scheduled.
  mutating func strike(_ clock: Int) {
    let ordinal = estate.components[clock].ordinal
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    trigger = Incident(clock: Int32(clock), ordinal: ordinal)
    estate.components[clock].isDown = true
    let isForEver = unrepaired == Int32(clock)
    clocks.set(
      clock, to: isForEver ? .never : now + Span(seconds: mode.lasts.sample(at: uniform(clock, .repair, ordinal))))
    if mode.scope == .node {
      setNode(clock, isDown: true)
    } else {
      estate.active.append(Estate.ActiveFailure(clock: Int32(clock), since: now))
      if mode.isLoss { meters.incidents[Int(plan.clocks[clock].mode)] += 1 }
      change(clock, by: 1, mode)
    }
  }

  private mutating func repair(_ clock: Int) {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    estate.components[clock].isDown = false
    if mode.scope == .node {
      setNode(clock, isDown: false)
    } else {
      estate.active.removeAll { $0.clock == Int32(clock) }
      change(clock, by: -1, mode)
    }
  }

  private mutating func setNode(_ clock: Int, isDown: Bool) {
    let site = Int(plan.clocks[clock].site)
    let slot = plan.clocks[clock].part
    let wasUp = estate.isUp(slot: slot, site: site, plan: plan)
    estate.nodeDown[estate.nodeBase[site] + Int(slot)] += isDown ? 1 : -1
    estate.nodesDown += isDown ? 1 : -1
    let isUp = estate.isUp(slot: slot, site: site, plan: plan)
    guard slot < course.fleets[site].size, wasUp != isUp else { return }
    estate.available[site] += isUp ? 1 : -1
    if !isUp {
      breakStreams(at: site, lost: 1, of: estate.available[site] + 1)
      startEjection(site: site, nodes: 1)
    }
  }

  /// Enters (`by` 1) or lifts (-1) what a failure larger than a node does.
  private mutating func change(_ clock: Int, by sign: Int32, _ mode: ModePlan) {
    let struck = plan.clocks[clock]
    switch mode.scope {
    case .node: break
    case .zone:
      for site in plan.sites(inRegionOf: Int(struck.site)) where struck.part < plan.sites[site].zones {
        changeZone(struck.part, of: site, by: sign)
      }
    case .region:
      for site in plan.sites(inRegionOf: Int(struck.site)) { changeSite(site, clock, by: sign, mode) }
    case .provider:
      for site in plan.sites.indices where plan.sites[site].provider == struck.part {
        changeSite(site, clock, by: sign, mode)
      }
    case .everywhere: changeReleased(clock, by: sign, mode)
    case .edge: estate.edgeLost += sign
    }
  }

  private mutating func changeZone(_ zone: Int32, of site: Int, by sign: Int32) {
    estate.zoneDown[estate.zoneBase[site] + Int(zone)] += sign
    let before = estate.available[site]
    estate.recount(site: site, size: course.fleets[site].size, plan: plan)
    guard estate.available[site] < before else { return }
    breakStreams(at: site, lost: before - estate.available[site], of: before)
    startEjection(site: site, nodes: before - estate.available[site])
  }

  private mutating func changeSite(_ site: Int, _ clock: Int, by sign: Int32, _ mode: ModePlan) {
    if mode.isLoss {
      if sign > 0 && estate.lost[site] == 0 {
        estate.symptoms[site] = mode.symptom(at: uniform(clock, .mode, estate.components[clock].ordinal))
      }
      estate.lost[site] += sign
      if estate.lost[site] == 1 && sign > 0 && estate.symptoms[site] != .slow {
        breakStreams(at: site, lost: estate.available[site], of: estate.available[site])
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

  private mutating func startEjection(site: Int, nodes: Int32) {
    guard plan.ejection > .zero else { return }
    course.ejections.append(Ejection(site: Int16(site), nodes: nodes, until: now + plan.ejection))
  }
}
