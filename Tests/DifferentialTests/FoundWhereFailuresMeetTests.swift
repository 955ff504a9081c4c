import Testing

@testable import FailoverSimulation

/// What hand calculations found wrong where two failures meet, or a failure and a planned move.
@Suite struct FoundWhereFailuresMeetTests {
  /// Two sites answer badly, the second from six minutes before the first on. The rule wants 5 % of a minute, so that the second is
  /// left after 60 s x 0.05 / 0.14 and 7 x 21.43 = 150 requests. The first then serves all and may not send anybody back: a fifth of a
  /// hundred requests a second fail for the 54 minutes until the second is well. There was no end of sending back and forth. The
  /// other account knows no rules over requests.
  @Test func twoSitesInTroubleDoNotSendTrafficBackAndForth() throws {
    let simulated = try twoAccounts(
      """
      traffic: { peak: 100rps, step: 1h }
      replica: { rated: 10rps }
      sites:
        a: { keep: serving, nodes: 10, node: { gpus: 1 } }
        b: { keep: serving, nodes: 10, node: { gpus: 1 } }
      failures:
        first: { scope: region, sites: [a], on: 2027-01-03 12:00, lasts: 1h, impairs: { success: 80% } }
        second: { scope: region, sites: [b], on: 2027-01-03 11:54, lasts: 1h, impairs: { success: 86% } }
      detect: { detectors: { odd: { signal: failing, above: 5% } } }
      execute: { move-traffic: { by: balancer } }
      """
    ).simulated
    #expect(abs(simulated.requestsLost - 64_950) < 0.01)
  }

  /// An evacuation has asked for five nodes at ten and waits for them until twelve. The site is lost at half past ten: the
  /// evacuation is called off and the loss noticed after 30 s, as any other is. The five that stand answer half, and five
  /// that are asked for then come two hours later: 100 x 30 + 50 x 7,200.
  @Test func aSiteIsLostWhileItsEvacuationIsPrepared() throws {
    let (_, simulated, reference) = try twoAccounts(
      """
      traffic: { peak: 100rps, step: 1h }
      replica: { rated: 10rps, start: { boot: 2h } }
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: warm, nodes: 5, node: { gpus: 1 } }
      failures: { region: { scope: region, sites: [main], on: 2027-01-03 10:30, lasts: 3h } }
      evacuations: { rehearsal: { site: main, on: 2027-01-03 10:00, lasts: 2h } }
      detect: { takes: 30s }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """)
    #expect(abs(reference.lost - 363_000) < 0.01)
    #expect(abs(simulated.requestsLost - 363_000) < 0.01)
    #expect(simulated.evacuations.calledOff == 1 && simulated.failovers.count == 1)
  }
}
