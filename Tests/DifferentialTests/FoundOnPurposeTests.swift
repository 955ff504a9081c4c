import EventKernel
import ReferenceSimulator
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What the two accounts disagreed about where traffic is moved on purpose, and where two sites are restarted at once.
@Suite struct FoundOnPurposeTests {
  private func run(_ rest: String) throws -> (service: Service, simulated: Outcome, reference: ReferenceResult) {
    try twoAccounts("traffic: { peak: 100rps, step: 1h }\n" + rest)
  }

  /// The step takes longer than it may: the evacuation is given up before its five nodes have booted, and nothing else is
  /// under way that would look after them. The standby's five run for thirty days, and nothing but these.
  @Test func nodesOfAnEvacuationInVainAreGivenBack() throws {
    let (_, simulated, reference) = try run(
      """
      replica: { rated: 10rps, start: { boot: 10min } }
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: warm, size: 50% of production, node: { gpus: 1 } }
      failures: { region: { scope: region, sites: [a], on: 2027-01-29, lasts: 30s } }
      detect: { takes: 1min }
      execute:
        steps: { warm-up: { takes: 2h, limit: 1h } }
        move-traffic: { by: balancer }
        otherwise: 1h
      failback: { after: 1h }
      evacuations: { rehearsal: { site: a, on: 2027-01-03, lasts: 1h } }
      """)
    let kept = 5.0 * 30 * 86_400
    #expect(reference.nodeSeconds[1] == kept)
    #expect(Double(simulated.nodeTime[1]) / 1e9 == kept)
  }

  /// Two sites with room for sixty each; the first is emptied over 97 minutes. After 29 minutes 0.299 of its half have gone: of
  /// the second's 64.95 requests a second sixty are answered, 95.05 % of all. Then the first is lost, and that is the cause of
  /// the outage, although the evacuation alone would have begun one six seconds later.
  @Test func whatStrikesOnTheWayIsJudgedByThoseWhoHaveGone() throws {
    let (service, simulated, reference) = try run(
      """
      replica: { rated: 10rps }
      sites:
        a: { keep: serving, nodes: 6, node: { gpus: 1 } }
        b: { keep: serving, nodes: 6, node: { gpus: 1 } }
      failures: { region: { scope: region, sites: [a], on: 2027-01-03 00:29, lasts: 30s } }
      detect: { takes: 10min }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      evacuations: { rehearsal: { site: a, on: 2027-01-03, lasts: 1h, drain: 97min } }
      """)
    let region = try #require(service.failures.firstIndex { $0.name == "region" })
    let struck = 2.0 * 86_400 + 29 * 60
    #expect(reference.outages.first?.cause == region && simulated.outages.first?.cause == region)
    #expect(reference.outages.first.map { Double($0.faultAt) / 1e9 } == struck)
    #expect(simulated.outages.first?.faultAt.seconds == struck)
  }

  /// A bad release strikes two sites; each is restarted after a minute, for five minutes, and the first restart mends both. So
  /// the second has nothing left to mend, and nobody fails over: 360 s of a hundred requests a second.
  @Test func aSecondRestartFindsNothingToMend() throws {
    let (_, simulated, reference) = try run(
      """
      replica: { rated: 10rps }
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: serving, node: { gpus: 1 } }
        c: { keep: data, node: { gpus: 1 } }
      failures: { release: { scope: everywhere, on: 2027-01-03, lasts: 5h } }
      detect: { takes: 1min }
      decide: { by: automatic, impact: { everywhere: { do: restart, takes: 5min, works: 100% } } }
      execute: { move-traffic: { by: balancer }, opens-at: 0% of production }
      failback: { after: 1h }
      """)
    #expect(reference.failovers.isEmpty && simulated.failovers.isEmpty)
    #expect(abs(reference.lost - 36_000) < 0.01 && abs(simulated.requestsLost - 36_000) < 0.01)
  }
}
