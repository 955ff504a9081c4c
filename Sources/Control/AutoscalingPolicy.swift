import EventKernel
import ServiceModel

/// A pool's autoscaling rules in the kernel's integers, compiled once.
public struct AutoscalingPolicy: Equatable, Sendable, BitwiseCopyable {
  /// A metric above which one node is added.
  struct Threshold: Equatable, Sendable, BitwiseCopyable {
    /// Load of the pool, and load per node; the largest number where the metric is the other one.
    var poolLoad = Int64.max
    var nodeLoad = Int64.max
    var cooldown = Span.zero

    func isExceeded(load: Int64, nodes: Int32) -> Bool {
      load > poolLoad || nodeLoad < .max && load > nodeLoad * Int64(nodes)
    }

    /// The highest load that does not exceed it.
    func limit(nodes: Int32) -> Int64 { nodeLoad < .max ? min(poolLoad, nodeLoad * Int64(nodes)) : poolLoad }
  }

  public let every: Span
  public let startLag: Span
  public let minimum: Int32
  public let maximum: Int32
  /// Load that one node carries at the target; the largest number without target tracking.
  let loadPerNode: Int64
  let scaleOutCooldown: Span
  let scaleInCooldown: Span
  let first: Threshold
  let second: Threshold

  /// - Parameters:
  ///   - nodeRate: What a node carries, in millionths of a request a second.
  ///   - maximum: The most nodes that the site can have.
  /// - Precondition: At most two thresholds; the model files refuse more.
  public init(_ scaling: Autoscaling, nodeRate: Int64, maximum: Int32) {
    precondition(scaling.thresholds.count <= 2)
    every = Span(seconds: scaling.evaluationSeconds)
    startLag = Span(seconds: scaling.startLagSeconds)
    self.maximum = scaling.maximumNodes.map { min(Int32($0), maximum) } ?? maximum
    minimum = min(Int32(scaling.minimumNodes), self.maximum)
    loadPerNode =
      scaling.targetTracking.map { Int64((Double(nodeRate) * $0.utilization).rounded(.down)) } ?? .max
    scaleOutCooldown = Span(seconds: scaling.targetTracking?.scaleOutCooldownSeconds ?? 0)
    scaleInCooldown = Span(seconds: scaling.targetTracking?.scaleInCooldownSeconds ?? 0)
    func threshold(_ index: Int) -> Threshold {
      guard scaling.thresholds.indices.contains(index) else { return Threshold() }
      let policy = scaling.thresholds[index]
      let cooldown = Span(seconds: policy.cooldownSeconds)
      switch policy.metric {
      case .requestRate(let rps): return Threshold(poolLoad: Int64((rps * 1e6).rounded()), cooldown: cooldown)
      case .utilization(let u): return Threshold(nodeLoad: Int64((Double(nodeRate) * u).rounded()), cooldown: cooldown)
      }
    }
    first = threshold(0)
    second = threshold(1)
  }

  var tracksTarget: Bool { loadPerNode < .max }

  /// Nodes at which the load is at the target; zero without target tracking.
  func nodesAtTarget(load: Int64) -> Int32 {
    tracksTarget ? Int32(clamping: (load + loadPerNode - 1) / loadPerNode) : 0
  }

  /// The loads, above `low` and up to `high`, at which a pool of `nodes` wants nothing: no evaluation can act there.
  public func quietLoads(nodes: Int32) -> (low: Int64, high: Int64) {
    var low = Int64(-1)
    var high = nodes >= maximum ? Int64.max : min(first.limit(nodes: nodes), second.limit(nodes: nodes))
    if tracksTarget {
      if nodes > minimum { low = loadPerNode * Int64(nodes - 1) }
      if nodes < maximum { high = min(high, loadPerNode * Int64(nodes)) }
    }
    if nodes < minimum { high = -1 }
    return (low, high)
  }
}
