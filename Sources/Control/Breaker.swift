import EventKernel

/// A circuit breaker in front of something that is asked at a rate: closed, open, half-open.
///
/// While a share p of its attempts fails, N failures in a row come after (1 - p^N) / ((1 - p) p^N) attempts in the mean
/// (Feller, An Introduction to Probability Theory, vol. 1, XIII.7); that is when it opens. The half-open state takes one
/// attempt and no time.
public struct Breaker: Equatable, Sendable, BitwiseCopyable {
  public private(set) var isOpen = false
  /// When it opens, or lets a probe through; never while nothing fails.
  public private(set) var deadline = SimTime.never
  /// What it saw last: the failing share and the rate, so that the same sight changes nothing.
  private var failing: Int64 = 0
  private var rate: Int64 = 0

  public init() {}

  /// Seconds from which on it counts as never.
  private static let longest = 1e9

  /// Tells a closed breaker what share of attempts fails from now on, in millionths, at how many millionths of an
  /// attempt a second. The run of failures begins anew when either changes.
  public mutating func observe(failing: Int64, rate: Int64, at now: SimTime, failures: Int) {
    guard !isOpen, failing != self.failing || rate != self.rate else { return }
    self.failing = failing
    self.rate = rate
    let perSecond = Double(rate) / 1e6
    let attempts = Breaker.meanAttempts(
      failing: Double(failing) / 1e6, failures: failures, upTo: Breaker.longest * perSecond)
    let seconds = rate > 0 ? attempts / perSecond : .infinity
    deadline = seconds < Breaker.longest ? now + Span(seconds: max(seconds, 1e-9)) : .never
  }

  /// Meets the deadline: a closed breaker opens, an open one closes if a probe would be answered and waits on otherwise.
  ///
  /// - Returns: Whether it has opened or closed.
  public mutating func expire(at now: SimTime, probeSucceeds: Bool, open: Span) -> Bool {
    guard deadline <= now else { return false }
    if isOpen && probeSucceeds {
      self = Breaker()
      return true
    }
    let hasOpened = !isOpen
    isOpen = true
    deadline = now + open
    return hasOpened
  }

  /// Attempts in the mean until `failures` have failed one after the other; infinite where none fails.
  ///
  /// - Parameter limit: Of more nobody asks for the number: infinite then too.
  public static func meanAttempts(failing p: Double, failures: Int, upTo limit: Double = .infinity) -> Double {
    guard p > 0 else { return .infinity }
    guard p < 1 else { return Double(failures) }
    var run = 1.0
    // There are 1 / (2 run) attempts at least, whatever is still multiplied; a thousandth is left for rounding.
    let least = min(0.5, 0.5 / (1.001 * limit))
    for _ in 0..<failures {
      run *= p
      if run < least { return .infinity }
    }
    return run > 0 ? (1 - run) / ((1 - p) * run) : .infinity
  }
}
