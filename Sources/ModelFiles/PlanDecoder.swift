import ServiceModel
import Stochastics

/// Turns a document into services: the base, each design's overlay, and what follows from both.
final class PlanDecoder {
  let context: ReadingContext
  private(set) var interpretations: [String] = []

  init(_ context: ReadingContext) { self.context = context }

  /// Notes once how something that a plan leaves open was read.
  func interpret(_ sentence: String) {
    if !interpretations.contains(sentence) { interpretations.append(sentence) }
  }

  /// The designs by name, or all of them; the one without disaster recovery is always among them, first.
  func designs(_ names: [String]?) -> [Service] {
    let root = context.document.root
    let base = SourceNode(
      .mapping((root.entries ?? []).filter { $0.key != "designs" && $0.key != "expect" }), at: root.position)
    let overlays = root["designs"]
    guard let overlays, overlays.entries != nil else {
      if let overlays { context.report(at: overlays.position, "'designs' must be names with what each site keeps") }
      return withSingleSite([service(priced(base), design: nil)])
    }
    let all = (overlays.entries ?? []).map { entry -> Service in
      // An overlay is itself a piece of a plan; '{}' lays nothing over it.
      guard entry.value.entries != nil || entry.value.isEmpty else {
        context.report(
          at: entry.value.position, "design '\(entry.key)' must be a mapping of what differs from the plan")
        return service(priced(base), design: entry.key)
      }
      return service(
        priced(entry.value.isEmpty ? base : merge(base: base, overlay: entry.value)), design: entry.key)
    }
    guard let names else { return withSingleSite(all) }
    // The plan's own design without disaster recovery is the zero, whoever is compared with it.
    let zero = all.filter { $0.design.topology == .singleSite }.prefix(1)
    return withSingleSite(
      names.flatMap { name in
        let chosen = all.filter { $0.design.name == name || $0.design.topology.rawValue == PlanDecoder.fullName(name) }
        if chosen.isEmpty {
          let known = all.map(\.design.name)
          let remedy = nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
          context.report(
            at: overlays.position, "the plan has no design '\(name)'",
            remedy: remedy ?? "It has: \(known.joined(separator: ", "))")
        }
        return chosen
      } + zero)
  }

  /// A design's tree with the price list on top: what the list says holds in every design.
  private func priced(_ root: SourceNode) -> SourceNode {
    context.prices.map { merge(base: root, overlay: $0.document.root) } ?? root
  }

  /// The field's short names.
  static func fullName(_ name: String) -> String {
    [
      "cold": "backup-and-restore", "pilot": "pilot-light", "warm": "warm-standby", "hot": "hot-standby",
      "single": "single-site",
    ][
      name] ?? name
  }

  /// Puts the design without disaster recovery first, and makes one where the plan has none: it is the zero.
  private func withSingleSite(_ services: [Service]) -> [Service] {
    var unique: [Service] = []
    for service in services where !unique.contains(where: { $0.design.name == service.design.name }) {
      unique.append(service)
    }
    if let index = unique.firstIndex(where: { $0.design.topology == .singleSite }) {
      unique.insert(unique.remove(at: index), at: 0)
    } else if var single = unique.first, let main = single.sites.firstIndex(where: { $0.keep == .serving }) {
      for i in single.sites.indices where i != main { single.sites[i].keep = .nothing }
      single.sites[main].weight = 1
      single.design = Design(name: Topology.singleSite.rawValue, topology: .singleSite)
      single.prices.labour?.persons = 0
      single.drills = []
      unique.insert(single, at: 0)
    }
    return unique
  }

  /// Decodes one merged tree.
  private func service(_ root: SourceNode, design: String?) -> Service {
    let reader = FieldReader(root, path: "", context: context)
    let name = reader.requiredText("service", example: "chat-api")
    let begins = day(reader, "begins") ?? CalendarDay(year: 2027, month: 1, day: 1)
    let horizon = reader.optional("horizon", .duration) ?? 8766 * 3600
    let replica = replica(reader)
    let sites = sites(reader, replica: replica)
    let siteNames = sites.map(\.name)
    let traffic = traffic(reader)
    var service = Service(
      name: name, design: Design(name: design ?? "plan", topology: .singleSite), begins: begins,
      horizonHours: horizon / 3600, objectives: objectives(reader), traffic: traffic, replica: replica, sites: sites,
      sizing: sizing(reader), acquisition: acquisition(reader), failures: failures(reader, sites: siteNames),
      detection: .takes(.constant(0)), decision: Decision(preCheck: .constant(0)),
      execution: Execution(move: TrafficMove(mechanism: .balancer)))
    if reader.has("failover_config") {
      failoverConfig(reader, into: &service)
    } else {
      service.detection = detection(reader)
      service.decision = decision(reader)
      service.execution = execution(reader, sites: siteNames)
    }
    service.failback = failback(reader)
    service.autoscaling = autoscaling(reader, replica: replica)
    service.prices = prices(reader)
    service.drills = drills(reader)
    service.design.topology = topology(of: service)
    check(service, reader)
    reader.finish()
    return service
  }

  private func day(_ reader: FieldReader, _ key: String) -> CalendarDay? {
    guard let text = reader.text(key) else { return nil }
    guard let day = CalendarDay(text) else {
      reader.error(key, "expected a date at '\(key)', found '\(text)'", remedy: "Write it as 2027-01-31")
      return nil
    }
    return day
  }

  private func topology(of service: Service) -> Topology {
    if service.servingSites.count > 1 { return .activeActive }
    let others = service.sites.filter { $0.keep != .serving }
    guard let best = others.max(by: { $0.keep < $1.keep }), best.keep > .nothing else { return .singleSite }
    switch best.keep {
    case .backups: return .backupAndRestore
    case .data: return .pilotLight
    default:
      return service.standingNodes(at: best) >= service.failoverNodes(at: best) ? .hotStandby : .warmStandby
    }
  }

  /// What no single field can tell.
  private func check(_ service: Service, _ reader: FieldReader) {
    if service.servingSites.isEmpty {
      reader.error("sites", "no site serves", remedy: "Give one site 'keep: serving'")
    }
    if service.horizonHours < 24 || service.horizonHours > 8766 * 30 {
      reader.error("horizon", "the horizon must be between a day and thirty years")
    }
    let perNode = service.sites.filter { $0.node.gpus > 0 && $0.node.gpus < service.replica.gpus }
    for site in perNode {
      reader.error(
        "sites", "a replica needs \(service.replica.gpus) GPUs and a node of '\(site.name)' has \(site.node.gpus)",
        remedy: "Replicas across nodes are not modelled: choose a larger node")
    }
    for site in service.sites where site.keep.runsNodes && !context.diagnostics.hasErrors {
      let wanted = service.standingNodes(at: site)
      if let quota = site.quotaNodes, wanted > quota {
        reader.error(
          "sites",
          "site '\(site.name)' must hold \(wanted) nodes in design '\(service.design.name)', its quota is \(quota)",
          remedy: "Raise 'quota' or let the design keep less there")
      }
      if wanted < site.minimumNodes {
        reader.error(
          "sites",
          "site '\(site.name)' holds \(wanted) nodes, fewer than the \(site.minimumNodes) that it needs to serve")
      }
    }
  }
}
