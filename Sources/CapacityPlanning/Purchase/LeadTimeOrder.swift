import Costing

/// How many nodes to order now for a need that is known only when it is too late to order: a discrete newsvendor.
///
/// Each node ordered costs its price in every hour; each node that is then missing costs the price of the shortage, of
/// renting by the hour or, where nothing can be rented, of the outage. The answer is the smallest quantity whose
/// probability to suffice reaches the critical ratio `(shortage - owned) / shortage`.
public struct LeadTimeOrder: Equatable, Sendable {
  /// A possible need, in nodes, with its weight among the others.
  public struct Outlook: Equatable, Sendable {
    public let nodes: Int
    public let weight: Int

    public init(nodes: Int, weight: Int) {
      self.nodes = nodes
      self.weight = weight
    }
  }

  public let outlooks: [Outlook]
  /// Of a node that is ordered now, for an hour.
  public let ownedPrice: UnitPrice
  /// Of a node that is missing, for an hour.
  public let shortagePrice: UnitPrice

  /// - Precondition: One outlook at least; needs are not negative, weights are positive, and so is the shortage's price.
  public init(outlooks: [Outlook], ownedPrice: UnitPrice, shortagePrice: UnitPrice) {
    precondition(!outlooks.isEmpty && outlooks.allSatisfy { $0.nodes >= 0 && $0.weight > 0 })
    precondition(shortagePrice.microdollars > 0)
    self.outlooks = outlooks.sorted { $0.nodes < $1.nodes }
    self.ownedPrice = ownedPrice
    self.shortagePrice = shortagePrice
  }

  private var totalWeight: Int { outlooks.reduce(0) { $0 + $1.weight } }

  /// `(shortage - owned) / shortage`; below zero nothing is worth ordering.
  public var criticalRatio: Double {
    Double(shortagePrice.microdollars - ownedPrice.microdollars) / Double(shortagePrice.microdollars)
  }

  /// The quantity with the least expected cost; of equal ones the smaller.
  public var quantity: Int {
    let spared = Int128(shortagePrice.microdollars - ownedPrice.microdollars)
    guard spared > 0 else { return 0 }
    var weight: Int128 = 0
    for outlook in outlooks {
      weight += Int128(outlook.weight)
      if weight * Int128(shortagePrice.microdollars) >= spared * Int128(totalWeight) { return outlook.nodes }
    }
    return outlooks[outlooks.count - 1].nodes
  }

  /// Expected cost of an hour in which `ordered` nodes are owned.
  public func expectedCost(ordering ordered: Int) -> Money {
    let missing = outlooks.reduce(0) { $0 + $1.weight * max(0, $1.nodes - ordered) }
    return ownedPrice * Quantity(ordered) + share(shortagePrice * Quantity(missing))
  }

  /// Expected cost of an hour if the need were known before the order.
  public var costIfKnown: Money {
    let cheaper = min(ownedPrice, shortagePrice)
    return share(cheaper * Quantity(outlooks.reduce(0) { $0 + $1.weight * $1.nodes }))
  }

  /// What knowing the need before the order is worth, in an hour.
  public var valueOfKnowing: Money { expectedCost(ordering: quantity) - costIfKnown }

  /// The price of a shortage above which the largest need is ordered: the owned price over the weight of that need.
  public var shortagePriceForTheLargest: UnitPrice {
    UnitPrice(dollars: Double(ownedPrice.microdollars) / 1e6 * Double(totalWeight) / Double(outlooks.last?.weight ?? 1))
  }

  /// The cheapest quantity found by trying every one up to the largest need.
  public func enumerated() -> Int {
    (0...(outlooks.last?.nodes ?? 0)).min {
      (expectedCost(ordering: $0), $0) < (expectedCost(ordering: $1), $1)
    } ?? 0
  }

  private func share(_ weighted: Money) -> Money {
    Money(picodollars: weighted.picodollars / Int128(totalWeight))
  }
}
