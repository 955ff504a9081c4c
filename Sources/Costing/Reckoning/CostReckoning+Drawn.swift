import ServiceModel

/// Fleets that follow demand, over what is paid ahead.
extension CostReckoning {
  /// What runs draws machines of one's own first and commitments then, at every instant as the simulation saw it; the rest is
  /// rented, and what nothing draws is paid all the same.
  ///
  /// - Parameters:
  ///   - nodes: A charge for the site's nodes by the hour.
  ///   - ran: Hours of all its nodes.
  ///   - role: Of all of them.
  func drawnCharges(_ nodes: Charge, _ ran: Estimate, _ use: SiteUsage, role: CostRole, at site: Site) -> [Charge] {
    let drawnOwned = use.drawnOwnedNodeHours ?? .zero
    let drawnCommitted = use.drawnCommittedNodeHours ?? .zero
    var rented = nodes
    (rented.role, rented.certainty) = (role, .simulated)
    let beyond = ran.without(drawnOwned).without(drawnCommitted)
    rented.amounts = used(beyond)
    rented.yearlyStandardError = beyond.standardError
    var charges = [rented]
    if let committed = site.committed, committed.nodes > 0 {
      charges += drawn(committed, nodes, drawnCommitted, role, at: site)
    }
    if let owned = site.owned, owned.nodes > 0 { charges += drawn(owned, nodes, drawnOwned, role) }
    return charges
  }

  private func drawn(
    _ committed: NodeCommitment, _ nodes: Charge, _ hours: Estimate, _ role: CostRole, at site: Site
  ) -> [Charge] {
    let supply = committed.supply(at: site)
    var used = nodes
    (used.role, used.certainty, used.accounting) = (role, .simulated, .paidByPurchase)
    (used.priceClass, used.commitmentID, used.commitmentStatus) = (supply.priceClass, supply.id, .used)
    (used.listPrice, used.price) = (nodes.price, supply.price)
    used.origin = committed.origin ?? nodes.origin
    used.amounts = self.used(hours)
    used.yearlyStandardError = hours.standardError
    var unused = used
    unused.commitmentStatus = .unused
    unused.amounts = zip(held(Double(committed.nodes)), used.amounts).map { max(.zero, $0 - $1) }
    var fee = nodes
    fee.role = role
    return [used, unused] + payments(for: committed, fee, at: site)
  }

  /// A machine that runs draws its busy power, one that does not its idle power.
  private func drawn(_ owned: OwnedNodes, _ nodes: Charge, _ hours: Estimate, _ role: CostRole) -> [Charge] {
    let busy = used(hours)
    var machines = nodes
    machines.role = role
    let running = ownedCharges(owned, nodes, role: role, isIdle: false, nodeHours: busy).map { charge in
      var charge = charge
      charge.certainty = .simulated
      return charge
    }
    let idle = ownedCharges(
      owned, nodes, role: role, isIdle: true,
      nodeHours: zip(held(Double(owned.nodes)), busy).map { max(.zero, $0 - $1) })
    return running + idle + [purchase(of: owned, machines)]
  }
}
