import ServiceModel
import ServingModel
import Stochastics

/// Turns a document into services: the base, each design's overlay, and what follows from both.
final class PlanDecoder {
  let context: ReadingContext
  private(set) var interpretations: [String] = []
  /// What is laid over every design, above its own overlay.
  let settings: SourceNode?
  /// The one design that is decoded; nil for all.
  private let only: String?

  init(_ context: ReadingContext, settings: SourceNode? = nil, only: String? = nil) {
    self.context = context
    self.settings = settings
    self.only = only
  }

  /// Whether the plan's sites could all be read. Where `sites` is misspelt or a site is written twice, the names that
  /// are then not found elsewhere are not wrong.
  var areNamesKnown: Bool {
    !context.document.diagnostics.hasErrors && context.document.root["sites"]?.entries?.isEmpty == false
  }

  /// The plan's own clock, of the design that is decoded.
  var clock = WallClock.even
  /// The plan's links, of the design that is decoded.
  var links: [Link] = []
  private var misfits: [Misfit] = []
  /// Longest prompts and answers over which the replica was fitted, where it says.
  var fittedTokens: (prompt: Double?, output: Double?) = (nil, nil)
  /// Where latency curves come from; nil where the plan leaves it open.
  var curveSource: CurveSource?
  var measurements = Measurements()
  var deadKeys: [DeadKey] = []
  /// The designs that the plan itself describes, once they have been decoded.
  private(set) var described: [Service] = []
  /// What is wrong with the plan without any design, once that has been asked for.
  var plainProblems: Set<Diagnostic>?

  /// Notes once how something that a plan leaves open was read.
  func interpret(_ sentence: String) {
    if !interpretations.contains(sentence) { interpretations.append(sentence) }
  }

  /// The designs by name, or all of them; the one without disaster recovery is always among them, first.
  ///
  /// All designs are decoded, whatever is asked for: a plan is right or wrong as a whole.
  func designs(_ names: [String]?) -> [Service] {
    let root = context.document.root
    context.recorder?.ask("designs", of: root, at: "", "keys")
    if hasTooManySites(root) { return [] }
    let base = SourceNode(
      .mapping((root.entries ?? []).filter { !["designs", "expect", "plan"].contains($0.key) }), at: root.position)
    let all = decoded(root["designs"], over: base)
    checkCurrencies(all)
    checkSameServices(all)
    // What fields say together is looked at only where each of them could be read.
    if !context.diagnostics.hasErrors {
      for (service, reader) in all {
        let overlay = root["designs"]?[service.design.name]
        blaming(service.design.name, overlay: overlay ?? SourceNode(.mapping([]), at: root.position), over: base) {
          check(service, reader)
        }
        findDeadKeys(service, reader)
      }
      reportMisfits()
      if only == nil && settings == nil { reportDeadKeys() }
      if !context.diagnostics.hasErrors {
        for (service, reader) in all { checkName(of: service.design, reader) }
      }
    }
    described = all.map(\.service)
    let wanted = names?.flatMap { chosen($0, from: described) } ?? described
    return wanted.isEmpty ? singleSite(of: described) : withSingleSite(wanted, of: described)
  }

  private func decoded(_ overlays: SourceNode?, over base: SourceNode) -> [(service: Service, reader: FieldReader)] {
    guard let overlays else { return [service(priced(base), design: nil)] }
    guard let entries = overlays.entries, !entries.isEmpty else {
      context.report(
        at: overlays.position, "'designs' must be names with what each site keeps",
        remedy: "Write 'single-site: {}' and 'hot-standby: { sites: { other: { keep: warm } } }' below it")
      return [service(priced(base), design: nil)]
    }
    return entries.filter { only == nil || $0.key == only }.map { entry in
      // An overlay is itself a piece of a plan; '{}' lays nothing over it.
      guard entry.value.entries != nil || entry.value.isEmpty else {
        context.report(
          at: entry.value.position, "design '\(entry.key)' must be a mapping of what differs from the plan",
          remedy: "Write '{}' where nothing differs")
        return service(priced(base), design: entry.key)
      }
      let overlay = entry.value.isEmpty ? SourceNode(.mapping([]), at: entry.value.position) : entry.value
      refuseTakingOut(overlay, design: entry.key)
      let known = withoutUnknownServices(withoutUnknownSites(overlay, base: base), base: base)
      let merged = priced(merge(base: base, overlay: known))
      return blaming(entry.key, overlay: overlay, over: base) { service(merged, design: entry.key) }
    }
  }

  /// A design's tree with the price list on top: what the list says holds in every design.
  func priced(_ root: SourceNode) -> SourceNode {
    let set = settings.map { merge(base: root, overlay: $0) } ?? root
    return context.prices?.laid(over: set) ?? set
  }

  /// On which a plan begins that does not say it.
  static let firstDay = CalendarDay(year: 2027, month: 1, day: 1)

  /// Decodes one merged tree.
  func service(_ root: SourceNode, design: String?) -> (service: Service, reader: FieldReader) {
    let reader = FieldReader(root, path: "", context: context)
    let name = reader.requiredText("service", example: "chat-api")
    context.currency = currency(reader)
    let begins = day(reader, "begins") ?? PlanDecoder.firstDay
    let horizon = reader.optional("horizon", .duration) ?? 8766 * 3600
    clock = planClock(reader, begins: begins, horizonSeconds: horizon)
    let shared = sharedFleet(reader, begins: begins, horizonSeconds: horizon)
    let replica = shared?.replica ?? replica(reader)
    let sites = sites(reader, replica: replica)
    let siteNames = areNamesKnown ? sites.map(\.name) : nil
    links = links(reader, sites: siteNames)
    let traffic =
      shared?.traffic ?? traffic(reader, begins: begins, horizonSeconds: horizon, sites: siteNames)
    var service = Service(
      name: name, design: Design(name: design ?? "plan", topology: .singleSite), begins: begins,
      horizonHours: horizon / 3600, objectives: objectives(reader), traffic: traffic, replica: replica, sites: sites,
      sizing: sizing(reader), acquisition: acquisition(reader),
      failures: failures(reader, sites: siteNames, begins: begins),
      detection: .takes(.constant(0)), decision: Decision(preCheck: .constant(0)),
      execution: Execution(move: TrafficMove(mechanism: .balancer)))
    service.links = links
    if reader.has("failover_config") {
      failoverConfig(reader, into: &service)
    } else {
      service.detection = detection(reader)
      service.decision = decision(reader)
      service.execution = execution(reader, sites: siteNames, dependencies: dependencyNames(reader))
    }
    service.failback = failback(reader)
    service.autoscaling = autoscaling(reader, replica: replica, sites: sites)
    service.protection = protection(reader)
    service.prices = prices(reader, begins: begins, horizonSeconds: horizon)
    service.prices.currency = context.currency
    service.tags = tags(reader)
    service.drills = drills(reader)
    (service.crews, service.spares) = (crews(reader), spares(reader))
    service.dependencies = dependencies(reader, sites: siteNames)
    service.failures +=
      rollOuts(reader, sites: siteNames, begins: begins) + riskyDrills(reader, sites: siteNames, begins: begins)
    service.failures += falseAlarms(reader, service) + drift(reader, begins: begins)
    service.failures += evacuations(reader, sites: siteNames, begins: begins)
    service.drills += evacuationLabour(reader, service)
    if let returns = FailureMode.failedReturns(service.failback) { service.failures.append(returns) }
    checkFailureNames(service.failures, reader)
    checkTriedFailures(service, reader)
    reader.finish { self.belongsToSite($0, reader) }
    serve(&service, reader)
    rent(&service)
    service.peaksByOrigin = peaksByOrigin(of: service)
    if isSizable(service, reader) { service.design.topology = topology(of: service) }
    return (service, reader)
  }

  /// Whether the fleets can be sized: what cannot be read stands at zero or one, and a slip in an exponent asks for more
  /// replicas than there are in the world.
  private func isSizable(_ service: Service, _ reader: FieldReader) -> Bool {
    guard !context.diagnostics.hasErrors else { return false }
    let throughput = service.sites.map(\.throughput).min() ?? 1
    let replicas = service.traffic.peakRPS / (service.replica.ratedRPS * throughput)
    if (1e-6...1e6).contains(replicas) { return true }
    context.report(
      at: reader.node["traffic"]?["peak"]?.position ?? reader.node.position,
      "the peak needs \(replicas > 1 ? "more than a million replicas" : "less than a millionth of a replica")",
      remedy: "Check 'peak', 'rated' and their units"
    )
    return false
  }

  /// What no single field can tell.
  func check(_ service: Service, _ reader: FieldReader) {
    if service.servingSites.isEmpty {
      reader.error("sites", "no site serves", remedy: "Give one site 'keep: serving'")
    }
    if service.horizonHours < 24 || service.horizonHours > Horizon.yearHours * 30 {
      reader.error("horizon", "the horizon must be between a day and thirty years", remedy: "Write '1y'")
      return
    }
    if service.hasUnjudgedObjectives {
      reader.warning(
        "horizon", "objectives in a share of years are not judged: the horizon holds no whole year",
        remedy: "Write '1y', or judge by months with 'monthly-availability'")
    }
    checkBudget(service, reader)
    checkNodes(service, reader)
    checkStandbyFloors(service, reader)
    checkCeilings(service, reader)
    checkRented(service, reader)
    checkFailures(service, reader)
    checkSiteLoss(service, reader)
    checkRoutes(service, reader)
    checkServices(service, reader)
    checkBaseline(service, reader)
    checkSpot(service, reader)
    checkFollowing(service, reader)
    checkProtection(service, reader)
    checkState(service, reader)
    checkLinks(service, reader)
    for site in service.sites where site.keep.runsNodes { checkSize(of: site, in: service, reader) }
    for site in service.sites {
      checkCommitment(of: site, in: service, reader)
      checkOwned(of: site, in: service, reader)
      checkLent(of: site, in: service, reader)
    }
    for site in service.sites where site.reserved > 0 { checkReservation(of: site, in: service, reader) }
  }

  /// A design with the name of a topology that it is not would mislead every reader of a table.
  private func checkName(of design: Design, _ reader: FieldReader) {
    guard let named = Topology(rawValue: design.name), named != design.topology else { return }
    let position = context.document.root["designs"]?.entries?.first { $0.key == design.name }?.keyPosition
    let article = design.topology.rawValue.hasPrefix("a") ? "an" : "a"
    context.report(
      named == .singleSite ? .error : .warning, at: position ?? reader.node.position,
      "design '\(design.name)' is \(article) \(design.topology.rawValue) by what its sites keep",
      remedy: "Give it another name")
  }

  private func checkNodes(_ service: Service, _ reader: FieldReader) {
    let needed = service.replica.gpus
    for site in service.sites where service.replicasPerNode(at: site) > 1000 {
      context.report(
        at: place(of: site, "node", reader),
        "a node of '\(site.name)' holds \(service.replicasPerNode(at: site)) replicas, and 1000 are the most",
        remedy: "Check 'gpus' of the node and of the replica")
    }
    let tooSmall = service.sites.filter { $0.node.gpus < needed }
    let remedy = "Replicas across nodes are not modelled: choose a larger node"
    if tooSmall.count == service.sites.count, let largest = service.sites.map(\.node.gpus).max() {
      context.report(
        at: reader.node["replica"]?["gpus"]?.position ?? reader.node.position,
        "a replica needs \(needed) GPUs and the largest node has \(largest)", remedy: remedy)
      return
    }
    for site in tooSmall {
      context.report(
        at: place(of: site, "node", reader),
        "a replica needs \(needed) GPUs and a node of '\(site.name)' has \(site.node.gpus)",
        remedy: remedy)
    }
  }

  /// A site that cannot hold what designs ask of it; designs with the same trouble are named together.
  private struct Misfit {
    let position: SourcePosition
    let site: String
    let limit: String
    let remedy: String
    var demands: [String]
  }

  func misfit(at position: SourcePosition, _ site: Site, _ demand: String, limit: String, remedy: String) {
    if let index = misfits.firstIndex(where: { $0.position == position && $0.site == site.name && $0.limit == limit }) {
      misfits[index].demands.append(demand)
    } else {
      misfits.append(Misfit(position: position, site: site.name, limit: limit, remedy: remedy, demands: [demand]))
    }
  }

  private func reportMisfits() {
    for misfit in misfits {
      let demands = misfit.demands.joined(separator: ", ")
      context.report(
        at: misfit.position, "site '\(misfit.site)' must hold \(demands), \(misfit.limit)", remedy: misfit.remedy)
    }
  }

  private func checkSize(of site: Site, in service: Service, _ reader: FieldReader) {
    let wanted = service.standingNodes(at: site)
    let demand = "\(wanted) nodes in design '\(service.design.name)'"
    if let quota = site.quotaNodes, wanted > quota {
      misfit(
        at: place(of: site, "quota", reader), site, demand, limit: "its quota is \(quota)",
        remedy: "Raise 'quota' or let the design keep less there")
    }
    if wanted < site.minimumNodes {
      misfit(
        at: place(of: site, "minimum", reader), site, demand, limit: "it needs \(site.minimumNodes) to serve",
        remedy: "Let the design keep more there, or 'keep: data'")
    }
  }

  /// Where a site's `key` is written, or the site.
  func place(of site: Site, _ key: String, _ reader: FieldReader) -> SourcePosition {
    let node = reader.node["sites"]?[site.name]
    return node?[key]?.position ?? node?.position ?? reader.node.position
  }
}
