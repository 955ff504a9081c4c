import EventKernel
import ServiceModel

/// The memory of one pool's autoscaler and its rule: a wish for nodes at each evaluation, the largest wins.
public struct Autoscaler: Equatable, Sendable, BitwiseCopyable {
  private var outAgain = SimTime.zero
  private var inAgain = SimTime.zero
  private var thresholdAgain = SimTime.zero

  public init() {}

  /// A policy in the kernel's integers, compiled once for a pool.
  public struct Policy: Equatable, Sendable {
    public var every: Span
    public var startLag: Span
    public var minimum: Int32
    public var maximum: Int32
    /// Load that one node carries at the target, in millionths of a request a second; zero without target tracking.
    var loadPerNodeAtTarget: Int64 = 0
    var scaleOutCooldown = Span.zero
    var scaleInCooldown = Span.zero
    /// Load of the pool, or load per node, above which a node is added.
    var thresholds: [(poolLoad: Int64, nodeLoad: Int64, cooldown: Span)] = []

    public init(_ scaling: Autoscaling, nodeRate: Int64, maximum: Int32) {
      every = Span(seconds: scaling.evaluationSeconds)
      startLag = Span(seconds: scaling.startLagSeconds)
      self.maximum = scaling.maximumNodes.map { min(Int32($0), maximum) } ?? maximum
      minimum = min(Int32(scaling.minimumNodes), self.maximum)
      if let tracking = scaling.targetTracking {
        loadPerNodeAtTarget = Int64((Double(nodeRate) * tracking.utilization).rounded(.down))
        scaleOutCooldown = Span(seconds: tracking.scaleOutCooldownSeconds)
        scaleInCooldown = Span(seconds: tracking.scaleInCooldownSeconds)
      }
      thresholds = scaling.thresholds.map { policy in
        let cooldown = Span(seconds: policy.cooldownSeconds)
        switch policy.metric {
        case .requestRate(let rps): return (Int64((rps * 1e6).rounded()), .max, cooldown)
        case .utilization(let u): return (.max, Int64((Double(nodeRate) * u).rounded()), cooldown)
        }
      }
    }

    public static func == (a: Policy, b: Policy) -> Bool {
      a.every == b.every && a.startLag == b.startLag && a.minimum == b.minimum && a.maximum == b.maximum
        && a.loadPerNodeAtTarget == b.loadPerNodeAtTarget && a.scaleOutCooldown == b.scaleOutCooldown
        && a.scaleInCooldown == b.scaleInCooldown && a.thresholds.count == b.thresholds.count
        && zip(a.thresholds, b.thresholds).allSatisfy { $0 == $1 }
    }
  }

  /// What an evaluation decides.
  public enum Wish: Equatable, Sendable {
    case stay
    /// Add this many nodes.
    case grow(Int32)
    /// Remove this many nodes.
    case shrink(Int32)
    /// Something is wanted, but not before this time: evaluations before it cannot act.
    case later(SimTime)
  }

  /// Evaluates the policy.
  ///
  /// - Parameters:
  ///   - load: Offered load of the pool, in millionths of a request a second.
  ///   - nodes: Nodes that are ready or on their way.
  ///   - pending: Of these, nodes on their way; a pool does not shrink while it grows.
  public mutating func evaluate(_ policy: Policy, load: Int64, nodes: Int32, pending: Int32, at now: SimTime) -> Wish {
    var wanted = policy.minimum
    var earliest = SimTime.never
    if policy.loadPerNodeAtTarget > 0 {
      let q = (load + policy.loadPerNodeAtTarget - 1) / policy.loadPerNodeAtTarget
      wanted = max(wanted, Int32(clamping: q))
    }
    for threshold in policy.thresholds
    where load > threshold.poolLoad || (threshold.nodeLoad < .max && load > threshold.nodeLoad * Int64(nodes)) {
      if now >= thresholdAgain {
        wanted = max(wanted, nodes + 1)
      } else {
        earliest = min(earliest, thresholdAgain)
      }
    }
    wanted = min(wanted, policy.maximum)
    if wanted > nodes {
      guard now >= outAgain else { return .later(min(outAgain, earliest)) }
      outAgain = now + policy.scaleOutCooldown
      inAgain = now + policy.scaleInCooldown
      if let cooldown = policy.thresholds.map(\.cooldown).max() { thresholdAgain = now + cooldown }
      return .grow(wanted - nodes)
    }
    if wanted < nodes && policy.loadPerNodeAtTarget > 0 && pending == 0 {
      guard now >= inAgain else { return .later(min(inAgain, earliest)) }
      inAgain = now + policy.scaleInCooldown
      return .shrink(nodes - wanted)
    }
    return earliest == .never ? .stay : .later(earliest)
  }

  /// The memory as of `now`, with expired deadlines forgotten, so that two courses with the same future are equal.
  public func canonical(at now: SimTime) -> Autoscaler {
    var copy = self
    if copy.outAgain <= now { copy.outAgain = .zero }
    if copy.inAgain <= now { copy.inAgain = .zero }
    if copy.thresholdAgain <= now { copy.thresholdAgain = .zero }
    return copy
  }
}
