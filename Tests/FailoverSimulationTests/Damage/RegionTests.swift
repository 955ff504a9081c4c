import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Two pools of different GPU types are two sites of one region: it fails as a whole.
@Suite struct RegionTests {
  @Test func poolsOfARegionShareItsFate() throws {
    func site(_ name: String, region: String, _ keep: Readiness, throughput: Double) -> Site {
      Site(
        name: name, provider: "p", region: region, zones: 2, keep: keep, size: .nodes(10), weight: throughput,
        throughput: throughput, node: NodeType(gpuModel: "g", gpus: 8))
    }
    let service = Service(
      name: "pools", design: Design(name: "hot", topology: .hotStandby),
      begins: CalendarDay(year: 2027, month: 1, day: 1), horizonHours: 48, objectives: Objectives(),
      traffic: Traffic(peakRPS: 100), replica: ReplicaType(name: "m", ratedRPS: 10, gpus: 4),
      sites: [
        site("east-h100", region: "east", .serving, throughput: 1),
        site("east-l40s", region: "east", .serving, throughput: 0.5),
        site("west", region: "west", .warm, throughput: 1),
      ], sizing: Sizing(buffer: 0, siteLoss: .none),
      failures: [
        FailureMode(
          name: "region", scope: .region, sites: ["east-h100", "east-l40s"], lifetime: .constant(86_400),
          startsInEquilibrium: false, lasts: .constant(7200), effect: .loss(symptoms: [], containment: nil))
      ], detection: .takes(.constant(30)), decision: Decision(preCheck: .constant(30)),
      execution: Execution(move: TrafficMove(mechanism: .balancer)))
    let plan = try Plan(service, seed: 1)
    // One clock for the region, whatever stands in it.
    #expect(plan.clocks.count == 1)
    #expect(plan.sites[0].home == 666_667 && plan.sites[1].home == 333_333)
    var run = Replication(plan, world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    let outcome = run.run()
    #expect(Array(outcome.incidents) == [1])
    #expect(outcome.outages.count == 1)
    // Both pools' traffic is lost for the 60 s until the standby takes it.
    #expect(abs(outcome.requestsLost - 100 * 60) < 1e-6)
    #expect(outcome.outages[0].endedBy == .failover)
  }
}
