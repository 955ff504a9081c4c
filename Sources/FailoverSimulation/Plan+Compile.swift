import ServiceModel
import Stochastics
import EventKernel

extension Plan {
  /// Compiles a service.
  ///
  /// - Parameter disabled: Names of failure modes whose clocks are left out: the same luck without that cause.
  /// - Throws: `StreamCollision` where two components' names hash alike.
  public convenience init(_ service: Service, seed: UInt64, disabled: Set<String> = []) throws {
    let sites = service.compiledSites()
    let modes = ContiguousArray(service.failures.map(ModePlan.init))
    var registry = StreamRegistry(seed: seed)
    var clocks = ContiguousArray<ClockPlan>()
    for (index, mode) in service.failures.enumerated() {
      for component in service.components(of: mode, sites: sites) {
        let key = try registry.key(for: "failures/\(mode.name)/\(component.name)")
        guard !disabled.contains(mode.name) else { continue }
        clocks.append(ClockPlan(mode: Int16(index), site: component.site, part: component.part, key: key))
      }
    }
    let restores = service.execution.steps.count
    var steps = ContiguousArray(
      service.execution.steps.map { step in
        // Data must be there before anything is done with it: every step waits for the restoration, where there is one.
        StepPlan(step, after: bits(step.after) | 1 << UInt32(restores))
      })
    steps.append(
      StepPlan(
        takes: service.execution.restoreData, limit: nil, after: 0, needsAcquire: false, needsChange: false,
        onlyFromBackups: true))
    let scalingKeys = try service.sites.map { try registry.key(for: "scaling/\($0.name)") }
    self.init(
      service: service, seed: seed, sites: sites, modes: modes, clocks: clocks, steps: steps,
      move: MovePlan(service.execution.move, sites: service.sites), scalingKeys: ContiguousArray(scalingKeys))
  }
}

private func bits(_ indices: [Int]) -> UInt32 { indices.reduce(0) { $0 | 1 << UInt32($1) } }

extension StepPlan {
  fileprivate init(_ step: FailoverStep, after: UInt32) {
    self.init(
      takes: step.takes, limit: step.limitSeconds.map { Span(seconds: $0) }, after: after,
      needsAcquire: step.needs.contains(.acquire), needsChange: step.needs.contains(.trafficChange),
      onlyFromBackups: false)
  }
}

extension MovePlan {
  fileprivate init(_ move: TrafficMove, sites: [Site]) {
    let isDNS = move.mechanism == .dns
    self.init(
      takes: move.takes, ttl: Span(seconds: isDNS ? move.ttlSeconds : 0),
      ignoring: isDNS ? Int32((move.ignoringTTL * 1e6).rounded()) : 0, ignoringFor: Span(seconds: move.ignoringSeconds),
      after: bits(move.after), afterCapacity: move.afterCapacity, needsChange: move.needs.contains(.trafficChange),
      controlledBy: Int16(sites.firstIndex { $0.name == move.controlledBy } ?? -1))
  }
}

extension ModePlan {
  fileprivate init(_ mode: FailureMode) {
    var symptoms: [SymptomShare] = []
    var containment: Containment?
    var blocked: [BlockedAction] = []
    switch mode.effect {
    case .loss(let shares, let contained):
      symptoms = shares
      containment = contained
    case .blocks(let actions): blocked = actions
    }
    let total = symptoms.reduce(0) { $0 + $1.share }
    func share(_ symptom: Symptom) -> Double {
      total == 0
        ? (symptom == .refused ? 1 : 0) : symptoms.filter { $0.symptom == symptom }.reduce(0) { $0 + $1.share } / total
    }
    let refused = share(.refused)
    self.init(
      name: mode.name, scope: mode.scope, lifetime: mode.lifetime, lasts: mode.lasts,
      startsInEquilibrium: mode.startsInEquilibrium, isLoss: blocked.isEmpty,
      blocksAcquire: blocked.contains(.acquire), blocksChange: blocked.contains(.trafficChange),
      containment: containment, refusedUpTo: refused, silentUpTo: refused + share(.silent))
  }
}

extension Service {
  fileprivate func compiledSites() -> ContiguousArray<SitePlan> {
    let totalWeight = servingSites.reduce(0) { $0 + $1.weight }
    var left: Int32 = 1_000_000
    let lastServing = sites.lastIndex { $0.keep == .serving }
    let providers = sites.map(\.provider)
    let regions = sites.map(\.region)
    return ContiguousArray(
      sites.enumerated().map { index, site in
        let running = standingNodes(at: site)
        let isReady = site.keep >= .warm
        let failover = failoverNodes(at: site)
        var home: Int32 = 0
        if site.keep == .serving {
          // The last serving site takes the remainder, so that the shares sum to a million exactly.
          home = index == lastServing ? left : Int32((site.weight / totalWeight * 1e6).rounded())
          left -= home
        }
        let ceiling = autoscaling?.at(site.name).maximumNodes ?? 0
        let most = max(failover, running, site.keep == .serving ? ceiling : 0)
        return SitePlan(
          name: site.name, keep: site.keep, standing: Int32(isReady ? running : 0), cold: Int32(isReady ? 0 : running),
          failoverNodes: Int32(failover), reserved: Int32(reservedNodes(at: site)),
          maximumNodes: Int32(min(most, site.quotaNodes ?? most)), home: home,
          nodeRate: Int64((ratedRPS(ofNodeAt: site) * 1e6).rounded()),
          minimumNodes: Int32(site.minimumNodes), zones: Int32(site.zones),
          provider: Int32(providers.firstIndex(of: site.provider)!),
          region: Int32(regions.firstIndex(of: site.region)!),
          fetchPerNode: Span(
            seconds: (replica.start.imageBytes + replica.start.weightsBytes) / site.fetchBytesPerSecond),
          opensAt: max(
            Int32(site.minimumNodes), Int32((Double(failover) * execution.opensAt - 1e-9).rounded(.up)), 1))
      })
  }

  fileprivate typealias Component = (name: String, site: Int16, part: Int32)

  /// The components of a failure mode, each with a name that does not change when others are added.
  fileprivate func components(of mode: FailureMode, sites plans: ContiguousArray<SitePlan>) -> [Component] {
    // A site that this design does not use still fails, but nobody could tell: its clocks are left out.
    let struck = sites.indices.filter { index in
      sites[index].keep > .nothing && mode.sites?.contains(sites[index].name) ?? true
    }
    switch mode.scope {
    case .node:
      return struck.flatMap { site in
        (0..<plans[site].maximumNodes).map { ("\(sites[site].name)/node/\($0)", Int16(site), $0) }
      }
    case .zone:
      return regions(struck, plans).flatMap { site in
        let zones = struck.filter { plans[$0].region == plans[site].region }.map { plans[$0].zones }.max() ?? 1
        return (0..<zones).map { ("\(sites[site].name)/zone/\($0)", Int16(site), $0) }
      }
    case .region:
      return regions(struck, plans).map { ("\(sites[$0].name)", Int16($0), 0) }
    case .provider:
      var seen: [Int32] = []
      for site in struck where !seen.contains(plans[site].provider) { seen.append(plans[site].provider) }
      return seen.map { ("provider/\(sites[Int($0)].provider)", -1, $0) }
    case .everywhere, .edge:
      return [("all", -1, 0)]
    }
  }

  /// The first site of each region; it gives the region's clocks their name.
  private func regions(_ struck: [Int], _ plans: ContiguousArray<SitePlan>) -> [Int] {
    struck.filter { site in struck.first { plans[$0].region == plans[site].region } == site }
  }
}
