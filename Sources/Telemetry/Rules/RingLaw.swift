/// How soon an alert rings after a failure, from outages that may be over before it does.
///
/// Product-limit estimator (Kaplan and Meier 1958, doi:10.1080/01621459.1958.10501452): an outage that ended without the alert
/// says that it takes longer than that, not that it never rings. What is left when the longest outage is over counts as
/// missed.
public struct RingLaw: Equatable, Sendable {
  /// Seconds from the fault, ascending, each with the share of the alerts that ring by then; the last share is 1.
  public let quantiles: [(share: Double, seconds: Double)]
  /// Share of the failures in which it does not ring at all, below 1.
  public let missed: Double
  /// Outages that were looked at, and those in which it rang.
  public let outages: Int
  public let rang: Int

  /// - Parameter outages: Of one cause.
  /// - Returns: Nil where it rang in none.
  public init?(of alert: String, in outages: [OutageOutcome]) {
    let seen = outages.map { (seconds: $0.rangAfter[alert] ?? $0.endSeconds, rang: $0.rangAfter[alert] != nil) }
      // What ends at the instant at which another rings has lasted that long.
      .sorted { ($0.seconds, $1.rang ? 1 : 0) < ($1.seconds, $0.rang ? 1 : 0) }
    var (left, steps) = (1.0, [(share: Double, seconds: Double)]())
    for (index, outage) in seen.enumerated() where outage.rang {
      left *= 1 - 1 / Double(seen.count - index)
      if steps.last?.seconds == outage.seconds { steps.removeLast() }
      steps.append((1 - left, outage.seconds))
    }
    guard let last = steps.last else { return nil }
    self.outages = seen.count
    rang = seen.count { $0.rang }
    missed = 1 - last.share
    quantiles = steps.map { ($0.share / last.share, $0.seconds) }
  }

  public static func == (one: RingLaw, other: RingLaw) -> Bool {
    one.missed == other.missed && one.outages == other.outages && one.rang == other.rang
      && one.quantiles.elementsEqual(other.quantiles, by: ==)
  }
}
