import EventKernel

/// The memory of one pool's autoscaler and its rule: a wish of each policy at each evaluation, the largest wins.
public struct Autoscaler: Equatable, Sendable {
  private var memories: ContiguousArray<ScalingRule.Memory>

  public init(_ policy: AutoscalingPolicy) {
    memories = ContiguousArray(policy.rules.map(\.emptyMemory))
  }

  private init() { memories = [] }

  /// Stands in where an autoscaler has been taken out to be evaluated.
  public static let vacancy = Autoscaler()

  /// What an evaluation decides. Nothing is remembered as done until `note` says that it was.
  public struct Decision: Equatable, Sendable {
    /// Nodes to add, or negative for nodes to remove.
    public var change: Int32
    /// When an evaluation may decide otherwise although all metrics stay as they are; never otherwise.
    public var again: SimTime
  }

  /// Evaluates the policies.
  public mutating func evaluate(
    _ policy: AutoscalingPolicy, _ pool: PoolView, at now: SimTime, _ readings: Readings
  ) -> Decision {
    var largest: Int32?
    var again = SimTime.never
    for i in policy.rules.indices {
      let proposal = policy.rules[i].propose(pool, at: now, &memories[i], readings)
      if let wish = proposal.wish { largest = max(largest ?? wish, wish) }
      again = min(again, proposal.again)
    }
    let wanted = largest ?? max(pool.nodes, pool.minimum)
    let isHeld = wanted < pool.nodes && pool.pending > 0
    return Decision(change: isHeld ? 0 : wanted - pool.nodes, again: again)
  }

  /// Remembers that the pool was changed by so many nodes, right after the evaluation that wanted it.
  ///
  /// - Parameter nodes: The pool's nodes after the change, those on their way included.
  public mutating func note(_ policy: AutoscalingPolicy, change: Int32, to nodes: Int32, at now: SimTime) {
    for i in policy.rules.indices { policy.rules[i].note(change, to: nodes, at: now, &memories[i]) }
  }

  /// Values of the metrics, above the first and up to the second, at which no evaluation would do or remember anything
  /// until time itself makes a difference.
  public struct QuietBand: Equatable, Sendable, BitwiseCopyable {
    public var loadAbove: Int64 = -1
    public var loadUpTo = Int64.max
    public var inSystemAbove: Int64 = -1
    public var inSystemUpTo = Int64.max
  }

  public func quietBand(
    _ policy: AutoscalingPolicy, _ pool: PoolView, at now: SimTime, _ readings: Readings
  ) -> QuietBand {
    var band = QuietBand()
    if pool.nodes < pool.minimum { band.loadUpTo = -1 }
    var load = Shrinking()
    var inSystem = Shrinking()
    for i in policy.rules.indices {
      let quiet = policy.rules[i].quiet(pool, at: now, memories[i], readings)
      if case .inSystem = policy.rules[i].metric {
        band.inSystemUpTo = min(band.inSystemUpTo, quiet.growsAbove)
        if quiet.remembers { band.inSystemAbove = max(band.inSystemAbove, quiet.shrinksUpTo ?? -1) }
        inSystem.add(quiet)
      } else {
        band.loadUpTo = min(band.loadUpTo, quiet.growsAbove)
        if quiet.remembers { band.loadAbove = max(band.loadAbove, quiet.shrinksUpTo ?? -1) }
        load.add(quiet)
      }
    }
    guard !load.isHeld && !inSystem.isHeld else { return band }
    let hasHolder = load.hasHolder || inSystem.hasHolder
    band.loadAbove = max(band.loadAbove, load.highest(hasHolder: hasHolder))
    band.inSystemAbove = max(band.inSystemAbove, inSystem.highest(hasHolder: hasHolder))
    return band
  }

  /// Up to which value of one metric a pool shrinks: where all rules that hold want less, or, if none holds, where any
  /// other wants less. Rules on different metrics are not weighed against each other; each band is then the narrower.
  private struct Shrinking {
    private var byHolders = Int64.max
    private var byOthers: Int64 = -1
    var hasHolder = false
    /// Whether some rule never wants less.
    var isHeld = false

    mutating func add(_ quiet: Quiet) {
      guard let value = quiet.shrinksUpTo else { return }
      if value == -1 { isHeld = true }
      if quiet.yieldsAbove {
        byOthers = max(byOthers, value)
      } else {
        hasHolder = true
        byHolders = min(byHolders, value)
      }
    }

    func highest(hasHolder anyHolds: Bool) -> Int64 { hasHolder ? byHolders : anyHolds ? -1 : byOthers }
  }

  /// The memory as of `now`, with what is over forgotten, so that two courses with the same future are equal.
  public func canonical(_ policy: AutoscalingPolicy, at now: SimTime) -> Autoscaler {
    var copy = self
    for i in policy.rules.indices { copy.memories[i] = policy.rules[i].canonical(memories[i], at: now) }
    return copy
  }
}
