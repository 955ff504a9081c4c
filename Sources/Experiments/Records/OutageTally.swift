import FailoverSimulation
import ServiceModel

/// Outages counted as customers are paid for them, by part of the horizon: minutes, minutes by length, and months whose
/// availability is due a credit.
public struct OutageTally: Sendable {
  /// Minutes of outages by part of the horizon: each minute in the part in which it lies.
  public private(set) var minutes: [Double]
  /// By how long the outage had lasted, up to the first length, between two, beyond the last; in each by part. Empty where
  /// the plan's price of an outage does not grow.
  public private(set) var minutesByLengthAndPart: [[Double]]
  /// Calendar months whose availability by time falls into each tier of the plan's credits, at the part in which the month
  /// ends. Months that the horizon covers in part have none.
  public private(set) var creditMonthsByPart: [[Double]]
  private let lengths: [Double]
  private let credits: CreditPrice?
  private let parts: [HorizonPart]
  /// The calendar months that lie whole within a horizon, in hours from its beginning.
  private let months: [(from: Double, to: Double)]

  /// The same over the horizon.
  public var minutesByLength: [Double] { minutesByLengthAndPart.map { $0.reduce(0, +) } }
  public var creditMonths: [Double] { creditMonthsByPart.map { $0.reduce(0, +) } }

  public init(_ service: Service) {
    parts = service.parts
    let none = Array(repeating: 0.0, count: parts.count)
    minutes = none
    let growth = service.prices.outage?.growth.map(\.fromMinutes) ?? []
    lengths = growth.isEmpty ? [] : [0] + growth + [.infinity]
    minutesByLengthAndPart = Array(repeating: none, count: max(0, lengths.count - 1))
    credits = service.prices.credits
    creditMonthsByPart = Array(repeating: none, count: credits?.tiers.count ?? 0)
    months = credits == nil ? [] : service.wholeMonths
  }

  /// Adds the outages of one replication.
  public mutating func add(_ outages: some Collection<Outage>) {
    guard !outages.isEmpty else { return }
    for outage in outages {
      let (start, end) = (outage.start.seconds / 60, outage.countedEnd.seconds / 60)
      for (index, part) in parts.enumerated() where part.to * 60 > start && part.from * 60 < end {
        // Within the part, from so many minutes of the outage to so many.
        let (first, last) = (max(start, part.from * 60) - start, min(end, part.to * 60) - start)
        minutes[index] += last - first
        for band in minutesByLengthAndPart.indices {
          minutesByLengthAndPart[band][index] += max(0, min(last, lengths[band + 1]) - max(first, lengths[band]))
        }
      }
    }
    guard let credits else { return }
    for (from, to) in months {
      let down = outages.reduce(0.0) { sum, outage in
        sum + max(0, min(outage.end.seconds / 3600, to) - max(outage.start.seconds / 3600, from))
      }
      guard down > 0, let tier = credits.tier(ofAvailability: 1 - down / (to - from)),
        let part = parts.firstIndex(where: { $0.to >= to })
      else { continue }
      creditMonthsByPart[tier][part] += 1
    }
  }

  /// As it was counted elsewhere.
  mutating func restore(minutes: [Double], byLength: [[Double]], creditMonths: [[Double]]) {
    self.minutes = minutes
    minutesByLengthAndPart = byLength
    creditMonthsByPart = creditMonths
  }
}
