import Costing
import ServiceModel

extension PurchaseQuestion {
  /// Nodes that are held before anything is bought, under a commitment or as machines of one's own: they meet the need until
  /// they end, and are paid whatever is bought.
  public struct Held: Equatable, Sendable {
    public let name: String
    public let nodes: Int
    /// What a node still costs in every hour until it ends, used or not: of a machine of one's own, what it takes to run it.
    public let price: UnitPrice
    /// The first month of the horizon in which it is not held any more, 1 or later; nil where it is held throughout.
    public let endMonth: Int?
    public let priceClass: PriceClass
    public let origin: PriceOrigin

    public init(
      name: String, nodes: Int, price: UnitPrice, endMonth: Int? = nil, priceClass: PriceClass = .committed1Y,
      origin: PriceOrigin = PriceOrigin()
    ) {
      precondition(nodes >= 1 && endMonth ?? 1 >= 1, "\(nodes) nodes until month \(endMonth ?? 0)")
      self.name = name
      self.nodes = nodes
      self.price = price
      self.endMonth = endMonth
      self.priceClass = priceClass
      self.origin = origin
    }

    func isHeld(in month: Int) -> Bool { month < endMonth ?? Int.max }
  }

  /// What is held already in a month, in the order in which it is drawn.
  func existing(in month: Int) -> [Held] { existing.filter { $0.isHeld(in: month) } }

  /// Nodes that are held already in a month.
  public func heldNodes(in month: Int) -> Int { existing(in: month).reduce(0) { $0 + $1.nodes } }

  /// Months of the horizon from whose first day something is not held any more, in their order.
  var endsOfHeld: [Int] { Set(existing.compactMap(\.endMonth)).filter { $0 < months }.sorted() }

  /// Nodes by hour of the course that what is held leaves open in a month of a world.
  ///
  /// - Parameter other: A month whose holdings are meant instead.
  func openNeed(month: Int, in world: Int, asHeldIn other: Int? = nil) -> [Int] {
    let held = heldNodes(in: other ?? month)
    return need(month: month, in: world).map { max(0, $0 - held) }
  }

  /// What something that is held already costs over the months that are looked at, whatever is bought.
  public func cost(of held: Held) -> Money {
    held.price * quantity(held.nodes * course.count, months: min(months, held.endMonth ?? months))
  }

  /// What all that is held already costs over the months that are looked at, whatever is bought.
  public var costOfHeld: Money { existing.reduce(.zero) { $0 + cost(of: $1) } }
}

/// What one supply that is paid ahead gives in one course of a month.
struct MonthSupply {
  enum Source {
    /// Which of what is held already.
    case existing(Int)
    /// The number of the term among those that were bought.
    case bought(Int)
  }

  let source: Source
  let nodes: Int
  /// Node-hours of the course that are drawn.
  let used: Int
}

extension PurchaseQuestion {
  /// How the need of a month draws what is held already and then what was bought, in their order, and what is rented above.
  func supplies(of need: [Int], month: Int, _ bought: [PurchasedTerm]) -> (
    paid: [MonthSupply], rest: HourlyMatch
  ) {
    var sources: [(source: MonthSupply.Source, nodes: Int)] = []
    for (index, held) in existing.enumerated() where held.isHeld(in: month) {
      sources.append((.existing(index), held.nodes))
    }
    for (number, term) in bought.enumerated()
    where term.firstMonth <= month && month < term.endMonth {
      sources.append((.bought(number), term.units))
    }
    let paid = zip(sources, HeldSlice.stacked(sources.map(\.nodes))).map { supply, slice in
      MonthSupply(
        source: supply.source, nodes: supply.nodes,
        used: need.reduce(0) { $0 + slice.drawn(by: $1) })
    }
    let all = paid.reduce(0) { $0 + $1.nodes }
    return (paid, onDemand.meeting(HourlyNeed(nodes: need), above: all))
  }
}
