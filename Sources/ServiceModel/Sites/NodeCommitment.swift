/// Nodes of a site that are paid for ahead: a price for a term, paid in every hour of it, used or not.
///
/// A commitment is no node: it makes nothing certain at a failover. What holds a node is `Site.reserved`; a commitment
/// may pay for it.
public struct NodeCommitment: Equatable, Sendable {
  public enum Term: CaseIterable, Sendable {
    case oneYear, threeYears

    /// In years of 8766 h.
    public var years: Int { self == .oneYear ? 1 : 3 }
  }

  /// Nodes that are promised, 0 or more.
  public var nodes: Int
  public var term: Term
  /// For a node and an hour, the whole purchase spread over the hours of the term.
  public var dollarsPerHour: Double
  /// Share of the whole purchase that is paid on the first day, 0 to 1; the rest is paid with the hours.
  public var upfrontShare: Double
  /// Of its price; nil where it is that of the nodes.
  public var origin: PriceOrigin?

  public init(nodes: Int, term: Term, dollarsPerHour: Double, upfrontShare: Double = 0) {
    precondition((0...1).contains(upfrontShare), "a share of \(upfrontShare) is paid ahead")
    self.nodes = nodes
    self.term = term
    self.dollarsPerHour = dollarsPerHour
    self.upfrontShare = upfrontShare
  }
}

extension Service {
  /// Whether machines of one's own, commitments or reservations are held anywhere, so that what a node-hour costs depends on
  /// the nodes that run at the same instant.
  public var metersHeldNodes: Bool {
    sites.contains { $0.keep > .nothing && $0.rented == nil && ($0.paidAheadNodes > 0 || reservedNodes(at: $0) > 0) }
  }
}

extension Site {
  /// Machines of one's own and committed nodes.
  public var paidAheadNodes: Int { (owned?.nodes ?? 0) + (committed?.nodes ?? 0) }
}
