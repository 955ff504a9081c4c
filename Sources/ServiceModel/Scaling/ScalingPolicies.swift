/// What a policy keeps at a target.
public enum ScalingTarget: Equatable, Sendable {
  /// Load over capacity at the latency objective.
  case utilization(Double)
  /// Requests a second of a replica.
  case requestRate(Double)
  /// Requests in a replica, waiting or served.
  case requestsPerReplica(Double)
}

/// The Kubernetes horizontal pod autoscaler (autoscaling/v2): desired = ceil(current x metric / target) outside a
/// tolerance, held over stabilisation windows and limited in speed. Defaults are those of Kubernetes.
///
/// Kubernetes has two algorithms: one where an object has a `behavior`, for either direction, and an older one where it
/// has none. They differ in the end of the window, in what it holds up and in the speed of growth.
public struct HorizontalPodScaling: Equatable, Sendable {
  /// How fast one direction may go.
  public struct Behaviour: Equatable, Sendable {
    public enum Selection: String, CaseIterable, Sendable {
      /// The limit that allows the largest change.
      case max
      /// The limit that allows the smallest change.
      case min
      /// No change in this direction.
      case disabled
    }
    /// A recommendation counts only while all of this window agree, in seconds.
    public var stabilisationSeconds: Double
    public var limits: [RateLimit]
    public var selection: Selection

    public init(stabilisationSeconds: Double, limits: [RateLimit], selection: Selection = .max) {
      self.stabilisationSeconds = stabilisationSeconds
      self.limits = limits
      self.selection = selection
    }

    /// 100 % or four pods in 15 s, whichever is more.
    public static let up = Behaviour(
      stabilisationSeconds: 0,
      limits: [RateLimit(.percent(100), periodSeconds: 15), RateLimit(.pods(4), periodSeconds: 15)])
    /// Everything in 15 s, after five minutes of agreement.
    public static let down = Behaviour(
      stabilisationSeconds: 300, limits: [RateLimit(.percent(100), periodSeconds: 15)])
  }
  /// The most change within a period.
  public struct RateLimit: Equatable, Sendable {
    public enum Amount: Equatable, Sendable {
      /// Replicas; a part of a node counts as a node.
      case pods(Int)
      /// Of what ran at the period's start.
      case percent(Double)
    }
    public var amount: Amount
    public var periodSeconds: Double

    public init(_ amount: Amount, periodSeconds: Double) {
      self.amount = amount
      self.periodSeconds = periodSeconds
    }
  }
  public var target: ScalingTarget
  /// Share of the target by which the metric may be off without a change.
  public var tolerance: Double
  /// How each direction behaves. Where one is nil and the other is not, it is at Kubernetes' default (`Behaviour.up`,
  /// `Behaviour.down`); where both are, the older algorithm holds.
  public var up: Behaviour?
  public var down: Behaviour?

  public init(target: ScalingTarget, tolerance: Double = 0.1, up: Behaviour? = nil, down: Behaviour? = nil) {
    self.target = target
    self.tolerance = tolerance
    self.up = up
    self.down = down
  }
}

/// The Knative pod autoscaler: a stable window, and a panic window in which it only grows. Defaults are Knative's.
public struct KnativeScaling: Equatable, Sendable {
  public var target: ScalingTarget
  public var stableSeconds: Double
  public var panicSeconds: Double
  /// Panic begins when the panic window asks for this many times the ready replicas.
  public var panicThreshold: Double
  /// The most by which ready replicas are multiplied, and divided, at one evaluation.
  public var upRate: Double
  public var downRate: Double

  public init(
    target: ScalingTarget, stableSeconds: Double = 60, panicSeconds: Double = 6, panicThreshold: Double = 2,
    upRate: Double = 1000, downRate: Double = 2
  ) {
    self.target = target
    self.stableSeconds = stableSeconds
    self.panicSeconds = panicSeconds
    self.panicThreshold = panicThreshold
    self.upRate = upRate
    self.downRate = downRate
  }
}

/// Ongoing requests per replica as Ray Serve follows them: a change that was wanted without a break for a delay.
/// Defaults are Ray Serve's.
public struct OngoingRequests: Equatable, Sendable {
  public var perReplica: Double
  public var lookBackSeconds: Double
  public var upDelaySeconds: Double
  public var downDelaySeconds: Double

  public init(
    perReplica: Double = 2, lookBackSeconds: Double = 30, upDelaySeconds: Double = 30, downDelaySeconds: Double = 600
  ) {
    self.perReplica = perReplica
    self.lookBackSeconds = lookBackSeconds
    self.upDelaySeconds = upDelaySeconds
    self.downDelaySeconds = downDelaySeconds
  }
}

/// A floor by weekday and hour.
public struct ScalingSchedule: Equatable, Sendable {
  /// A stretch of certain weekdays; one that ends at or before its begin goes past midnight.
  public struct Entry: Equatable, Sendable {
    /// 0 for Monday to 6 for Sunday: the days on which it begins.
    public var weekdays: [Int]
    /// Hours after midnight.
    public var from: Double
    public var to: Double
    public var nodes: Int

    public init(weekdays: [Int], from: Double, to: Double, nodes: Int) {
      self.weekdays = weekdays
      self.from = from
      self.to = to
      self.nodes = nodes
    }
  }
  public var entries: [Entry]

  public init(entries: [Entry]) { self.entries = entries }
}

/// Nodes for the demand that is expected when nodes ordered now are ready. It reads offered demand, which no outage of
/// the service moves.
public struct ForecastScaling: Equatable, Sendable {
  public enum Method: Equatable, Sendable {
    /// Demand at the same time last week; nothing in the first week.
    case lastWeek
    /// The line through demand now and `over` seconds ago.
    case trend(overSeconds: Double)
  }
  public var method: Method
  public var utilization: Double
  public var leadSeconds: Double

  public init(method: Method, utilization: Double, leadSeconds: Double) {
    self.method = method
    self.utilization = utilization
    self.leadSeconds = leadSeconds
  }
}
