import Control
import ServiceModel
import Stochastics
import EventKernel

extension Plan {
  /// Compiles a service.
  ///
  /// - Parameter disabled: Names of failure modes whose clocks are left out: the same luck without that cause.
  /// - Throws: `StreamCollision` where two components' names hash alike; `NumericalError` where its curves of demand have
  ///   no solution.
  public convenience init(_ service: Service, seed: UInt64, disabled: Set<String> = []) throws {
    var service = service
    if disabled.contains(FailureMode.failedReturnName) { service.failback.fails = 0 }
    let sites = try service.compiledSites()
    let modes = ContiguousArray(
      service.failures.map { mode in
        ModePlan(
          mode, crews: service.crews, spares: service.spares,
          isStruckByOthers: service.failures.contains { $0.strikes(mode) })
      })
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
        // Data must be there before anything is done with it: every step, and the change of traffic, waits for the
        // restoration, where there is one.
        StepPlan(
          step, after: bits(step.after) | 1 << UInt32(restores),
          dependencies: service.indices(ofDependencies: step.dependencies))
      })
    steps.append(
      StepPlan(
        takes: service.execution.restoreData, limit: nil, after: 0, needsAcquire: false, needsChange: false,
        dependencies: [], onlyFromBackups: true))
    let scalingKeys = try service.sites.map { try registry.key(for: "scaling/\($0.name)") }
    self.init(
      service: service, seed: seed, sites: sites, modes: modes, clocks: clocks, steps: steps,
      move: MovePlan(
        service.execution.move, after: bits(service.execution.move.after) | 1 << UInt32(restores), sites: service.sites,
        dependencies: service.indices(ofDependencies: service.execution.move.dependencies)),
      scalingKeys: ContiguousArray(scalingKeys),
      origins: service.traffic.tellsOriginsApart || service.originRoutes != nil
        ? try OriginPlan(service, home: sites.map(\.home)) : nil,
      alarms: AlarmLaw(
        service.detection, modes: service.failures.map(\.name),
        requests: service.detection.readsRequests ? try service.requestsByHour() : []))
  }
}

extension FailureMode {
  /// Whether a strike of it makes components of another mode fail: a common cause, or the restore that spoilt data need.
  fileprivate func strikes(_ other: FailureMode) -> Bool {
    effect == .strikes(other.name) || effect == .corrupts && other.name == restoreName
  }
}

private func bits(_ indices: [Int]) -> UInt32 { indices.reduce(0) { $0 | 1 << UInt32($1) } }

extension StepPlan {
  fileprivate init(_ step: FailoverStep, after: UInt32, dependencies: [Int]) {
    self.init(
      takes: step.takes, limit: step.limitSeconds.map { Span(seconds: $0) }, after: after,
      needsAcquire: step.needs.contains(.acquire), needsChange: step.needs.contains(.trafficChange),
      dependencies: dependencies, onlyFromBackups: false)
  }
}

extension MovePlan {
  fileprivate init(_ move: TrafficMove, after: UInt32, sites: [Site], dependencies: [Int]) {
    let (caches, converges) = (move.mechanism.hasTimeToLive, move.mechanism == .anycast)
    self.init(
      takes: move.takes, syncSeconds: move.mechanism == .externalDNS ? move.syncSeconds : 0,
      ttl: Span(seconds: caches ? move.ttlSeconds : 0),
      ignoring: converges ? 1_000_000 : caches ? Int32((move.ignoringTTL * 1e6).rounded()) : 0,
      stay: StayLaw(converges ? move.converges : move.ignoringFor), checks: move.checks,
      after: after, afterCapacity: move.afterCapacity, needsChange: move.needs.contains(.trafficChange),
      dependencies: dependencies, controlledBy: Int16(sites.firstIndex { $0.name == move.controlledBy } ?? -1))
  }
}

extension Service {
  fileprivate func compiledSites() throws -> ContiguousArray<SitePlan> {
    let totalWeight = servingSites.reduce(0) { $0 + $1.weight }
    var left: Int32 = 1_000_000
    let lastServing = sites.lastIndex { $0.keep == .serving }
    let providers = sites.map(\.provider)
    let regions = sites.map(\.region)
    return ContiguousArray(
      try sites.enumerated().map { index, site in
        let lent = lentNodes(at: site)
        let running = standingNodes(at: site) - lent
        let isReady = site.keep >= .warm
        let failover = failoverNodes(at: site)
        var home: Int32 = 0
        if site.keep == .serving {
          // The last serving site takes the remainder, so that the shares sum to a million exactly.
          home = index == lastServing ? left : Int32((site.weight / totalWeight * 1e6).rounded())
          left -= home
        }
        let ceiling = try scalingCeiling(at: site)
        let scalesTo = max(failover, running + lent, ceiling ?? 0)
        let most = scalesTo + (ceiling == nil ? 0 : slotsForFailedNodes(at: site, besides: scalesTo))
        let units = unitsPerNode(at: site)
        return SitePlan(
          name: site.name, keep: site.keep, standing: Int32(isReady ? running : 0), cold: Int32(isReady ? 0 : running),
          lent: LentPlan(
            nodes: Int32(lent), evict: Span(seconds: site.lent?.evictSeconds ?? 0), breaks: site.lent?.breaks ?? 0),
          failoverNodes: Int32(failover), reserved: Int32(reservedNodes(at: site)),
          scalesTo: Int32(min(scalesTo, site.quotaNodes ?? scalesTo)),
          maximumNodes: Int32(min(most, site.quotaNodes ?? most)), home: home,
          nodeRate: Int64((ratedRPS(ofNodeAt: site) * 1e6).rounded()),
          units: Int32(units), unitRate: Int64((ratedRPS(ofNodeAt: site) / Double(units) * 1e6).rounded()),
          minimumUnits: Int32(site.minimumNodes * units), gpusPerNode: Int32(site.node.gpus),
          gpusPerUnit: Int32(units > 1 ? replica.gpus : site.node.gpus), nodesPerRack: Int32(site.nodesPerRack ?? 1),
          zones: Int32(site.zones),
          provider: Int32(providers.firstIndex(of: site.provider)!),
          region: Int32(regions.firstIndex(of: site.region)!),
          fetchPerNode: Span(
            seconds: fetchedBytes(at: site) / fetchBytesPerSecond(at: site)),
          opensAt: Int32(units * openingNodes(at: site)),
          held: HeldNodes(
            owned: Int32(nodes(upTo: .owned, at: site)), paidAhead: Int32(nodes(upTo: .paidAhead, at: site))),
          followsDemand: site.keep == .warm && isAutoscaled(site),
          rentedWorth: site.keep > .nothing ? site.rented.map { Int64(($0.worth * 1e6).rounded()) } : nil)
      })
  }
}
