import ServiceModel

/// Node-hours that run beyond a site's fixed fleet, by what pays for them.
///
/// Nodes stand on one another: those that stand, those that are reserved, and what else runs; machines of one's own and
/// commitments pay for the lowest of them. So the hours that draw them and those that run in the reservation are told apart by
/// counting nodes at each instant (`HeldLevel`), and what lies in both follows from how high each reaches.
struct UseBeyondFleet {
  struct Hours {
    var owned = Estimate.zero
    var committed = Estimate.zero
    /// By the hour.
    var rented = Estimate.zero
  }
  /// Of nodes that are reserved.
  var reserved = Hours()
  /// Of what else runs, without what is rented.
  var free = Hours()

  init(_ use: SiteUsage, at site: Site, of service: Service) {
    guard use.autoscaledNodeHours == nil else { return }
    let kept = service.nodes(upTo: .kept, at: site)
    let ran = use.reservedRunNodeHours ?? .zero
    let owned = use.drawnOwnedNodeHours ?? .zero
    let committed = use.drawnCommittedNodeHours ?? .zero
    reserved.owned = service.nodes(upTo: .owned, at: site) >= kept ? ran : owned
    free.owned = owned.without(reserved.owned)
    let rest = ran.without(reserved.owned)
    reserved.committed = service.nodes(upTo: .paidAhead, at: site) >= kept ? rest : committed
    free.committed = committed.without(reserved.committed)
    reserved.rented = rest.without(reserved.committed)
  }
}

extension Site {
  /// Why nodes run beyond what stands: a serving site has no failover to grow for.
  var roleBeyondFleet: CostRole { keep == .serving ? .surge : .failoverBurst }
}

extension CostReckoning {
  /// Committed nodes that nothing draws and that a drill starts.
  func committedNodes(drawnBy drill: Drill, at site: Site) -> Int {
    guard drill.block == .drills, site.rented == nil, site.node.dollarsPerHour != nil else { return 0 }
    let drawn = max(service.nodes(upTo: .kept, at: site), service.nodes(upTo: .owned, at: site))
    let spare = max(0, service.nodes(upTo: .paidAhead, at: site) - drawn)
    return min(spare, max(0, service.failoverNodes(at: site) - drawn))
  }

  /// Node-hours a year of these.
  func committedHours(drawnByDrillsAt site: Site) -> Estimate {
    Estimate(
      service.drills.reduce(0) { $0 + $1.perYear * $1.nodeHours * Double(committedNodes(drawnBy: $1, at: site)) })
  }
}
