/// Fleets apart from what a plan asks for: what the peak needs, what a lost peer needs, and a plan with other fleets.
extension Service {
  /// Nodes of a serving site for its own share of the planning peak, nothing failed and nothing spare; 0 elsewhere.
  public func requirementNodes(at site: Site) -> Int {
    guard site.keep == .serving else { return 0 }
    if let share = routedShare(of: site) { return nodes(for: traffic.peakRPS * share, at: site) }
    return nodes(for: traffic.peakRPS * site.weight / servingWeight, at: site)
  }

  /// Standing nodes that the provider may take back: whole nodes of the site's share, of those that are warm or serve.
  public func spotNodes(at site: Site) -> Int {
    guard site.keep >= .warm else { return 0 }
    return Int((site.spot * Double(standingNodes(at: site)) + 1e-9).rounded(.down))
  }

  /// Whether an autoscaler sizes a site's fleet in normal operation: where traffic goes, or where a standby follows it.
  public func isAutoscaled(_ site: Site) -> Bool {
    autoscaling != nil && (site.keep == .serving || site.keep == .warm && site.followsDemand)
  }

  /// Nodes that must be ready before a site may answer after a failover: the share of production that the plan asks for, as
  /// far as a failover brings the site, and never less than serves at all.
  public func openingNodes(at site: Site) -> Int {
    // What follows demand is as large as it must be, and at night it is no share of the production at peak.
    if site.followsDemand { return max(1, site.minimumNodes) }
    let wanted = replicas(ofProduction: execution.opensAt, at: site)
    return max(1, site.minimumNodes, min(nodes(forReplicas: wanted, at: site), failoverNodes(at: site)))
  }

  /// Of the nodes that a failover asks for and nobody has reserved, those that are in stock in a rush.
  public func nodesInStock(of missing: Int) -> Int {
    Int((Double(missing) * acquisition.rushGrants + 1e-9).rounded(.down))
  }

  /// Nodes with which a serving site still carries its part of the planning peak after as many peers are lost as the plan
  /// says; its requirement where no other site serves.
  public func survivorNodes(at site: Site) -> Int {
    let need = requirementNodes(at: site)
    guard site.keep == .serving else { return need }
    return max(need, nodes(for: traffic.peakRPS * shareAfterWorstLoss(of: site), at: site))
  }

  /// The share of demand that a serving site has after the loss of the peers whose loss leaves it most; its own where no
  /// other site serves.
  public func shareAfterWorstLoss(of site: Site) -> Double {
    routedShareAfterWorstLoss(of: site) ?? balancedShareAfterLoss(of: site)
      ?? site.weight / (servingWeight - heaviestLoss(beside: site))
  }

  /// Capacity that the loss of as many serving sites as the plan says asks for above the peak, as a share of the peak:
  /// k / (r - k) for k of r equal sites; for one 100 % of two, 50 % of three. Before any rounding; 0 where one site serves. Where
  /// users are routed by their origin, above the sum of what the sites need for their own peaks; where balancers stand in front of
  /// some sites, a lost one's share goes to the others behind its balancer.
  public var siteLossReserveShare: Double {
    let sites = servingSites
    guard sites.count > 1 else { return 0 }
    if peaksByOrigin != nil {
      return sites.reduce(0) { $0 + shareAfterWorstLoss(of: $1) - (routedShare(of: $1) ?? 0) }
    }
    return sites.reduce(-1) { $0 + shareAfterWorstLoss(of: $1) }
  }

  /// The same plan with other fleets at the serving sites; standby sites stay as the plan says.
  ///
  /// A fixed fleet is set to the count. Where an autoscaler sizes the fleet, its floor is: the floor is one number for
  /// all sites, so the largest count holds everywhere, and a fleet or ceiling below it is raised to it.
  ///
  /// - Parameter nodes: A count for each serving site, in the order of `servingSites`.
  public func holding(_ nodes: [Int]) -> Service {
    precondition(nodes.count == servingSites.count, "\(nodes.count) fleets for \(servingSites.count) serving sites")
    var service = self
    let floor = nodes.max() ?? 0
    var counts = nodes.makeIterator()
    for index in sites.indices where sites[index].keep == .serving {
      let count = counts.next()!
      service.sites[index].size = .nodes(
        autoscaling == nil ? count : max(standingNodes(at: sites[index]), floor))
    }
    if let scaling = autoscaling {
      service.autoscaling?.minimumNodes = floor
      service.autoscaling?.maximumNodes = scaling.maximumNodes.map { max($0, floor) }
    }
    return service
  }

  var servingWeight: Double { servingSites.reduce(0) { $0 + $1.weight } }
}
