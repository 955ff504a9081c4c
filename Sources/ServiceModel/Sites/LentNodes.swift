/// Nodes of a standby that somebody else uses while nothing has failed: tests, batch work.
///
/// Lending is an allocation and no saving: the nodes are paid whoever uses them. Money is saved only where the borrower
/// would have bought capacity otherwise, and no more than it needs.
public struct LentNodes: Equatable, Sendable {
  /// Who uses them: the beneficiary of their hours in `costs.csv`.
  public var borrower: String
  /// Nodes that are lent, 0 or more.
  public var nodes: Int
  /// Nodes that the borrower can use at once.
  public var neededNodes: Int
  /// Hours of a week in which it uses them, 0 to 168.
  public var hoursPerWeek: Double
  /// What the borrower would buy otherwise; nil where it would do without.
  public var displaces: DisplacedCapacity?
  /// From the request of a failover until a lent node is back on the rung that the site keeps, in seconds.
  public var evictSeconds: Double
  /// Chance that a lent node was left unusable, 0 to 1: it is then booted and loaded anew.
  public var breaks: Double

  public init(
    borrower: String, nodes: Int, neededNodes: Int? = nil, hoursPerWeek: Double, displaces: DisplacedCapacity? = nil,
    evictSeconds: Double, breaks: Double = 0
  ) {
    precondition((0...168).contains(hoursPerWeek), "a week has 168 hours, not \(hoursPerWeek)")
    self.borrower = borrower
    self.nodes = nodes
    self.neededNodes = neededNodes ?? nodes
    self.hoursPerWeek = hoursPerWeek
    self.displaces = displaces
    self.evictSeconds = evictSeconds
    self.breaks = breaks
  }

  /// Nodes that the borrower uses at once: no more than are lent, no more than it needs.
  public var usedNodes: Int { min(nodes, neededNodes) }
  /// Share of all hours in which it uses them.
  public var shareOfHours: Double { hoursPerWeek / 168 }
}

/// Capacity that a borrower does not buy because it is lent some.
public struct DisplacedCapacity: Equatable, Sendable {
  public enum PriceClass: String, CaseIterable, Sendable {
    case onDemand = "on-demand"
    case spot
  }

  public var priceClass: PriceClass
  /// What the borrower would pay for a node and an hour.
  public var dollarsPerHour: Double

  public init(priceClass: PriceClass, dollarsPerHour: Double) {
    self.priceClass = priceClass
    self.dollarsPerHour = dollarsPerHour
  }
}

extension Service {
  /// Nodes of a site that are lent in normal operation: none where nothing runs that could be.
  public func lentNodes(at site: Site) -> Int {
    guard let lent = site.lent, site.keep.runsNodes, site.keep != .serving else { return 0 }
    return min(lent.nodes, standingNodes(at: site))
  }
}
