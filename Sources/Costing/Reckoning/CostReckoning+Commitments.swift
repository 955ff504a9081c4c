import ServiceModel

/// Fixed fleets under a commitment.
extension CostReckoning {
  /// What stands and what is reserved at a site, laid over machines of one's own and then under a commitment: running
  /// nodes draw them first, held ones then, and what nothing draws is paid all the same. All hours are alike but for what runs
  /// beyond the fleet, so one hour is matched for all of them; what runs beyond draws what is reserved or undrawn.
  ///
  /// - Parameters:
  ///   - nodes: A charge for the site's nodes by the hour.
  ///   - beyond: What runs beyond the fleet.
  func matchedCharges(_ nodes: Charge, _ beyond: UseBeyondFleet, at site: Site) -> [Charge] {
    let roles = hourlyRoles(at: site)
    let idleRole: CostRole = site.keep == .serving ? .serving : .standby
    let supplies = [site.owned.map(\.supply), site.committed.map { $0.supply(at: site) }].compactMap { $0 }
    let matching = CommitmentMatching(
      layers: roles.map { NeedLayer(role: $0.role) } + [NeedLayer(role: .standby, runs: false)],
      need: [NeedHour(nodes: roles.map(\.nodes) + [service.reservedNodes(at: site)])],
      commitments: supplies.filter { $0.nodes > 0 }, overflow: [OverflowSource(price: nodes.price)])
    var charges: [Charge] = []
    for row in matching.rows {
      if row.priceClass == .owned, let owned = site.owned {
        let runs = row.layer?.runs == true
        let role = runs ? row.layer?.role ?? idleRole : idleRole
        var hours = held(row.nodeHours.units)
        if !runs {
          let use = row.layer == nil ? beyond.free.owned : beyond.reserved.owned
          let drawn = zip(used(use), hours).map { min($0, $1) }
          hours = zip(hours, drawn).map { $0 - $1 }
          let running = ownedCharges(
            owned, nodes, role: row.layer?.role ?? site.roleBeyondFleet, isIdle: false, nodeHours: drawn)
          charges += running.map { charge in
            var charge = charge
            charge.certainty = .simulated
            return charge
          }
        }
        var own = ownedCharges(owned, nodes, role: role, isIdle: !runs, nodeHours: hours)
        for index in own.indices { own[index].isLendable = runs && role == .standby }
        charges += own
        continue
      }
      var charge = nodes
      charge.role = row.layer?.role ?? idleRole
      charge.priceClass = row.priceClass
      charge.reservationStatus = row.reservationStatus
      charge.isLendable = charge.role == .standby && row.layer?.runs == true
      charge.commitmentID = row.commitmentID
      charge.commitmentStatus = row.commitmentStatus
      charge.listPrice = nodes.price
      charge.price = row.price
      charge.amounts = held(row.nodeHours.units)
      if row.commitmentID != nil {
        charge.accounting = .paidByPurchase
        charge.origin = site.committed?.origin ?? charge.origin
      }
      if row.layer == nil {
        let drilled = inTwo(charge, committedHours(drawnByDrillsAt: site), .fixed) {
          ($0.role, $0.commitmentStatus) = (.drill, .used)
        }
        charges += drilled.dropLast()
        charges += inTwo(drilled[drilled.count - 1], beyond.free.committed) {
          ($0.role, $0.commitmentStatus) = (site.roleBeyondFleet, .used)
        }
      } else {
        let use = row.commitmentID == nil ? beyond.reserved.rented : beyond.reserved.committed
        charges += row.layer?.runs == true ? [charge] : inTwo(charge, use) { $0.reservationStatus = .used }
      }
    }
    if let committed = site.committed, committed.nodes > 0 {
      var fee = nodes
      fee.role = roles.first?.role ?? .standby
      charges += payments(for: committed, fee, at: site)
    }
    if let owned = site.owned, owned.nodes > 0 {
      var machines = nodes
      machines.role = roles.first?.role ?? .standby
      charges.append(purchase(of: owned, machines))
    }
    return charges
  }

  /// What a commitment costs when it is paid: a share of the whole term on its first day, the rest with the hours. Where a
  /// term ends within the horizon it is bought again.
  ///
  /// - Parameter fee: A purchase without amounts.
  func payments(for committed: NodeCommitment, _ fee: Charge, at site: Site) -> [Charge] {
    let supply = committed.supply(at: site)
    var fee = fee
    (fee.kind, fee.accounting) = (.purchase, .purchase)
    (fee.priceClass, fee.commitmentID, fee.price) = (supply.priceClass, supply.id, supply.price)
    fee.origin = committed.origin ?? fee.origin
    let nodes = Double(committed.nodes)
    var recurring = fee
    recurring.item = "commitment-fee"
    recurring.frequency = .recurring
    recurring.amounts = held(nodes * (1 - committed.upfrontShare))
    var ahead = fee
    ahead.item = "commitment-upfront"
    ahead.frequency = .oneTime
    ahead.termMonths = 12 * committed.term.years
    let term = nodes * Double(committed.term.years * BillingHours.year)
    ahead.amounts = calendar.recurrences(everyHours: Double(committed.term.years * BillingHours.year)).map {
      Quantity(term * committed.upfrontShare) * $0
    }
    return [recurring, ahead]
  }
}

extension NodeCommitment {
  /// The commitment as what draws it sees it.
  func supply(at site: Site) -> Commitment {
    let isYear = term == .oneYear
    return Commitment(
      id: "cm-\(site.name)-\(site.node.gpuModel.lowercased())-\(isYear ? "1y" : "3y")",
      priceClass: isYear ? .committed1Y : .committed3Y, nodes: nodes, price: UnitPrice(dollars: dollarsPerHour))
  }
}

extension OwnedNodes {
  /// Machines that are there in every hour; what they cost is charged apart.
  fileprivate var supply: Commitment {
    Commitment(id: "", priceClass: .owned, nodes: nodes, price: UnitPrice(microdollars: 0))
  }
}
