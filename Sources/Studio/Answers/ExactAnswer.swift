import ExactTwins
import ServiceModel

/// What a design is known to be without chance: its nodes, what they cost, and the least time of a failover.
public struct ExactAnswer: Equatable, Sendable {
  public let design: String
  /// Nodes that stand, those that are reserved and off, and those that stand after a failover, all sites together.
  public let standing: Int
  public let reserved: Int
  public let afterFailover: Int
  /// Dollars a year of the nodes that stand and are reserved, at their hourly price; nil where one has no price. An
  /// autoscaler's nodes beyond its floor are not in it.
  public let nodeDollars: Double?
  /// The least time from the loss of a region to another site's answers, in seconds; nil where the plan loses no region
  /// and infinite where no site can take over.
  public let leastTakeover: Double?
  /// What the plan asks of it, in seconds.
  public let target: Double?

  public init(_ service: Service) {
    design = service.design.name
    let sites = service.sites.filter { $0.keep > .nothing && $0.rented == nil }
    standing = sites.reduce(0) { $0 + service.standingNodes(at: $1) }
    reserved = sites.reduce(0) { $0 + service.reservedNodes(at: $1) }
    afterFailover = sites.reduce(0) { $0 + max(service.standingNodes(at: $1), service.failoverNodes(at: $1)) }
    nodeDollars = sites.reduce(0) { sum, site in
      guard let sum, let price = site.node.dollarsPerHour else { return nil }
      return sum + price * 8766 * Double(service.standingNodes(at: site) + service.reservedNodes(at: site))
    }
    leastTakeover = BestCase(service).losses.filter { $0.scope == .region }.map(\.takeover).min()
    target = service.objectives.recovery.first { $0.scope == .region }?.withinSeconds
  }
}
