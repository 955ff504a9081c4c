import ServiceModel

/// Fixed fleets under a commitment.
extension CostReckoning {
  /// What stands and what is reserved at a site, laid under a commitment: running nodes draw it first, held ones then,
  /// and what nothing draws is paid all the same. All hours are alike, so one hour is matched for all of them.
  ///
  /// - Parameter nodes: A charge for the site's nodes by the hour.
  func chargesUnder(_ committed: NodeCommitment, _ nodes: Charge, at site: Site) -> [Charge] {
    let roles = service.standingRoles(at: site)
    let isYear = committed.term == .oneYear
    let matching = CommitmentMatching(
      layers: roles.map { NeedLayer(role: $0.role) } + [NeedLayer(role: .standby, runs: false)],
      need: [NeedHour(nodes: roles.map(\.nodes) + [service.reservedNodes(at: site)])],
      commitments: [
        Commitment(
          id: "cm-\(site.name)-\(site.node.gpuModel.lowercased())-\(isYear ? "1y" : "3y")",
          priceClass: isYear ? .committed1Y : .committed3Y, nodes: committed.nodes,
          price: UnitPrice(dollars: committed.dollarsPerHour))
      ], overflow: [OverflowSource(price: nodes.price)])
    return matching.rows.map { row in
      var charge = nodes
      charge.role = row.layer?.role ?? (site.keep == .serving ? .serving : .standby)
      charge.priceClass = row.priceClass
      charge.isReserved = row.reservationStatus == .unused
      charge.commitmentID = row.commitmentID
      charge.commitmentStatus = row.commitmentStatus
      charge.listPrice = nodes.price
      charge.price = row.price
      charge.amounts = held(row.nodeHours.units)
      return charge
    }
  }
}
