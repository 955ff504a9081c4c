import EventKernel

/// The share of a site's traffic that has been moved elsewhere, and how it is changing.
///
/// Clients follow a DNS change one by one over the record's time to live; those whose resolvers ignore it follow by a law
/// of their own. The share that has followed is a function of time. Between the instants at which it is looked up it is
/// held at its mean, so that rates are constant between events and amounts are exact.
///
/// A client asks for the record when its cached answer has expired, and has it as it stands then. So where a change is made while an
/// earlier one is being followed, whoever has followed that one has the youngest answers, and follows the later one last.
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
  /// The change before, where clients were still following it over the same time when this one was made.
  private var earlier: EarlierChange?
  /// Shares of all clients that have followed this change, and the one before; kept where there is one.
  private var latestShare: Int32 = 0
  private var earlierShare: Int32 = 0
  /// When the ramp is next looked up; never when it is at rest.
  public private(set) var nextChange = SimTime.never
  /// Whether the clients that follow the time to live have all moved.
  public private(set) var hasMovedFollowers = true

  public init() {}

  /// Whether whoever has moved is coming back. Those who follow late may have found the record changed again, so that nobody is away
  /// any more before the last have asked.
  public var isReturning: Bool { to + tail == 0 && (moved > 0 || !isSettled) }

  /// Whether the ramp is at rest.
  public var isSettled: Bool { nextChange == .never }

  /// Starts towards a moved share: at once where `over` is zero, else evenly over it; `ignoring` of those who
  /// move now follows by the law of `stay` instead.
  public mutating func start(
    to target: Int32, at now: SimTime, over span: Span, ignoring: Int32 = 0, stay: StayLaw = .none
  ) {
    earlier = unfinished(at: now, over: span, stay)
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
    guard nextChange < .never else {
      earlier = nil
      moved = to + tail
      reached = moved
      return
    }
    moved = mean(from: now, to: nextChange, stay)
    noteFollowers(from: now, to: nextChange, stay)
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
    noteFollowers(from: now, to: end, stay)
  }

  /// The next instant at which the course of the share has a corner; never when it is at rest.
  public func corner(after now: SimTime, stay: StayLaw) -> SimTime {
    guard !isSettled else { return .never }
    // The share of two changes has corners of its own where some clients follow by a law.
    if earlier != nil { return nextLook(after: now, stay) }
    let since = now - startedAt
    let end = since < span ? startedAt + span : .never
    guard tail > 0, let corner = stay.corner(after: since) else { return end }
    return min(end, startedAt + corner)
  }

  /// Shows the share as it is at one instant, for the question what would be answered then.
  public mutating func show(at time: SimTime, stay: StayLaw) {
    guard !isSettled else { return }
    moved = share(at: time, stay: stay)
    noteFollowers(from: time, to: time, stay)
  }

  /// The moved share at an instant, in whole millionths: those that are complete.
  public func share(at time: SimTime, stay: StayLaw) -> Int32 {
    if let earlier {
      return Int32(blend(followers(from: time, to: time, stay), after: earlier) + 1e-6)
    }
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
    if let earlier { return Int32(blend(followers(from: start, to: end, stay), after: earlier).rounded()) }
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
    if next < .never, let earlier {
      if now < earlier.startedAt + span { next = min(next, earlier.startedAt + span) }
      if earlier.ignoring > 0, let look = stay.look(after: now - earlier.startedAt) {
        next = min(next, earlier.startedAt + look)
      }
    }
    return next
  }
}

// MARK: Who has followed

/// A change that clients were still following when another one was made.
private struct EarlierChange: Equatable, Sendable, BitwiseCopyable {
  /// Moved share of those who have followed neither, and of those who have followed this one only, in millionths.
  let from: Int32
  let to: Int32
  let startedAt: SimTime
  /// The share of clients who follow by a law of their own.
  let ignoring: Double
}

extension TrafficRamp {
  /// Whether clients are following a change of the record over its time to live, but for those who ignore it.
  public func follows(over ttl: Span) -> Bool { !isSettled && ttl > .zero && span == ttl && to + tail != from }

  /// Shares of all clients, in millionths, that have followed the latest change and the one before: those with the youngest
  /// answers. Both are the same where there is one change.
  public var followers: (latest: Int32, earlier: Int32) {
    guard earlier == nil else { return (latestShare, earlierShare) }
    let change = Int64(to + tail - from)
    guard change != 0 else { return (1_000_000, 1_000_000) }
    let share = Int32(max(0, min(1_000_000, Int64(moved - from) * 1_000_000 / change)))
    return (share, share)
  }

  /// Moved share of the clients at one place, from 0 to a million, in the order of their cached answers, the youngest first.
  public func moved(at place: Int32) -> Int32 {
    let followers = followers
    if place < followers.latest { return to + tail }
    guard let earlier else { return from }
    return place < followers.earlier ? earlier.to : earlier.from
  }

  /// The change that clients are following when another one over the same time is made. Of three the first two are taken for one.
  private func unfinished(at now: SimTime, over next: Span, _ stay: StayLaw) -> EarlierChange? {
    guard !isSettled, next == span, span > .zero, to + tail != from else { return nil }
    var before = from
    if earlier != nil {
      let followed = followers(from: now, to: now, stay).latest
      guard followed < 1 else { return nil }
      let others = (Double(reached) - Double(to + tail) * followed) / (1 - followed)
      before = Int32(max(0, min(1_000_000, others.rounded())))
    }
    return EarlierChange(from: before, to: to + tail, startedAt: startedAt, ignoring: ignoring)
  }

  /// Of those who follow the latest change the share who do so by a law of their own.
  private var ignoring: Double { tail == 0 ? 0 : Double(tail) / Double(to + tail - from) }

  /// Means over a stretch, or values at an instant, of the shares of clients who have followed each of two changes.
  private func followers(from start: SimTime, to end: SimTime, _ stay: StayLaw) -> (latest: Double, earlier: Double) {
    func mean(_ change: SimTime, _ ignoring: Double) -> Double {
      let (a, b) = (start - change, end - change)
      let obeying = a < span ? (a.seconds + b.seconds) / 2 / span.seconds : 1
      guard ignoring > 0 else { return obeying }
      return (1 - ignoring) * obeying + ignoring * (a < b ? stay.meanFollowed(from: a, to: b) : stay.followed(by: a))
    }
    return (mean(startedAt, ignoring), earlier.map { mean($0.startedAt, $0.ignoring) } ?? 1)
  }

  /// The moved share, in millionths, where so many have followed each of two changes.
  private func blend(_ followers: (latest: Double, earlier: Double), after change: EarlierChange) -> Double {
    let either = max(followers.latest, followers.earlier)
    return Double(to + tail) * followers.latest + Double(change.to) * (either - followers.latest)
      + Double(change.from) * (1 - either)
  }

  private mutating func noteFollowers(from start: SimTime, to end: SimTime, _ stay: StayLaw) {
    guard earlier != nil else { return }
    let shares = followers(from: start, to: end, stay)
    latestShare = Int32((shares.latest * 1e6).rounded())
    earlierShare = Int32((shares.earlier * 1e6).rounded())
  }
}
