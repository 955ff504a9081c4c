import Stochastics

/// A class of users with its share of the demand and the way its conversation state is kept.
public struct TrafficClass: Equatable, Sendable {
  public var name: String
  public var share: Double
  public var state: StateStore
  /// The origin whose clock it lives by; nil for all of them.
  public var origin: String?
  /// Lower numbers are served first; where capacity is short the highest number is shed first.
  public var priority = 0
  /// How long a request may wait before it has failed, in seconds; nil where an answer is wanted at once.
  public var deadlineSeconds: Double?
  public var objectives: ClassObjectives?

  public init(name: String, share: Double, state: StateStore) {
    self.name = name
    self.share = share
    self.state = state
  }

  /// Whether it may wait, as batch work may.
  public var isDeferrable: Bool { deadlineSeconds != nil }
}

/// What is promised to one class beside what the service promises to all; its data loss stands in `Objectives`.
public struct ClassObjectives: Equatable, Sendable {
  /// By requests, in a horizon, with the share of horizons.
  public var availability: AvailabilityObjective?

  public init(availability: AvailabilityObjective? = nil) {
    self.availability = availability
  }
}

/// How the state of a conversation reaches another site; it decides the data-loss window of a failover.
public enum StateStore: Equatable, Sendable {
  /// Nothing to lose.
  case stateless
  /// Each change is copied at once; a failover loses the lag, in seconds.
  case replication(lag: Distribution)
  /// Copied every `interval` seconds and usable `delay` seconds later.
  case checkpoint(interval: Double, delay: Double)
}
