internal import Numerics

/// Clients that follow a changed DNS record when their cached copy runs out.
///
/// Copies have uniform ages, so each client of a resolver that honours the TTL moves within 0...TTL after publication.
public struct DNSDrain: Equatable, Sendable {
  /// Clients whose copies live equally long.
  public struct Cohort: Equatable, Sendable {
    /// The share of traffic, 0...1.
    public var share: Double
    /// The lifetime of their copies, longer than published where a resolver holds on to records.
    public var ttl: Double

    public init(share: Double, ttl: Double) {
      precondition((0...1).contains(share) && ttl >= 0, "a share of \(share) with a TTL of \(ttl)")
      self.share = share
      self.ttl = ttl
    }
  }

  /// From the fault to the published change.
  public let publishedAfter: Double
  public let cohorts: [Cohort]

  /// - Precondition: The shares sum to 1.
  public init(publishedAfter: Double, cohorts: [Cohort]) {
    precondition(publishedAfter >= 0, "published \(publishedAfter) after the fault")
    precondition(abs(cohorts.reduce(0) { $0 + $1.share } - 1) < 1e-9, "the cohorts' shares must sum to 1")
    self.publishedAfter = publishedAfter
    self.cohorts = cohorts
  }

  public init(publishedAfter: Double, ttl: Double) {
    self.init(publishedAfter: publishedAfter, cohorts: [Cohort(share: 1, ttl: ttl)])
  }

  /// The share of clients still on the failed site, `time` after the fault.
  public func shareRemaining(at time: Double) -> Double {
    let since = time - publishedAfter
    if since <= 0 { return 1 }
    return cohorts.reduce(0) { $0 + (since < $1.ttl ? $1.share * (1 - since / $1.ttl) : 0) }
  }

  /// Seconds of full traffic lost over all time: publication + mean TTL/2; times the rate gives requests.
  public var lostTime: Double { publishedAfter + cohorts.reduce(0) { $0 + $1.share * $1.ttl / 2 } }

  /// The same within `window` after the fault.
  public func lostTime(within window: Double) -> Double {
    let since = window - publishedAfter
    if since <= 0 { return window }
    return cohorts.reduce(publishedAfter) { sum, cohort in
      let moved = min(since, cohort.ttl)
      return moved == 0 ? sum : sum + cohort.share * moved * (1 - moved / (2 * cohort.ttl))
    }
  }

  /// When a share `moved` of clients has left the failed site, after the fault.
  public func timeUntil(moved: Double) -> Double {
    precondition(0 <= moved && moved <= 1, "a share of \(moved)")
    // Piecewise linear: walk the cohorts' ends in order.
    var from = 0.0
    for end in cohorts.map(\.ttl).sorted() {
      let atEnd = 1 - shareRemaining(at: publishedAfter + end)
      if atEnd >= moved - 1e-15 {
        let atStart = 1 - shareRemaining(at: publishedAfter + from)
        return publishedAfter + (atEnd > atStart ? from + (end - from) * (moved - atStart) / (atEnd - atStart) : end)
      }
      from = end
    }
    return publishedAfter + from
  }
}
