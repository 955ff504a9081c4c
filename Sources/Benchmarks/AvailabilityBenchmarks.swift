import EventKernel
import FailoverSimulation
import ServiceModel
import Stochastics

/// One region of five nodes, of which four are needed, and outages of the region: what engines for reliability block
/// diagrams compute.
///
/// Nodes: Weibull with shape 0.8 and a mean of 60 days, as good as new after 10 minutes plus a lognormal time with
/// median 45 minutes and sigma 0.8. The region: exponential with a mean of half a year, repaired in a lognormal time with
/// median 60 minutes and sigma 1. All is new at the start. Demand is flat and is what four nodes answer, so the time in
/// outages is the time in which the diagram is down: no tolerance, no hold, no failover.
let diagram: Service = {
  // Γ(1 + 1 / 0.8) = 1.1330030963193474 turns the mean into the scale.
  let lifetime = Distribution.weibull(shape: 0.8, scale: 60 * 86_400 / 1.133_003_096_319_347_4)
  return Service(
    name: "diagram", design: Design(name: "single-site", topology: .singleSite),
    begins: CalendarDay(year: 2027, month: 1, day: 1), objectives: Objectives(outageTolerance: 0.05, holdSeconds: 0),
    traffic: Traffic(peakRPS: 40), replica: ReplicaType(name: "replica", ratedRPS: 10, gpus: 8),
    sites: [
      Site(
        name: "a", provider: "a", region: "a", keep: .serving, size: .nodes(5),
        node: NodeType(gpuModel: "H100", gpus: 8))
    ], sizing: Sizing(buffer: 0, siteLoss: .none),
    failures: [
      FailureMode(
        name: "node", scope: .node, lifetime: lifetime, startsInEquilibrium: false,
        lasts: .shifted(by: 600, .lognormal(median: 2700, sigma: 0.8)), effect: .loss(symptoms: [], containment: nil)),
      FailureMode(
        name: "region", scope: .region, lifetime: .exponential(mean: 8766 * 1800),
        lasts: .lognormal(median: 3600, sigma: 1), effect: .loss(symptoms: [], containment: nil)),
    ],
    detection: .takes(.constant(0)), decision: Decision(preCheck: .constant(0)),
    execution: Execution(move: TrafficMove(mechanism: .balancer)))
}()

/// Microseconds a simulated year of the diagram, on one core, and the unavailability that the years estimate.
func measureAvailability() {
  let name = "availability.crude"
  guard isWanted(name) else { return }
  guard let plan = try? Plan(diagram, seed: 1), let world = try? DemandWorld(diagram, seed: 1, number: 0) else {
    preconditionFailure("the benchmark's plan does not compile")
  }
  let years = 4000
  var down = 0.0
  let times = (0..<5).map { turn in
    seconds {
      for year in 0..<years {
        var run = Replication(plan, world: world, number: UInt32(turn * years + year))
        down += run.run().downtime.seconds
      }
    }
  }
  let unavailability = down / Double(5 * years) / (8766 * 3600)
  report(name, value: median(times) / Double(years) * 1e6, unit: "us/year", found: unavailability)
}
