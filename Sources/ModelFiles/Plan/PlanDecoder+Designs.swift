import ServiceModel

/// Which designs of a plan are asked for.
extension PlanDecoder {
  /// The designs that a name stands for: its own, or all of the topology with that short name.
  func chosen(_ name: String, from all: [Service]) -> [Service] {
    let chosen = DesignName.find(name, in: all)
    if chosen.isEmpty && !DesignName.isSingle(name) {
      let position = context.document.root["designs"]?.position ?? context.document.root.position
      context.report(
        at: position, "the plan has no design '\(name)'", remedy: DesignName.remedy(for: name, among: all))
    }
    return chosen
  }

  /// The design without disaster recovery alone, made from the first where the plan describes none.
  func singleSite(of all: [Service]) -> [Service] { Array(withSingleSite(all, of: all).prefix(1)) }

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
      // Where not every site may serve everybody, one site of each jurisdiction.
      let kept = single.originRoutes?.firstSites() ?? [main]
      for i in single.sites.indices where !kept.contains(i) { single.sites[i].keep = .nothing }
      if kept.count == 1 { single.sites[main].weight = 1 }
      single.peaksByOrigin = peaksByOrigin(of: single)
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

  func topology(of service: Service) -> Topology {
    if service.servingSites.count > 1 { return .activeActive }
    let others = service.sites.filter { $0.keep != .serving }
    guard let best = others.max(by: { $0.keep < $1.keep }), best.keep > .nothing else { return .singleSite }
    if others.allSatisfy({ $0.keep == .nothing || $0.rented != nil }) { return .rentedStandby }
    switch best.keep {
    case .backups: return .backupAndRestore
    case .data: return .pilotLight
    case .nothing, .booted, .loaded, .warm, .serving:
      return service.standingNodes(at: best) >= service.failoverNodes(at: best) ? .hotStandby : .warmStandby
    }
  }
}

// MARK: What a design may lay over its plan

extension PlanDecoder {
  /// All designs meet the same failures at the same sites: a design takes none of them out.
  func refuseTakingOut(_ overlay: SourceNode, design: String) {
    let remedies = [
      "sites": "Write 'keep: nothing' there", "failures": "Leave it out of all designs with 'nines compare --without'",
      "dependencies": "Write what does without it under 'without'",
      "services": "Write a plan of its own without it",
    ]
    for (block, remedy) in remedies.sorted(by: { $0.key < $1.key }) {
      for entry in overlay[block]?.entries ?? [] where entry.value.isTakenOut {
        context.report(
          at: entry.keyPosition, "design '\(design)' cannot take '\(block).\(entry.key)' out: all designs share it",
          remedy: remedy)
      }
    }
    for entry in overlay.entries ?? [] where entry.key == "services" && entry.value.isTakenOut {
      context.report(
        at: entry.keyPosition, "design '\(design)' cannot take 'services' out: all designs share it",
        remedy: remedies["services"])
    }
  }

  /// A service that only a design names is a slip, or a comparison of two demands.
  func withoutUnknownServices(_ overlay: SourceNode, base: SourceNode) -> SourceNode {
    guard let known = base["services"]?.entries?.map(\.key), let services = overlay["services"],
      let entries = services.entries
    else { return overlay }
    for service in entries where !known.contains(service.key) && !service.value.isTakenOut {
      context.report(
        at: service.keyPosition, "the plan has no service '\(service.key)', and all designs have the same services",
        remedy: FieldReader.suggestion(for: service.key, among: known))
    }
    return replacing(
      "services", by: without(entries.map(\.key).filter { !known.contains($0) }, services), in: overlay)
  }

  /// Designs that bring services of their own must bring the same ones, in the same order.
  func checkSameServices(_ all: [(service: Service, reader: FieldReader)]) {
    guard !context.diagnostics.hasErrors, let first = all.first else { return }
    func names(_ reader: FieldReader) -> [String] { reader.node["services"]?.entries?.map(\.key) ?? [] }
    func words(_ names: [String]) -> String {
      names.isEmpty ? "no 'services'" : "the services " + names.map { "'\($0)'" }.joined(separator: ", ")
    }
    let shared = names(first.reader)
    for (service, reader) in all.dropFirst() where names(reader) != shared {
      let entry = context.document.root["designs"]?.entries?.first { $0.key == service.design.name }
      context.report(
        at: entry?.keyPosition ?? context.document.root.position,
        "design '\(service.design.name)' has \(words(names(reader))) and '\(first.service.design.name)' has "
          + "\(words(shared)): all designs have the same services, in the same order",
        remedy: "Write 'services' once, beside 'designs'")
    }
  }

  /// A design says what the plan's sites keep; a site that only it names is a slip.
  func withoutUnknownSites(_ overlay: SourceNode, base: SourceNode) -> SourceNode {
    guard let sites = overlay["sites"] else { return overlay }
    let known = base["sites"]?.entries?.map(\.key) ?? []
    guard let entries = sites.entries, areNamesKnown else {
      if sites.entries == nil {
        context.report(
          at: sites.position, "expected sites of the plan, found \(sites.shortDescription)",
          remedy: "Write '{ \(known.last ?? "other"): { keep: warm } }'")
      }
      return without(["sites"], overlay)
    }
    for site in entries where !known.contains(site.key) {
      context.report(
        at: site.keyPosition, "the plan has no site '\(site.key)'",
        remedy: FieldReader.suggestion(for: site.key, among: known))
    }
    let kept = without(entries.map(\.key).filter { !known.contains($0) }, sites)
    return replacing("sites", by: kept, in: overlay)
  }

  private func replacing(_ key: String, by value: SourceNode, in overlay: SourceNode) -> SourceNode {
    SourceNode(
      .mapping(
        (overlay.entries ?? []).map {
          $0.key == key ? SourceNode.Entry(key: key, keyPosition: $0.keyPosition, value: value) : $0
        }), at: overlay.position)
  }

  private func without(_ keys: [String], _ mapping: SourceNode) -> SourceNode {
    SourceNode(.mapping((mapping.entries ?? []).filter { !keys.contains($0.key) }), at: mapping.position)
  }
}
