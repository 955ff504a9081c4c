import ServiceModel

/// What can be bought for a site over the years, and how fast its need grows.
public struct PurchaseBlock: Equatable, Sendable {
  /// A price class. On demand it has no term: it is paid by the hour.
  public struct Offer: Equatable, Sendable {
    public let name: String
    /// The only site at which it is to be had; nil where it is had at all of them.
    public let site: String?
    /// Of a node; nil of what is rented by the hour at the price of the site's nodes.
    public let dollarsPerHour: Double?
    /// Nil on demand.
    public let termMonths: Int?
    /// Days from the order to the first use, at 50 % and at 90 %.
    public let leadDaysP50: Double
    public let leadDaysP90: Double
    /// The most nodes that the quota or the stock allows.
    public let limitNodes: Int?
    /// Share of the term's price that is paid with the order.
    public let upfrontShare: Double
    public let holdsCapacity: Bool
    /// By the hour, and the provider may take it back.
    public let isSpot: Bool
    public let origin: PriceOrigin

    /// Whether it is rented by the hour and nobody takes it back.
    public var isHourly: Bool { termMonths == nil && !isSpot }
  }

  /// The site that the nodes are for; nil for every one that holds nodes, or the first that serves where the need is told.
  public let site: String?
  /// The design that they are for; nil for the one that a search finds, or else the plan's last.
  public let design: String?
  /// Nodes by hour of a course that repeats; nil where the need follows from the plan.
  public let need: [Int]?
  public let years: Int
  /// Growth of a year in the low, the middle and the high world.
  public let growthLow: Double
  public let growthMid: Double
  public let growthHigh: Double
  /// After one year, after two and so on: low, mid and high, as factors of the first month's need. Empty where growth tells it.
  public let needByYear: [[Double]]
  /// Probabilities of the three worlds in thousandths; nil for those of quantiles of 5 %, 50 % and 95 %.
  public let weights: [Int]?
  /// What money of a year later is worth less, as a share; nil where all money counts alike.
  public let discount: Double?
  public let offers: [Offer]
  /// What is held before anything is bought, in the order of the file.
  public let existing: [Existing]
  /// What a node-hour is worth that cannot be had, in dollars; nil where nothing may be short.
  public let shortageDollarsPerHour: Double?
  /// What must be ordered now for a need that shows when it is too late to order; nil where that is not asked.
  public let ahead: Ahead?

  /// Nodes that are held already.
  public struct Existing: Equatable, Sendable {
    public let name: String
    /// Where they stand; nil for the site of the purchase, or the first that serves.
    public let site: String?
    public let nodes: Int
    /// Of a node, in every hour until it ends.
    public let dollarsPerHour: Double
    /// Months from that in which the plan begins until it is not held any more; nil where it is held throughout.
    public let endMonth: Int?
    /// What it was committed for, 12 or 36; nil for machines of one's own.
    public let termMonths: Int?
    public let origin: PriceOrigin
  }

  /// An order ahead of an uncertain need.
  public struct Ahead: Equatable, Sendable {
    public struct Outlook: Equatable, Sendable {
      public let nodes: Int
      /// In thousandths.
      public let weight: Int
    }
    public let outlooks: [Outlook]
    public let dollarsPerHour: Double
    /// Of a node that is then missing.
    public let shortageDollarsPerHour: Double
  }
}

extension PurchaseBlock {
  /// What is to be had at a site. Of what is rented by the hour, and of what may be taken back, the site's own offer takes the
  /// place of the one for all sites; terms of its own stand beside those of all.
  public func offers(at site: String) -> [Offer] { offers.had(at: site) }

  /// The most nodes that a purchase looks at, in any hour of any of its years: every level of every course is weighed.
  public static let mostNodes = 100_000
  /// As far as a purchase looks ahead, in years: its years, the longest term and the longest lead time.
  static let mostYears = 10

  /// Whether a course outgrows what a purchase looks at, in the world that grows most.
  ///
  /// - Parameter peak: Nodes in the first year's highest hour.
  public func outgrows(peak: Double) -> Bool {
    let grown = (0..<years).reduce(peak) { nodes, _ in min(nodes * (1 + growthHigh), 1e12) }
    let told = peak * (needByYear.joined().max() ?? 1)
    return max(grown, told) > Double(PurchaseBlock.mostNodes)
  }
}

extension [PurchaseBlock.Offer] {
  func had(at site: String) -> [PurchaseBlock.Offer] {
    let own = filter { $0.site == site }
    return filter { offer in
      guard offer.site == nil else { return offer.site == site }
      if offer.isHourly { return !own.contains(where: \.isHourly) }
      return !offer.isSpot || !own.contains(where: \.isSpot)
    }
  }
}
