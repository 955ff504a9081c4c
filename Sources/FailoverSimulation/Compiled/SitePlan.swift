import EventKernel
import ServiceModel

/// A site compiled for simulation.
struct SitePlan: Sendable {
  let name: String
  let keep: Readiness
  /// Nodes in normal operation that can serve at once: warm or serving.
  let standing: Int32
  /// Nodes that run in normal operation without being warm (booted or loaded).
  let cold: Int32
  /// Nodes that run in normal operation and that somebody else uses; not among `standing` or `cold`.
  let lent: LentPlan
  let failoverNodes: Int32
  /// Nodes to acquire at failover: of these `reserved` are certain.
  let reserved: Int32
  /// The most nodes that its autoscaler may have up or on their way.
  let scalesTo: Int32
  /// The most nodes that this site can ever have, those that have failed while others took their place among them; node clocks
  /// exist for each.
  let maximumNodes: Int32
  /// Millionths of demand routed here in normal operation.
  let home: Int32
  /// What a node carries, in millionths of a request a second.
  let nodeRate: Int64
  /// Units of capacity in a node: one, or its replicas where something smaller than a node can fail.
  let units: Int32
  /// What a unit carries, in millionths of a request a second.
  let unitRate: Int64
  let minimumUnits: Int32
  let gpusPerNode: Int32
  let gpusPerUnit: Int32
  let nodesPerRack: Int32
  let zones: Int32
  let provider: Int32
  /// Sites of one region fail together: pools of several GPU types are sites of one region.
  let region: Int32
  let fetchPerNode: Span
  /// Units that must be ready before the site may answer after a failover.
  let opensAt: Int32

  let held: HeldNodes
  /// Whether its autoscaler holds what all demand would ask for, while it takes none.
  let followsDemand: Bool
  /// What an answer given here is worth, in millionths; nil where a model is not rented by the token.
  let rentedWorth: Int64?

  /// Nodes that run in normal operation and could not serve at once.
  var aside: Int32 { cold + lent.nodes }

  /// Nodes that stand or are reserved.
  var kept: Int32 { standing + aside + reserved }

  /// Nodes up to a level at which what runs is told apart.
  @inline(__always)
  func nodes(upTo level: HeldLevel) -> Int32 {
    switch level {
    case .owned: held.owned
    case .paidAhead: held.paidAhead
    case .kept: kept
    }
  }
}

/// Nodes of a site that are paid for anyway: levels up to which nodes that run draw them, see `HeldLevel`.
struct HeldNodes: Sendable {
  /// Machines of one's own.
  let owned: Int32
  /// These and the committed nodes beside them.
  let paidAhead: Int32
}

/// Nodes of a site that are lent, and how they come back.
struct LentPlan: Sendable {
  let nodes: Int32
  /// From the request of a failover until they are back on the rung that the site keeps.
  let evict: Span
  /// Chance that a node was left unusable.
  let breaks: Double
}
