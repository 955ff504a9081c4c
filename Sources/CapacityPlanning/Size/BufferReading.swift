import Costing
import ServiceModel

/// One of the two things that "keep 25 %" can mean.
public enum BufferReading: String, CaseIterable, Sendable {
  /// So much above what the peak needs.
  case overRequirement = "over_requirement"
  /// So much of what is installed kept free: 20, 25, 30 % of capacity are 25, 33, 43 % over demand.
  case ofCapacity = "of_capacity"

  /// What the fleet is, against what the peak needs.
  public func factor(_ share: Double) -> Double {
    switch self {
    case .overRequirement: 1 + share
    case .ofCapacity: 1 / (1 - share)
    }
  }
}

/// A fleet that is asked for as a percentage, and what rounding to whole replicas and nodes makes of it.
public struct RoundedFleet: Equatable, Sendable {
  public let reading: BufferReading
  /// As asked, for example 0.25.
  public let asked: Double
  /// Replicas that hold it, all serving sites together.
  public let replicas: Int
  /// Nodes, site by site.
  public let nodes: [Int]
  /// Replicas and nodes above the requirement, as shares of it.
  public let replicasOverRequirement: Double
  public let nodesOverRequirement: Double

  public var totalNodes: Int { nodes.reduce(0, +) }

  /// - Parameter asked: Not negative; below 1 for a share of capacity.
  public init(_ service: Service, _ reading: BufferReading, asked: Double) {
    let sites = service.servingSites
    let factor = reading.factor(asked)
    let peak = service.traffic.peakRPS
    self.reading = reading
    self.asked = asked
    replicas = service.requiredReplicas(timesPeak: factor)
    nodes = sites.map { service.nodes(for: peak * factor * service.servingShare(of: $0), at: $0) }
    replicasOverRequirement = Double(replicas) / Double(service.requirementReplicas) - 1
    let least = sites.reduce(0) { $0 + service.requirementNodes(at: $1) }
    nodesOverRequirement = Double(nodes.reduce(0, +)) / Double(least) - 1
  }
}
