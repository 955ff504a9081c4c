import FailoverSimulation
import ServiceModel

/// All that one replication, or a year that lies whole in it, says of how it served. It is judged and added to the sums of its world, then dropped: a
/// comparison of a hundred thousand years must fit into memory.
struct YearFigures {
  var record: YearRecord
  /// By first-token objective: share of answers that came late, and share of the horizon in which its percentile was
  /// missed. Empty where the plan has no latency curve.
  var lateShare: [Double]
  var lateTime: [Double]
  /// Share of answers that were given while a pool's load moved near its saturation.
  var nearSaturationShare: Double
  /// Answers broken off and those of them that were resumed, in requests.
  var streamsBroken: Double
  var streamsResumed: Double
  /// Attempts that were not the first, and attempts that failed.
  var retried: Double
  var failedAttempts: Double
  /// Requests demanded, and those of them that were answered.
  var demand: Double
  var answered: Double
  /// Requests answered worse than ordinarily, and what they were worth less, in ordinary answers.
  var degraded: Double
  var worthLost: Double
  /// Requests answered by models that are rented by the token.
  var rented: Double
  /// Share of sessions none of whose requests failed.
  var sessionSuccess: Double
  /// Requests lost by class of traffic; empty where the plan makes no difference between classes.
  var lostByClass: [Double]
  /// Changes that met another one to the same state, and what failovers did to conversations.
  var conflictingChanges: Double
  var conversationsCut: Double
  var conversationsLost: Double

  init(_ outcome: Outcome, of service: Service) {
    let horizon = Horizon(hours: outcome.horizon.seconds / 3600)
    record = YearRecord(
      lostMinutes: horizon.perYear(outcome.lostMinutes),
      downtimeMinutes: horizon.perYear(outcome.downtime.seconds / 60),
      requestsLost: horizon.perYear(outcome.requestsLost), outages: Int32(outcome.outages.count))
    answered = Double(outcome.demand) / 1e15 - outcome.requestsLost
    lateShare = outcome.lateShare
    lateTime = outcome.lateTimeShare
    nearSaturationShare = outcome.nearSaturationShare
    streamsBroken = Double(outcome.broken) / 1e15
    streamsResumed = Double(outcome.resumed) / 1e15
    retried = Double(outcome.retried) / 1e15
    failedAttempts = Double(outcome.failedAttempts) / 1e15
    demand = Double(outcome.demand) / 1e15
    degraded = Double(outcome.degraded) / 1e15
    worthLost = Double(outcome.worthLost) / 1e15
    rented = Double(outcome.rented) / 1e15
    sessionSuccess = outcome.sessionSuccess(service.traffic.sessions)
    lostByClass = outcome.requestsLostByClass
    conflictingChanges = outcome.conflictingChanges(service.traffic.classes)
    conversationsCut = outcome.stateLoss.conversationsCut
    conversationsLost = outcome.stateLoss.conversationsLost
  }

  /// Share of answers that a failure broke off.
  var streamsBrokenShare: Double { demand > 0 ? streamsBroken / demand : 0 }
  /// Share of attempts that succeeded.
  var gatewaySuccess: Double {
    let attempts = demand + retried + streamsResumed
    return attempts > 0 ? 1 - (failedAttempts + streamsResumed) / attempts : 1
  }
}

/// Figures of replications, summed over those of a world in their order.
public struct YearSums: Equatable, Sendable {
  /// By first-token objective; see `ServiceLevels`.
  public var lateShare: [Double]
  public var lateTime: [Double]
  public var nearSaturationShare = 0.0
  public var streamsBrokenShare = 0.0
  public var gatewaySuccess = 0.0
  /// Requests answered.
  public var answered = 0.0
  /// Share of demand answered worse than ordinarily, and the minutes of a year that their lesser worth amounts to.
  public var degradedShare = 0.0
  public var worthLostMinutes = 0.0
  /// Requests answered by models that are rented by the token.
  public var rented = 0.0
  public var conversationsCut = 0.0
  public var conversationsLost = 0.0
  public var conflictingChanges = 0.0

  /// The figures that are single numbers, in the order of their declarations.
  var scalars: [Double] {
    get { YearSums.paths.map { self[keyPath: $0] } }
    set { for (path, value) in zip(YearSums.paths, newValue) { self[keyPath: path] = value } }
  }

  private static var paths: [WritableKeyPath<YearSums, Double>] {
    [
      \.nearSaturationShare, \.streamsBrokenShare, \.gatewaySuccess, \.answered, \.degradedShare, \.worthLostMinutes,
      \.rented,
      \.conversationsCut, \.conversationsLost, \.conflictingChanges,
    ]
  }

  init(objectives: Int) {
    lateShare = Array(repeating: 0, count: objectives)
    lateTime = lateShare
  }

  mutating func add(_ year: YearFigures) {
    for (index, share) in year.lateShare.enumerated() { lateShare[index] += share }
    for (index, share) in year.lateTime.enumerated() { lateTime[index] += share }
    nearSaturationShare += year.nearSaturationShare
    streamsBrokenShare += year.streamsBrokenShare
    gatewaySuccess += year.gatewaySuccess
    answered += year.answered
    if year.demand > 0 {
      degradedShare += year.degraded / year.demand
      worthLostMinutes += year.worthLost / year.demand * Horizon.yearMinutes
    }
    rented += year.rented
    conversationsCut += year.conversationsCut
    conversationsLost += year.conversationsLost
    conflictingChanges += year.conflictingChanges
  }
}
