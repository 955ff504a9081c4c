/// A figure of a design whose value is known beforehand: what a simulation of the plan must come to.
public struct ExpectedFigure: Equatable, Sendable {
  public var figure: KnownFigure
  /// The design's name.
  public var design: String
  /// In the figure's unit.
  public var value: Double
  /// Standard error of the value, where it was itself simulated; zero where it is exact.
  public var standardError: Double
  /// Relative difference that is allowed where the simulated figure does not vary at all.
  public var tolerance: Double
  /// Where the value is known from.
  public var source: String
  /// Simulated horizons: the budget, fixed before the first run.
  public var replications: Int
  /// How the mean is estimated; only unavailability and downtime are told by branches.
  public var estimator: Estimator

  /// Rounding to whole nanoseconds, millionths of demand and whole millionths of a request stays below this.
  public static let roundingTolerance = 1e-6

  public init(
    figure: KnownFigure, design: String, value: Double, standardError: Double = 0,
    tolerance: Double = ExpectedFigure.roundingTolerance, source: String, replications: Int,
    estimator: Estimator = .crude
  ) {
    self.figure = figure
    self.design = design
    self.value = value
    self.standardError = standardError
    self.tolerance = tolerance
    self.source = source
    self.replications = replications
    self.estimator = estimator
  }
}

/// What theory can say about a design.
public enum KnownFigure: Equatable, Sendable {
  /// Share of the horizon that is spent in outages.
  case unavailability
  /// Mean length of all outages of a horizon together, in seconds.
  case downtime
  /// Mean number of outages in a horizon.
  case outages
  /// Share of horizons whose downtime is at most this, in seconds.
  case horizonsWithin(downtimeSeconds: Double)
  /// Recovery time over all outages, in seconds.
  case recovery(Statistic)
  /// Share of outages with a recovery time of at most this, in seconds.
  case outagesWithin(seconds: Double)
  /// Mean number of requests lost by a failure larger than a node, in and outside outages.
  case requestsLostPerIncident
  /// Data-loss window of a class of traffic over all failovers, in seconds.
  case dataLoss(trafficClass: String, Statistic)

  /// What of a law is known.
  public enum Statistic: Equatable, Sendable {
    case mean
    case quantile(Double)
  }
}
