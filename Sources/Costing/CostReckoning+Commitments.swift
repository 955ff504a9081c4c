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
    let id = "cm-\(site.name)-\(site.node.gpuModel.lowercased())-\(isYear ? "1y" : "3y")"
    let priceClass: PriceClass = isYear ? .committed1Y : .committed3Y
    let matching = CommitmentMatching(
      layers: roles.map { NeedLayer(role: $0.role) } + [NeedLayer(role: .standby, runs: false)],
      need: [NeedHour(nodes: roles.map(\.nodes) + [service.reservedNodes(at: site)])],
      commitments: [
        Commitment(
          id: id, priceClass: priceClass, nodes: committed.nodes, price: UnitPrice(dollars: committed.dollarsPerHour))
      ], overflow: [OverflowSource(price: nodes.price)])
    var fee = nodes
    fee.role = roles.first?.role ?? .standby
    fee.kind = .purchase
    fee.priceClass = priceClass
    fee.commitmentID = id
    fee.price = UnitPrice(dollars: committed.dollarsPerHour)
    fee.accounting = .purchase
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
      if row.commitmentID != nil { charge.accounting = .paidByPurchase }
      return charge
    } + payments(for: committed, fee)
  }

  /// What a commitment costs when it is paid: a share of the whole term on the first day, the rest with the hours.
  ///
  /// - Parameter fee: A purchase without amounts.
  private func payments(for committed: NodeCommitment, _ fee: Charge) -> [Charge] {
    let nodes = Double(committed.nodes)
    var recurring = fee
    recurring.item = "commitment-fee"
    recurring.frequency = .recurring
    recurring.amounts = held(nodes * (1 - committed.upfrontShare))
    var ahead = fee
    ahead.item = "commitment-upfront"
    ahead.frequency = .oneTime
    ahead.termMonths = 12 * committed.term.years
    let term = nodes * Double(committed.term.years * HoursBasis.simulatedYearHours)
    ahead.amounts = periods.indices.map { $0 == 0 ? Quantity(term * committed.upfrontShare) : .zero }
    return [recurring, ahead]
  }
}
