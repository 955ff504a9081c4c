import EventKernel

/// The share of a site's traffic that has been moved elsewhere, and how it is changing.
///
/// Clients follow a DNS change one by one over the record's time to live; the ramp is cut into steps of 1/32 of it
/// with the mean share, so that rates are constant between events and amounts stay exact.
public struct TrafficRamp: Equatable, Sendable, BitwiseCopyable {
  public static let steps: Int32 = 32
  /// Moved share now, in millionths.
  public private(set) var moved: Int32 = 0
  private var from: Int32 = 0
  private var to: Int32 = 0
  private var step: Int32 = TrafficRamp.steps
  private var every: Int64 = 0
  /// The share that is moved last, and when: clients whose resolvers ignore the time to live.
  private var tail: Int32 = 0
  private var tailAt = SimTime.never
  /// When the ramp next changes; never when it is at rest.
  public private(set) var nextChange = SimTime.never

  public init() {}

  /// Whether the ramp is at rest.
  public var isSettled: Bool { nextChange == .never }

  /// Starts towards a moved share: at once where `over` is zero, else in 32 steps; `ignoring` of the moved share
  /// follows only after `ignoringFor`.
  public mutating func start(
    to target: Int32, at now: SimTime, over span: Span, ignoring: Int32 = 0, ignoringFor: Span = .zero
  ) {
    tail = 0
    tailAt = .never
    from = moved
    to = target
    if ignoring > 0 && target > moved && ignoringFor > span {
      tail = target
      tailAt = now + ignoringFor
      to = target - Int32(Int64(target) * Int64(ignoring) / 1_000_000)
    }
    every = span.nanoseconds / Int64(TrafficRamp.steps)
    if every == 0 {
      step = TrafficRamp.steps
      moved = to
      nextChange = tailAt
    } else {
      step = 0
      moved = share(of: 0)
      nextChange = now + Span(nanoseconds: every)
    }
  }

  /// Takes the step that is due at `now`.
  public mutating func advance(at now: SimTime) {
    guard step < TrafficRamp.steps else {
      moved = tail
      tailAt = .never
      nextChange = .never
      return
    }
    step += 1
    if step < TrafficRamp.steps {
      moved = share(of: step)
      nextChange = now + Span(nanoseconds: every)
    } else {
      moved = to
      nextChange = tailAt
    }
  }

  /// Whether the clients that follow the time to live have all moved.
  public var hasMovedFollowers: Bool { step >= TrafficRamp.steps }

  private func share(of step: Int32) -> Int32 {
    from + Int32((Int64(to - from) * Int64(2 * step + 1)) / Int64(2 * TrafficRamp.steps))
  }
}
