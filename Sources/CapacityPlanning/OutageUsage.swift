import Costing
import EventKernel
import Experiments
import FailoverSimulation
import ServiceModel

extension WorldRecord {
  /// Minutes of outages a year by how long the outage had lasted: up to the first length, between two, beyond the last.
  func outageMinutes(byLength lengths: [Double], simulatedYears: Double) -> [Double] {
    guard !lengths.isEmpty else { return [] }
    let bounds = [0] + lengths + [.infinity]
    var minutes = [Double](repeating: 0, count: lengths.count + 1)
    for row in outages {
      let length = row.outage.downtime.seconds / 60
      for band in minutes.indices { minutes[band] += max(0, min(length, bounds[band + 1]) - bounds[band]) }
    }
    return minutes.map { $0 / simulatedYears }
  }

  /// Calendar months a year whose availability by time falls into each tier of a credit. Months that the horizon covers
  /// in part have none.
  func creditMonths(_ credits: CreditPrice, of service: Service, simulatedYears: Double) -> [Double] {
    let periods = service.wholeMonths
    var counts = [Double](repeating: 0, count: credits.tiers.count)
    var down = [Double](repeating: 0, count: periods.count)
    var touched: [Int] = []
    var replication: Int?
    func settle() {
      for month in touched {
        let hours = periods[month].to - periods[month].from
        if let tier = credits.tier(ofAvailability: 1 - down[month] / hours) { counts[tier] += 1 }
        down[month] = 0
      }
      touched = []
    }
    // The ledger stands in the order of its replications.
    for row in outages {
      if row.replication != replication { settle() }
      replication = row.replication
      let (start, end) = (row.outage.start.seconds / 3600, row.outage.end.seconds / 3600)
      for (month, period) in periods.enumerated() {
        let overlap = min(end, period.to) - max(start, period.from)
        guard overlap > 0 else { continue }
        if !touched.contains(month) { touched.append(month) }
        down[month] += overlap
      }
    }
    settle()
    return counts.map { $0 / simulatedYears }
  }
}
