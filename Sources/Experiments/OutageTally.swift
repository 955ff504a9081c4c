import FailoverSimulation
import ServiceModel

/// Outages counted as customers are paid for them: minutes by length, and months whose availability is due a credit.
public struct OutageTally: Sendable {
  /// Minutes of outages by how long the outage had lasted: up to the first length, between two, beyond the last. Empty
  /// where the plan's price of an outage does not grow.
  public private(set) var minutesByLength: [Double]
  /// Calendar months whose availability by time falls into each tier of the plan's credits. Months that the horizon
  /// covers in part have none.
  public private(set) var creditMonths: [Double]
  private let lengths: [Double]
  private let credits: CreditPrice?
  /// The calendar months that lie whole within a horizon, in hours from its beginning.
  private let months: [(from: Double, to: Double)]

  public init(_ service: Service) {
    let growth = service.prices.outage?.growth.map(\.fromMinutes) ?? []
    lengths = growth.isEmpty ? [] : [0] + growth + [.infinity]
    minutesByLength = Array(repeating: 0, count: max(0, lengths.count - 1))
    credits = service.prices.credits
    creditMonths = Array(repeating: 0, count: credits?.tiers.count ?? 0)
    months = credits == nil ? [] : service.wholeMonths
  }

  /// Adds the outages of one replication.
  public mutating func add(_ outages: some Collection<Outage>) {
    guard !outages.isEmpty else { return }
    for outage in outages {
      let length = outage.downtime.seconds / 60
      for band in minutesByLength.indices {
        minutesByLength[band] += max(0, min(length, lengths[band + 1]) - lengths[band])
      }
    }
    guard let credits else { return }
    for (from, to) in months {
      let down = outages.reduce(0.0) { sum, outage in
        sum + max(0, min(outage.end.seconds / 3600, to) - max(outage.start.seconds / 3600, from))
      }
      guard down > 0, let tier = credits.tier(ofAvailability: 1 - down / (to - from)) else { continue }
      creditMonths[tier] += 1
    }
  }

  /// As it was counted elsewhere.
  mutating func restore(minutesByLength: [Double], creditMonths: [Double]) {
    self.minutesByLength = minutesByLength
    self.creditMonths = creditMonths
  }
}

extension Service {
  fileprivate var wholeMonths: [(from: Double, to: Double)] {
    var months: [(from: Double, to: Double)] = []
    var day = begins
    if day.day != 1 { day = day.firstOfNextMonth }
    while true {
      let from = 24 * (day.daysSinceEpoch - begins.daysSinceEpoch)
      day = day.firstOfNextMonth
      let to = 24 * (day.daysSinceEpoch - begins.daysSinceEpoch)
      guard Double(to) <= horizonHours else { return months }
      months.append((Double(from), Double(to)))
    }
  }
}
