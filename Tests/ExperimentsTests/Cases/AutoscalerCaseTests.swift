import FailoverSimulation
import ModelFiles
import ServiceModel
import Testing

/// What pools that follow demand lose, as plans write them.
@Suite struct AutoscalerCaseTests {
  /// Flat demand of 100 rps with a launch of three times as much; without noise and failures.
  private func outcome(rampUp: String, autoscaling: String) throws -> Outcome {
    let text = """
      service: crowd
      horizon: 2d
      begins: 2027-01-04
      traffic:
        peak: 100rps
        day: { sine-trough: 100% }
        step: 1min
        campaigns: { launch: { at: 2027-01-05 08:00, factor: 3, ramp-up: \(rampUp), lasts: 6h, ramp-down: 1h } }
      replica: { rated: 10rps }
      sites: { east: { keep: serving, node: { gpus: 1, price: $1/h, basis: list } } }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }
      autoscaling: { \(autoscaling) }

      """
    let service = try PlanFile(text: text, name: "plan.yaml").services[0]
    var run = Replication(
      try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    return run.run()
  }

  /// Nothing holds the pool back: a launch that rises for two hours loses nobody, as with room for a hundred nodes.
  @Test(arguments: ["", "maximum: 100 nodes, "])
  func noMaximumIsNone(maximum: String) throws {
    let outcome = try outcome(
      rampUp: "2h", autoscaling: maximum + "start-lag: 60s, policies: [ { kind: target, utilization: 70% } ]")
    #expect(outcome.lost == 0 && outcome.outages.isEmpty)
  }

  /// The planned fleet of ten nodes carries a third of the launch.
  @Test func aMaximumHolds() throws {
    let outcome = try outcome(
      rampUp: "0s",
      autoscaling: "maximum: 10 nodes, start-lag: 60s, policies: [ { kind: target, utilization: 70% } ]")
    #expect(outcome.outages.count == 1)
    #expect(Double(outcome.lost) / 1e15 > 200 * 6 * 3600)
  }

  /// Nodes without a lag are there when demand jumps: nobody loses anything, and an outage of no length is none.
  @Test func aLagOfZeroIsNoLag() throws {
    let outcome = try outcome(
      rampUp: "0s", autoscaling: "start-lag: 0s, policies: [ { kind: target, utilization: 70% } ]")
    #expect(outcome.lost == 0 && outcome.outages.isEmpty, "\(outcome.outages)")
  }
}
