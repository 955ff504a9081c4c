import FailoverSimulation
import ServiceModel

/// What the replications of a world have used, by part of the horizon: exact sums, so that parts add up to the horizon to
/// the last unit.
struct BilledSums: Equatable, Sendable {
  /// By part and amount, as in `Billed`.
  private(set) var sums: [Int128] = []
  private let parts: Int
  private let sites: Int
  private let drawn: Int
  private let answered: Int
  private var count: Int { 3 + sites + drawn + answered }

  init(_ service: Service, parts: Int) {
    self.parts = parts
    sites = service.sites.count
    drawn = service.metersHeldNodes ? HeldLevel.allCases.count * service.sites.count : 0
    answered = service.asksWhereAnswered ? service.sites.count : 0
    sums = Array(repeating: 0, count: parts * count)
  }

  mutating func add(_ billed: Billed) {
    precondition(billed.parts == parts && billed.count == count, "a replication is cut as its service says")
    for part in 0..<parts {
      for amount in 0..<count { sums[part * count + amount] += billed.amount(amount, inPart: part) }
    }
  }

  /// As it was added up elsewhere; nil where it is not of this service.
  func restored(_ sums: [Int128]) -> BilledSums? {
    guard sums.count == self.sums.count else { return nil }
    var copy = self
    copy.sums = sums
    return copy
  }

  /// One amount by part.
  private func amount(_ amount: Int) -> [Int128] { (0..<parts).map { sums[$0 * count + amount] } }

  var demand: [Int128] { amount(0) }
  var lost: [Int128] { amount(1) }
  var rented: [Int128] { amount(2) }
  func nodeTime(site: Int) -> [Int128] { amount(3 + site) }
  func nodeTime(site: Int, upTo level: HeldLevel) -> [Int128] { amount(3 + sites + level.account(ofSite: site)) }
  func answered(site: Int) -> [Int128] { amount(3 + sites + drawn + site) }
  var tellsSitesApart: Bool { answered > 0 }
  var tellsHeld: Bool { drawn > 0 }
}

/// What one design used in one world or in one replication, the mean over replications by part of the horizon: not per year.
public struct BilledParts: Sendable {
  public let requestsAnswered: [Double]
  public let requestsLost: [Double]
  /// Node-hours that ran or were being started, by site.
  public let nodeHours: [[Double]]
  /// Of these, hours of the nodes up to each level, by level, site and part; no sites where nothing is held beside what
  /// stands.
  private let hoursByLevel: [[[Double]]]
  /// Requests that each site answered; empty where one site answers all of them.
  public let answeredAt: [[Double]]
  public let requestsRented: [Double]
  public let downtimeMinutes: [Double]
  /// By length of the outage, and by tier of the credits: see `OutageTally`.
  public let outageMinutesByLength: [[Double]]
  public let creditMonths: [[Double]]
  /// Mean requests that each of several services lost in the horizon; empty where one has the fleet.
  public let lostByService: [Double]

  init(_ world: WorldRecord) {
    let replications = Double(world.replications.count)
    self.init(
      world.billed, world.tally, of: world.siteIndices, replications: replications,
      lostByService: world.services.lost.map { Double($0) / 1e15 / replications },
      branched: world.branched.map { _ in
        (
          requestsLost: world.horizon.added(
            perYear: world.estimates.reduce(0) { $0 + $1.requestsLost } / replications),
          downtimeMinutes: world.horizon.added(
            perYear: world.estimates.reduce(0) { $0 + $1.downtimeMinutes } / replications), parts: world.parts
        )
      })
  }

  /// What one replication used, as it came.
  init(_ outcome: Outcome, of service: Service) {
    var billed = BilledSums(service, parts: outcome.billed.parts)
    billed.add(outcome.billed)
    var tally = OutageTally(service)
    tally.add(outcome.outages)
    self.init(
      billed, tally, of: service.sites.indices, replications: 1,
      lostByService: outcome.services.demand.isEmpty ? [] : outcome.requestsLostByClass, branched: nil)
  }

  /// - Parameter branched: Losses that branches estimate, of a horizon, and its parts; nil where they are as they came.
  private init(
    _ billed: BilledSums, _ tally: OutageTally, of sites: Range<Int>, replications: Double, lostByService: [Double],
    branched: (requestsLost: Double, downtimeMinutes: Double, parts: [HorizonPart])?
  ) {
    let parts = billed.demand.indices
    self.lostByService = lostByService
    func mean(_ sums: [Int128], unit: Double) -> [Double] { sums.map { Double($0) / unit / replications } }
    let demand = mean(billed.demand, unit: 1e15)
    if let branched {
      // A branch has a weight and no calendar: what it loses is spread as demand is, its minutes as time is.
      let all = demand.reduce(0, +)
      let hours = branched.parts.last?.to ?? 0
      requestsLost = demand.map { all > 0 ? branched.requestsLost * $0 / all : 0 }
      downtimeMinutes = branched.parts.map { branched.downtimeMinutes * $0.hours / hours }
    } else {
      requestsLost = mean(billed.lost, unit: 1e15)
      downtimeMinutes = tally.minutes.map { $0 / replications }
    }
    let (demanded, lost) = (demand, requestsLost)
    requestsAnswered = parts.map { max(0, demanded[$0] - lost[$0]) }
    nodeHours = sites.map { mean(billed.nodeTime(site: $0), unit: 3.6e12) }
    let held = billed.tellsHeld ? sites : 0..<0
    hoursByLevel = HeldLevel.allCases.map { level in
      held.map { mean(billed.nodeTime(site: $0, upTo: level), unit: 3.6e12) }
    }
    // Rates are cut down to whole millionths, so that the shares of what is answered count and not the amounts; where all
    // that arrives at a site fails, a few less than none may be left.
    let answers =
      billed.tellsSitesApart
      ? sites.map { site in billed.answered(site: site).map { max(0, Double($0)) } } : []
    let requests = requestsAnswered
    answeredAt = answers.map { site in
      parts.map { part in
        let all = answers.reduce(0) { $0 + $1[part] }
        return all > 0 ? requests[part] * site[part] / all : 0
      }
    }
    requestsRented = mean(billed.rented, unit: 1e15)
    outageMinutesByLength = tally.minutesByLengthAndPart.map { $0.map { $0 / replications } }
    creditMonths = tally.creditMonthsByPart.map { $0.map { $0 / replications } }
  }
}

extension BilledParts {
  /// Hours of a site's nodes up to a level, by part; nil where nothing is held beside what stands.
  public func nodeHours(at site: Int, upTo level: HeldLevel) -> [Double]? {
    hoursByLevel[level.rawValue].isEmpty ? nil : hoursByLevel[level.rawValue][site]
  }
}

extension WorldRecord {
  /// What it used, by part of the horizon.
  public var billedParts: BilledParts { BilledParts(self) }
  var siteIndices: Range<Int> { nodeHours.indices }
}
