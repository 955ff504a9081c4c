import EventKernel

/// The share of a site's traffic that has been moved elsewhere, and how it is changing.
///
/// Clients follow a DNS change one by one over the record's time to live; those whose resolvers ignore it follow by a law
/// of their own. The share that has followed is a function of time. Between the instants at which it is looked up it is
/// held at its mean, so that rates are constant between events and amounts are exact.
public struct TrafficRamp: Equatable, Sendable, BitwiseCopyable {
  /// How many times the share is looked up at least while clients follow over the time to live.
  public static let steps: Int64 = 32
  /// Moved share that is in force now, in millionths: the mean until `nextChange`.
  public private(set) var moved: Int32 = 0
  /// Moved share at the latest instant at which anything happened.
  private var reached: Int32 = 0
  private var from: Int32 = 0
  /// The share that is moved when those have followed who obey, and of it the share that comes after them.
  private var to: Int32 = 0
  private var tail: Int32 = 0
  private var startedAt = SimTime.zero
  private var span = Span.zero
  /// When the ramp is next looked up; never when it is at rest.
  public private(set) var nextChange = SimTime.never
  /// Whether the clients that follow the time to live have all moved.
  public private(set) var hasMovedFollowers = true

  public init() {}

  /// Whether whoever has moved is coming back.
  public var isReturning: Bool { to + tail == 0 && moved > 0 }

  /// Whether the ramp is at rest.
  public var isSettled: Bool { nextChange == .never }

  /// Starts towards a moved share: at once where `over` is zero, else evenly over it; `ignoring` of those who
  /// move now follows by the law of `stay` instead.
  public mutating func start(
    to target: Int32, at now: SimTime, over span: Span, ignoring: Int32 = 0, stay: StayLaw = .none
  ) {
    from = reached
    tail = target > from ? Int32(Int64(target - from) * Int64(ignoring) / 1_000_000) : 0
    to = target - tail
    startedAt = now
    self.span = span
    hasMovedFollowers = span == .zero
    advance(at: now, stay: stay)
  }

  /// Holds the share from now on until it must be looked up again.
  public mutating func advance(at now: SimTime, stay: StayLaw = .none) {
    look(at: now, stay: stay)
    nextChange = nextLook(after: now, stay)
    moved = nextChange == .never ? to + tail : mean(from: now, to: nextChange, stay)
    if nextChange == .never { reached = moved }
  }

  /// Notes how far a ramp has come by an instant at which something happens.
  public mutating func look(at now: SimTime, stay: StayLaw) {
    reached = share(at: now, stay: stay)
    hasMovedFollowers = now >= startedAt + span
  }

  /// Holds the share at its mean from now on until it is looked up at another instant than was planned: earlier, because
  /// something else happens then, or later, where nothing until then depends on the share but in proportion.
  public mutating func hold(from now: SimTime, until end: SimTime, stay: StayLaw) {
    guard !isSettled, end > now else { return }
    nextChange = end
    moved = mean(from: now, to: end, stay)
  }

  /// The next instant at which the course of the share has a corner; never when it is at rest.
  public func corner(after now: SimTime, stay: StayLaw) -> SimTime {
    guard !isSettled else { return .never }
    let since = now - startedAt
    let end = since < span ? startedAt + span : .never
    guard tail > 0, let corner = stay.corner(after: since) else { return end }
    return min(end, startedAt + corner)
  }

  /// Shows the share as it is at one instant, for the question what would be answered then.
  public mutating func show(at time: SimTime, stay: StayLaw) {
    if !isSettled { moved = share(at: time, stay: stay) }
  }

  /// The moved share at an instant, in whole millionths: those that are complete.
  public func share(at time: SimTime, stay: StayLaw) -> Int32 {
    let since = time - startedAt
    var share = Int64(to)
    if since < span {
      share = Int64(from) + Int64(Int128(to - from) * Int128(since.nanoseconds) / Int128(span.nanoseconds))
    }
    if tail > 0 { share += Int64(Double(tail) * stay.followed(by: since)) }
    return Int32(share)
  }

  /// The mean share between two instants between which the function has no corner.
  private func mean(from start: SimTime, to end: SimTime, _ stay: StayLaw) -> Int32 {
    let (a, b) = (start - startedAt, end - startedAt)
    var share = Double(to)
    if a < span {
      share =
        Double(from) + Double(to - from) * (Double(a.nanoseconds) + Double(b.nanoseconds)) / 2
        / Double(span.nanoseconds)
    }
    if tail > 0 { share += Double(tail) * stay.meanFollowed(from: a, to: b) }
    return Int32(share.rounded())
  }

  private func nextLook(after now: SimTime, _ stay: StayLaw) -> SimTime {
    let since = now - startedAt
    var next = SimTime.never
    if since < span {
      let every = max(1, span.nanoseconds / TrafficRamp.steps)
      let step = since.nanoseconds / every + 1
      next = startedAt + (step >= TrafficRamp.steps ? span : Span(nanoseconds: step * every))
    }
    if tail > 0, let look = stay.look(after: since) { next = min(next, startedAt + look) }
    return next
  }
}
