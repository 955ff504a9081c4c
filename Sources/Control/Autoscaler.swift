import EventKernel
import ServiceModel

/// The memory of one pool's autoscaler and its rule: a wish for nodes at each evaluation, the largest wins.
public struct Autoscaler: Equatable, Sendable, BitwiseCopyable {
  private var outAgain = SimTime.zero
  private var inAgain = SimTime.zero
  /// When each threshold may act again; a plan has at most two.
  private var firstAgain = SimTime.zero
  private var secondAgain = SimTime.zero

  public init() {}

  /// What an evaluation decides.
  public enum Wish: Equatable, Sendable {
    case stay
    /// Add this many nodes.
    case grow(Int32)
    /// Remove this many nodes.
    case shrink(Int32)
    /// Something is wanted, but not before this time: evaluations before it cannot act at this load.
    case later(SimTime)
  }

  /// Evaluates the policy.
  ///
  /// - Parameters:
  ///   - load: Offered load of the pool, in millionths of a request a second.
  ///   - nodes: Nodes that are ready or on their way.
  ///   - pending: Of these, nodes on their way; a pool does not shrink while it grows.
  public mutating func evaluate(
    _ policy: AutoscalingPolicy, load: Int64, nodes: Int32, pending: Int32, at now: SimTime
  ) -> Wish {
    let byTarget = policy.nodesAtTarget(load: load)
    var wanted = byTarget
    var earliest = SimTime.never
    let isFirst = policy.first.isExceeded(load: load, nodes: nodes)
    let isSecond = policy.second.isExceeded(load: load, nodes: nodes)
    if isFirst { propose(nodes + 1, at: firstAgain, now, &wanted, &earliest) }
    if isSecond { propose(nodes + 1, at: secondAgain, now, &wanted, &earliest) }
    wanted = min(max(wanted, policy.minimum), policy.maximum)
    if wanted > nodes {
      let isByThreshold = byTarget <= nodes
      guard isByThreshold || now >= outAgain else { return .later(min(outAgain, earliest)) }
      outAgain = now + policy.scaleOutCooldown
      inAgain = now + policy.scaleInCooldown
      if isFirst && now >= firstAgain { firstAgain = now + policy.first.cooldown }
      if isSecond && now >= secondAgain { secondAgain = now + policy.second.cooldown }
      return .grow(wanted - nodes)
    }
    if wanted < nodes && policy.tracksTarget && pending == 0 && earliest == .never {
      guard now >= inAgain else { return .later(inAgain) }
      inAgain = now + policy.scaleInCooldown
      return .shrink(nodes - wanted)
    }
    return earliest == .never ? .stay : .later(earliest)
  }

  private func propose(
    _ nodes: Int32, at again: SimTime, _ now: SimTime, _ wanted: inout Int32, _ earliest: inout SimTime
  ) {
    if now >= again { wanted = max(wanted, nodes) } else { earliest = min(earliest, again) }
  }

  /// The memory as of `now`, with expired deadlines forgotten, so that two courses with the same future are equal.
  public func canonical(at now: SimTime) -> Autoscaler {
    var copy = self
    if copy.outAgain <= now { copy.outAgain = .zero }
    if copy.inAgain <= now { copy.inAgain = .zero }
    if copy.firstAgain <= now { copy.firstAgain = .zero }
    if copy.secondAgain <= now { copy.secondAgain = .zero }
    return copy
  }
}
