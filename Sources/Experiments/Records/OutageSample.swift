import FailoverSimulation

/// What the first outages of a world have cost, each: enough for the law of an outage, and no more than memory bears.
public struct OutageSample: Equatable, Sendable {
  /// Outages kept of a world; forty worlds make a law of 80,000.
  public static let most = 2000
  /// Length within the horizon, in minutes.
  public private(set) var minutes: [Double] = []
  public private(set) var requestsLost: [Double] = []

  init() {}

  /// As it was counted elsewhere; nil where it is none.
  init?(minutes: [Double], requestsLost: [Double]) {
    guard minutes.count == requestsLost.count, minutes.count <= OutageSample.most else { return nil }
    (self.minutes, self.requestsLost) = (minutes, requestsLost)
  }

  mutating func add(_ outages: some Collection<Outage>) {
    for outage in outages.prefix(OutageSample.most - minutes.count) {
      minutes.append(outage.downtime.seconds / 60)
      requestsLost.append(outage.requestsLost)
    }
  }
}
