import Numerics

/// The peak of what each site serves where users are routed by their origin, as a share of the planning peak.
///
/// A site's peak is to its own demand what the planning peak is to all: the P99.9 of five minutes with noise. Origins have
/// their own clocks, so these shares sum to more than one where peaks come at different hours.
public struct RoutedPeaks: Equatable, Sendable {
  /// Of every site, in the plan's order, while all stand.
  public let own: [Double]
  /// The highest after as many serving sites are lost as the plan says; users whom nobody may serve then are at no site.
  public let afterWorstLoss: [Double]

  /// - Throws: `NumericalError` where the traffic's curves cannot be interpolated.
  public init(_ service: Service, _ routes: OriginRoutes) throws(NumericalError) {
    let serving = service.sites.indices.filter { service.sites[$0].keep == .serving }
    let whole = try RoutedPeaks.peak(service, parts: nil)
    var known: [[Double]: Double] = [:]
    func peak(_ site: Int, lost: [Int]) throws(NumericalError) -> Double {
      let parts = (0..<routes.originCount).map { origin in
        routes.share(of: origin, at: site) { !lost.contains($0) }
      }
      if let peak = known[parts] { return peak }
      let peak = parts.allSatisfy { $0 == 0 } ? 0 : try RoutedPeaks.peak(service, parts: parts) / whole
      known[parts] = peak
      return peak
    }
    var (own, worst) = ([Double](repeating: 0, count: service.sites.count), [Double]())
    worst = own
    for site in serving {
      own[site] = try peak(site, lost: [])
      worst[site] = own[site]
      let peers = serving.filter { $0 != site }
      for lost in RoutedPeaks.choices(of: min(service.sizing.lostSites, peers.count), from: peers[...]) {
        worst[site] = max(worst[site], try peak(site, lost: lost))
      }
    }
    self.own = own
    afterWorstLoss = worst
  }

  /// Ways to lose as many sites as the plan says, all of which are looked at; at most what is looked at within seconds, or one
  /// more than that.
  public static func choices(of service: Service) -> Int {
    let others = service.servingSites.count - 1
    let lost = min(service.sizing.lostSites, others)
    var ways = 1
    for taken in 0..<max(0, min(lost, others - lost)) {
      ways = ways * (others - taken) / (taken + 1)
      if ways > mostChoices { return mostChoices + 1 }
    }
    return ways
  }

  public static let mostChoices = 2000

  /// The peak of the parts of the origins that a site has, in the unit of the curves.
  private static func peak(_ service: Service, parts: [Double]?) throws(NumericalError) -> Double {
    let days = Int((service.horizonHours / 24).rounded(.up))
    return try ShapeOfDemand(service.traffic, begins: service.begins, days: days, parts: parts)
      .levels.peakFactor(service.traffic.noise)
  }

  private static func choices(of count: Int, from sites: ArraySlice<Int>) -> [[Int]] {
    guard count > 0, let first = sites.first else { return count == 0 ? [[]] : [] }
    let rest = sites.dropFirst()
    return choices(of: count - 1, from: rest).map { [first] + $0 } + choices(of: count, from: rest)
  }
}

extension Service {
  /// Position of a site in the plan's order.
  private func index(of site: Site) -> Int? { sites.firstIndex { $0.name == site.name } }

  /// The peak of what a serving site serves while all stand, as a share of the planning peak; nil where sites share all
  /// demand by their weights.
  public func routedShare(of site: Site) -> Double? {
    peaksByOrigin.flatMap { peaks in index(of: site).map { peaks.own[$0] } }
  }

  /// The same after the loss that leaves it most.
  func routedShareAfterWorstLoss(of site: Site) -> Double? {
    peaksByOrigin.flatMap { peaks in index(of: site).map { peaks.afterWorstLoss[$0] } }
  }
}
