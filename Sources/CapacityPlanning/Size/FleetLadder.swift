import Costing
import ServiceModel

/// The fleets that a plan can buy, one purchasable step after the other: the distinct ones as its buffer runs through all
/// numbers from zero up.
///
/// On step 0 each serving site holds what its share of the planning peak needs. As the buffer grows, the site that is full
/// first gains a node; sites that are full together gain one together, so that equal sites all do. Where the plan holds a
/// reserve for a lost site, the ladder first fills it and goes on with the fleets that the plan's own rule buys
/// (`Service.standingNodes(at:)`). Under autoscaling a step is one node of the floor, from the smallest floor that a site
/// can run with.
struct FleetLadder: Sendable {
  @Shared var service: Service
  /// Nodes of each serving site for its share of the peak.
  let requirement: [Int]
  /// Nodes of each serving site that also carry a lost peer's share.
  let survivor: [Int]
  /// Whether a quota ends the ladder before twice what the peak and a lost peer need.
  let isCutByQuota: Bool
  /// Nodes at each serving site, by step; under autoscaling the floor. No site ever holds fewer on a later step.
  private let fleets: [[Int]]

  init(_ service: Service) {
    let sites = service.servingSites
    self.service = service
    requirement = sites.map { service.requirementNodes(at: $0) }
    survivor = sites.map { service.survivorNodes(at: $0) }
    let wanted = 2 * max(requirement.max() ?? 1, survivor.max() ?? 1) + 6
    let floor = sites.map(\.minimumNodes).max() ?? 1
    let all =
      service.autoscaling == nil
      ? FleetLadder.purchasable(service, from: requirement, until: wanted)
      : (floor...max(floor, wanted)).map { count in sites.map { _ in count } }
    let quotas = sites.map { $0.quotaNodes ?? .max }
    let allowed = all.prefix { zip($0, quotas).allSatisfy { $0 <= $1 } }
    // A plan whose requirement is beyond a quota is judged as it stands.
    fleets = allowed.isEmpty ? Array(all.prefix(1)) : Array(allowed)
    isCutByQuota = allowed.count < all.count
  }

  /// The last step.
  var last: Int { fleets.count - 1 }

  private static func purchasable(_ service: Service, from requirement: [Int], until most: Int) -> [[Int]] {
    let sites = service.servingSites
    let shares = sites.map { service.shareToBuy(of: $0) }
    let own = Staircase(service, shares: shares)
    guard sites.count > 1, service.sizing.siteLoss != .none else { return own.fleets(from: requirement, until: most) }
    let reserve = sites.map { service.survivorNodes(at: $0) }
    func joined(_ fleets: [[Int]], _ choose: (Int, Int) -> Int) -> [[Int]] {
      fleets.map { zip($0, reserve).map { choose($0.0, $0.1) } }
    }
    let filling = joined(own.fleets(from: requirement, until: reserve), min)
    let beyond =
      service.sizing.siteLoss == .kept
      ? Staircase(service, shares: sites.map { service.shareAfterWorstLoss(of: $0) }).fleets(from: reserve, until: most)
      : joined(own.fleets(from: requirement, until: most), max)
    return (filling + beyond).reduce(into: []) { fleets, next in if fleets.last != next { fleets.append(next) } }
  }

  /// Nodes at each serving site on a step; under autoscaling the floor.
  func fleet(at step: Int) -> [Int] { fleets[step] }

  /// Nodes at each serving site at the planning peak: the fleet, or under autoscaling what its target asks for if that
  /// is more.
  func nodesAtPeak(on step: Int) -> [Int] {
    guard let scaling = service.autoscaling else { return fleet(at: step) }
    return zip(service.servingSites, fleet(at: step)).map { site, floor in
      let load = service.traffic.peakRPS * service.servingShare(of: site)
      let wish = scaling.targetTracking.map { service.nodes(for: load / $0.utilization, at: site) } ?? 0
      return max(floor, min(wish, scaling.maximumNodes ?? wish))
    }
  }

  /// The step with the plan's own floor under autoscaling; 0 where fleets are fixed.
  var plannedFloorStep: Int {
    guard let floor = service.autoscaling?.minimumNodes else { return 0 }
    return fleets.firstIndex { ($0.first ?? 0) >= floor } ?? last
  }

  /// The first step on which every serving site holds at least so many nodes at the planning peak; the last step where
  /// none does.
  func step(covering nodes: [Int]) -> Int {
    fleets.indices.first { zip(nodesAtPeak(on: $0), nodes).allSatisfy { $0 >= $1 } } ?? last
  }
}

extension Service {
  /// Share of the planning peak in whose proportion a site's fleet grows: its own, or where nobody's users belong to it what a
  /// lost peer would send.
  func shareToBuy(of site: Site) -> Double {
    let own = servingShare(of: site)
    return own > 0 ? own : shareAfterWorstLoss(of: site)
  }
}

/// Whole nodes at each site for a load that grows everywhere in proportion.
private struct Staircase {
  /// By site, the load that fills one node, as a share of the planning peak; infinite where no load comes.
  private let loadOfANode: [Double]

  /// - Parameter shares: Of the planning peak, by serving site.
  init(_ service: Service, shares: [Double]) {
    loadOfANode = zip(service.servingSites, shares).map { site, share in
      share > 0 ? service.ratedRPS(ofNodeAt: site) / (service.traffic.peakRPS * share) : .infinity
    }
  }

  /// All fleets from one on, until a site holds `most`.
  func fleets(from first: [Int], until most: Int) -> [[Int]] {
    fleets(from: first) { ($0.max() ?? most) >= most }
  }

  /// All fleets from one on, until each site holds what it shall.
  func fleets(from first: [Int], until enough: [Int]) -> [[Int]] {
    fleets(from: first) { zip($0, enough).allSatisfy { $0 >= $1 } }
  }

  private func fleets(from first: [Int], isEnough: ([Int]) -> Bool) -> [[Int]] {
    var fleets = [first]
    while let nodes = fleets.last, !isEnough(nodes) {
      // The load, in planning peaks, at which each site is full.
      let full = zip(nodes, loadOfANode).map { $1.isFinite ? Double($0) * $1 : .infinity }
      guard let next = full.min(), next.isFinite else { break }
      // Sites that are full together must not come apart by the last bit of a quotient.
      fleets.append(zip(nodes, full).map { $0 + ($1 <= next * (1 + 1e-9) ? 1 : 0) })
    }
    return fleets
  }
}
