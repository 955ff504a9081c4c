import Experiments
import ServiceModel
import Stochastics

@testable import CapacityPlanning

/// A random small plan with two or three serving sites of unlike weights, nodes and throughput, whose nodes fail; the numbers
/// follow from its number alone.
struct UnequalSites {
  let service: Service

  /// - Parameter siteLoss: nil draws it.
  init(_ number: UInt64, siteLoss: ServiceModel.Sizing.SiteLoss? = ServiceModel.Sizing.SiteLoss.none) {
    var stream = RandomStream(
      key: StreamKey(seed: number, name: "unequal-sites"), replication: 0, purpose: .input)
    func among<T>(_ values: [T]) -> T { values[Int(stream.nextUniform() * Double(values.count))] }
    let rules = ServiceModel.Sizing.SiteLoss.allCases
    let small = SmallService(sites: among([2, 2, 3]), siteLoss: siteLoss ?? among(rules))
    var service = small.service
    service.horizonHours = 8766
    service.replica.gpus = among([1, 2])
    service.traffic.peakRPS = Double(among([7, 9, 11, 13]))
    for index in service.sites.indices {
      service.sites[index].weight = among([0.3, 0.4, 0.5, 0.6, 1])
      service.sites[index].throughput = among([0.7, 0.8, 1, 1.25])
      service.sites[index].node.gpus = among([2, 4])
    }
    service.failures = [
      FailureMode(
        name: "node", scope: .node, lifetime: .exponential(mean: among([900, 1500, 3000]) * 3600),
        lasts: .exponential(mean: among([10, 20]) * 3600), effect: .loss(symptoms: [], containment: nil)),
      FailureMode(
        name: "edge", scope: .edge, lifetime: .exponential(mean: 8766 * 3600), lasts: .constant(600),
        effect: .loss(symptoms: [], containment: nil)),
    ]
    service.objectives = Objectives(
      availability: [
        AvailabilityObjective(figure: .requests, atLeast: among([0.998, 0.999, 0.9995]), share: 0.8)
      ])
    self.service = service
  }

  var plan: PlanSource { PlanSource(services: [service], uncertainInputs: []) { _ in [service] } }
}
