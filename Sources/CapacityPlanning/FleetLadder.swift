import Costing
import ServiceModel

/// The fleets that a buffer curve can try, one purchasable step after the other.
///
/// On step 0 each serving site holds what its share of the planning peak needs. A step adds one node at the site that
/// needs most and the others follow in proportion, rounded up: equal sites all gain a node. Under autoscaling a step
/// is one node of the floor, from the smallest floor that a site can run with.
struct FleetLadder: Sendable {
  @Shared var service: Service
  /// Nodes of each serving site for its share of the peak.
  let requirement: [Int]
  /// Nodes of each serving site that also carry a lost peer's share.
  let survivor: [Int]
  /// The last step: twice what the peak and a lost peer need, or what the providers' quotas allow.
  let last: Int
  /// Whether a quota ends the ladder before that.
  let isCutByQuota: Bool
  private let smallestFloor: Int

  init(_ service: Service) {
    let sites = service.servingSites
    self.service = service
    requirement = sites.map { service.requirementNodes(at: $0) }
    survivor = sites.map { service.survivorNodes(at: $0) }
    smallestFloor = sites.map(\.minimumNodes).max() ?? 1
    let quotas = sites.map { $0.quotaNodes ?? .max }
    let wanted = 2 * max(requirement.max() ?? 1, survivor.max() ?? 1) + 6
    let (requirement, floor) = (requirement, smallestFloor)
    func counts(_ step: Int) -> [Int] {
      FleetLadder.counts(step, requirement, floor: service.autoscaling == nil ? nil : floor)
    }
    var step = 0
    var isCut = false
    while (counts(step).max() ?? 0) < wanted {
      guard zip(counts(step + 1), quotas).allSatisfy({ $0 <= $1 }) else {
        isCut = true
        break
      }
      step += 1
    }
    last = step
    isCutByQuota = isCut
  }

  private static func counts(_ step: Int, _ requirement: [Int], floor: Int?) -> [Int] {
    if let floor { return requirement.map { _ in floor + step } }
    let most = max(1, requirement.max() ?? 1)
    return requirement.map { $0 + (step * $0 + most - 1) / most }
  }

  /// Nodes at each serving site on a step; under autoscaling the floor.
  func fleet(at step: Int) -> [Int] {
    FleetLadder.counts(step, requirement, floor: service.autoscaling == nil ? nil : smallestFloor)
  }

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
  var plannedFloorStep: Int { max(0, (service.autoscaling?.minimumNodes ?? smallestFloor) - smallestFloor) }

  /// The first step on which every serving site holds at least so many nodes at the planning peak; the last step where
  /// none does.
  func step(covering nodes: [Int]) -> Int {
    var step = 0
    while step < last && !zip(nodesAtPeak(on: step), nodes).allSatisfy({ $0 >= $1 }) { step += 1 }
    return step
  }
}
