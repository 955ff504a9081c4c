import ServiceModel

/// Machines of one's own.
extension CostReckoning {
  /// What owned nodes of one role cost: what they lose in worth, what the capital in them could earn, support, place, power.
  ///
  /// A machine that serves draws its busy power in every hour; one that waits or stands idle, its idle power, also in the hours
  /// in which a failover makes it busy. What nothing runs on has rows of its own: it belongs to the site's
  /// fleet and is neither buffer nor standby.
  ///
  /// - Parameters:
  ///   - nodes: A charge for the site's nodes by the hour.
  ///   - isIdle: Whether nothing runs on them.
  ///   - nodeHours: By month.
  func ownedCharges(_ owned: OwnedNodes, _ nodes: Charge, role: CostRole, isIdle: Bool, nodeHours: [Quantity])
    -> [Charge]
  {
    let perHour = Double(BillingHours.year)
    var charge = nodes
    charge.role = role
    charge.priceClass = .owned
    charge.origin = owned.origin
    charge.amounts = nodeHours
    charge.isIdle = isIdle
    let suffix = isIdle ? " (idle)" : ""
    func item(_ name: String, _ group: CostGroup, _ dollarsPerYear: Double, _ origin: PriceOrigin?) -> Charge {
      var item = charge
      item.origin = PriceOrigin.joining(owned.origin, origin)
      (item.item, item.group, item.countsNodes) = (name + suffix, group, name == "depreciation")
      item.price = UnitPrice(dollars: dollarsPerYear / perHour)
      return item
    }
    var depreciation = item("depreciation", .ownedCapital, owned.depreciationPerYear, owned.wearOrigin)
    depreciation.accounting = .paidByPurchase
    var capital = item("cost-of-capital", .ownedCapital, owned.capitalPerYear, owned.capitalOrigin)
    (capital.accounting, capital.kind) = (.imputed, .internal)
    let busy = !isIdle && [.serving, .buffer, .siteReserve, .surge].contains(role)
    var power = charge
    (power.item, power.group, power.unit) = ("power" + suffix, .ownedRunning, .kilowattHours)
    power.origin = owned.powerOrigin ?? owned.origin
    power.price = UnitPrice(dollars: owned.dollarsPerKWh)
    power.amounts = nodeHours.map { Quantity($0.units * owned.kilowattHours(busy: busy)) }
    var colocation = item("colocation", .ownedRunning, owned.colocationPerYear, nil)
    colocation.origin = owned.colocationOrigin ?? owned.origin
    return [
      depreciation, capital, item("support", .ownedRunning, owned.supportPerYear, owned.supportOrigin), colocation,
      power,
    ].filter { $0.price.microdollars > 0 }
  }

  /// The machines, paid on the first day, and again when their life is over.
  func purchase(of owned: OwnedNodes, _ nodes: Charge) -> Charge {
    var charge = nodes
    (charge.group, charge.item, charge.unit) = (.ownedCapital, "machines", .units)
    (charge.kind, charge.frequency, charge.accounting) = (.purchase, .oneTime, .purchase)
    charge.priceClass = .owned
    charge.termMonths = max(1, Int((owned.lifeYears * 12).rounded()))
    charge.price = UnitPrice(dollars: owned.capex)
    charge.origin = owned.origin
    charge.amounts = calendar.recurrences(everyHours: owned.lifeYears * Double(BillingHours.year)).map {
      Quantity(owned.nodes * $0)
    }
    return charge
  }
}
