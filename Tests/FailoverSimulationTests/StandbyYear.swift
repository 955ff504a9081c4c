import EventKernel
import ServiceModel
import Stochastics

@testable import FailoverSimulation

/// A hot standby whose fleets scale with noisy traffic, and whose parts fail as often as a test wants.
struct StandbyYear {
  var nodes = 16
  /// Seconds.
  var nodeLifetime = 264.0 * 86_400
  var nodeRepair = Distribution.shifted(by: 600, .lognormal(median: 2700, sigma: 0.8))
  var regionsPerYear = 2.0
  var days = 366.0
  var failback = Failback(afterSeconds: 4 * 3600, atHour: 3)
  var utilization = 0.7

  var service: Service {
    func site(_ name: String, _ keep: Readiness) -> Site {
      Site(
        name: name, provider: name, region: name, keep: keep, size: .nodes(nodes),
        node: NodeType(gpuModel: "unit", gpus: 8))
    }
    return Service(
      name: "year", design: Design(name: "hot-standby", topology: .hotStandby),
      begins: CalendarDay(year: 2027, month: 1, day: 1), horizonHours: days * 24, objectives: Objectives(),
      traffic: Traffic(
        peakRPS: 12.5 * Double(nodes), day: shapedDay, week: shapedWeek,
        noise: TrafficNoise(cv: 0.03, correlationSeconds: 1800)),
      replica: ReplicaType(name: "unit", ratedRPS: 9.3627, gpus: 4), sites: [site("a", .serving), site("b", .warm)],
      sizing: Sizing(buffer: 0.25),
      failures: [
        FailureMode(
          name: "node", scope: .node, lifetime: .exponential(mean: nodeLifetime), lasts: nodeRepair,
          effect: .loss(symptoms: [], containment: nil)),
        FailureMode(
          name: "region", scope: .region, lifetime: .exponential(mean: 8766 * 3600 / regionsPerYear),
          lasts: .lognormal(median: 3600, sigma: 1), effect: .loss(symptoms: [], containment: nil)),
      ],
      detection: .probes(Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 3)),
      decision: Decision(preCheck: .constant(30)),
      execution: Execution(
        steps: [FailoverStep(name: "warm-up", takes: .constant(120))],
        move: TrafficMove(mechanism: .dns, ttlSeconds: 60, after: [], afterCapacity: false), works: 0.95,
        otherwise: .lognormal(median: 3600, sigma: 1)),
      failback: failback,
      autoscaling: Autoscaling(
        targetTracking: TargetTracking(
          utilization: utilization, scaleOutCooldownSeconds: 180, scaleInCooldownSeconds: 300),
        maximumNodes: nodes, startLagSeconds: 180))
  }
}

/// Runs replications of a service in one world, stepping or along its nominal courses.
struct FollowedRuns {
  let plan: Plan
  let world: DemandWorld

  init(_ service: Service, seed: UInt64) throws {
    plan = try Plan(service, seed: seed)
    world = try DemandWorld(service, seed: seed, number: 0)
  }

  func stepped(_ number: UInt32) -> Outcome {
    var run = Replication(plan, world: world, number: number)
    return run.run()
  }

  func followed(_ number: UInt32, _ courses: inout NominalCourses) -> Outcome {
    var run = Replication(plan, world: world, number: number)
    return run.run(along: &courses)
  }

  func courses(_ spacing: Span = NominalCourses.usualSpacing, guardShortfall: Int = 0) -> NominalCourses {
    NominalCourses(plan, world: world, worldNumber: 0, spacing: spacing, guardShortfall: guardShortfall)
  }
}

/// In which parts two outcomes differ, in few words; nil where every bit agrees.
func difference(_ a: Outcome, _ b: Outcome) -> String? {
  guard a != b else { return nil }
  let names = zip(Mirror(reflecting: a).children, Mirror(reflecting: b).children)
    .filter { "\($0.0.value)" != "\($0.1.value)" }.map { $0.0.label ?? "" }
  let row = zip(a.outages, b.outages).first { $0 != $1 }.map { "\($0)\n\($1)" } ?? ""
  return "\(names.joined(separator: ", ")); \(a.outages.count) and \(b.outages.count) outages \(row)"
}
