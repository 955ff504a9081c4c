import EventKernel
import FailoverSimulation
import ServiceModel

/// What is kept of each replication, and of each year that lies whole in it, by itself; other figures are kept as sums and
/// counts of its world.
///
/// Amounts are per year of 8766 h, however long the stretch was: whoever reads them has nothing to convert.
public struct YearRecord: Equatable, Sendable {
  /// (1 - availability by requests) x the minutes of a year.
  public var lostMinutes: Double
  /// Share of the stretch that lies in outages, in the minutes of a year.
  public var downtimeMinutes: Double
  public var requestsLost: Double
  /// Outages that the stretch touched: a count, not a rate.
  public var outages: Int32

  public init(lostMinutes: Double, downtimeMinutes: Double, requestsLost: Double, outages: Int32) {
    self.lostMinutes = lostMinutes
    self.downtimeMinutes = downtimeMinutes
    self.requestsLost = requestsLost
    self.outages = outages
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
  /// One for each replication: what means are made of.
  public internal(set) var replications: [YearRecord] = []
  /// The years that lie whole in the replications, one replication after the other: what bad years and objectives on
  /// shares of years are told from. Empty where a replication is shorter than 365 days.
  public var years: [YearRecord] { horizon.isOneYear ? replications : yearsInside }
  var yearsInside: [YearRecord] = []
  /// Of a replication.
  let horizon: Horizon
  public internal(set) var outages = OutageTable()
  /// The rows of the ledger, where the study keeps them.
  public internal(set) var ledger: [OutageRecord] = []
  // Amounts of horizons stay in this room; `rates` says them per year.

  /// Figures of the replications, summed in their order.
  var sums: YearSums
  /// By yearly line of the objectives beyond availability, and by year of the horizon: how many kept it.
  var yearsKept: [Int]
  /// By objective on windows: how many windows of all years kept it.
  var windowsKept: [Int]
  public internal(set) var sample = OutageSample()
  var tally: OutageTally
  /// Failovers that opened their target, and those of them that answered a false alarm.
  var failovers = 0
  var spuriousFailovers = 0
  /// Data-loss windows of all failovers by class of traffic, in seconds; none where the class has no state.
  public internal(set) var dataLossSeconds: [[Double]]
  /// What the world's replications have added up, so that the ledger can be reconciled exactly.
  public internal(set) var amounts = Amounts()
  /// Requests lost outside outages and in them, by cause; the last entry is overload. Exact sums, converted once.
  var lostOutside: [Double]
  var lostInOutages: [Double]
  /// The same as the rows of the ledger and the losses outside outages have it; of conversations, all of it.
  public internal(set) var lostOutsideExactly: Int128 = 0
  public internal(set) var lostInOutagesExactly: Int128 = 0
  public internal(set) var stateLossBooked = StateLoss()
  /// Node-hours that ran or were being started, by site: sum over replications.
  var nodeHours: [Double]
  var nodeHoursSquared: [Double]
  /// Of these, hours of the nodes up to each level, site by site: see `HeldLevel`. Empty where nothing is held beside what
  /// stands.
  var drawnHours: [Double]
  /// What each site answered, in a unit of its own: shares of it count; empty where one site has it all.
  var answeredAt: [Double]
  public internal(set) var incidents: [Int]
  /// By scope in use: what failovers that ended an outage spent on each phase.
  var phases: [FailoverPhases]
  /// Sums of `EvacuationFigures`; empty where traffic is never moved on purpose.
  var evacuations: [Double]
  /// What several services sent and lost; empty where one has the fleet.
  var services: ServiceTally
  /// What is billed, by part of the horizon.
  let parts: [HorizonPart]
  var billed: BilledSums
  /// By cause: how many years keep the objective on availability without it; see `CauseRemoval`.
  var keptWithout: [Int]
  /// What branches say of the world's years; nil where years count as they came.
  public internal(set) var branched: BranchedYears?

  init(_ service: Service) {
    horizon = service.horizon
    sums = YearSums(objectives: service.objectives.firstToken.count)
    yearsKept = Array(repeating: 0, count: YearlyLine.all(of: service).count * service.horizon.wholeYears)
    windowsKept = Array(repeating: 0, count: service.objectives.windows.count)
    tally = OutageTally(service)
    parts = service.parts
    billed = BilledSums(service, parts: parts.count)
    dataLossSeconds = Array(repeating: [], count: service.traffic.classes.count)
    lostOutside = Array(repeating: 0, count: service.failures.count + 1)
    lostInOutages = lostOutside
    nodeHours = Array(repeating: 0, count: service.sites.count)
    nodeHoursSquared = nodeHours
    drawnHours = Array(
      repeating: 0, count: service.metersHeldNodes ? HeldLevel.allCases.count * service.sites.count : 0)
    answeredAt = Array(repeating: 0, count: service.asksWhereAnswered ? service.sites.count : 0)
    incidents = Array(repeating: 0, count: service.failures.count)
    phases = service.scopesInUse.map { _ in FailoverPhases() }
    evacuations = EvacuationFigures.blankSums(service)
    services = ServiceTally(service)
    keptWithout = Array(repeating: 0, count: WorldRecord.causesToRemove(service))
  }

  /// Adds a replication.
  ///
  /// - Parameters:
  ///   - lines: `YearlyLine.all(of: service)`, made once.
  ///   - windows: `WindowLine.all(of: service)`, made once.
  ///   - bill: Tells what years cost, where the plan has a budget.
  mutating func add(
    _ outcome: Outcome, of service: Service, lines: [YearlyLine], windows: [WindowLine], bill: YearlyBill?
  ) {
    let whole = YearFigures(outcome, of: service)
    replications.append(whole.record)
    sums.add(whole)
    let count = horizon.wholeYears
    var inside = horizon.isOneYear ? [whole] : outcome.years(count).map { YearFigures($0, of: service) }
    if let bill, service.objectives.budget != nil {
      for (place, cents) in bill.cents(service, BilledParts(outcome, of: service)).enumerated() {
        inside[place].cents = cents
      }
    }
    if !horizon.isOneYear { yearsInside += inside.map(\.record) }
    for (place, year) in inside.enumerated() {
      for (index, line) in lines.enumerated() where line.isKept(year) {
        yearsKept[index * count + place] += 1
      }
    }
    for outage in outcome.outages {
      outages.append(outage)
      lostInOutages[outage.cause] += outage.requestsLost
      lostInOutagesExactly += outage.lost
    }
    for (index, line) in windows.enumerated() { windowsKept[index] += line.kept(outcome) }
    sample.add(outcome.outages)
    tally.add(outcome.outages)
    addPhases(outcome.outages, of: service)
    add(outcome.failovers)
    addRemovals(outcome, of: service)
    amounts += outcome.amounts
    for (cause, amount) in outcome.lostOutside.enumerated() {
      lostOutside[cause] += Double(amount) / 1e15
      lostOutsideExactly += amount
    }
    stateLossBooked = outcome.outages.reduce(stateLossBooked + outcome.stateLossOutside) { $0 + $1.stateLoss }
    for site in nodeHours.indices {
      let hours = outcome.nodeHours(site: site)
      nodeHours[site] += hours
      nodeHoursSquared[site] += hours * hours
    }
    for index in drawnHours.indices { drawnHours[index] += Double(outcome.drawnTime[index]) / 3.6e12 }
    for site in answeredAt.indices { answeredAt[site] += Double(outcome.answeredAt[site]) / 1e21 }
    for (mode, count) in outcome.incidents.enumerated() { incidents[mode] += Int(count) }
    if !evacuations.isEmpty { EvacuationFigures.add(outcome.evacuations, to: &evacuations) }
    services.add(outcome)
    billed.add(outcome.billed)
  }

  private mutating func add(_ made: some Collection<Failover>) {
    failovers += made.count
    for failover in made {
      if failover.isSpurious { spuriousFailovers += 1 }
      for (index, seconds) in failover.dataLossSeconds.enumerated() where seconds >= 0 {
        dataLossSeconds[index].append(seconds)
      }
    }
  }

  /// Gives back the room that growing left over.
  mutating func compact() {
    replications = replications.map { $0 }
    yearsInside = yearsInside.map { $0 }
    outages = outages.compacted
    dataLossSeconds = dataLossSeconds.map { $0.map { $0 } }
  }

  /// Requests demanded by the world's users in a horizon: the same in each of its replications.
  var demand: Double { Double(amounts.demand / Int128(max(1, replications.count))) / Amount.demand.unit }

  /// The mean over the world's replications of a share that they sum up.
  func mean(_ share: (YearSums) -> Double) -> Double { share(sums) / Double(replications.count) }
  func mean(_ figure: YearFigure) -> Double { mean { $0[figure] } }
}

/// What one design did in all worlds.
public struct DesignRecord: Sendable {
  @Shared public internal(set) var service: Service
  public private(set) var worlds: [WorldRecord]
  /// How the means were estimated.
  public let choice: EstimatorChoice
  /// What branches say of all years together; nil where years count as they came.
  let branches: BranchScore?

  public init(service: Service, worlds: [WorldRecord], choice: EstimatorChoice = .crude) {
    self.service = service
    self.worlds = worlds
    self.choice = choice
    branches = BranchScore(worlds)
    // What branches say of a year, all years together decide.
    guard let branches else { return }
    for world in worlds.indices { self.worlds[world].estimate(by: branches) }
  }

  public var replications: Int { worlds.reduce(0) { $0 + $1.replications.count } }

  /// Years of 8766 h that were simulated, in parts of years or not: what rates of events are told by.
  public var exposureYears: Double { Double(replications) * service.horizon.years }

  /// Lost minutes a year, the mean of each world: the observations behind every interval of them.
  public var lostMinutesByWorld: [Double] {
    worlds.map(\.lostMinutes)
  }

  /// Whether the ledger and the losses outside outages add up to the headline, to the last unit.
  public var isReconciled: Bool {
    worlds.allSatisfy {
      $0.amounts.lost == $0.lostOutsideExactly + $0.lostInOutagesExactly && $0.amounts.stateLoss == $0.stateLossBooked
    }
  }
}
