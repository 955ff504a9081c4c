/// Nodes of a site that are paid for ahead: a price for a term, paid in every hour of it, used or not.
///
/// A commitment is no node: it makes nothing certain at a failover. What holds a node is `Site.reserved`; a commitment
/// may pay for it.
public struct NodeCommitment: Equatable, Sendable {
  public enum Term: CaseIterable, Sendable { case oneYear, threeYears }

  /// Nodes that are promised, 0 or more.
  public var nodes: Int
  public var term: Term
  /// For a node and an hour, the whole purchase spread over the hours of the term.
  public var dollarsPerHour: Double

  public init(nodes: Int, term: Term, dollarsPerHour: Double) {
    self.nodes = nodes
    self.term = term
    self.dollarsPerHour = dollarsPerHour
  }
}
