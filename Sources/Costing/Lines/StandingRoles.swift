public import ServiceModel

/// Why the nodes of a standing fleet are held.
public struct StandingRole: Equatable, Sendable {
  public var role: CostRole
  public var nodes: Int
}

extension Service {
  /// The standing nodes of a site by role; the counts sum to `standingNodes(at:)`.
  ///
  /// At a serving site: the nodes for its share of the planning peak serve, the further nodes for its share of peak and
  /// buffer are buffer, and what stands beyond that is there for the loss of a peer. Each is rounded to whole nodes of
  /// the site. A fleet of a fixed number of nodes has no reserve where the plan holds none: all above the requirement
  /// is buffer. Elsewhere everything that runs is standby.
  public func standingRoles(at site: Site) -> [StandingRole] {
    let standing = standingNodes(at: site)
    guard standing > 0 else { return [] }
    guard site.keep == .serving else { return [StandingRole(role: .standby, nodes: standing)] }
    var peak = traffic.peakRPS * servingShare(of: site)
    if case .ofProduction(let share) = site.size { peak *= share }
    let serving = min(standing, nodes(for: peak, at: site))
    let holdsReserve = servingSites.count > 1 && sizing.siteLoss != .none
    let normal = holdsReserve ? min(standing, nodes(for: (1 + sizing.buffer) * peak, at: site)) : standing
    return [
      StandingRole(role: .serving, nodes: serving),
      StandingRole(role: .buffer, nodes: normal - serving),
      StandingRole(role: .siteReserve, nodes: standing - normal),
    ].filter { $0.nodes > 0 }
  }

  /// Share of demand that a serving site takes in normal operation, at its own peak; 0 for others.
  public func servingShare(of site: Site) -> Double {
    guard site.keep == .serving else { return 0 }
    if let share = routedShare(of: site) { return share }
    let total = servingSites.reduce(0) { $0 + $1.weight }
    return total > 0 ? site.weight / total : 1 / Double(servingSites.count)
  }
}
