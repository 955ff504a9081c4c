import ServiceModel

/// The components that failure modes strike.
extension Service {
  typealias Component = (name: String, site: Int16, part: Int32)

  /// Units of capacity in which a node is counted: one, or its replicas where something smaller than a node can fail.
  func unitsPerNode(at site: Site) -> Int {
    failures.contains { $0.scope == .gpu || $0.scope == .process } ? replicasPerNode(at: site) : 1
  }

  func indices(ofDependencies names: [String]) -> [Int] {
    names.compactMap { name in dependencies.firstIndex { $0.name == name } }
  }

  /// The components of a failure mode, each with a name that does not change when others are added.
  func components(of mode: FailureMode, sites plans: ContiguousArray<SitePlan>) -> [Component] {
    // Where no failover could go anywhere nobody acts on an alarm, or moves traffic on purpose.
    if !mode.isFailure, plans.count(where: { $0.keep > .nothing }) < 2 { return [] }
    if mode.evacuation != nil {
      return plans.indices.filter { plans[$0].home > 0 && mode.sites?.contains(plans[$0].name) ?? true }.map {
        ("\(plans[$0].name)/evacuation", Int16($0), 0)
      }
    }
    let all = allComponents(of: mode, sites: plans)
    guard let chosen = mode.target.components else { return all }
    return all.filter { chosen.contains(Int($0.part)) }
  }

  private func allComponents(of mode: FailureMode, sites plans: ContiguousArray<SitePlan>) -> [Component] {
    // A site that this design does not use still fails, but nobody could tell unless it hosts what others call: its
    // clocks are left out.
    let hosts = dependencies.flatMap(\.hosts)
    let struck = sites.indices.filter { index in
      let site = sites[index]
      return (site.keep > .nothing || hosts.contains(site.name)) && mode.sites?.contains(site.name) ?? true
    }
    func parts(_ word: String, _ count: (Int) -> Int32) -> [Component] {
      struck.flatMap { site in
        (0..<count(site)).map { ("\(sites[site].name)/\(word)/\($0)", Int16(site), $0) }
      }
    }
    switch mode.scope {
    case .gpu: return parts("gpu") { plans[$0].maximumNodes * plans[$0].gpusPerNode }
    case .process: return parts("process") { plans[$0].maximumNodes * plans[$0].units }
    case .node:
      guard mode.target.onlySpot else { return parts("node") { plans[$0].maximumNodes } }
      return struck.flatMap { site -> [Component] in
        let first = max(0, plans[site].standing - Int32(spotNodes(at: sites[site])))
        return (first..<plans[site].standing).map { ("\(sites[site].name)/node/\($0)", Int16(site), $0) }
      }
    case .rack:
      return parts("rack") { site in
        let plan = plans[site]
        let inZone = (plan.maximumNodes + plan.zones - 1) / plan.zones
        return plan.zones * ((inZone + plan.nodesPerRack - 1) / plan.nodesPerRack)
      }
    case .zone:
      return regions(struck, plans).flatMap { site in
        let zones = struck.filter { plans[$0].region == plans[site].region }.map { plans[$0].zones }.max() ?? 1
        return (0..<zones).map { ("\(sites[site].name)/zone/\($0)", Int16(site), $0) }
      }
    case .region, .area:
      return regions(struck, plans).map { ("\(sites[$0].name)", Int16($0), 0) }
    case .provider:
      var seen: [Int32] = []
      for site in struck where !seen.contains(plans[site].provider) { seen.append(plans[site].provider) }
      return seen.map { ("provider/\(sites[Int($0)].provider)", -1, $0) }
    case .everywhere, .edge:
      return [("all", -1, 0)]
    case .dependency: return instances(of: mode, struck)
    case .link:
      let ends = mode.target.between.compactMap { name in sites.firstIndex { $0.name == name } }
      guard ends.count == 2, ends.allSatisfy({ sites[$0].keep > .nothing || hosts.contains(sites[$0].name) }) else {
        return []
      }
      return [("\(mode.target.between[0])/link/\(mode.target.between[1])", Int16(ends[0]), Int32(ends[1]))]
    case .procedure:
      return struck.filter { sites[$0].keep > .nothing && sites[$0].keep < .serving }.map {
        ("\(sites[$0].name)/procedure", Int16($0), 0)
      }
    }
  }

  private func instances(of mode: FailureMode, _ struck: [Int]) -> [Component] {
    guard let index = dependencies.firstIndex(where: { $0.name == mode.target.dependency }) else { return [] }
    let hosts = dependencies[index].hosts
    let places = struck.filter { hosts.isEmpty ? sites[$0].keep > .nothing : hosts.contains(sites[$0].name) }
    return places.map { ("\(sites[$0].name)/dependency/\(dependencies[index].name)", Int16($0), Int32(index)) }
  }

  /// The first site of each region; it gives the region's clocks their name.
  private func regions(_ struck: [Int], _ plans: ContiguousArray<SitePlan>) -> [Int] {
    struck.filter { site in struck.first { plans[$0].region == plans[site].region } == site }
  }
}

extension Site {
  /// Kilometres to another site; 0 within a region, infinite where a place is not known.
  func kilometres(to other: Site) -> Double {
    if region == other.region { return 0 }
    guard let place, let there = other.place else { return .infinity }
    return place.kilometres(to: there)
  }
}
