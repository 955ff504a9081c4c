/// How the users of an origin are spread over the sites that may serve them.
public enum OriginRoute: String, CaseIterable, Sendable {
  /// By the sites' weights.
  case weighted
  /// To the site with the shortest round trip; to several that are equally near by their weights.
  case nearest
}

/// Which sites answer the users of each origin, where that is not by the sites' weights alone.
///
/// Residency says which sites may; of those that serve and stand the nearest, or all, share an origin's users by weight. A
/// site that is lost hands each origin's users to the sites that are left to that origin, and keeps those whom nobody may
/// take.
public struct OriginRoutes: Equatable, Sendable {
  public let originCount: Int
  public let siteCount: Int
  /// Whether a site serves and may serve an origin's users: a row of all sites for each origin.
  private let allowed: [Bool]
  /// Seconds between users and sites where the nearest is looked for, else zero; in the same order.
  private let distances: [Double]
  /// Of the sites that serve; zero for others.
  private let weights: [Double]

  /// - Returns: nil where every origin's users go to all serving sites by their weights, whatever is lost.
  init?(_ service: Service) {
    let (origins, sites) = (service.traffic.origins, service.sites)
    let serving = sites.map { $0.keep == .serving }
    originCount = origins.count
    siteCount = sites.count
    allowed = origins.flatMap { origin in
      sites.map { $0.keep == .serving && origin.servedBy?.contains($0.name) ?? true }
    }
    distances = origins.flatMap { origin in
      sites.map { origin.route == .nearest ? origin.roundTripSeconds(to: $0) : 0 }
    }
    weights = sites.map { $0.keep == .serving ? $0.weight : 0 }
    let (rows, places) = (originCount, siteCount)
    let (may, far) = (allowed, distances)
    let isPlain = (0..<rows).allSatisfy { origin in
      let here = (0..<places).filter { serving[$0] }.map { origin * places + $0 }
      return here.allSatisfy { may[$0] && far[$0] == far[here[0]] }
    }
    if isPlain { return nil }
  }

  /// Whether an origin's users may be served at a site that serves.
  public func mayServe(_ origin: Int, at site: Int) -> Bool { allowed[origin * siteCount + site] }

  /// The sites that share an origin's users while only some stand: the nearest ones that may serve them. Empty where none is
  /// left.
  public func sites(of origin: Int, standing: (Int) -> Bool) -> [Int] {
    let left = (0..<siteCount).filter { mayServe(origin, at: $0) && standing($0) }
    let nearest = left.map { distances[origin * siteCount + $0] }.min()
    return left.filter { distances[origin * siteCount + $0] == nearest }
  }

  /// Share of an origin's users that a site has while only some stand.
  func share(of origin: Int, at site: Int, standing: (Int) -> Bool) -> Double {
    let sites = sites(of: origin, standing: standing)
    guard sites.contains(site) else { return 0 }
    return weights[site] / sites.reduce(0) { $0 + weights[$1] }
  }

  /// Whether a site could take over from another one for the users of some origin.
  public func arePeers(_ site: Int, _ other: Int) -> Bool {
    site != other && (0..<originCount).contains { mayServe($0, at: site) && mayServe($0, at: other) }
  }

  /// The sites of a design that fails over nowhere: the first that serves, and for each origin whom none of them may serve
  /// the first that may.
  public func firstSites() -> [Int] {
    var kept: [Int] = []
    if let first = (0..<siteCount).first(where: { weights[$0] > 0 }) { kept.append(first) }
    for origin in 0..<originCount where !kept.contains(where: { mayServe(origin, at: $0) }) {
      if let first = (0..<siteCount).first(where: { mayServe(origin, at: $0) }) { kept.append(first) }
    }
    return kept
  }
}

extension Service {
  /// How users are routed by their origin; nil where sites share all demand by their weights.
  public var originRoutes: OriginRoutes? { traffic.origins.isEmpty ? nil : OriginRoutes(self) }
}
