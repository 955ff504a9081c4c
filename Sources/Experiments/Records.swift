import EventKernel
import FailoverSimulation
import ServiceModel

/// What is kept of each replication by itself; other figures are kept as sums and counts of its world.
public struct YearRecord: Equatable, Sendable {
  public var lostMinutes: Double
  public var downtimeMinutes: Double
  public var requestsLost: Double
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
  public var years: [YearRecord] = []
  public internal(set) var outages = OutageTable()
  /// The rows of the ledger, where the study keeps them.
  public internal(set) var ledger: [OutageRecord] = []
  /// Figures of the years, summed in their order.
  public internal(set) var sums: YearSums
  /// By yearly line of the objectives beyond availability: how many years kept it.
  public internal(set) var yearsKept: [Int]
  /// By objective on windows: how many windows of all years kept it.
  public internal(set) var windowsKept: [Int]
  public internal(set) var sample = OutageSample()
  public internal(set) var tally: OutageTally
  /// Failovers that opened their target, and those of them that answered a false alarm.
  public internal(set) var failovers = 0
  public internal(set) var spuriousFailovers = 0
  /// Data-loss windows of all failovers by class of traffic, in seconds; none where the class has no state.
  public internal(set) var dataLossSeconds: [[Double]]
  /// Requests demanded by the world's users in a horizon; the same in each of its replications.
  public internal(set) var demand = 0.0
  /// Requests lost outside outages and in them, by cause; the last entry is overload. Exact sums, converted once.
  public internal(set) var lostOutside: [Double]
  public internal(set) var lostInOutages: [Double]
  /// Sums over the world's replications, in the meters' unit, so that the ledger can be reconciled exactly.
  public internal(set) var lostExactly: Int128 = 0
  public internal(set) var lostOutsideExactly: Int128 = 0
  public internal(set) var lostInOutagesExactly: Int128 = 0
  /// The same of conversations, in millionths.
  public internal(set) var stateLoss = StateLoss()
  public internal(set) var stateLossBooked = StateLoss()
  /// Node-hours that ran or were being started, by site: sum over replications.
  public internal(set) var nodeHours: [Double]
  public internal(set) var nodeHoursSquared: [Double]
  /// Of these, hours of nodes that drew machines of one's own, and of those that drew them or a commitment, site by site;
  /// empty where that follows from the plan.
  public internal(set) var drawnHours: [Double]
  public internal(set) var incidents: [Int]
  /// What branches say of the world's years; nil where years count as they came.
  public internal(set) var branched: BranchedYears?

  init(_ service: Service) {
    sums = YearSums(objectives: service.objectives.firstToken.count)
    yearsKept = Array(repeating: 0, count: YearlyLine.all(of: service).count)
    windowsKept = Array(repeating: 0, count: service.objectives.windows.count)
    tally = OutageTally(service)
    dataLossSeconds = Array(repeating: [], count: service.traffic.classes.count)
    lostOutside = Array(repeating: 0, count: service.failures.count + 1)
    lostInOutages = lostOutside
    nodeHours = Array(repeating: 0, count: service.sites.count)
    nodeHoursSquared = nodeHours
    drawnHours = Array(repeating: 0, count: service.drawsByDemand ? 2 * service.sites.count : 0)
    incidents = Array(repeating: 0, count: service.failures.count)
  }

  /// Adds a replication.
  ///
  /// - Parameters:
  ///   - lines: `YearlyLine.all(of: service)`, made once.
  ///   - windows: `WindowLine.all(of: service)`, made once.
  mutating func add(_ outcome: Outcome, of service: Service, lines: [YearlyLine], windows: [WindowLine]) {
    let year = YearFigures(outcome, of: service)
    years.append(year.record)
    sums.add(year, horizonHours: service.horizonHours)
    for (index, line) in lines.enumerated() where line.value(year) >= line.threshold { yearsKept[index] += 1 }
    for outage in outcome.outages {
      outages.append(outage)
      lostInOutages[outage.cause] += outage.requestsLost
      lostInOutagesExactly += outage.lost
    }
    for (index, line) in windows.enumerated() { windowsKept[index] += line.kept(outcome) }
    sample.add(outcome.outages)
    tally.add(outcome.outages)
    add(outcome.failovers)
    demand = Double(outcome.demand) / 1e15
    lostExactly += outcome.lost
    for (cause, amount) in outcome.lostOutside.enumerated() {
      lostOutside[cause] += Double(amount) / 1e15
      lostOutsideExactly += amount
    }
    stateLoss = stateLoss + outcome.stateLoss
    stateLossBooked = outcome.outages.reduce(stateLossBooked + outcome.stateLossOutside) { $0 + $1.stateLoss }
    for site in nodeHours.indices {
      let hours = outcome.nodeHours(site: site)
      nodeHours[site] += hours
      nodeHoursSquared[site] += hours * hours
    }
    for index in drawnHours.indices { drawnHours[index] += Double(outcome.drawnTime[index]) / 3.6e12 }
    for (mode, count) in outcome.incidents.enumerated() { incidents[mode] += Int(count) }
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
    years = years.map { $0 }
    outages = outages.compacted
    dataLossSeconds = dataLossSeconds.map { $0.map { $0 } }
  }

  /// The mean over the world's years of what they sum to.
  func mean(_ sum: (YearSums) -> Double) -> Double { sum(sums) / Double(years.count) }
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
    for world in worlds.indices { self.worlds[world].estimate(by: branches, service) }
  }

  public var years: Int { worlds.reduce(0) { $0 + $1.years.count } }

  /// Lost minutes of a horizon, the mean of each world: the observations behind every interval of them.
  public var lostMinutesByWorld: [Double] {
    worlds.map(\.lostMinutes)
  }

  /// Whether the ledger and the losses outside outages add up to the headline, to the last unit.
  public var isReconciled: Bool {
    worlds.allSatisfy {
      $0.lostExactly == $0.lostOutsideExactly + $0.lostInOutagesExactly && $0.stateLoss == $0.stateLossBooked
    }
  }
}
