/// Something that a plan pays for and this program knows nothing of: a licence, a support contract, a migration.
public struct PricedLine: Equatable, Sendable {
  /// What a price is asked for.
  public enum Basis: Equatable, Sendable {
    /// Each hour of a node that runs, at these sites; nil: at all.
    case nodeHour(sites: [String]?)
    case month
    case thousandRequests
    /// Once, on a day of the plan.
    case once(CalendarDay)
  }

  /// Where a bill has it.
  public enum Group: String, CaseIterable, Sendable {
    case software, network, storage
    /// People: no provider bills it.
    case labour
  }

  public var name: String
  public var basis: Basis
  public var dollars: Double
  public var group: Group
  public var origin: PriceOrigin

  public init(name: String, basis: Basis, dollars: Double, group: Group = .software, origin: PriceOrigin) {
    self.name = name
    self.basis = basis
    self.dollars = dollars
    self.group = group
    self.origin = origin
  }
}

/// A word that a team hangs on its costs: owner, cost centre, environment.
public struct Tag: Equatable, Sendable {
  public var key: String
  public var value: String

  public init(key: String, value: String) { (self.key, self.value) = (key, value) }

  /// Tags with others over them: a later one of the same key holds.
  public static func laid(_ tags: [Tag], over others: [Tag]) -> [Tag] {
    others.filter { other in !tags.contains { $0.key == other.key } } + tags
  }
}
