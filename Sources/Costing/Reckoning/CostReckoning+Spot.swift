import ServiceModel

/// Nodes that the provider may take back, at the price that it asks for them.
extension CostReckoning {
  /// A site's standing roles without the nodes that are priced as spot: those are the last to be needed, so reserve, buffer
  /// and standby come before what serves.
  func hourlyRoles(at site: Site) -> [StandingRole] { split(at: site).hourly.filter { $0.nodes > 0 } }

  /// Charges for a site's spot nodes by role.
  ///
  /// In hours in which the provider has taken them back they are charged all the same, as all standing nodes are.
  ///
  /// - Parameter nodes: A charge for the site's nodes by the hour.
  mutating func spotCharges(_ nodes: Charge, at site: Site, isAutoscaled: Bool) -> [Charge] {
    guard service.spotNodes(at: site) > 0 else { return [] }
    guard let dollars = site.node.spotDollarsPerHour else {
      unpriced.append("the lower price of spot nodes at \(site.name)")
      return []
    }
    if isAutoscaled && site.keep == .serving {
      unpriced.append("the lower price of spot nodes at \(site.name), whose fleet follows demand")
      return []
    }
    return split(at: site).spot.filter { $0.nodes > 0 }.map { role in
      var charge = nodes
      charge.role = role.role
      charge.priceClass = .spot
      charge.origin = site.node.spotOrigin ?? charge.origin
      charge.listPrice = UnitPrice(dollars: dollars)
      charge.price = UnitPrice(dollars: dollars)
      charge.amounts = held(Double(role.nodes))
      return charge
    }
  }

  private func split(at site: Site) -> (hourly: [StandingRole], spot: [StandingRole]) {
    var left = site.node.spotDollarsPerHour == nil ? 0 : service.spotNodes(at: site)
    var (hourly, spot) = ([StandingRole](), [StandingRole]())
    for role in service.standingRoles(at: site).reversed() {
      let taken = min(left, role.nodes)
      left -= taken
      hourly.insert(StandingRole(role: role.role, nodes: role.nodes - taken), at: 0)
      spot.insert(StandingRole(role: role.role, nodes: taken), at: 0)
    }
    return (hourly, spot)
  }
}
