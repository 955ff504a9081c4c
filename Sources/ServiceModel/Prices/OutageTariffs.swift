/// Money that depends on how long an outage lasts, or on how much of a month was bad: what one outage or one month comes to
/// is no product of a yearly sum.
public struct OutageGrowth: Equatable, Sendable {
  /// Length of an outage from which a further minute costs so much.
  public var fromMinutes: Double
  public var dollarsPerMinute: Double
  /// Of this price; nil where it is that of a lost request.
  public var origin: PriceOrigin?

  public init(fromMinutes: Double, dollarsPerMinute: Double, origin: PriceOrigin? = nil) {
    self.fromMinutes = fromMinutes
    self.dollarsPerMinute = dollarsPerMinute
    self.origin = origin
  }
}

/// What customers get back for a month of too little availability, by time.
public struct CreditPrice: Equatable, Sendable {
  public struct Tier: Equatable, Sendable {
    /// Availability of a calendar month, by time, below which the credit is due.
    public var below: Double
    /// Share of the month's charge.
    public var share: Double

    public init(below: Double, share: Double) {
      self.below = below
      self.share = share
    }
  }

  /// What customers pay in a month, in dollars.
  public var dollarsPerMonth: Double
  /// From the highest availability to the lowest; a month has the credit of the last tier that it falls below.
  public var tiers: [Tier]
  public var origin: PriceOrigin

  public init(dollarsPerMonth: Double, tiers: [Tier], origin: PriceOrigin = PriceOrigin()) {
    precondition(zip(tiers, tiers.dropFirst()).allSatisfy { $0.below > $1.below && $0.share <= $1.share })
    self.dollarsPerMonth = dollarsPerMonth
    self.tiers = tiers
    self.origin = origin
  }

  /// The tier of a month; nil where no credit is due.
  public func tier(ofAvailability availability: Double) -> Int? { tiers.lastIndex { availability < $0.below } }
}
