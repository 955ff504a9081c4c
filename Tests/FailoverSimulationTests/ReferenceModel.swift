import EventKernel
import ServiceModel
import Stochastics

@testable import FailoverSimulation

/// The reference model of the statistics note: two regions of five nodes that need four, region outages twice a
/// year, optionally a global shock; time constants divided by `acceleration` in the failures only.
struct ReferenceModel {
  var activeActive = false
  var globalShock = false
  var acceleration = 1.0
  var nodes = 5
  var failoverSeconds = 180.0

  var service: Service {
    let minute = 60.0
    let node = NodeType(gpuModel: "any", gpus: 1)
    func site(_ name: String, _ keep: Readiness) -> Site {
      Site(
        name: name, provider: name, region: name, keep: keep, size: .nodes(nodes), minimumNodes: nodes - 1, node: node)
    }
    var failures = [
      FailureMode(
        name: "node", scope: .node, lifetime: weibull(mean: 86400 * minute / acceleration, shape: 0.8),
        lasts: .shifted(by: 600, .lognormal(median: 45 * minute, sigma: 0.8)),
        effect: .loss(symptoms: [], containment: nil)),
      FailureMode(
        name: "region", scope: .region, lifetime: .exponential(mean: 262_980 * minute / acceleration),
        lasts: .lognormal(median: 60 * minute, sigma: 1), effect: .loss(symptoms: [], containment: nil)),
    ]
    if globalShock {
      failures.append(
        FailureMode(
          name: "global", scope: .everywhere, lifetime: .exponential(mean: 100 * 525_960 * minute / acceleration),
          lasts: .lognormal(median: 60 * minute, sigma: 1), effect: .loss(symptoms: [], containment: nil)))
    }
    return Service(
      name: "reference", design: Design(name: "reference", topology: activeActive ? .activeActive : .hotStandby),
      begins: CalendarDay(year: 2027, month: 1, day: 1), objectives: Objectives(holdSeconds: 0),
      traffic: Traffic(peakRPS: Double(nodes - 1)), replica: ReplicaType(name: "unit", ratedRPS: 1, gpus: 1),
      sites: [site("a", .serving), site("b", activeActive ? .serving : .warm)],
      sizing: Sizing(buffer: 1 / Double(nodes - 1)), failures: failures,
      detection: .takes(.constant(activeActive ? 0 : failoverSeconds)), decision: Decision(preCheck: .constant(0)),
      execution: Execution(
        move: TrafficMove(mechanism: .balancer), works: activeActive ? 1 : 0.95,
        otherwise: .lognormal(median: 60 * minute, sigma: 1)),
      failback: activeActive ? Failback(afterSeconds: 0, rejoinSeconds: 0) : .never)
  }

  /// Downtime in minutes of each of the first `years`.
  func downtimes(years: Int, seed: UInt64) throws -> [Double] {
    let service = service
    let plan = try Plan(service, seed: seed)
    let world = try DemandWorld(service, seed: seed, number: 0)
    return (0..<years).map { year in
      var replication = Replication(plan, world: world, number: UInt32(year))
      return replication.run().downtime.seconds / 60
    }
  }
}

private func weibull(mean: Double, shape: Double) -> Distribution {
  // Gamma(1 + 1/0.8) = Gamma(2.25).
  precondition(shape == 0.8)
  return .weibull(shape: shape, scale: mean / 1.133003096319346)
}
