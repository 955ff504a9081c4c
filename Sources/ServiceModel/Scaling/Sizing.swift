/// The rules by which fleets are sized: requirement, buffer and site-loss reserve.
public struct Sizing: Equatable, Sendable {
  /// Whether serving sites hold room for a lost peer, and whether the buffer must still be there after the loss.
  public enum SiteLoss: String, CaseIterable, Sendable {
    /// No room is held.
    case none
    /// The loss may use up the buffer.
    case consumed
    /// The buffer survives the loss.
    case kept
  }
  /// Ready replicas above the requirement, as a share of it.
  public var buffer: Double
  public var siteLoss: SiteLoss
  /// How many of the serving sites may be lost at once, at least one: N + 1, N + 2.
  public var lostSites: Int

  public init(buffer: Double, siteLoss: SiteLoss = .consumed, lostSites: Int = 1) {
    precondition(lostSites >= 1, "\(lostSites) sites lost")
    self.buffer = buffer
    self.siteLoss = siteLoss
    self.lostSites = lostSites
  }
}

/// Sizes of one service's fleets, in replicas and whole nodes, as `definitions.md` and the cost check define them.
///
/// Shares become nodes by one rule: a share of production is taken in replicas, then in whole nodes. What must be there is
/// rounded up, what others grant, take or leave is rounded down.
extension Service {
  /// Replicas that carry a load at the rated capacity: ceil(load / rated).
  public func replicas(for loadRPS: Double, throughput: Double = 1) -> Int {
    // A load that is a whole multiple of the capacity must not gain a replica from the last bit of a quotient.
    Int((loadRPS / (replica.ratedRPS * throughput) - 1e-9).rounded(.up))
  }

  public func replicasPerNode(at site: Site) -> Int { max(1, site.node.gpus / replica.gpus) }

  /// What a node at a site carries at the rated capacity, in requests a second.
  public func ratedRPS(ofNodeAt site: Site) -> Double {
    replica.ratedRPS * site.throughput * Double(replicasPerNode(at: site))
  }

  public func nodes(forReplicas replicas: Int, at site: Site) -> Int {
    let perNode = replicasPerNode(at: site)
    return (replicas + perNode - 1) / perNode
  }

  public func nodes(for loadRPS: Double, at site: Site) -> Int {
    nodes(forReplicas: replicas(for: loadRPS, throughput: site.throughput), at: site)
  }

  /// Requirement R: replicas for the planning peak, all serving sites together, nothing failed.
  public var requirementReplicas: Int { requiredReplicas(timesPeak: 1) }

  /// The same for a multiple of the peak. Where users are routed by their origin, room at one site is no room for another's:
  /// then it is the sum over sites of what each needs at its own peak.
  public func requiredReplicas(timesPeak factor: Double) -> Int {
    guard peaksByOrigin != nil else { return replicas(for: traffic.peakRPS * factor) }
    return servingSites.reduce(0) { $0 + replicas(for: traffic.peakRPS * factor * (routedShare(of: $1) ?? 0)) }
  }

  /// Replicas of the production fleet at a site that carries the whole peak and the buffer.
  public func productionReplicas(at site: Site) -> Int {
    replicas(for: traffic.peakRPS * (1 + sizing.buffer), throughput: site.throughput)
  }

  /// A share of the production fleet, in replicas: whatever must be there is rounded up.
  func replicas(ofProduction share: Double, at site: Site) -> Int {
    Int((share * Double(productionReplicas(at: site)) - 1e-9).rounded(.up))
  }

  /// Nodes that stand at a site in normal operation.
  ///
  /// Where several sites serve, each holds its share of peak and buffer, and as much of the peak (`consumed`) or of
  /// peak and buffer (`kept`) as the loss of so many peers leaves to it at worst.
  public func standingNodes(at site: Site) -> Int {
    guard site.keep.runsNodes else { return 0 }
    if case .nodes(let count) = site.size { return count }
    guard case .ofProduction(let share) = site.size else { return 0 }
    guard site.keep == .serving else {
      return nodes(forReplicas: replicas(ofProduction: share, at: site), at: site)
    }
    return servingNodes(at: site, share: share)
  }

  private func servingNodes(at site: Site, share: Double) -> Int {
    let peers = servingSites
    let total = peers.reduce(0) { $0 + $1.weight }
    let peak = traffic.peakRPS * share
    let own = routedShare(of: site) ?? (total > 0 ? site.weight / total : 1)
    let count = nodes(for: (1 + sizing.buffer) * peak * own, at: site)
    guard peers.count > 1, sizing.siteLoss != .none else { return count }
    let remaining = sizing.siteLoss == .kept ? (1 + sizing.buffer) * peak : peak
    if let share = routedShareAfterWorstLoss(of: site) ?? balancedShareAfterLoss(of: site) {
      return max(count, nodes(for: remaining * share, at: site))
    }
    return max(count, nodes(for: remaining * site.weight / (total - heaviestLoss(beside: site)), at: site))
  }

  /// The weight of the peers whose loss leaves most to a serving site: the heaviest ones, as many as may be lost.
  func heaviestLoss(beside site: Site) -> Double {
    let peers = servingSites.filter { $0.name != site.name }.map(\.weight).sorted(by: >)
    return peers.prefix(sizing.lostSites).reduce(0, +)
  }

  /// Nodes to which a failover brings a site: the production fleet, or what stands there if that is more.
  public func failoverNodes(at site: Site) -> Int {
    guard site.keep > .nothing else { return 0 }
    if site.keep == .serving { return standingNodes(at: site) }
    let wanted: Int
    if case .nodes(let count) = site.size, site.keep.runsNodes == false {
      wanted = count
    } else {
      wanted = nodes(forReplicas: productionReplicas(at: site), at: site)
    }
    return max(standingNodes(at: site), min(wanted, site.quotaNodes ?? wanted))
  }

  /// Nodes reserved and not running at a site in normal operation.
  public func reservedNodes(at site: Site) -> Int {
    let missing = failoverNodes(at: site) - standingNodes(at: site)
    return Int((Double(max(0, missing)) * site.reserved - 1e-9).rounded(.up))
  }
}
