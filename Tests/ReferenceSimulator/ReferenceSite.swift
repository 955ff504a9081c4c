import ServiceModel

/// What stands at a site and what a failover brings it to: the reference's section on sizes, word for word.
struct ReferenceSite {
  let site: Site
  /// Nodes that stand ready to serve: warm or serving.
  let ready: Int
  /// Nodes that run without warm replicas: booted or loaded.
  let aside: Int
  /// Nodes that a failover brings the site to.
  let failover: Int
  /// Of the nodes that are missing then, those that are reserved.
  let reserved: Int
  /// The most nodes that it can ever hold: each has clocks.
  let most: Int
  /// Share of demand that is routed here while all is well, in millionths.
  let home: Int
  /// Parts of a node that can fail by themselves: its replicas where a plan has failures of GPUs or processes.
  let units: Int
  /// What a unit carries, in requests a second.
  let unitRate: Double
  /// Units without which the site serves nothing, and units that must be up before it is opened.
  let minimumUnits: Int
  let opensAt: Int
  let gpusPerUnit: Int

  var keep: Readiness { site.keep }
  var zones: Int { site.zones }
}

/// Rounds up, and forgives the last bits of a quotient.
func ceiling(_ value: Double) -> Int { Int((value - 1e-9).rounded(.up)) }

extension ReferenceSite {
  static func all(_ service: Service) -> [ReferenceSite] {
    let serving = service.sites.filter { $0.keep == .serving }
    let weight = serving.reduce(0) { $0 + $1.weight }
    let peak = service.traffic.peakRPS
    let buffer = 1 + service.sizing.buffer
    let countsReplicas = service.failures.contains { $0.scope == .gpu || $0.scope == .process }
    var unassigned = 1_000_000
    return service.sites.map { site in
      let perNode = max(1, site.node.gpus / service.replica.gpus)
      let rated = service.replica.ratedRPS * site.throughput
      func nodes(replicas: Int) -> Int { (replicas + perNode - 1) / perNode }
      func nodes(load: Double) -> Int { nodes(replicas: ceiling(load / rated)) }
      // Production fleet: replicas for the peak and the buffer.
      let production = ceiling(peak * buffer / rated)

      var standing = 0
      if site.keep.runsNodes {
        switch site.size {
        case .nodes(let count): standing = count
        case .ofProduction(let share) where site.keep == .serving:
          standing = nodes(load: buffer * peak * share * site.weight / weight)
          let carried = service.sizing.siteLoss == .kept ? buffer * peak * share : peak * share
          for lost in serving where lost.name != site.name && service.sizing.siteLoss != .none {
            standing = max(standing, nodes(load: carried * site.weight / (weight - lost.weight)))
          }
        case .ofProduction(let share): standing = nodes(replicas: ceiling(share * Double(production)))
        }
      }
      var failover = 0
      if site.keep == .serving {
        failover = standing
      } else if site.keep > .nothing {
        var wanted = nodes(replicas: production)
        if case .nodes(let count) = site.size, !site.keep.runsNodes { wanted = count }
        failover = max(standing, min(wanted, site.quotaNodes ?? wanted))
      }
      let last = serving.last?.name == site.name
      let home =
        site.keep == .serving ? (last ? unassigned : Int((site.weight / weight * 1e6).rounded())) : 0
      unassigned -= home
      let units = countsReplicas ? perNode : 1
      let most = max(failover, standing)
      return ReferenceSite(
        site: site, ready: site.keep >= .warm ? standing : 0, aside: site.keep >= .warm ? 0 : standing,
        failover: failover, reserved: ceiling(Double(failover - standing) * site.reserved),
        most: min(most, site.quotaNodes ?? most), home: home, units: units,
        unitRate: rated * Double(perNode) / Double(units), minimumUnits: site.minimumNodes * units,
        opensAt: units * max(site.minimumNodes, ceiling(Double(failover) * service.execution.opensAt), 1),
        gpusPerUnit: countsReplicas && units > 1 ? service.replica.gpus : site.node.gpus)
    }
  }
}
