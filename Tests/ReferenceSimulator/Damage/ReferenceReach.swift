import Foundation
import ServiceModel
import Stochastics

/// What failures do to sites and nodes: functions of a list of failures, so that the same can be asked of a part of it.
extension ReferenceRun {
  /// Whether a mode takes nodes of a site, be it all of them, and not the site.
  func strikesNodes(_ mode: FailureMode) -> Bool { mode.isLoss && (mode.scope.strikesNodes || mode.target.isPartial) }

  /// Whether a failure strikes this site, or something in it.
  func reaches(_ failure: Failure, _ site: Int) -> Bool {
    let clock = clocks[failure.incident.clock]
    let mode = service.failures[clock.mode]
    switch mode.scope {
    case .gpu, .process, .node, .rack, .dependency: return clock.site == site
    case .zone: return isInRegion(site, of: clock.site) && clock.part < sites[site].zones
    case .region: return isInRegion(site, of: clock.site)
    case .provider: return sites[site].site.provider == sites[clock.part].site.provider
    case .everywhere: return failure.containedAt == nil || failure.containedAt == site
    case .edge: return true
    case .procedure: return clock.site == site
    case .area:
      guard let law = mode.target.radiusKilometres else { return clock.site == site }
      let radius = law.sample(at: luck(failure.incident.clock, .victim, failure.incident.ordinal &* 65_536 &+ 65_535))
      return isInRegion(site, of: clock.site) || isWithin(radius, site, of: clock.site)
    case .link: preconditionFailure("not written again: \(mode.scope)")
    }
  }

  /// Great-circle distance by the spherical law of cosines, on a sphere of 6371 km.
  private func isWithin(_ kilometres: Double, _ site: Int, of centre: Int) -> Bool {
    guard let here = sites[site].site.place, let there = sites[centre].site.place else { return false }
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    let cosine =
      sin(radians(here.latitude)) * sin(radians(there.latitude))
      + cos(radians(here.latitude)) * cos(radians(there.latitude)) * cos(radians(here.longitude - there.longitude))
    return 6371 * acos(min(1, cosine)) <= kilometres
  }

  private func isInRegion(_ site: Int, of other: Int) -> Bool { sites[site].site.region == sites[other].site.region }

  /// Whether one of the failures has taken the whole site away.
  func isLost(_ site: Int, by failures: [Failure]) -> Bool {
    isStopped(site)
      || failures.contains { failure in
        let mode = mode(of: failure)
        return mode.isLoss && !strikesNodes(mode) && mode.scope != .edge && mode.scope != .dependency
          && reaches(failure, site)
      }
  }

  /// Whether what stands in front of all sites is gone.
  func edgeIsLost(by failures: [Failure]) -> Bool {
    failures.contains { mode(of: $0).isLoss && mode(of: $0).scope == .edge }
  }

  private func blocked(by failure: Failure) -> [BlockedAction] {
    if case .blocks(let actions) = mode(of: failure).effect { actions } else { [] }
  }

  /// Whether an action is blocked at a site.
  func isBlocked(_ action: BlockedAction, at site: Int) -> Bool {
    let isBlockedByFailure = failures.contains { failure in
      let blocks = impairment(of: failure)?.blocks ?? blocked(by: failure)
      return blocks.contains(action) && reaches(failure, site)
    }
    return isBlockedByFailure || missed(at: site, under: failures).contains { $0.blocks.contains(action) }
  }

  /// Whether a slot lies in what a failure reaches at a site and is a victim of it.
  func includes(_ failure: Failure, slot: Int, at site: Int) -> Bool {
    let clock = clocks[failure.incident.clock]
    let mode = service.failures[clock.mode]
    let zones = sites[site].zones
    // Slots are spread over zones in turn, and those of a zone fill its racks in turn.
    let (zone, numberInZone) = (slot % zones, slot / zones)
    switch mode.scope {
    case .gpu: guard slot == clock.part / sites[site].site.node.gpus else { return false }
    case .process: guard slot == clock.part / sites[site].units else { return false }
    case .node: guard slot == clock.part else { return false }
    case .rack:
      guard zone + zones * (numberInZone / (sites[site].site.nodesPerRack ?? 1)) == clock.part else { return false }
    case .zone: guard zone == clock.part else { return false }
    default: break
    }
    if let nodes = mode.target.nodes { return (mode.scope == .zone ? numberInZone : slot) < nodes }
    guard mode.target.share < 1 else { return true }
    return clock.key.uniform(
      draw: failure.incident.ordinal &* 65_536 &+ UInt32(slot), branch: UInt32(site) << 16, replication: replication,
      purpose: .victim) < mode.target.share
  }

  /// Units in rotation that are up at a site, each by its number.
  func unitsUp(at site: Int, under failures: [Failure]) -> [Int] {
    let units = sites[site].units
    let here = failures.filter { strikesNodes(mode(of: $0)) && reaches($0, site) }
    return (0..<(fleets[site].size * units)).filter { unit in !here.contains { includes($0, unit: unit, at: site) } }
  }

  /// Whether a unit of capacity of a site, by its number, is a victim of a failure.
  func includes(_ failure: Failure, unit number: Int, at site: Int) -> Bool {
    let (clock, units) = (clocks[failure.incident.clock], sites[site].units)
    guard includes(failure, slot: number / units, at: site) else { return false }
    switch mode(of: failure).scope {
    case .gpu: return units == 1 || clock.part % sites[site].site.node.gpus / sites[site].gpusPerUnit == number % units
    case .process: return units == 1 || clock.part % units == number % units
    default: return true
    }
  }

  /// Whether a site answers what arrives: nothing has taken it away and enough of its nodes are up.
  func isHealthy(_ site: Int, under failures: [Failure]) -> Bool {
    !isLost(site, by: failures) && unitsUp(at: site, under: failures).count >= sites[site].minimumUnits
  }

  func isHealthy(_ site: Int) -> Bool { isHealthy(site, under: failures) }

  /// Since when a region or more has been out; nil where none is.
  var rushSince: Int64? {
    failures.first { mode(of: $0).isLoss && [.region, .provider, .area].contains(mode(of: $0).scope) }?.since
  }

  /// Demand that is answered with these failures and the present routing, in requests a second.
  func answered(under failures: [Failure], at time: Int64? = nil, isWhole: Bool = true) -> Double {
    let routed = routing(under: failures, at: time, isWhole: isWhole)
    return sites.indices.reduce(0) { $0 + serve(routed[$1], at: $1, under: failures).answered }
  }

  /// Demand for which capacity is short at sites that answer, in requests a second.
  func shed(at time: Int64, isWhole: Bool) -> Double {
    let routed = routing(at: time, isWhole: isWhole)
    return sites.indices.reduce(0) { sum, site in
      let served = serve(routed[site], at: site, under: failures)
      return sum + (isHealthy(site) ? served.arrived - served.answered : 0)
    }
  }

  /// Requests a second of each class that fail because a second site cannot be reached.
  func withheld(at time: Int64, isWhole: Bool) -> [Double] {
    let routed = routing(at: time, isWhole: isWhole)
    return sites.indices.reduce([Double](repeating: 0, count: service.traffic.classes.count)) { sum, site in
      let all = serve(routed[site], at: site, under: failures).arrived / (1 - withheldShare(at: site, under: failures))
      let parts = withheld(at: site, under: failures)
      return isHealthy(site)
        ? service.traffic.classes.indices.map { sum[$0] + all * service.traffic.classes[$0].share * parts[$0] } : sum
    }
  }

  /// Whether a site that answers lacks the capacity for what it lets in.
  func isShort(_ site: Int) -> Bool {
    let served = serve(routing()[site], at: site, under: failures)
    return isHealthy(site) && served.arrived > served.answered * (1 + 1e-9)
  }

  private func serve(
    _ routed: (share: Double, admitted: Double), at site: Int, under failures: [Failure]
  ) -> (arrived: Double, answered: Double) {
    let up = unitsUp(at: site, under: failures)
    let left = left(of: site, up: up, under: failures)
    let capacity = left.units * sites[site].unitRate * (degradedAnswer(of: site)?.capacity ?? 1)
    var arrived = edgeIsLost(by: failures) ? 0 : demand.rate(at: now) * routed.admitted / 1e6
    if isHealthy(site, under: failures) {
      // The dead swallow what is sent to them.
      let dead = unnoticed.count { $0.site == site && !up.contains($0.slot * sites[site].units + $0.unit) }
      arrived *= up.isEmpty ? 0 : Double(up.count) / Double(up.count + dead) * left.success
      // What fails earlier takes no capacity.
      arrived *= 1 - withheldShare(at: site, under: failures)
    } else {
      let isSlow = isLost(site, by: failures) && symptoms[site] == .slow
      arrived *= isSlow ? service.detection.probes?.slowAnswers ?? 0 : 0
    }
    return (arrived, min(arrived, capacity))
  }
}
