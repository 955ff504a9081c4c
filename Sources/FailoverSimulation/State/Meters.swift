import EventKernel
import ServiceModel

/// What is recorded of a replication. Written, never read back by the simulation.
struct Meters: Sendable {
  /// Amounts are millionths of a request per second times nanoseconds: 1e15 to a request.
  var demand: Int128 = 0
  var lost: Int128 = 0
  /// Loss by class of traffic; empty where it does not matter.
  var lostByClass: ContiguousArray<Int128>
  /// Loss outside outages, by cause: failure modes in the plan's order, then overload.
  var lostOutside: ContiguousArray<Int128>
  /// Answers whose first token came later than each objective's limit, and the time at which its percentile was missed,
  /// in nanoseconds.
  var late: (Int128, Int128) = (0, 0)
  var lateTime: (Int128, Int128) = (0, 0)
  /// Answers of lesser worth, and what they are worth less.
  var degraded: Int128 = 0
  var worthLost: Int128 = 0
  /// Answers given by models that are rented by the token.
  var rented: Int128 = 0
  /// Answers given while a pool's load moved near its saturation.
  var nearSaturation: Int128 = 0
  /// Answers broken off while they were given, and those of them that clients resumed.
  var broken: Int128 = 0
  var resumed: Int128 = 0
  /// Attempts that were not the first, and attempts that failed, where clients come back.
  var retried: Int128 = 0
  var failedAttempts: Int128 = 0
  /// Nodes that run or are being started, per site, times nanoseconds.
  var nodeTime: ContiguousArray<Int128>
  /// Of these, nodes that drew machines of one's own, and those that drew them or a commitment, site by site; empty where
  /// that follows from the plan.
  var drawnTime: ContiguousArray<Int128>
  /// What each site answered, in the amounts' unit times millionths; empty where nobody asks.
  var answeredAt: ContiguousArray<Int128>
  /// Nodes that were started, per site.
  var coldStarts: ContiguousArray<Int64>
  var outages: ContiguousArray<Outage> = []
  var failovers: ContiguousArray<Failover> = []
  /// What failovers have cost conversations, and the part of it that no outage accounts for.
  var stateLoss = StateLoss()
  var stateLossOutside = StateLoss()
  /// Demand of sites that went on writing while they were cut off from one another, times millionths.
  var split: Int128 = 0
  /// Failures larger than a node that struck something in use.
  var incidents: ContiguousArray<Int32>
  var evacuations: EvacuationAccount
  var open: OpenOutage?
  /// What was booked at the ends of years inside the horizon, as far as they have been passed.
  var yearCuts: ContiguousArray<YearCut> = []
  /// What was billed until each billing cut that has been passed, cut by cut: see `Billed`.
  var billed: ContiguousArray<Int128> = []
  var billingCutsPassed = 0
  /// The next billing cut or end of a year: nothing is noted before it.
  var nextCut: SimTime
  /// Failover times found by branches, waiting for their outage to end.
  var branched: ContiguousArray<(incident: Incident, seconds: Double)> = []

  /// Counts a failover, unless it comes after the horizon.
  mutating func record(_ failover: Failover, horizon: SimTime) {
    if failover.openedAt < horizon { failovers.append(failover) }
  }

  init(_ plan: Plan) {
    lostOutside = ContiguousArray(repeating: 0, count: plan.modes.count + 1)
    lostByClass = ContiguousArray(repeating: 0, count: plan.classes.count)
    nodeTime = ContiguousArray(repeating: 0, count: plan.sites.count)
    drawnTime = ContiguousArray(repeating: 0, count: plan.service.drawsByDemand ? 2 * plan.sites.count : 0)
    answeredAt = ContiguousArray(repeating: 0, count: plan.asksWhereAnswered ? plan.sites.count : 0)
    coldStarts = ContiguousArray(repeating: 0, count: plan.sites.count)
    incidents = ContiguousArray(repeating: 0, count: plan.modes.count)
    evacuations = EvacuationAccount(plan)
    nextCut = min(plan.yearEnds.first ?? .never, plan.billingCuts.first ?? .never)
  }
}

/// An outage that has not ended.
struct OpenOutage: Sendable {
  var start: SimTime
  var cause: Int
  var causeClock: Int32
  var faultAt: SimTime
  var contributing: Int
  var lost: Int128 = 0
  var stateLoss = StateLoss()
  /// Loss since the threshold was reached again; it belongs to the outage only if the outage goes on.
  var lostWhileHolding: Int128 = 0
  /// The latest procedure that answered it and is over, as far as it had come.
  var answered: Procedure?
  /// When a balancer last noticed nodes that had died.
  var ejectedAt = SimTime.never
  /// What ended it, where the threshold is reached again; it counts if that holds.
  var ending: Ending?

  /// What ended an outage, and how far its answer had come by then.
  struct Ending: Sendable {
    var by: OutageEnd
    var answer: Procedure?
  }
}

/// What ended an outage.
public enum OutageEnd: String, CaseIterable, Sendable {
  /// Another site took over.
  case failover
  /// What had failed was repaired.
  case repair
  /// A balancer noticed nodes that had died, and sends them nothing more.
  case ejection
  /// Demand fell to what was left.
  case demand
  /// The simulation's data ended first.
  case unfinished
}

/// A row of the ledger.
public struct Outage: Equatable, Sendable {
  public var start: SimTime
  public var end: SimTime
  /// When the failure had begun that is its cause.
  public var faultAt: SimTime
  /// Index of the failure mode; the number of modes stands for overload.
  public var cause: Int
  public var contributing: Int
  /// Requests lost, in the meters' unit.
  public var lost: Int128
  public var endedBy: OutageEnd
  /// Stamps of the failover that answered it; never where there was none, or where it was cut short before that phase
  /// had ended.
  public var alarmAt: SimTime
  public var decidedAt: SimTime
  public var openedAt: SimTime
  /// The same incident with the provider's own recovery switched off, in seconds; nil where no failover is possible
  /// or none was tried, infinite where it never recovered.
  public var failoverSeconds: Double?
  /// What the failovers during the outage have cost conversations.
  public var stateLoss = StateLoss()
  /// The horizon: nothing of an outage counts beyond it but its end, for the recovery time.
  public var countsUntil = SimTime.never

  /// Seconds from the fault to the end, also beyond the horizon.
  public var recoverySeconds: Double { (end - faultAt).seconds }
  public var requestsLost: Double { Double(lost) / 1e15 }
  /// The end, or the horizon if that is earlier.
  public var countedEnd: SimTime { min(end, countsUntil) }
  /// Length within the horizon.
  public var downtime: Span { max(.zero, countedEnd - start) }
}

/// A failover that opened its target.
public struct Failover: Equatable, Sendable {
  public var faultAt: SimTime
  public var openedAt: SimTime
  public var site: Int
  /// The site that took over; -1 where those that serve already absorbed it.
  public var target: Int
  /// Whether the procedure failed and was finished by hand.
  public var byHand: Bool
  /// Whether the site was well: it answered a false alarm.
  public var isSpurious: Bool
  /// Data-loss window by class of traffic, in seconds; negative where the class has no state.
  public var dataLossSeconds: ContiguousArray<Double>
  public var stateLoss = StateLoss()
}

/// One replication's result.
public struct Outcome: Equatable, Sendable {
  /// In the meters' unit: millionths of a request per second times nanoseconds.
  public var demand: Int128
  public var lost: Int128
  public var lostOutside: ContiguousArray<Int128>
  /// Empty where no class is served before another, may wait or has an objective of its own.
  public var lostByClass: ContiguousArray<Int128>
  public var nodeTime: ContiguousArray<Int128>
  /// Of these, nodes that drew machines of one's own, and those that drew them or a commitment, site by site; empty where
  /// that follows from the plan.
  public var drawnTime: ContiguousArray<Int128>
  public var outages: ContiguousArray<Outage>
  public var failovers: ContiguousArray<Failover>
  public var incidents: ContiguousArray<Int32>
  /// By first-token objective: late answers, and the time in nanoseconds at which its percentile was missed.
  public var late: [Int128]
  public var lateTime: [Int128]
  /// Answers given while a pool's load moved with 95 to 105 % of what it can answer offered.
  public var nearSaturation: Int128
  /// Answers broken off, and those of them that were resumed.
  public var broken: Int128
  public var resumed: Int128
  /// Attempts that were not the first, and attempts that failed; without retries those are the requests lost.
  public var retried: Int128
  public var failedAttempts: Int128
  /// Answers of lesser worth, and what they are worth less than ordinary ones.
  public var degraded: Int128
  public var worthLost: Int128
  /// Answers given by models that are rented by the token.
  public var rented: Int128
  public var horizon: SimTime
  /// What failovers have cost conversations; outages and what lies outside them sum to it.
  public var stateLoss = StateLoss()
  public var stateLossOutside = StateLoss()
  /// Demand of sites that went on writing while they were cut off from one another, times millionths.
  public var split: Int128 = 0

  /// What each site answered, in the amounts' unit times millionths; empty where one site has it all. Shares of it are right
  /// to the rounding of a rate.
  public var answeredAt: ContiguousArray<Int128> = []
  /// What was booked at the ends of the years inside the horizon; empty where it holds no more than one.
  public var yearCuts: ContiguousArray<YearCut> = []
  /// What was billed by part of the horizon; empty where the outcome is no whole replication's.
  public var billed = Billed()
  /// What was moved on purpose, and what that took.
  public var evacuations = EvacuationAccount()

  public var availabilityByRequests: Double { 1 - lostShare }
  /// Requests lost over demand.
  public var lostShare: Double { demand == 0 ? 0 : Double(lost) / Double(demand) }
  /// (1 - availability by requests) x window.
  public var lostMinutes: Double { lostShare * horizon.seconds / 60 }
  /// Summed length of outages within the horizon.
  public var downtime: Span { outages.reduce(.zero) { $0 + $1.downtime } }
  public var requestsLost: Double { Double(lost) / 1e15 }
  /// By first-token objective: share of the answers whose first token came late.
  public var lateShare: [Double] { late.map { demand == lost ? 0 : Double($0) / Double(demand - lost) } }
  /// By first-token objective: share of the horizon in which its percentile was missed.
  public var lateTimeShare: [Double] { lateTime.map { Double($0) / Double(horizon.nanoseconds) } }
  /// Share of the answers that were given while a pool's load moved near its saturation.
  public var nearSaturationShare: Double { demand == lost ? 0 : Double(nearSaturation) / Double(demand - lost) }
  /// Node-hours that ran or were being started at a site.
  public func nodeHours(site: Int) -> Double { Double(nodeTime[site]) / 3.6e12 }
}
