import FailoverSimulation
import ServiceModel

/// What one design did in one world, per year of 8766 h: the amounts that are priced, and how often what happens.
public struct WorldRates: Sendable {
  /// Node-hours that ran or were being started, by site.
  public let nodeHours: [Double]
  public let requestsAnswered: Double
  public let requestsLost: Double
  /// The share of them that each site answered; empty where one site has them all.
  public let answeredShares: [Double]
  /// Requests answered by models that are rented by the token.
  public let requestsRented: Double
  public let downtimeMinutes: Double
  /// See `OutageTally`.
  public let outageMinutesByLength: [Double]
  public let creditMonths: [Double]
  public let failovers: Double
  public let spuriousFailovers: Double
  public let outages: Double
  /// Failures that struck something, by failure mode.
  public let incidents: [Double]
  /// Lost outside outages.
  public let lostMinutesOutside: Double

  init(_ world: WorldRecord) {
    let replications = world.replications.count
    func perYear(_ sum: Double) -> Double { world.horizon.perYear(sum, replications: replications) }
    nodeHours = world.nodeHours.map(perYear)
    let lost = world.estimates.reduce(0) { $0 + $1.requestsLost }
    requestsLost = lost / Double(replications)
    requestsAnswered = (world.horizon.perYear(world.demand) * Double(replications) - lost) / Double(replications)
    let answered = world.answeredAt.reduce(0, +)
    answeredShares = world.answeredAt.map { answered > 0 ? $0 / answered : 0 }
    requestsRented = perYear(world.sums[.rented])
    // Estimates are per year already.
    downtimeMinutes = world.estimates.reduce(0) { $0 + $1.downtimeMinutes } / Double(replications)
    outageMinutesByLength = world.tally.minutesByLength.map(perYear)
    creditMonths = world.tally.creditMonths.map(perYear)
    failovers = perYear(Double(world.failovers))
    spuriousFailovers = perYear(Double(world.spuriousFailovers))
    outages = perYear(Double(world.outages.count))
    incidents = world.incidents.map { perYear(Double($0)) }
    lostMinutesOutside =
      world.demand > 0
      ? world.lostOutside.reduce(0, +) / world.demand / Double(replications) * Horizon.yearMinutes : 0
  }
}

extension WorldRecord {
  /// What it did, per year of 8766 h.
  public var rates: WorldRates { WorldRates(self) }

  /// Years of 8766 h that were simulated.
  public var exposureYears: Double { Double(replications.count) * horizon.years }

  /// Node-hours a year that ran or were being started at a site beyond so many nodes that always stand there.
  public func nodeHours(at site: Int, beyond standing: Int) -> Double {
    let stood = Double(standing) * horizon.hours * Double(replications.count)
    return horizon.perYear(max(0, nodeHours[site] - stood), replications: replications.count)
  }

  /// Minutes of a year that a lost request amounts to.
  public var minutesPerLostRequest: Double {
    demand > 0 ? Horizon.yearMinutes / horizon.perYear(demand) : 0
  }
}
