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
