import EventKernel

/// On when something has been high for a while, off when it has been low for a while; between the two it stays as it is.
public struct Hysteresis: Equatable, Sendable, BitwiseCopyable {
  public private(set) var isOn = false
  /// When it changes if nothing else does before.
  public private(set) var deadline = SimTime.never

  public init() {}

  /// Tells it whether the value is high, or low, from now on.
  ///
  /// - Returns: Whether it has changed at once.
  public mutating func observe(isHigh: Bool, isLow: Bool, at now: SimTime, after: Span, hold: Span) -> Bool {
    guard isOn ? isLow : isHigh else {
      deadline = .never
      return false
    }
    if deadline == .never { deadline = now + (isOn ? hold : after) }
    return expire(at: now)
  }

  /// Changes when the time has come.
  public mutating func expire(at now: SimTime) -> Bool {
    guard deadline <= now else { return false }
    isOn.toggle()
    deadline = .never
    return true
  }
}
