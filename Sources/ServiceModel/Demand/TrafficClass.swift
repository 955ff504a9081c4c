import Stochastics

/// A class of users with its share of the demand and the way its conversation state is kept.
public struct TrafficClass: Equatable, Sendable {
  public var name: String
  public var share: Double
  public var state: StateStore
  /// Lower numbers are served first; where capacity is short the highest number is shed first.
  public var priority = 0
  /// How long a request may wait before it has failed, in seconds; nil where an answer is wanted at once.
  public var deadlineSeconds: Double?
  public var objectives: ClassObjectives?
  /// Share of the changes that meet another one to the same state if both sites of a cut-off pair go on writing.
  public var conflicts = 0.0
  /// Requests of it that must commit at another site too; nil: none do.
  public var transactions: SpanningTransactions?

  public init(name: String, share: Double, state: StateStore) {
    self.name = name
    self.share = share
    self.state = state
  }

  /// Whether it may wait, as batch work may.
  public var isDeferrable: Bool { deadlineSeconds != nil }
}

/// Requests that are answered at one site and must commit at a second one: a two-phase commit, a lock taken there.
public struct SpanningTransactions: Equatable, Sendable {
  /// The second site.
  public var partner: String
  /// Share of the class's requests.
  public var share: Double
  /// Whether they keep their clients waiting until those give up, where the second site cannot be reached; else they fail at
  /// once.
  public var blocks: Bool

  public init(partner: String, share: Double, blocks: Bool = false) {
    self.partner = partner
    self.share = share
    self.blocks = blocks
  }
}

/// What is promised to one class beside what the service promises to all; its data loss stands in `Objectives`.
public struct ClassObjectives: Equatable, Sendable {
  /// By requests, in a horizon, with the share of horizons.
  public var availability: AvailabilityObjective?

  public init(availability: AvailabilityObjective? = nil) {
    self.availability = availability
  }
}

extension Traffic {
  /// Share of the requests whose conversations keep state that leaves its site; all of them where the plan tells no classes
  /// apart.
  public var shareOfCopiedState: Double {
    classes.isEmpty
      ? 1 : classes.reduce(0) { $1.state == .stateless || $1.state == .memory ? $0 : $0 + $1.share }
  }
}
