import EventKernel
import FailoverSimulation
import ServiceModel

/// What is kept of one replication, in minutes, requests and hours.
public struct YearRecord: Sendable {
  public var lostMinutes: Double
  public var downtimeMinutes: Double
  public var requestsLost: Double
  public var outages: Int32
  /// By first-token objective: share of answers that came late, and share of the horizon in which its percentile was
  /// missed. Empty where the plan has no latency curve.
  public var lateShare: [Double] = []
  public var lateTime: [Double] = []
  /// Share of answers that were given while a pool's load moved near its saturation.
  public var nearSaturationShare = 0.0
  /// Answers broken off and those of them that were resumed, in requests.
  public var streamsBroken = 0.0
  public var streamsResumed = 0.0
  /// Attempts that were not the first, and attempts that failed.
  public var retried = 0.0
  public var failedAttempts = 0.0
  /// Requests demanded.
  public var demand = 0.0
  /// Requests answered worse than ordinarily, and what they were worth less, in ordinary answers.
  public var degraded = 0.0
  public var worthLost = 0.0
  /// Share of sessions none of whose requests failed.
  public var sessionSuccess = 1.0
  /// Requests lost by class of traffic; empty where the plan makes no difference between classes.
  public var lostByClass: [Double] = []
  /// Conversations that went on without part of their history, those that could not be resumed, and changes that met
  /// another one to the same state.
  public var conversationsCut = 0.0
  public var conversationsLost = 0.0
  public var conflictingChanges = 0.0
  /// What branches say of the year; nil where it counts as it came.
  public var scored: ScoredYear?
  /// The year's parts in the means: those of branches, where there are any, and the year's own otherwise.
  public var estimatedLostMinutes = 0.0
  public var estimatedDowntimeMinutes = 0.0
  public var estimatedRequestsLost = 0.0
}

extension YearRecord {
  mutating func countAsTheyCame() {
    estimatedLostMinutes = lostMinutes
    estimatedDowntimeMinutes = downtimeMinutes
    estimatedRequestsLost = requestsLost
  }
}

/// One row of the ledger with the replication that it belongs to.
public struct OutageRecord: Sendable {
  public var replication: Int
  public var outage: Outage

  public init(replication: Int, outage: Outage) {
    self.replication = replication
    self.outage = outage
  }
}

/// What one design did in one world.
public struct WorldRecord: Sendable {
  public var years: [YearRecord] = []
  public var outages: [OutageRecord] = []
  public var failovers: [Failover] = []
  /// Requests demanded by the world's users in a horizon; the same in each of its replications.
  public var demand = 0.0
  /// Requests lost outside outages, by cause; the last entry is overload. Exact sums, converted once.
  public var lostOutside: [Double]
  /// Sums over the world's replications, in the meters' unit, so that the ledger can be reconciled exactly.
  public var lostExactly: Int128 = 0
  public var lostOutsideExactly: Int128 = 0
  public var lostInOutagesExactly: Int128 = 0
  /// The same of conversations, in millionths.
  public var stateLoss = StateLoss()
  public var stateLossBooked = StateLoss()
  /// Node-hours that ran or were being started, by site: sum over replications.
  public var nodeHours: [Double]
  public var nodeHoursSquared: [Double]
  public var incidents: [Int]
  /// What branches say of the world's years together, and their outages by what began the incident, where they are kept.
  public var score: SegmentScore?
  var weighted: [(begunBy: Int, row: WeightedOutageRecord)] = []

  init(_ service: Service) {
    lostOutside = Array(repeating: 0, count: service.failures.count + 1)
    nodeHours = Array(repeating: 0, count: service.sites.count)
    nodeHoursSquared = nodeHours
    incidents = Array(repeating: 0, count: service.failures.count)
  }

  mutating func add(_ outcome: Outcome, replication: Int, of service: Service) {
    years.append(
      YearRecord(
        lostMinutes: outcome.lostMinutes, downtimeMinutes: outcome.downtime.seconds / 60,
        requestsLost: outcome.requestsLost, outages: Int32(outcome.outages.count), lateShare: outcome.lateShare,
        lateTime: outcome.lateTimeShare, nearSaturationShare: outcome.nearSaturationShare,
        streamsBroken: Double(outcome.broken) / 1e15,
        streamsResumed: Double(outcome.resumed) / 1e15, retried: Double(outcome.retried) / 1e15,
        failedAttempts: Double(outcome.failedAttempts) / 1e15, demand: Double(outcome.demand) / 1e15,
        degraded: Double(outcome.degraded) / 1e15, worthLost: Double(outcome.worthLost) / 1e15,
        sessionSuccess: outcome.sessionSuccess(service.traffic.sessions), lostByClass: outcome.requestsLostByClass,
        conversationsCut: outcome.stateLoss.conversationsCut, conversationsLost: outcome.stateLoss.conversationsLost,
        conflictingChanges: outcome.conflictingChanges(service.traffic.classes)))
    years[years.count - 1].countAsTheyCame()
    outages += outcome.outages.map { OutageRecord(replication: replication, outage: $0) }
    failovers += outcome.failovers
    demand = Double(outcome.demand) / 1e15
    lostExactly += outcome.lost
    for (cause, amount) in outcome.lostOutside.enumerated() {
      lostOutside[cause] += Double(amount) / 1e15
      lostOutsideExactly += amount
    }
    for outage in outcome.outages { lostInOutagesExactly += outage.lost }
    stateLoss = stateLoss + outcome.stateLoss
    stateLossBooked = outcome.outages.reduce(stateLossBooked + outcome.stateLossOutside) { $0 + $1.stateLoss }
    for site in nodeHours.indices {
      let hours = outcome.nodeHours(site: site)
      nodeHours[site] += hours
      nodeHoursSquared[site] += hours * hours
    }
    for (mode, count) in outcome.incidents.enumerated() { incidents[mode] += Int(count) }
  }
}

/// What one design did in all worlds.
public struct DesignRecord: Sendable {
  public let service: Service
  public internal(set) var worlds: [WorldRecord]
  public let choice: EstimatorChoice
  /// What branches say of all years together; nil where years count as they came.
  let branches: BranchScore?

  public init(service: Service, worlds: [WorldRecord], choice: EstimatorChoice = .crude) {
    self.service = service
    self.worlds = worlds
    self.choice = choice
    branches = BranchScore(worlds)
    estimateYears()
  }

  public var years: Int { worlds.reduce(0) { $0 + $1.years.count } }
  /// Whether the ledger and the losses outside outages add up to the headline, to the last unit.
  public var isReconciled: Bool {
    worlds.allSatisfy {
      $0.lostExactly == $0.lostOutsideExactly + $0.lostInOutagesExactly && $0.stateLoss == $0.stateLossBooked
    }
  }
}
