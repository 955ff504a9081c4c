import QueueingTheory
import ServiceModel
import Stochastics

extension FailureMode {
  /// Up and down in turn, in seconds.
  var renewal: AlternatingRenewal { AlternatingRenewal(meanUp: lifetime.mean, meanDown: lasts.mean) }

  func checkMeans() throws(TwinRefusal) {
    try require(lifetime.mean.isFinite && lasts.mean.isFinite, "'\(name)' has a law without a mean")
  }
}

extension Service {
  /// A component's ups and downs, whether its own clock takes it or a cause that it shares.
  func renewal(of mode: FailureMode) -> AlternatingRenewal {
    AlternatingRenewal(meanUp: meanLifetime(of: mode), meanDown: mode.lasts.mean)
  }

  var used: [Site] { sites.filter { $0.keep > .nothing } }
  var horizonSeconds: Double { horizonHours * 3600 }

  /// The share of demand that must be answered, in requests a second.
  var leastAnswered: Double { (1 - objectives.outageTolerance) * traffic.peakRPS * (1 - 1e-9) }

  /// The sites in use that a clock of a mode strikes, one list a clock; for scopes of a site and more.
  func sitesStruck(by mode: FailureMode) -> [[Int]] {
    let used = used
    let chosen = used.indices.filter { mode.sites?.contains(used[$0].name) ?? true }
    func groups(_ key: (Site) -> String) -> [[Int]] {
      var seen: [String] = []
      for index in chosen where !seen.contains(key(used[index])) { seen.append(key(used[index])) }
      return seen.map { name in used.indices.filter { key(used[$0]) == name } }
    }
    return switch mode.scope {
    case .region: groups(\.region)
    case .provider: groups(\.provider)
    case .everywhere, .edge: [Array(used.indices)]
    case .gpu, .process, .node, .rack, .zone, .area, .dependency, .link, .procedure: []
    }
  }

  /// Whether traffic leaves a lost site, and returns to it, in no time.
  func checkInstantMoves() throws(TwinRefusal) {
    guard used.count > 1 else { return }
    try require(originRoutes == nil, "users are routed by their origin")
    try require(
      detection == .takes(.constant(0)) && decision == Decision(preCheck: .constant(0)) && execution.steps.isEmpty
        && execution.move.mechanism == .balancer && execution.move.takes == .constant(0)
        && execution.move.needs.isEmpty && execution.canary?.gates != true,
      "traffic takes time to leave a lost site")
    try require(
      failback.rejoinSeconds == 0 && failback.holdDownSeconds == 0, "a site that is well again waits for its share")
  }
}

/// Independent parts in a product form.
struct PartsTwin: Sendable {
  let form: IndependentSites
  /// The only part there is, of a single site; then also its laws are known.
  let only: FailureMode?
  private let summary: String

  init(_ service: Service) throws(TwinRefusal) {
    try service.checkInstantMoves()
    let used = service.used
    var sites: [IndependentSites.Site] = []
    for site in used {
      let count = service.standingNodes(at: site)
      // Slot s lies in zone s mod zones.
      let zones = (0..<site.zones).map { zone in
        IndependentSites.Zone(nodes: (count - zone + site.zones - 1) / site.zones)
      }
      sites.append(IndependentSites.Site(zones: zones, nodesNeeded: max(1, site.minimumNodes)))
    }
    var shared: [IndependentSites.Shared] = []
    for mode in service.failures {
      try mode.checkMeans()
      try require(mode.repairs.allSatisfy { !$0.waits }, "'\(mode.name)' waits for a crew or a part")
      switch mode.scope {
      case .node, .zone:
        try require(
          mode.scope == .zone || service.detection.probes == nil,
          "a site's balancer sends requests to dead nodes until its probes notice")
        for index in used.indices where mode.sites?.contains(used[index].name) ?? true {
          try require(
            mode.scope == .node || !used.indices.contains { $0 != index && used[$0].region == used[index].region },
            "two sites share the zones of a region")
          for zone in sites[index].zones.indices {
            if mode.scope == .node { sites[index].zones[zone].nodeCauses.append(mode.renewal) }
            if mode.scope == .zone { sites[index].zones[zone].causes.append(mode.renewal) }
          }
        }
      case .region, .provider, .everywhere, .edge:
        for struck in service.sitesStruck(by: mode) {
          if struck.count == 1 {
            sites[struck[0]].causes.append(mode.renewal)
          } else {
            shared.append(.init(mode.renewal, sites: struck))
          }
        }
      case .gpu, .process, .rack, .area, .dependency, .link, .procedure:
        throw TwinRefusal("'\(mode.name)' strikes a \(mode.scope.rawValue), for which there is no formula here")
      }
    }
    try require(used.count <= 10 && shared.count <= 10, "there are more than ten sites or shared causes")
    let needed = try PartsTwin.nodesNeeded(service)
    for index in sites.indices { sites[index].nodesNeeded = needed[index] }
    form = IndependentSites(sites, shared: shared) { PartsTwin.carries(service, $0, nodes: needed) }
    only =
      used.count == 1 && service.failures.count == 1 && service.failures[0].scope == .region
      ? service.failures[0] : nil
    let nodes = used.enumerated().map { "\($1.name) \(needed[$0]) of \(service.standingNodes(at: $1)) nodes" }
    summary =
      "product form: " + nodes.joined(separator: ", ")
      + (shared.isEmpty ? "" : "; \(shared.count) shared \(shared.count == 1 ? "cause" : "causes")")
  }

  /// The nodes that make a site capable.
  ///
  /// Where several sites share the demand, what a site carries with some nodes down must not matter: with the least nodes
  /// that it opens with and with all of them the same sets of sites must do.
  private static func nodesNeeded(_ service: Service) throws(TwinRefusal) -> [Int] {
    let used = service.used
    if used.count == 1 {
      let enough = Int((service.leastAnswered / service.ratedRPS(ofNodeAt: used[0])).rounded(.up))
      let needed = max(1, used[0].minimumNodes, enough)
      try require(needed <= service.standingNodes(at: used[0]), "the site cannot carry the demand with all its nodes")
      return [needed]
    }
    let least = used.map { max(1, $0.minimumNodes) }
    let all = used.map { service.standingNodes(at: $0) }
    for set in 1..<(1 << used.count) {
      let capable = used.indices.filter { set >> $0 & 1 == 1 }
      try require(
        carries(service, capable, nodes: least) == carries(service, capable, nodes: all),
        "how much \(capable.map { used[$0].name }.joined(separator: ", ")) carry depends on how many nodes are up")
    }
    return least
  }

  private static func carries(_ service: Service, _ capable: [Int], nodes: [Int]) -> Bool {
    let used = service.used
    let weight = capable.reduce(0) { $0 + used[$1].weight }
    guard weight > 0 else { return false }
    let answered = capable.reduce(0) { sum, index in
      sum
        + min(
          used[index].weight / weight * service.traffic.peakRPS,
          Double(nodes[index]) * service.ratedRPS(ofNodeAt: used[index]))
    }
    return answered >= service.leastAnswered
  }

  func value(of figure: KnownFigure, in service: Service) throws(TwinRefusal) -> TwinValue {
    switch figure {
    case .unavailability: return TwinValue(form.unavailability, .exact, summary, neglects: TwinValue.longRun)
    case .outages:
      try require(
        form.sites.count == 1, "traffic that moves at once opens an outage of no length, which the simulation counts")
      return TwinValue(
        form.failureFrequency * service.horizonSeconds, .exact, summary + ", frequency by importance",
        neglects: TwinValue.longRun)
    case .downtime:
      if let only, let law = IntervalDowntime(of: only, service.horizonSeconds), case .exponential = law.repair {
        return TwinValue(law.meanDowntimeIfExponential, .exact, "two states over the horizon")
      }
      return TwinValue(
        form.unavailability * service.horizonSeconds, .exact, summary, neglects: TwinValue.longRun)
    case .horizonsWithin(let seconds):
      guard let only else {
        throw TwinRefusal("several parts fail, and the law of their downtime together is not known")
      }
      guard let law = IntervalDowntime(of: only, service.horizonSeconds) else {
        throw TwinRefusal("Takacs' sum needs exponential lives and exponential, gamma or constant repairs")
      }
      return TwinValue(law.cdf(seconds), .exact, "Takacs' interval availability")
    case .recovery(let statistic):
      guard let only else { throw TwinRefusal("several parts fail, and outages may overlap") }
      return TwinValue(statistic.of(only.lasts), .exact, "the law of '\(only.name)'")
    case .outagesWithin(let seconds):
      guard let only else { throw TwinRefusal("several parts fail, and outages may overlap") }
      return TwinValue(only.lasts.cdf(seconds), .exact, "the law of '\(only.name)'")
    case .requestsLostPerIncident, .dataLoss:
      throw TwinRefusal("no failover to a standby is needed")
    }
  }
}

extension IntervalDowntime {
  /// The downtime of one part with exponential lives; nil where Takacs' sum has no closed terms.
  init?(of mode: FailureMode, _ horizonSeconds: Double) {
    guard case .exponential(let mean) = mode.lifetime else { return nil }
    let repair: RepairLaw
    switch mode.lasts {
    case .exponential(let mean): repair = .exponential(mean: mean)
    case .gamma(let shape, let scale): repair = .gamma(shape: shape, scale: scale)
    case .constant(let length) where length > 0: repair = .deterministic(length)
    case .constant, .uniform, .triangular, .pert, .weibull, .lognormal, .pareto, .mixture, .shifted, .truncated,
      .empirical:
      return nil
    }
    self.init(failureRate: 1 / mean, repair: repair, period: horizonSeconds)
  }
}

extension KnownFigure.Statistic {
  func of(_ law: Distribution) -> Double {
    switch self {
    case .mean: law.mean
    case .quantile(let p): law.quantile(p)
    }
  }
}
