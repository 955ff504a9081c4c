import ExactTwins
import ServiceModel
import Stochastics

/// A region of 4-of-5 nodes with Weibull lives and an outage clock, the class for which RePyability 0.15 has an exact
/// route: 0.25-0.5 ms there.
private func regionOfFiveNodes() -> Service {
  Service(
    name: "region", design: Design(name: "single-site", topology: .singleSite),
    begins: CalendarDay(year: 2027, month: 1, day: 1), objectives: Objectives(holdSeconds: 0),
    traffic: Traffic(peakRPS: 4, stepSeconds: 86_400), replica: ReplicaType(name: "replica", ratedRPS: 1, gpus: 1),
    sites: [
      Site(
        name: "a", provider: "a", region: "a", keep: .serving, size: .nodes(5), minimumNodes: 4,
        node: NodeType(gpuModel: "H100", gpus: 1))
    ], sizing: Sizing(buffer: 0.25),
    failures: [
      FailureMode(
        name: "node", scope: .node,
        // A mean of 60 days at a shape of 0.8: the scale is the mean over gamma(2.25).
        lifetime: .weibull(shape: 0.8, scale: 60 * 86_400 / 1.1330030963193471),
        lasts: .shifted(by: 600, .lognormal(median: 2700, sigma: 0.8)), effect: .loss(symptoms: [], containment: nil)),
      FailureMode(
        name: "region", scope: .region, lifetime: .exponential(mean: 262_980 * 60),
        lasts: .lognormal(median: 3600, sigma: 1), effect: .loss(symptoms: [], containment: nil)),
    ],
    detection: .takes(.constant(0)), decision: Decision(preCheck: .constant(0)),
    execution: Execution(move: TrafficMove(mechanism: .balancer)))
}

/// Milliseconds from a service to its exact share of time down and number of outages.
func measureTwins() {
  guard isWanted("twin.region") else { return }
  let service = regionOfFiveNodes()
  let rounds = 200
  var sum = 0.0
  let times = (0..<9).map { _ in
    seconds {
      for _ in 0..<rounds {
        let twin = ExactTwin(service)
        sum += twin.answer(.unavailability).value?.value ?? .nan
        sum += twin.answer(.outages).value?.value ?? .nan
      }
    }
  }
  precondition(sum > 0, "the twin of the benchmark's region is not known")
  report("twin.region", value: median(times) / Double(rounds) * 1e3, unit: "ms")
}
