import Control
import EventKernel

/// What protects sites and remembers what it has seen: degraded modes, breakers in front of sites, and breakers in front of
/// what sites call.
///
/// Whoever has looked at the load says what was asked and what failed; when a guard acts is its own affair.
struct Guards: Equatable, Sendable {
  private let siteCount: Int
  /// Whether each site answers in its degraded mode; empty where there is none.
  private(set) var modes: ContiguousArray<Hysteresis>
  /// In front of each site; empty where the plan has no breaker.
  private(set) var breakers: ContiguousArray<Breaker>
  /// In front of each dependency at each site, dependency by dependency; empty where no dependency has one.
  private(set) var callBreakers: ContiguousArray<Breaker>

  /// - Parameters:
  ///   - called: How many dependencies are called through breakers, or could be; 0 where none is.
  init(sites: Int, hasModes: Bool, hasBreakers: Bool, called: Int) {
    siteCount = sites
    modes = ContiguousArray(repeating: Hysteresis(), count: hasModes ? sites : 0)
    breakers = ContiguousArray(repeating: Breaker(), count: hasBreakers ? sites : 0)
    callBreakers = ContiguousArray(repeating: Breaker(), count: called * sites)
  }

  /// Whether a breaker keeps calls of a dependency from a site's requests.
  func isOpen(dependency: Int, at site: Int) -> Bool { callBreakers[dependency * siteCount + site].isOpen }

  /// Whether one of them has something to do or to end.
  @inline(__always)
  var areActing: Bool {
    breakers.contains { $0.isOpen || $0.deadline < .never }
      || callBreakers.contains { $0.isOpen || $0.deadline < .never }
      || modes.contains { $0.isOn || $0.deadline < .never }
  }

  /// When the first of them does something by itself.
  var earliestDeadline: SimTime {
    var earliest = SimTime.never
    for breaker in breakers { earliest = min(earliest, breaker.deadline) }
    for breaker in callBreakers { earliest = min(earliest, breaker.deadline) }
    for mode in modes { earliest = min(earliest, mode.deadline) }
    return earliest
  }
}

// MARK: What they are told

extension Guards {
  /// The load of a site is high, or low, from now on.
  ///
  /// - Returns: Whether its mode has changed at once.
  mutating func load(of site: Int, isHigh: Bool, isLow: Bool, at now: SimTime, after: Span, hold: Span) -> Bool {
    modes[site].observe(isHigh: isHigh, isLow: isLow, at: now, after: after, hold: hold)
  }

  /// So many millionths of a site's attempts fail from now on, of so many millionths of an attempt a second.
  mutating func attempts(at site: Int, failing: Int64, rate: Int64, at now: SimTime, failures: Int) {
    breakers[site].observe(failing: failing, rate: rate, at: now, failures: failures)
  }

  /// The same of a site's calls of a dependency.
  mutating func calls(of dependency: Int, from site: Int, failing: Int64, rate: Int64, at now: SimTime, failures: Int) {
    callBreakers[dependency * siteCount + site].observe(failing: failing, rate: rate, at: now, failures: failures)
  }
}

// MARK: Deadlines

extension Guards {
  /// Modes whose time has come begin or end.
  mutating func changeModes(at now: SimTime) {
    for site in modes.indices { _ = modes[site].expire(at: now) }
  }

  /// A site's breaker opens, or lets a probe through that would be answered or not.
  mutating func meetDeadline(of site: Int, at now: SimTime, probeSucceeds: Bool, open: Span) {
    _ = breakers[site].expire(at: now, probeSucceeds: probeSucceeds, open: open)
  }

  /// The same of a site's breaker in front of a dependency.
  mutating func meetDeadline(
    ofCalls dependency: Int, from site: Int, at now: SimTime, probeSucceeds: Bool, open: Span
  ) {
    _ = callBreakers[dependency * siteCount + site].expire(at: now, probeSucceeds: probeSucceeds, open: open)
  }

  /// All breakers of sites are as if nothing had ever failed.
  mutating func closeBreakers() {
    for site in breakers.indices { breakers[site] = Breaker() }
  }

  /// The same of one in front of a dependency.
  mutating func closeCalls(of dependency: Int, from site: Int) {
    callBreakers[dependency * siteCount + site] = Breaker()
  }
}
