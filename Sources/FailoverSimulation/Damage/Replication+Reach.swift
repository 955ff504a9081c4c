import Control
import EventKernel
import ServiceModel
import Stochastics

/// What a failure reaches: nodes of sites, whole sites, or what sites depend on.
extension Replication {
  /// Whether a failure of a part of a site or more strikes this site or something in it.
  func reaches(_ clock: Int, site: Int, _ mode: ModePlan) -> Bool {
    let struck = plan.clocks[clock]
    switch mode.scope {
    case .gpu, .process, .node, .rack, .procedure: return Int(struck.site) == site
    case .zone:
      return plan.sites[Int(struck.site)].region == plan.sites[site].region && struck.part < plan.sites[site].zones
    case .region: return plan.sites[Int(struck.site)].region == plan.sites[site].region
    case .provider: return plan.sites[site].provider == struck.part
    case .area:
      guard let law = mode.target.radiusKilometres else { return Int(struck.site) == site }
      let radius = law.sample(at: uniform(clock, .victim, estate.components[clock].ordinal &* 65_536 &+ 65_535))
      return plan.distances[Int(struck.site) * plan.sites.count + site] <= radius
    case .everywhere:
      let contained = Int(estate.components[clock].containedAt)
      return contained < 0 || contained == site
    case .edge: return true
    case .dependency, .link: return false
    }
  }

  /// Whether a slot of a site lies in what a failure reaches, and is a victim of it.
  func strikes(_ clock: Int, slot: Int32, site: Int, _ mode: ModePlan) -> Bool {
    guard contains(clock, slot: slot, site: site, mode) else { return false }
    let sitePlan = plan.sites[site]
    if let nodes = mode.target.nodes, rank(of: slot, site: site, in: clock, mode) >= nodes { return false }
    if let work = mode.target.rollOut { return slot < work.counts(of: Int(sitePlan.standing)).unavailable }
    return isVictim(slot, site: site, of: clock, mode)
  }

  /// Whether a slot of a site lies in the place that a clock stands for.
  private func contains(_ clock: Int, slot: Int32, site: Int, _ mode: ModePlan) -> Bool {
    let part = plan.clocks[clock].part
    let sitePlan = plan.sites[site]
    switch mode.scope {
    case .gpu: return slot == part / sitePlan.gpusPerNode
    case .process: return slot == part / sitePlan.units
    case .node: return slot == part
    case .rack:
      let zone = slot % sitePlan.zones
      return zone + sitePlan.zones * (slot / sitePlan.zones / sitePlan.nodesPerRack) == part
    case .zone: return slot % sitePlan.zones == part
    case .region, .provider, .area, .everywhere, .edge, .dependency, .link, .procedure: return true
    }
  }

  /// The coin of one slot, or of one component of a site: whether a failure that spares some strikes it.
  private func isVictim(_ part: Int32, site: Int, of clock: Int, _ mode: ModePlan) -> Bool {
    guard mode.target.share < 1 else { return true }
    let coin = plan.clocks[clock].key.uniform(
      draw: estate.components[clock].ordinal &* 65_536 &+ UInt32(part), branch: branch &+ UInt32(site) << 16,
      replication: number, purpose: .victim)
    return coin < mode.target.share
  }

  /// Whether a unit of capacity in a slot is a victim of a failure.
  func strikes(_ clock: Int, unit: Int32, slot: Int32, site: Int, _ mode: ModePlan) -> Bool {
    guard strikes(clock, slot: slot, site: site, mode) else { return false }
    switch mode.scope {
    case .gpu: return self.unit(ofGPU: plan.clocks[clock].part, at: site) == unit
    case .process: return plan.clocks[clock].part % plan.sites[site].units == unit
    case .node, .rack, .zone, .region, .provider, .area, .everywhere, .edge, .dependency, .link, .procedure: return true
    }
  }

  /// The unit of its node that runs on a GPU; the number of units where none does.
  func unit(ofGPU part: Int32, at site: Int) -> Int32 {
    min(plan.sites[site].units, part % plan.sites[site].gpusPerNode / plan.sites[site].gpusPerUnit)
  }

  /// How many nodes of a failure's scope come before a slot: sites in the plan's order, each with what runs there in
  /// normal operation, and then what sites have beyond that.
  private func rank(of slot: Int32, site: Int, in clock: Int, _ mode: ModePlan) -> Int32 {
    let zones = plan.sites[site].zones
    if mode.scope == .rack { return slot / zones % plan.sites[site].nodesPerRack }
    let isZone = mode.scope == .zone
    var before: Int32 = 0
    for other in plan.sites.indices where other < site || other > site && slot >= plan.sites[site].standing {
      guard reaches(clock, site: other, mode) else { continue }
      let (nodes, apart) = (plan.sites[other].standing, plan.sites[other].zones)
      before += isZone ? (max(0, nodes - plan.clocks[clock].part) + apart - 1) / apart : nodes
    }
    return before + (isZone ? slot / zones : slot)
  }

  /// Takes nodes away (`by` 1) or gives them back.
  mutating func changeNodes(_ clock: Int, by sign: Int32, _ mode: ModePlan) {
    let struck = plan.clocks[clock]
    switch mode.scope {
    case .gpu:
      changeUnit(
        struck.part / plan.sites[Int(struck.site)].gpusPerNode, unit(ofGPU: struck.part, at: Int(struck.site)), clock,
        by: sign, mode)
    case .process:
      let units = plan.sites[Int(struck.site)].units
      changeUnit(struck.part / units, struck.part % units, clock, by: sign, mode)
    case .node: changeNode(struck.part, clock, by: sign, mode)
    case .rack, .zone, .region, .provider, .area, .everywhere, .edge, .dependency, .link, .procedure:
      for site in plan.sites.indices where reaches(clock, site: site, mode) {
        if mode.scope == .zone && !mode.target.isPartial {
          estate.lose(zone: Int(struck.part), of: site, by: sign)
        } else {
          for slot in 0..<plan.sites[site].maximumNodes where strikes(clock, slot: slot, site: site, mode) {
            estate.lose(slot: slot, of: site, by: sign)
          }
        }
        let before = estate.available[site]
        estate.recount(site: site, size: course.fleets[site].size, plan: plan)
        if let work = mode.target.rollOut {
          // They run and are paid for; that they serve is why fewer nodes are out.
          course.fleets.surge(sign * Int32(work.counts(of: Int(plan.sites[site].standing)).surge), at: site)
        }
        if !mode.target.isAnnounced { notice(site: site, before: before, by: clock) }
      }
    }
  }

  private mutating func changeNode(_ slot: Int32, _ clock: Int, by sign: Int32, _ mode: ModePlan) {
    let site = Int(plan.clocks[clock].site)
    let before = estate.units(slot: slot, site: site, plan: plan)
    estate.lose(slot: slot, of: site, by: sign)
    changeSlot(slot, site: site, before: before, by: mode.target.isAnnounced ? nil : clock)
  }

  private mutating func changeUnit(_ slot: Int32, _ unit: Int32, _ clock: Int, by sign: Int32, _ mode: ModePlan) {
    let site = Int(plan.clocks[clock].site)
    let units = plan.sites[site].units
    let before = estate.units(slot: slot, site: site, plan: plan)
    if units == 1 {
      estate.lose(slot: slot, of: site, by: sign)
    } else if unit < units {
      // GPUs that no replica uses are missed by nobody.
      estate.lose(unit: slot * units + unit, of: site, by: sign)
    }
    changeSlot(slot, site: site, before: before, by: mode.target.isAnnounced ? nil : clock)
  }

  /// - Parameter clock: The failure, where it comes without notice.
  private mutating func changeSlot(_ slot: Int32, site: Int, before: Int32, by clock: Int?) {
    let after = estate.units(slot: slot, site: site, plan: plan)
    guard slot < course.fleets[site].size, before != after else { return }
    let all = estate.available[site]
    estate.add(after - before, at: site)
    if let clock { notice(site: site, before: all, by: clock) }
  }

  /// Answers break off and requests still go to what is gone, until the balancer has noticed. Where no request goes,
  /// nobody is hurt, and before any comes the balancer has noticed.
  private mutating func notice(site: Int, before: Int32, by clock: Int) {
    let lost = before - estate.available[site]
    if lost < 0 && !course.ejections.isEmpty { answerAgain(-lost, site: site, clock: clock) }
    guard lost > 0, flow.shares[site] > 0 else { return }
    breakStreams(at: site, lost: lost, of: before, by: clock)
    guard plan.ejection > .zero else { return }
    course.ejections.append(
      Ejection(site: Int16(site), clock: Int32(clock), nodes: lost, until: now + plan.ejection))
  }

  /// What is mended before the balancer has noticed answers what is still sent to it.
  private mutating func answerAgain(_ units: Int32, site: Int, clock: Int) {
    for index in course.ejections.indices
    where Int(course.ejections[index].site) == site && Int(course.ejections[index].clock) == clock {
      course.ejections[index].nodes -= min(units, course.ejections[index].nodes)
    }
    course.ejections.removeAll { $0.nodes == 0 }
  }

  /// A common cause: what it reaches fails now, as if each part's own clock had fired. Parts that are down stay so.
  mutating func strikeTogether(_ clock: Int, _ mode: ModePlan) {
    guard let other = plan.modes.firstIndex(where: { $0.name == mode.triggers }) else { return }
    for member in plan.clocksOfMode[other] where strikes(clock, member: member, plan.modes[other], mode) {
      strike(member, staysDown: clock == Int(unrepaired))
    }
  }

  /// Whether a common cause makes a component fail that is up now. Each has a coin of its own.
  func strikes(_ clock: Int, member: Int, _ other: ModePlan, _ mode: ModePlan) -> Bool {
    let struck = plan.clocks[member]
    guard !estate.components[member].isDown else { return false }
    // A provider is named by the first of its sites.
    let site = Int(other.scope == .provider ? struck.part : Int32(struck.site))
    guard site >= 0, reaches(clock, site: site, mode) else { return false }
    return contains(clock, slot: slot(of: member, other), site: site, mode)
      && isVictim(other.scope.strikesNodes ? struck.part : 0, site: site, of: clock, mode)
  }

  /// The slot of a node, the node in which something smaller is, or the first slot of what is larger.
  func slot(of clock: Int, _ mode: ModePlan) -> Int32 {
    let struck = plan.clocks[clock]
    switch mode.scope {
    case .gpu: return struck.part / plan.sites[Int(struck.site)].gpusPerNode
    case .process: return struck.part / plan.sites[Int(struck.site)].units
    case .node, .zone: return struck.part
    case .rack:
      let site = plan.sites[Int(struck.site)]
      return struck.part % site.zones + site.zones * (struck.part / site.zones * site.nodesPerRack)
    case .region, .provider, .area, .everywhere, .edge, .dependency, .link, .procedure: return 0
    }
  }

  /// How long a site had been cut off from another when it was lost, in seconds: what it had not sent by then.
  func cutOff(_ site: Int, from target: Int, at fault: SimTime) -> Double {
    guard target < 0 else { return estate.cutOff(site, from: target, at: fault) }
    guard !estate.cut.isEmpty else { return 0 }
    return plan.sites.indices.reduce(0) { longest, other in
      survives(other, insteadOf: site, as: target) ? max(longest, estate.cutOff(site, from: other, at: fault)) : longest
    }
  }
}
