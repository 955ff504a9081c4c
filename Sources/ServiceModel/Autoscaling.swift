/// Rules by which a serving pool follows demand; the largest wish wins.
public struct Autoscaling: Equatable, Sendable {
  /// Seconds between evaluations.
  public var evaluationSeconds: Double
  public var targetTracking: TargetTracking?
  public var thresholds: [ThresholdPolicy]
  /// Fewest and most nodes per site; the floor of a serving site.
  public var minimumNodes: Int
  public var maximumNodes: Int?
  /// From a scale-out's decision to ready nodes, in seconds.
  public var startLagSeconds: Double

  public init(
    evaluationSeconds: Double = 60, targetTracking: TargetTracking? = nil, thresholds: [ThresholdPolicy] = [],
    minimumNodes: Int = 1, maximumNodes: Int? = nil, startLagSeconds: Double
  ) {
    self.evaluationSeconds = evaluationSeconds
    self.targetTracking = targetTracking
    self.thresholds = thresholds
    self.minimumNodes = minimumNodes
    self.maximumNodes = maximumNodes
    self.startLagSeconds = startLagSeconds
  }
}

/// Keeps utilisation, load over capacity at the latency objective, at a target.
public struct TargetTracking: Equatable, Sendable {
  public var utilization: Double
  public var scaleOutCooldownSeconds: Double
  public var scaleInCooldownSeconds: Double

  public init(utilization: Double, scaleOutCooldownSeconds: Double, scaleInCooldownSeconds: Double) {
    self.utilization = utilization
    self.scaleOutCooldownSeconds = scaleOutCooldownSeconds
    self.scaleInCooldownSeconds = scaleInCooldownSeconds
  }
}

/// Adds one node while a metric of the pool is above its threshold, at most once per cooldown.
public struct ThresholdPolicy: Equatable, Sendable {
  public enum Metric: Equatable, Sendable {
    /// Requests a second of the pool.
    case requestRate(Double)
    /// Load over capacity at the latency objective.
    case utilization(Double)
  }
  public var name: String
  public var metric: Metric
  public var cooldownSeconds: Double

  public init(name: String, metric: Metric, cooldownSeconds: Double) {
    self.name = name
    self.metric = metric
    self.cooldownSeconds = cooldownSeconds
  }
}
