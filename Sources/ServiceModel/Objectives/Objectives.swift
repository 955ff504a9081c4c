/// What the service promises; a design meets the plan when it meets every line.
public struct Objectives: Equatable, Sendable {
  public var availability: [AvailabilityObjective]
  /// On calendar months and rolling thirty days.
  public var windows: [WindowObjective] = []
  public var recovery: [RecoveryObjective]
  public var dataLoss: [DataLossObjective]
  /// At most two: at the service, at the user.
  public var firstToken: [FirstTokenObjective]
  public var shares: [ShareObjective]
  /// On what a year costs; nil where any may cost what it does.
  public var budget: BudgetObjective?
  /// Most time that an output token may take on average; it limits what a replica is rated at.
  public var perTokenSeconds: Double?
  /// Share of demand whose failure is not yet an outage: an outage is less than `1 - tolerance` answered.
  public var outageTolerance: Double
  /// How long the service must hold before an outage has ended, in seconds; outages closer than this are one.
  public var holdSeconds: Double

  public init(
    availability: [AvailabilityObjective] = [], recovery: [RecoveryObjective] = [], dataLoss: [DataLossObjective] = [],
    firstToken: [FirstTokenObjective] = [], shares: [ShareObjective] = [],
    perTokenSeconds: Double? = nil, outageTolerance: Double = 0.05,
    holdSeconds: Double = 60
  ) {
    self.availability = availability
    self.recovery = recovery
    self.dataLoss = dataLoss
    self.firstToken = firstToken
    self.shares = shares
    self.perTokenSeconds = perTokenSeconds
    self.outageTolerance = outageTolerance
    self.holdSeconds = holdSeconds
  }
}

/// A threshold on the yearly availability and the share of years in which it must hold.
public struct AvailabilityObjective: Equatable, Sendable {
  public enum Figure: String, CaseIterable, Sendable {
    /// Answered requests over demand.
    case requests
    /// Share of the year that is not in an outage.
    case time
  }
  public var figure: Figure
  public var atLeast: Double
  /// Share of years.
  public var share: Double

  public init(figure: Figure, atLeast: Double, share: Double) {
    self.figure = figure
    self.atLeast = atLeast
    self.share = share
  }
}

/// A limit on the recovery time of outages of one scope and the share of outages that must keep it.
public struct RecoveryObjective: Equatable, Sendable {
  public var scope: FailureScope
  public var withinSeconds: Double
  public var share: Double

  public init(scope: FailureScope, withinSeconds: Double, share: Double) {
    self.scope = scope
    self.withinSeconds = withinSeconds
    self.share = share
  }
}

/// A limit on the data-loss window of one class of traffic and the share of failovers that must keep it.
public struct DataLossObjective: Equatable, Sendable {
  public var trafficClass: String
  public var withinSeconds: Double
  public var share: Double

  public init(trafficClass: String, withinSeconds: Double, share: Double) {
    self.trafficClass = trafficClass
    self.withinSeconds = withinSeconds
    self.share = share
  }
}
