import ServiceModel

/// Which designs of a plan are asked for.
extension PlanDecoder {
  /// The designs that a name stands for: its own, or all of the topology with that short name.
  func chosen(_ name: String, from all: [Service]) -> [Service] {
    if let own = all.first(where: { $0.design.name == name }) { return [own] }
    let chosen = all.filter { $0.design.topology.rawValue == PlanDecoder.fullName(name) }
    if chosen.isEmpty {
      let known = all.map(\.design.name)
      let meant = nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
      let position = context.document.root["designs"]?.position ?? context.document.root.position
      context.report(
        at: position, "the plan has no design '\(name)'",
        remedy: meant ?? "It has: \(known.joined(separator: ", "))")
    }
    return chosen
  }

  /// Puts the design without disaster recovery first, and makes one where the plan has none: it is the zero.
  func withSingleSite(_ services: [Service], of all: [Service]) -> [Service] {
    var unique: [Service] = []
    for service in services where !unique.contains(where: { $0.design.name == service.design.name }) {
      unique.append(service)
    }
    if let index = unique.firstIndex(where: { $0.design.topology == .singleSite }) {
      unique.insert(unique.remove(at: index), at: 0)
    } else if let single = all.first(where: { $0.design.topology == .singleSite }), !unique.isEmpty {
      unique.insert(single, at: 0)
    } else if var single = unique.first, let main = single.sites.firstIndex(where: { $0.keep == .serving }) {
      for i in single.sites.indices where i != main { single.sites[i].keep = .nothing }
      single.sites[main].weight = 1
      single.design = Design(name: Topology.singleSite.rawValue, topology: .singleSite)
      single.prices.labour?.persons = 0
      // Nobody rehearses a failover that cannot be.
      for i in single.failures.indices
      where single.drills.contains(where: { single.failures[i].name == "drill \($0.name)" }) {
        single.failures[i].sites = []
      }
      single.drills = []
      unique.insert(single, at: 0)
    }
    return unique
  }

  /// A reservation is a node that is sure to be there: what the quota would cut off it is no reservation.
  func checkReservation(of site: Site, in service: Service, _ reader: FieldReader) {
    guard let quota = site.quotaNodes, service.standingNodes(at: site) <= quota else { return }
    var uncut = site
    uncut.quotaNodes = nil
    let held = service.standingNodes(at: site) + service.reservedNodes(at: uncut)
    guard held > quota else { return }
    misfit(
      at: place(of: site, "quota", reader), site,
      "\(held) nodes with its reservation in design '\(service.design.name)'", limit: "its quota is \(quota)",
      remedy: "Raise 'quota' or let the design keep less there")
  }
}
