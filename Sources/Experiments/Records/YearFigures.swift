import FailoverSimulation
import ServiceModel

/// All that one replication, or a year that lies whole in it, says of how it served. It is judged and added to the sums of its world, then dropped: a
/// comparison of a hundred thousand years must fit into memory.
struct YearFigures {
  var record: YearRecord
  let amounts: Amounts
  /// By first-token objective: share of answers that came late, and share of the horizon in which its percentile was
  /// missed. Empty where the plan has no latency curve.
  var lateShare: [Double]
  var lateTime: [Double]
  /// Share of answers that were given while a pool's load moved near its saturation.
  let nearSaturationShare: Double
  /// Share of sessions none of whose requests failed.
  var sessionSuccess: Double
  /// Requests lost by class of traffic; empty where the plan makes no difference between classes.
  var lostByClass: [Double]
  /// Requests sent by each of several services; empty where one has the fleet.
  let demandByService: [Double]
  /// Changes that met another one to the same state, whatever made them.
  let conflictingChanges: Double
  /// What a whole year costs, in whole cents per year of 8766 h; nil where no budget asks.
  var cents: Double?

  init(_ outcome: Outcome, of service: Service) {
    let horizon = Horizon(hours: outcome.horizon.seconds / 3600)
    record = YearRecord(
      lostMinutes: horizon.perYear(outcome.lostMinutes),
      downtimeMinutes: horizon.perYear(outcome.downtime.seconds / 60),
      requestsLost: horizon.perYear(outcome.requestsLost), outages: Int32(outcome.outages.count))
    amounts = outcome.amounts
    lateShare = outcome.lateShare
    lateTime = outcome.lateTimeShare
    nearSaturationShare = outcome.nearSaturationShare
    sessionSuccess = outcome.sessionSuccess(service.traffic.sessions)
    lostByClass = outcome.requestsLostByClass
    demandByService = outcome.services.demand.map { Double($0) / Amount.demand.unit }
    conflictingChanges = outcome.conflictingChanges(service.traffic.classes)
  }

  /// An amount in what people count.
  subscript(amount: Amount) -> Double { amounts.counted(amount) }

  /// Share of answers that a failure broke off.
  var streamsBrokenShare: Double { shareOfDemand(.broken) }
  /// Share of attempts that succeeded.
  var gatewaySuccess: Double {
    let attempts = self[.demand] + self[.retried] + self[.resumed]
    return attempts > 0 ? 1 - (self[.failedAttempts] + self[.resumed]) / attempts : 1
  }

  fileprivate func shareOfDemand(_ amount: Amount) -> Double {
    let demand = self[.demand]
    return demand > 0 ? self[amount] / demand : 0
  }
}

/// The single numbers of replications that are summed over those of a world: shares of each, which amounts that were summed
/// first would not give. A new one is a case with its value; records on disk are written under these names.
enum YearFigure: Int, CaseIterable {
  case nearSaturationShare, streamsBrokenShare, gatewaySuccess
  /// Requests answered.
  case answered
  /// Share of demand answered worse than ordinarily, and the minutes of a year that their lesser worth amounts to.
  case degradedShare, worthLostMinutes
  /// Requests answered by models that are rented by the token.
  case rented
  case conversationsCut, conversationsLost, conflictingChanges

  func value(of year: YearFigures) -> Double {
    switch self {
    case .nearSaturationShare: year.nearSaturationShare
    case .streamsBrokenShare: year.streamsBrokenShare
    case .gatewaySuccess: year.gatewaySuccess
    case .answered: year[.demand] - year[.lost]
    case .degradedShare: year.shareOfDemand(.degraded)
    case .worthLostMinutes: year.shareOfDemand(.worthLost) * Horizon.yearMinutes
    case .rented: year[.rented]
    case .conversationsCut: year[.conversationsCut]
    case .conversationsLost: year[.conversationsLost]
    case .conflictingChanges: year.conflictingChanges
    }
  }
}

/// Figures of replications, summed over those of a world in their order.
struct YearSums: Equatable, Sendable {
  /// By first-token objective; see `ServiceLevels`.
  var lateShare: [Double]
  var lateTime: [Double]
  /// In the order of the cases.
  private var values = Array(repeating: 0.0, count: YearFigure.allCases.count)

  init(objectives: Int) {
    lateShare = Array(repeating: 0, count: objectives)
    lateTime = lateShare
  }

  subscript(figure: YearFigure) -> Double {
    get { values[figure.rawValue] }
    set { values[figure.rawValue] = newValue }
  }

  mutating func add(_ year: YearFigures) {
    for (index, share) in year.lateShare.enumerated() { lateShare[index] += share }
    for (index, share) in year.lateTime.enumerated() { lateTime[index] += share }
    for figure in YearFigure.allCases { self[figure] += figure.value(of: year) }
  }
}
