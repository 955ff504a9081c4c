/// Work that goes through the nodes of a fleet, some at a time: a rolling deployment, patches, a change of drivers.
public struct RollOut: Equatable, Sendable {
  /// Nodes that may be out at a time; a share is rounded down, as Kubernetes rounds `maxUnavailable`.
  public var unavailable: FleetPart
  /// Nodes that run beside the others meanwhile; a share is rounded up, as Kubernetes rounds `maxSurge`.
  public var surge: FleetPart
  /// Seconds that the work takes on one node.
  public var nodeSeconds: Double

  public init(unavailable: FleetPart, surge: FleetPart, nodeSeconds: Double) {
    self.unavailable = unavailable
    self.surge = surge
    self.nodeSeconds = nodeSeconds
  }

  /// Nodes out and nodes beside the others while the work goes through a fleet of `nodes`. Where both are none, one
  /// node is out: the work must go on.
  public func counts(of nodes: Int) -> (unavailable: Int, surge: Int) {
    let surge = Int((surge.nodes(of: nodes) - 1e-9).rounded(.up))
    let out = Int((unavailable.nodes(of: nodes) + 1e-9).rounded(.down))
    return (min(nodes, surge == 0 ? max(1, out) : out), surge)
  }

  /// How long the work takes to go through a fleet of `nodes`.
  public func seconds(of nodes: Int) -> Double {
    let counts = counts(of: nodes)
    return (Double(nodes) / Double(max(1, counts.unavailable + counts.surge))).rounded(.up) * nodeSeconds
  }
}

/// A part of a fleet.
public enum FleetPart: Equatable, Sendable {
  case nodes(Int)
  case share(Double)

  func nodes(of fleet: Int) -> Double {
    switch self {
    case .nodes(let count): Double(count)
    case .share(let share): share * Double(fleet)
    }
  }
}
