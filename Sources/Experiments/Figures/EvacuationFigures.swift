import FailoverSimulation
import ServiceModel

/// What moving traffic on purpose takes, per year of 8766 h.
public struct EvacuationFigures: Sendable {
  /// Evacuations that moved traffic; of these, those that were sent back before their time.
  public let moved: Double
  public let sentBack: Double
  /// Those that found that the procedure does not work, before anybody was moved.
  public let unfit: Double
  /// Those that were not held because something else was wrong.
  public let calledOff: Double
  /// Hours for which a site's traffic was elsewhere; half of it for an hour is half an hour.
  public let hoursAway: Double
  /// Node-hours of standbys beyond what they keep, by site, while they stood in or were made ready for that.
  public let standInNodeHours: [Double]
  /// Of these, hours of nodes that are neither reserved nor paid ahead.
  public let standInRentedHours: [Double]
  /// Lost minutes whose cause they are, in outages and outside.
  public let lostMinutes: Double

  /// nil where traffic is never moved on purpose.
  init?(_ record: DesignRecord, causes: [CauseLoss]) {
    guard record.service.evacuates else { return nil }
    let count = record.worlds[0].evacuations.count
    let sums = record.worlds.reduce(into: [Double](repeating: 0, count: count)) { sums, world in
      for index in sums.indices { sums[index] += world.evacuations[index] }
    }
    func perYear(_ index: Int) -> Double {
      record.service.horizon.perYear(sums[index], replications: record.replications)
    }
    (moved, sentBack, unfit, calledOff, hoursAway) = (perYear(0), perYear(1), perYear(2), perYear(3), perYear(4))
    let sites = (count - 5) / 2
    standInNodeHours = (5..<5 + sites).map(perYear)
    standInRentedHours = (5 + sites..<count).map(perYear)
    lostMinutes = zip(record.service.causes, causes).reduce(0) { sum, cause in
      guard case .mode(let mode) = cause.0, mode.evacuation != nil else { return sum }
      return sum + cause.1.lostMinutes
    }
  }

  /// Room for the sums of a world: the counts, the hours away, node-hours by site, and those of them that are rented.
  static func blankSums(_ service: Service) -> [Double] {
    service.evacuates ? Array(repeating: 0, count: 5 + 2 * service.sites.count) : []
  }

  static func add(_ account: EvacuationAccount, to sums: inout [Double]) {
    let counts = [account.moved, account.sentBack, account.unfit, account.calledOff]
    for (index, count) in counts.enumerated() { sums[index] += Double(count) }
    sums[4] += account.hoursAway
    let sites = (sums.count - 5) / 2
    for site in 0..<sites {
      sums[5 + site] += account.standInNodeHours(site: site)
      sums[5 + sites + site] += account.standInRentedHours(site: site)
    }
  }
}
