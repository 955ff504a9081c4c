import EventKernel
import ServiceModel
import Stochastics

@testable import FailoverSimulation

/// A service that fails as the test says, and whose losses can be computed by hand: a hundred requests a second on ten
/// nodes of ten a second each, one site, no failover.
struct OneFailure {
  var failures: [FailureMode]
  var dependencies: [Dependency] = []
  var crews: [RepairCrew] = []
  var hours = 48.0
  var peak = 100.0
  var nodes = 10
  var replicasPerNode = 1
  var zones = 1
  var nodesPerRack: Int?
  var spot = 0.0
  var seed: UInt64 = 1
  var classes: [TrafficClass] = []

  var service: Service {
    Service(
      name: "one", design: Design(name: "one", topology: .singleSite),
      begins: CalendarDay(year: 2027, month: 1, day: 1), horizonHours: hours,
      objectives: Objectives(outageTolerance: 0.05, holdSeconds: 0), traffic: Traffic(peakRPS: peak, classes: classes),
      replica: ReplicaType(name: "m", ratedRPS: 10 / Double(replicasPerNode), gpus: 1),
      sites: [
        Site(
          name: "a", provider: "p", region: "a", zones: zones, keep: .serving, size: .nodes(nodes),
          node: NodeType(gpuModel: "g", gpus: replicasPerNode), nodesPerRack: nodesPerRack, spot: spot)
      ], sizing: Sizing(buffer: 0, siteLoss: .none), failures: failures,
      detection: .takes(.constant(0)), decision: Decision(preCheck: .constant(0)),
      execution: Execution(move: TrafficMove(mechanism: .balancer)), dependencies: dependencies, crews: crews)
  }

  func outcome(number: UInt32 = 0) throws -> Outcome { try run(service, seed: seed, number: number) }
}

/// A standby that is as large as the site that serves: a hundred requests a second, ten nodes at each.
func twoSites(
  _ failures: [FailureMode], hours: Double = 48, keep: Readiness = .warm, places: [GlobePoint?] = [nil, nil],
  dependencies: [Dependency] = [], acquisition: Acquisition = .certain, change: (inout Service) -> Void = { _ in }
) -> Service {
  func site(_ name: String, _ keep: Readiness, _ place: GlobePoint?) -> Site {
    Site(
      name: name, provider: name, region: name, keep: keep, size: .nodes(10), node: NodeType(gpuModel: "g", gpus: 1),
      place: place)
  }
  var service = Service(
    name: "two", design: Design(name: "two", topology: .hotStandby),
    begins: CalendarDay(year: 2027, month: 1, day: 1), horizonHours: hours, objectives: Objectives(holdSeconds: 0),
    traffic: Traffic(peakRPS: 100), replica: ReplicaType(name: "m", ratedRPS: 10, gpus: 1),
    sites: [site("a", .serving, places[0]), site("b", keep, places[1])], sizing: Sizing(buffer: 0, siteLoss: .none),
    acquisition: acquisition, failures: failures, detection: .takes(.constant(60)),
    decision: Decision(preCheck: .constant(0)), execution: Execution(move: TrafficMove(mechanism: .balancer)),
    dependencies: dependencies)
  change(&service)
  return service
}

func run(_ service: Service, seed: UInt64 = 1, number: UInt32 = 0) throws -> Outcome {
  var run = Replication(
    try Plan(service, seed: seed), world: try DemandWorld(service, seed: seed, number: 0), number: number)
  return run.run()
}

let refused = FailureEffect.loss(symptoms: [], containment: nil)

/// A failure on dates given in hours after the plan's first instant.
func dated(
  _ name: String, _ scope: FailureScope, at hours: [Double], lasts: Double = 1, sites: [String]? = nil,
  repairs: [RepairKind] = [], target: FailureTarget = FailureTarget(), effect: FailureEffect = refused,
  apartHours: Double = 0, chance: Double = 1, everyHours: Double? = nil
) -> FailureMode {
  FailureMode(
    name: name, scope: scope, sites: sites, lifetime: .constant(1e9),
    dates: FailureDates(
      seconds: hours.map { $0 * 3600 }, repeatsEverySeconds: everyHours.map { $0 * 3600 },
      apartSeconds: apartHours * 3600, chance: chance),
    lasts: .constant(lasts * 3600), repairs: repairs, target: target, effect: effect)
}
