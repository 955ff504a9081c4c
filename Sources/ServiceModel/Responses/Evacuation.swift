import Stochastics

/// How traffic is moved away from a site on purpose, and back: for maintenance, or to rehearse a failover.
public struct Evacuation: Equatable, Sendable {
  /// Over how long traffic is moved, out and back, in seconds; the record's time to live counts where it is longer.
  public var drainSeconds: Double
  /// Chance that nobody is answered where traffic has been sent, between 0 and 1.
  public var fails: Double
  /// From the instant at which users suffer by it until traffic is sent back, in seconds.
  public var rollBackSeconds: Double
  /// Whether the site is off while its traffic is elsewhere.
  public var stopsSite: Bool

  public init(
    drainSeconds: Double = 0, fails: Double = 0, rollBackSeconds: Double = 600, stopsSite: Bool = false
  ) {
    self.drainSeconds = drainSeconds
    self.fails = fails
    self.rollBackSeconds = rollBackSeconds
    self.stopsSite = stopsSite
  }
}

extension FailureMode {
  /// Evacuations of a site as a cause of their own, `evacuation NAME`: a clock of the site that strikes on the plan's dates
  /// and takes nothing away.
  ///
  /// - Parameter lasts: From when traffic has moved until its way back begins, in seconds.
  public static func evacuation(
    _ name: String, of site: String, on dates: FailureDates, lasts: Distribution, _ evacuation: Evacuation
  ) -> FailureMode {
    FailureMode(
      name: "evacuation \(name)", scope: .procedure, sites: [site], lifetime: .constant(1e9), dates: dates,
      lasts: lasts, effect: .evacuates(evacuation))
  }

  /// How it moves traffic on purpose; nil where it is a failure.
  public var evacuation: Evacuation? {
    if case .evacuates(let evacuation) = effect { evacuation } else { nil }
  }

  /// Whether something failed: neither an alarm of what was well nor what was done on purpose.
  public var isFailure: Bool {
    switch effect {
    case .alarms, .evacuates: false
    case .loss, .blocks, .impairs, .strikes, .rots, .corrupts, .failsReturns: true
    }
  }
}

extension Service {
  /// Whether traffic is ever moved on purpose.
  public var evacuates: Bool { failures.contains { $0.evacuation != nil } }
}
