public import ServiceModel

/// What one class of nodes is used for, or paid, in one calendar month of a fleet whose need changes by the hour.
public struct MonthlyCharge: Equatable, Sendable {
  public enum Kind: Equatable, Sendable {
    /// Nodes that run and are paid by the hour.
    case rented
    /// Nodes that run and draw a commitment.
    case drawn
    /// Promised, and drawn by nothing.
    case undrawn
    /// A payment for a commitment: with the hours, or once for so many months.
    case payment(termMonths: Int?)
  }

  public var period: BillingPeriod
  public var kind: Kind
  public var priceClass: PriceClass
  /// Nil for what is paid by the hour.
  public var commitmentID: String?
  public var nodeHours: Quantity
  public var price: UnitPrice
  /// Of the price; nil where it is that of the site's nodes.
  public var origin: PriceOrigin?

  public init(
    period: BillingPeriod, kind: Kind, priceClass: PriceClass, commitmentID: String?, nodeHours: Quantity,
    price: UnitPrice, origin: PriceOrigin? = nil
  ) {
    self.period = period
    self.kind = kind
    self.priceClass = priceClass
    self.commitmentID = commitmentID
    self.nodeHours = nodeHours
    self.price = price
    self.origin = origin
  }
}

/// The cost lines of a site's nodes over months, in the order of the charges.
///
/// - Parameters:
///   - listPrice: Of a node-hour that nobody committed to.
public func costLines(
  _ charges: [MonthlyCharge], at site: Site, of service: Service, listPrice: UnitPrice, studyID: String
) -> [CostLine] {
  charges.filter { $0.nodeHours > .zero }.map { monthly in
    let charge = monthly.charge(at: site, of: service, listPrice: listPrice)
    return charge.line(at: 0, in: monthly.period, of: service, studyID: studyID, isBaseline: false, years: 1)
      .settled(charge.accounting)
  }
}

extension MonthlyCharge {
  fileprivate func charge(at site: Site, of service: Service, listPrice: UnitPrice) -> Charge {
    var charge = Charge(
      group: .compute, item: CostItem.nodes, role: site.keep == .serving ? .serving : .standby, site: site,
      priceClass: priceClass, commitmentID: commitmentID, listPrice: listPrice, unit: .nodeHours, price: price,
      amounts: [nodeHours], origin: origin ?? site.node.origin)
    switch kind {
    case .rented: break
    case .drawn: (charge.accounting, charge.commitmentStatus) = (.paidByPurchase, .used)
    case .undrawn: (charge.accounting, charge.commitmentStatus) = (.paidByPurchase, .unused)
    case .payment(let termMonths):
      (charge.accounting, charge.kind, charge.listPrice) = (.purchase, .purchase, nil)
      charge.item = termMonths == nil ? "commitment-fee" : "commitment-upfront"
      charge.frequency = termMonths == nil ? .recurring : .oneTime
      charge.termMonths = termMonths
    }
    return charge
  }
}
