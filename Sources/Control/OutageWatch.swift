import EventKernel

/// Decides when users are in an outage: less than the threshold of demand is answered; it ends when the threshold is
/// reached and holds.
///
/// The holding time does not count, and two outages closer than it are one.
public struct OutageWatch: Equatable, Sendable, BitwiseCopyable {
  public enum State: Equatable, Sendable, BitwiseCopyable {
    case clear
    case open
    /// The threshold is reached since `since`; not yet for long enough.
    case holding(since: SimTime)
  }
  public enum Change: Equatable, Sendable {
    case none
    case opened
    /// The outage ended at this instant, which lies in the past by the holding time.
    case closed(at: SimTime)
  }
  public private(set) var state = State.clear
  /// When a holding outage may be closed; never otherwise.
  public private(set) var deadline = SimTime.never

  public init() {}

  /// Tells the watch whether the threshold is met from `now` on.
  public mutating func observe(isMet: Bool, at now: SimTime, hold: Span) -> Change {
    switch (state, isMet) {
    case (.clear, false):
      state = .open
      return .opened
    case (.open, true):
      state = .holding(since: now)
      deadline = now + hold
      return hold == .zero ? expire(at: now) : .none
    case (.holding, false):
      state = .open
      deadline = .never
      return .none
    case (.holding, true), (.clear, true), (.open, false):
      return .none
    }
  }

  /// Closes the outage when its holding time has passed.
  public mutating func expire(at now: SimTime) -> Change {
    guard case .holding(let since) = state, now >= deadline else { return .none }
    state = .clear
    deadline = .never
    return .closed(at: since)
  }
}
