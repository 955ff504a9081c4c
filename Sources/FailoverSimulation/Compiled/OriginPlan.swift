import ServiceModel

/// Users by origin, compiled for simulation; there is none where nothing depends on where users are.
struct OriginPlan: Sendable {
  let count: Int
  private let shares: OriginShares

  init(_ service: Service) throws {
    shares = try OriginShares(service.traffic, begins: service.begins)
    count = shares.originCount
  }

  /// Share of a step's demand that comes from each origin, in millionths; they sum to a million.
  func shares(at step: Int) -> ArraySlice<Int32> {
    let period = shares.changes.last { $0.step <= step }?.period ?? shares.period
    let first = step % (period.count / count) * count
    return period[first..<(first + count)]
  }
}

/// How origins share what a site serves.
extension Replication {
  /// Sets a pool's late shares to those of the origins that it serves at this instant, where they are differently far away.
  mutating func weighLateness(at site: Int) {
    guard let origins = plan.origins, plan.pools[site].groups > 1 else { return }
    let shares = origins.shares(at: step)
    course.loads[site].weigh(plan.pools[site]) { Int64(shares[shares.startIndex + $0]) }
  }
}
