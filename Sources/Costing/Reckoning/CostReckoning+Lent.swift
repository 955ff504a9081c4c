import ServiceModel

/// Capacity that is lent: the same charges, in two rows by beneficiary.
extension CostReckoning {
  /// Gives the borrower of a site's standby the hours in which it uses them, in the same proportion of every charge for
  /// nodes that stand by; all other hours stay with production. Quantities sum to what they were.
  func split(_ charges: [Charge], at site: Site) -> [Charge] {
    let standing = service.standingNodes(at: site)
    guard let lent = site.lent, service.lentNodes(at: site) > 0, standing > 0 else { return charges }
    let share = Double(min(lent.usedNodes, service.lentNodes(at: site))) * lent.shareOfHours / Double(standing)
    return charges.flatMap { charge -> [Charge] in
      guard charge.isLendable else { return [charge] }
      var (own, others) = (charge, charge)
      others.beneficiary = lent.borrower
      others.amounts = charge.amounts.map { Quantity($0.units * share) }
      own.amounts = zip(charge.amounts, others.amounts).map { $0 - $1 }
      return [own, others]
    }
  }
}

/// What lending a site's standby saves its borrower in a year: money of another budget, and no part of what a design
/// costs.
public struct DisplacedPurchase: Equatable, Sendable {
  public var site: String
  public var borrower: String
  /// Nodes that the borrower uses at once, and hours of a year of 8766 h in which it does.
  public var nodes: Int
  public var hoursPerYear: Double
  /// What it would have bought; nil where it would do without.
  public var displaces: DisplacedCapacity?

  public var nodeHours: Quantity { Quantity(Double(nodes) * hoursPerYear) }
  /// What the borrower would have paid: nothing where it would do without.
  public var saved: Money {
    displaces.map { UnitPrice(dollars: $0.dollarsPerHour) * nodeHours } ?? .zero
  }

  /// What the sites of a design lend.
  public static func all(of service: Service) -> [DisplacedPurchase] {
    service.sites.compactMap { site in
      let nodes = service.lentNodes(at: site)
      guard let lent = site.lent, nodes > 0 else { return nil }
      return DisplacedPurchase(
        site: site.name, borrower: lent.borrower, nodes: min(nodes, lent.usedNodes),
        hoursPerYear: lent.shareOfHours * Double(BillingHours.year), displaces: lent.displaces)
    }
  }
}
