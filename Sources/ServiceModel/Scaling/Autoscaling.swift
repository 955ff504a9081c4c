import Stochastics

/// How a serving pool follows demand: policies of which the largest wish wins, within limits, after a lag.
public struct Autoscaling: Equatable, Sendable {
  /// Seconds between evaluations.
  public var evaluationSeconds: Double
  /// Age of a metric when an evaluation sees it, in seconds; policies with windows of their own add theirs.
  public var metricDelaySeconds: Double
  /// Length of the window over which a metric is averaged, in seconds; zero for its present value.
  public var averagingSeconds: Double
  /// Mean time of a request at a replica, in seconds, by which requests in the system follow from the load (Little's
  /// law). Nil where the plan does not say: a replica then holds one request at its rated load.
  public var responseSeconds: Double?
  public var policies: [ScalingPolicy]
  /// Fewest and most nodes per site; the floor of a serving site.
  public var minimumNodes: Int
  public var maximumNodes: Int?
  /// From a scale-out's decision to ready nodes, in seconds; drawn once for each scale-out.
  public var startLag: Distribution
  /// Share of scale-outs that the provider refuses; asked again at the next evaluation.
  public var refused: Double
  /// How long a node that is taken out of service is still paid for while it finishes its requests, in seconds.
  public var drainSeconds: Double
  /// Sites with rules of their own, which replace these there.
  public var sites: [SiteScaling]

  public init(
    evaluationSeconds: Double = 60, metricDelaySeconds: Double = 0, averagingSeconds: Double = 0,
    responseSeconds: Double? = nil, policies: [ScalingPolicy] = [], minimumNodes: Int = 1, maximumNodes: Int? = nil,
    startLag: Distribution, refused: Double = 0, drainSeconds: Double = 0, sites: [SiteScaling] = []
  ) {
    self.evaluationSeconds = evaluationSeconds
    self.metricDelaySeconds = metricDelaySeconds
    self.averagingSeconds = averagingSeconds
    self.responseSeconds = responseSeconds
    self.policies = policies
    self.minimumNodes = minimumNodes
    self.maximumNodes = maximumNodes
    self.startLag = startLag
    self.refused = refused
    self.drainSeconds = drainSeconds
    self.sites = sites
  }

  /// The rules of the second seed document: one target and thresholds that add nodes, with a fixed lag.
  public init(
    evaluationSeconds: Double = 60, targetTracking: TargetTracking? = nil, thresholds: [ThresholdPolicy] = [],
    minimumNodes: Int = 1, maximumNodes: Int? = nil, startLagSeconds: Double
  ) {
    self.init(
      evaluationSeconds: evaluationSeconds,
      policies: thresholds.map(ScalingPolicy.threshold) + (targetTracking.map { [.target($0)] } ?? []),
      minimumNodes: minimumNodes, maximumNodes: maximumNodes, startLag: .constant(startLagSeconds))
  }

  /// The first target-tracking policy: the one that holds a buffer at any hour.
  public var targetTracking: TargetTracking? {
    for policy in policies { if case .target(let target) = policy { return target } }
    return nil
  }

  public var thresholds: [ThresholdPolicy] {
    policies.compactMap { if case .threshold(let threshold) = $0 { threshold } else { nil } }
  }

  /// The rules of a site: its own, or those of all.
  public func at(_ site: String) -> Autoscaling { sites.first { $0.site == site }?.scaling ?? self }
}

/// A site whose pool is scaled by rules of its own.
public struct SiteScaling: Equatable, Sendable {
  public var site: String
  /// Its `sites` are empty.
  public var scaling: Autoscaling

  public init(site: String, scaling: Autoscaling) {
    self.site = site
    self.scaling = scaling
  }
}

/// One rule of an autoscaler: a wish for nodes at each evaluation.
public enum ScalingPolicy: Equatable, Sendable {
  case target(TargetTracking)
  case threshold(ThresholdPolicy)
  case horizontalPod(HorizontalPodScaling)
  case knative(KnativeScaling)
  case ongoing(OngoingRequests)
  case schedule(ScalingSchedule)
  case forecast(ForecastScaling)
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

/// Adds nodes while a metric of the pool is above its threshold, or removes some while it is below, once per cooldown.
public struct ThresholdPolicy: Equatable, Sendable {
  public enum Metric: Equatable, Sendable {
    /// Requests a second of the pool.
    case requestRate(Double)
    /// Load over capacity at the latency objective.
    case utilization(Double)
    /// Requests in a replica, waiting or served.
    case requestsPerReplica(Double)
  }
  public enum Direction: Equatable, Sendable {
    case out
    case `in`
  }
  public var name: String
  public var metric: Metric
  public var direction: Direction
  /// Nodes that are added or removed at once.
  public var step: Int
  /// How long the metric must have been beyond the threshold before the policy acts, in seconds.
  public var holdSeconds: Double
  public var cooldownSeconds: Double

  public init(
    name: String, metric: Metric, direction: Direction = .out, step: Int = 1, holdSeconds: Double = 0,
    cooldownSeconds: Double
  ) {
    self.name = name
    self.metric = metric
    self.direction = direction
    self.step = step
    self.holdSeconds = holdSeconds
    self.cooldownSeconds = cooldownSeconds
  }
}
