import ServiceModel

/// How a service is scraped, and what goes wrong of its requests when nothing is wrong.
public struct ScrapeSettings: Equatable, Sendable {
  public var seed: UInt64
  public var replication: Int
  /// Between two readings of the same series.
  public var everySeconds: Double
  /// The plan's first instant, in seconds since 1970-01-01 00:00 UTC.
  public var beginsAt: Double
  public var ordinary: OrdinaryFailures
  /// Whether each replica has series of its own, with the label `pod`.
  public var isPerReplica: Bool
  /// The metrics that are wanted; nil: all that the plan has.
  public var wanted: Set<Metric>?

  public init(
    seed: UInt64, replication: Int = 0, everySeconds: Double, beginsAt: Double,
    ordinary: OrdinaryFailures = OrdinaryFailures(), isPerReplica: Bool = false, wanted: Set<Metric>? = nil
  ) {
    self.seed = seed
    self.replication = replication
    self.everySeconds = everySeconds
    self.beginsAt = beginsAt
    self.ordinary = ordinary
    self.isPerReplica = isPerReplica
    self.wanted = wanted
  }

  func wants(_ metric: Metric) -> Bool { wanted?.contains(metric) ?? true }
}

extension Service {
  /// The plan's first instant, in seconds since 1970-01-01 00:00 UTC.
  public var beginsAtSeconds: Double { Double(begins.daysSinceEpoch) * 86_400 }
}

/// What fails while nothing is broken. Without it no rule on errors would ever ring in a quiet week.
///
/// Errors and timeouts come in clumps: their rates vary from minute to minute by an exponential factor, so that the counts of
/// minutes have a coefficient of variation of at least 1. The defaults are assumed.
public struct OrdinaryFailures: Equatable, Sendable {
  /// Shares of the requests that a site would have answered.
  public var errors: Double
  public var timeouts: Double
  /// Chance that a probe fails on its way.
  public var probes: Double

  public init(errors: Double = 0.0002, timeouts: Double = 0.0001, probes: Double = 0.001) {
    self.errors = errors
    self.timeouts = timeouts
    self.probes = probes
  }

  public static let none = OrdinaryFailures(errors: 0, timeouts: 0, probes: 0)
}
