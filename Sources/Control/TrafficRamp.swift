import EventKernel
import Stochastics

/// The share of a site's traffic that has been moved elsewhere, and how it is changing.
///
/// Clients follow a DNS change one by one over the record's time to live; the ramp is cut into steps of 1/32 of it
/// with the mean share, so that rates are constant between events and amounts stay exact. Those whose resolvers ignore the
/// time to live follow in groups.
public struct TrafficRamp: Equatable, Sendable, BitwiseCopyable {
  public static let steps: Int32 = 32
  /// Groups into which those are cut who ignore the time to live for times that differ.
  public static let groups = 16
  /// Moved share now, in millionths.
  public private(set) var moved: Int32 = 0
  private var from: Int32 = 0
  private var to: Int32 = 0
  private var step: Int32 = TrafficRamp.steps
  private var every: Int64 = 0
  /// The share that is moved when all have followed, how many groups of those who ignore the time to live have, and when
  /// the change was made; -1: nobody ignores it.
  private var tail: Int32 = 0
  private var group: Int32 = -1
  private var startedAt = SimTime.zero
  /// When the ramp next changes; never when it is at rest.
  public private(set) var nextChange = SimTime.never

  public init() {}

  /// Whether the ramp is at rest.
  public var isSettled: Bool { nextChange == .never }

  /// How long each group of those stays who ignore the time to live: the means of equal parts of the law, so that what
  /// they lose together is exact. One group where the time is the same for all.
  public static func groups(of law: Distribution) -> ContiguousArray<Span> {
    if case .constant(let seconds) = law { return [Span(seconds: seconds)] }
    let parts = 64
    var means = (0..<groups).map { group in
      (0..<parts).reduce(0.0) {
        $0 + law.quantile((Double(group * parts + $1) + 0.5) / Double(groups * parts)) / Double(parts)
      }
    }
    // The last part holds the law's tail: it takes what is missing in the mean.
    if law.mean.isFinite {
      means[groups - 1] = max(means[groups - 2], law.mean * Double(groups) - means.dropLast().reduce(0, +))
    }
    return ContiguousArray(means.map { Span(seconds: $0) })
  }

  /// Starts towards a moved share: at once where `over` is zero, else in 32 steps; `ignoring` of the moved share
  /// follows only after the times in `stay`, group by group.
  public mutating func start(
    to target: Int32, at now: SimTime, over span: Span, ignoring: Int32 = 0, stay: ContiguousArray<Span> = []
  ) {
    tail = 0
    group = -1
    startedAt = now
    from = moved
    to = target
    if ignoring > 0 && target > moved, let last = stay.last, last > span {
      tail = target
      group = 0
      to = target - Int32(Int64(target) * Int64(ignoring) / 1_000_000)
    }
    every = span.nanoseconds / Int64(TrafficRamp.steps)
    if every == 0 {
      step = TrafficRamp.steps
      moved = to
      nextChange = nextGroup(now, stay)
    } else {
      step = 0
      moved = share(of: 0)
      nextChange = now + Span(nanoseconds: every)
    }
  }

  /// Takes the step that is due at `now`.
  public mutating func advance(at now: SimTime, stay: ContiguousArray<Span> = []) {
    guard step < TrafficRamp.steps else {
      while group >= 0 && group < stay.count && startedAt + stay[Int(group)] <= now { group += 1 }
      moved = to + Int32(Int64(tail - to) * Int64(group) / Int64(max(1, stay.count)))
      nextChange = nextGroup(now, stay)
      return
    }
    step += 1
    if step < TrafficRamp.steps {
      moved = share(of: step)
      nextChange = now + Span(nanoseconds: every)
    } else {
      moved = to
      nextChange = nextGroup(now, stay)
    }
  }

  /// When the next group of those follows who ignore the time to live; whoever stays no longer than the others follows now.
  private func nextGroup(_ now: SimTime, _ stay: ContiguousArray<Span>) -> SimTime {
    guard group >= 0, Int(group) < stay.count else { return .never }
    return max(now, startedAt + stay[Int(group)])
  }

  /// Whether the clients that follow the time to live have all moved.
  public var hasMovedFollowers: Bool { step >= TrafficRamp.steps }

  private func share(of step: Int32) -> Int32 {
    from + Int32((Int64(to - from) * Int64(2 * step + 1)) / Int64(2 * TrafficRamp.steps))
  }
}
