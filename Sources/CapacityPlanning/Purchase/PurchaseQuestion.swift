import Costing
import Foundation
import ServiceModel

/// How a need grows over years that nobody knows yet, and what can be bought for it.
public struct PurchaseQuestion: Sendable {
  /// One way in which the need may grow.
  public struct World: Equatable, Sendable {
    public let name: String
    /// Probability of the world among the others.
    public let weight: Double
    /// Growth of a year: 0.4 for forty percent more. Says nothing where the need is told by year.
    public let growth: Double
    /// The need after one year, after two and so on, as factors of that of the first month; empty where it grows evenly.
    public let levels: [Double]

    public init(name: String, weight: Double, growth: Double = 0, levels: [Double] = []) {
      self.name = name
      self.weight = weight
      self.growth = growth
      self.levels = levels
    }

    /// The need of a month as a factor of that of the first: even growth, or straight lines between what is told by year and
    /// no change after the last of it.
    func factor(month: Int) -> Double {
      guard let last = levels.last else { return pow(1 + growth, Double(month) / 12) }
      let (year, rest) = month.quotientAndRemainder(dividingBy: 12)
      guard year < levels.count else { return last }
      let from = year == 0 ? 1 : levels[year - 1]
      return from + (levels[year] - from) * Double(rest) / 12
    }
  }

  /// The commitment with which a search counted what a design costs a year.
  public struct SearchedCommitment: Equatable, Sendable {
    /// None where every node is paid by the hour.
    public let nodes: Int
    /// Length of the term, and what a node-hour of it costs.
    public let termMonths: Int
    public let price: UnitPrice

    public init(nodes: Int, termMonths: Int = 12, price: UnitPrice = UnitPrice(microdollars: 0)) {
      self.nodes = nodes
      self.termMonths = termMonths
      self.price = price
    }
  }

  /// A price class with a term.
  public struct Offer: Equatable, Sendable {
    public let name: String
    /// Of a node-hour.
    public internal(set) var price: UnitPrice
    /// Length of the term, 1 or more.
    public let termMonths: Int
    /// Days from the order to the first use that half and nine in ten of the orders keep.
    public internal(set) var leadDaysP50: Double
    public internal(set) var leadDaysP90: Double
    /// The most nodes that may be held of it at once; nil for any number.
    public let limit: Int?
    /// Share of the term's price that is paid with the order.
    public let upfrontShare: Double
    /// Whether its nodes are there when they are wanted, and not only their price.
    public let holdsCapacity: Bool
    /// Where its price comes from.
    public let origin: PriceOrigin

    public init(
      name: String, price: UnitPrice, termMonths: Int, leadDaysP50: Double = 0, leadDaysP90: Double = 0,
      limit: Int? = nil, upfrontShare: Double = 0, holdsCapacity: Bool = false, origin: PriceOrigin = PriceOrigin()
    ) {
      precondition(termMonths >= 1 && leadDaysP50 <= leadDaysP90)
      self.name = name
      self.price = price
      self.termMonths = termMonths
      self.leadDaysP50 = leadDaysP50
      self.leadDaysP90 = leadDaysP90
      self.limit = limit
      self.upfrontShare = upfrontShare
      self.holdsCapacity = holdsCapacity
      self.origin = origin
    }
  }

  /// The extended Pearson-Tukey weights of a 5 %, a 50 % and a 95 % quantile.
  ///
  /// Source: D. L. Keefer and S. E. Bodily, Management Science 29 (1983) 595.
  public static let weights = (low: 0.185, mid: 0.63, high: 0.185)

  /// The site, as the plan names it.
  public let site: String
  /// Where the nodes stand, as the cost lines name it: `us-east-1/h100`.
  public let pool: String
  /// The kind of node, and the design whose need it is; empty where the need was given.
  public let sku: String
  public let design: String
  /// The first day of the horizon, and its months.
  public let begins: CalendarDay
  public let months: Int
  /// Nodes needed by hour of a course that repeats, in the first month, not yet rounded up.
  public let course: [Double]
  /// Low, mid and high.
  public internal(set) var worlds: [World]
  /// What can be bought for a term.
  public internal(set) var offers: [Offer]
  /// What is rented by the hour, by its name and price.
  public let onDemandName: String
  public internal(set) var onDemand: OnDemandOffer
  /// What a node-hour is worth that is not to be had; nil where nothing may be short.
  public let shortage: UnitPrice?
  /// What money of a year later is worth less, as a share; nil where all money counts alike.
  public let discount: Double?
  /// What is held before anything is bought, in the order in which it is drawn.
  public let existing: [Held]
  /// What the numbers of its orders begin with, where other pools have orders too.
  public var orderPrefix = ""
  /// What a search priced the design with; nil where none was made for it.
  public var searched: SearchedCommitment?

  public init(
    site: String = "", pool: String = "", sku: String = "", design: String = "", begins: CalendarDay, months: Int,
    course: [Double],
    worlds: [World], offers: [Offer], onDemandName: String = "on-demand", onDemand: OnDemandOffer,
    shortage: UnitPrice? = nil, discount: Double? = nil, existing: [Held] = []
  ) {
    precondition(months >= 1 && !course.isEmpty && !worlds.isEmpty)
    self.site = site
    self.pool = pool
    self.sku = sku
    self.design = design
    self.begins = begins
    self.months = months
    self.course = course
    self.worlds = worlds
    self.offers = offers
    self.onDemandName = onDemandName
    self.onDemand = onDemand
    self.shortage = shortage
    self.discount = discount
    self.existing = existing
  }

  /// Nodes by hour of the course in a month of a world. A month is a twelfth of 8766 hours.
  public func need(month: Int, in world: Int) -> [Int] {
    let factor = worlds[world].factor(month: month)
    // A need that is a whole number stays one whatever the last bits of the factor say.
    return course.map { Int(($0 * factor - 1e-9).rounded(.up)) }
  }

  /// The most nodes that an hour of a month needs in a world.
  public func peak(month: Int, in world: Int) -> Int { need(month: month, in: world).max() ?? 0 }

  /// The value that a share of the worlds, by weight, does not exceed.
  ///
  /// - Parameter values: One for each world.
  public func quantile(_ share: Double, of values: [Int]) -> Int {
    let total = worlds.reduce(0) { $0 + $1.weight }
    var below = 0.0
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    for world in order {
      below += worlds[world].weight / total
      if below >= share - 1e-9 { return values[world] }
    }
    return values[order[order.count - 1]]
  }

  /// Hours of a course that is repeated over so many months.
  func quantity(_ nodeHours: Int, months: Int = 1) -> Quantity {
    let scaled = Int128(nodeHours) * 730_500_000 * Int128(months)
    return Quantity(millionths: Int64((scaled + Int128(course.count) / 2) / Int128(course.count)))
  }

  /// The first month on whose first day an order can be counted on that is placed on the first day of a month: nine in ten have come.
  func arrivalMonth(of offer: Offer, orderedIn month: Int) -> Int {
    let there = day(ofMonth: month).adding(days: Int(offer.leadDaysP90.rounded(.up)))
    return 12 * (there.year - begins.year) + there.month - begins.month + (there.day == 1 ? 0 : 1)
  }

  /// The first day of a month of the horizon.
  public func day(ofMonth month: Int) -> CalendarDay {
    let zero = begins.year * 12 + begins.month - 1 + month
    return CalendarDay(year: zero / 12, month: zero % 12 + 1, day: 1)
  }
}
