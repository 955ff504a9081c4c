import EventKernel
import ReferenceSimulator
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What was wrong where an answer that takes long meets something else, each as a plan with its value by hand.
@Suite struct FoundInMeetingsTests {
  private func run(_ rest: String) throws -> (simulated: Outcome, reference: ReferenceResult) {
    let accounts = try twoAccounts("traffic: { peak: 100rps, step: 1h }\nreplica: { rated: 10rps }\n" + rest)
    return (accounts.simulated, accounts.reference)
  }

  /// A restart needs no other site: a minute until it is noticed and five of the restart, instead of five hours until somebody
  /// mends it; where it does not help the five hours.
  @Test(arguments: [("100%", 360.0), ("0%", 18_000)])
  func aSiteWithoutAnotherIsStartedAnew(works: String, seconds: Double) throws {
    let (simulated, reference) = try run(
      """
      sites:
        a: { keep: serving, node: { gpus: 1 } }
      failures: { region: { scope: region, on: 2027-01-03, lasts: 5h } }
      detect: { takes: 1min }
      decide: { by: automatic, impact: { region: { do: restart, takes: 5min, works: \(works) } } }
      execute: { move-traffic: { by: balancer } }
      """)
    #expect(simulated.outages.map(\.recoverySeconds) == [seconds])
    #expect(simulated.outages.map(\.endedBy) == [.repair])
    #expect(abs(simulated.requestsLost - 100 * seconds) < 0.01 && abs(reference.lost - 100 * seconds) < 0.01)
  }

  /// Two failures of two and three hours strike a lone site, the second while the first is restarted, or at the
  /// same instant. Each is noticed after a minute and restarted in five, the second from when the first is done: 12 minutes.
  @Test(arguments: ["00:00", "00:03", "00:05"])
  func aLoneSiteIsStartedAnewForEachFailure(second: String) throws {
    let (simulated, reference) = try run(
      """
      sites:
        a: { keep: serving, node: { gpus: 1 } }
      failures:
        one: { scope: region, on: 2027-01-03 00:00, lasts: 2h }
        other: { scope: region, on: 2027-01-03 \(second), lasts: 3h }
      detect: { takes: 1min }
      decide: { by: automatic, impact: { region: { do: restart, takes: 5min } } }
      execute: { move-traffic: { by: balancer } }
      """)
    #expect(simulated.outages.map(\.recoverySeconds) == [720])
    #expect(abs(simulated.requestsLost - 72_000) < 0.01 && abs(reference.lost - 72_000) < 0.01)
  }

  /// Proxies leave the first site out after five failures each, of 50 requests a second spread over a hundred of them: 10 s.
  /// It is well after ten minutes and would wait for two hours to rejoin. An hour after its loss the second is lost, which
  /// gets all hundred: 5 s, and the first need not wait any longer. Nobody else notices within ten minutes. 500 and 500 lost.
  @Test func proxiesSendToWhoOnlyWaitsToRejoin() throws {
    let (simulated, reference) = try run(
      """
      sites:
        a: { keep: serving, nodes: 10, node: { gpus: 1 } }
        b: { keep: serving, nodes: 10, node: { gpus: 1 } }
      failures:
        first: { scope: region, sites: [a], on: 2027-01-03 00:00, lasts: 10min }
        second: { scope: region, sites: [b], on: 2027-01-03 01:00, lasts: 1h }
      detect: { takes: 10min }
      execute: { move-traffic: { by: mesh, errors: 5, proxies: 100 } }
      failback: { after: 1h, rejoin: 2h }
      """)
    #expect(simulated.outages.map(\.recoverySeconds) == [10, 5])
    #expect(abs(simulated.requestsLost - 1000) < 0.1 && abs(reference.lost - 1000) < 0.1)
  }
}
