import ServiceModel

/// Users by origin, compiled for simulation; there is none where nothing depends on where users are.
struct OriginPlan: Sendable {
  let count: Int
  /// nil where sites share all demand by their weights.
  let routes: RoutePlan?
  private let shares: OriginShares

  init(_ service: Service, home: [Int32]) throws {
    shares = try OriginShares(service.traffic, begins: service.begins)
    count = shares.originCount
    let shares = shares
    routes = service.originRoutes.map { RoutePlan($0, weights: home, shares: shares) }
  }

  /// Share of a step's demand that comes from each origin, in millionths; they sum to a million.
  func shares(at step: Int) -> ArraySlice<Int32> {
    let period = shares.changes.last { $0.step <= step }?.period ?? shares.period
    let first = step % (period.count / count) * count
    return period[first..<(first + count)]
  }
}

/// Which sites answer whom, where users are routed by their origin.
struct RoutePlan: Sendable {
  let siteCount: Int
  let originCount: Int
  /// Of each origin's demand what belongs to each site, in millionths: a row of all sites for each origin.
  let home: ContiguousArray<Int32>
  /// The highest share of demand that belongs to each site in any step, in millionths.
  let highest: ContiguousArray<Int32>
  private let rules: OriginRoutes
  /// Of the sites, in millionths.
  private let weights: [Int32]
  /// Whether a site could take over from another one: a row of all sites for each.
  private let peers: [Bool]

  init(_ rules: OriginRoutes, weights: [Int32], shares: OriginShares) {
    self.rules = rules
    self.weights = weights
    (siteCount, originCount) = (rules.siteCount, rules.originCount)
    let sites = 0..<rules.siteCount
    peers = sites.flatMap { site in sites.map { rules.arePeers(site, $0) } }
    var home = ContiguousArray<Int32>(repeating: 0, count: rules.originCount * rules.siteCount)
    for origin in 0..<rules.originCount {
      RoutePlan.spread(1_000_000, of: origin, rules, weights, among: { _ in true }, to: &home)
    }
    self.home = home
    var highest = ContiguousArray<Int32>(repeating: 0, count: rules.siteCount)
    var now = highest
    for period in [shares.period] + shares.changes.map(\.period) {
      for first in stride(from: 0, to: period.count, by: rules.originCount) {
        RoutePlan.spread(period[first..<(first + rules.originCount)], by: home, to: &now)
        for site in sites { highest[site] = max(highest[site], now[site]) }
      }
    }
    self.highest = highest
  }

  /// The share of demand that goes to each site, in millionths, from the origins' shares of demand, or those of other groups of
  /// clients, and what each site has of each of these.
  static func spread(
    _ shares: ArraySlice<Int32>, by routes: ContiguousArray<Int32>, to sites: inout ContiguousArray<Int32>
  ) {
    var left: Int32 = 1_000_000
    var largest = 0
    for site in sites.indices {
      var sum: Int64 = 0
      for (origin, share) in shares.enumerated() { sum += Int64(share) * Int64(routes[origin * sites.count + site]) }
      sites[site] = Int32(sum / 1_000_000)
      left -= sites[site]
      if sites[site] > sites[largest] { largest = site }
    }
    // What division leaves over goes to the largest, so that shares always sum to a million.
    sites[largest] += left
  }

  /// Whether a site could take over from another one for the users of some origin.
  func arePeers(_ site: Int, _ other: Int) -> Bool { peers[site * siteCount + other] }

  func hasPeer(_ site: Int) -> Bool { (0..<siteCount).contains { arePeers(site, $0) } }

  func mayServe(_ origin: Int, at site: Int) -> Bool { rules.mayServe(origin, at: site) }

  /// Adds a part of an origin's users, in millionths, to the sites that share them while only some stand.
  ///
  /// - Returns: Whether there is any.
  @discardableResult
  func spread(
    _ part: Int32, of origin: Int, among standing: [Bool], to routes: inout ContiguousArray<Int32>
  ) -> Bool {
    RoutePlan.spread(part, of: origin, rules, weights, among: { standing[$0] }, to: &routes)
  }

  @discardableResult
  private static func spread(
    _ part: Int32, of origin: Int, _ rules: OriginRoutes, _ weights: [Int32], among standing: (Int) -> Bool,
    to routes: inout ContiguousArray<Int32>
  ) -> Bool {
    let sites = rules.sites(of: origin, standing: standing)
    guard let last = sites.last else { return false }
    let total = sites.reduce(Int64(0)) { $0 + Int64(weights[$1]) }
    var left = part
    for site in sites where site != last {
      let share = total > 0 ? Int32(Int64(part) * Int64(weights[site]) / total) : 0
      routes[origin * rules.siteCount + site] += share
      left -= share
    }
    // The last takes what division leaves over, so that nobody is lost to rounding.
    routes[origin * rules.siteCount + last] += left
    return true
  }
}

/// How origins share what a site serves.
extension Replication {
  /// Sets a pool's late shares to those of the origins that it serves at this instant, where they are differently far away.
  mutating func weighLateness(at site: Int) {
    guard let origins = plan.origins, plan.pools[site].groups > 1 else { return }
    let shares = origins.shares(at: step)
    let (routes, sites) = (flow.routes, plan.sites.count)
    course.loads[site].weigh(plan.pools[site]) { origin in
      Int64(shares[shares.startIndex + origin]) * (routes.isEmpty ? 1 : Int64(routes[origin * sites + site]))
    }
  }

  /// Share of a step's demand that a site served when it was lost or left, be it its own or another site's, and that another one
  /// may serve now, in millionths.
  func shareThatMoves(from site: Int, at step: Int) -> Int32 {
    guard let origins = plan.origins, let routes = origins.routes else { return course.procedures.served[site] }
    let shares = origins.shares(at: step)
    let sum = (0..<origins.count).reduce(Int64(0)) { sum, origin in
      let mayMove = plan.sites.indices.contains { routes.mayServe(origin, at: $0) && isSurvivor($0, of: site) }
      // The change of traffic has only just been made: whoever moves is still there.
      let served = Int64(flow.routes[origin * routes.siteCount + site])
      return mayMove ? sum + Int64(shares[shares.startIndex + origin]) * served : sum
    }
    return Int32(sum / 1_000_000)
  }
}
