import EventKernel
import ReferenceSimulator
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What hand calculations found wrong in both accounts where two failures meet, or a failure and a planned move.
@Suite struct FoundWhereFailuresMeetTests {
  private func run(_ rest: String) throws -> (service: Service, simulated: Outcome, reference: ReferenceResult) {
    try twoAccounts("traffic: { peak: 100rps, step: 1h }\nreplica: { rated: 10rps }\n" + rest)
  }

  /// Seconds after an instant of the third of January.
  private func since(_ hour: Double, _ time: SimTime) -> Double { time.seconds - (2 * 24 + hour) * 3600 }

  /// Two sites answer badly, the second from six minutes before the first on. The rule wants 5 % of a minute, so that the second is
  /// left after 60 s x 0.05 / 0.14 and 7 x 21.43 = 150 requests. The first then serves all and may not send anybody back: a fifth of a
  /// hundred requests a second fail for the 54 minutes until the second is well. There was no end of sending back and forth. The
  /// reference knows no rules over requests.
  @Test func twoSitesInTroubleDoNotSendTrafficBackAndForth() throws {
    let (_, simulated, _) = try run(
      """
      sites:
        a: { keep: serving, nodes: 10, node: { gpus: 1 } }
        b: { keep: serving, nodes: 10, node: { gpus: 1 } }
      failures:
        first: { scope: region, sites: [a], on: 2027-01-03 12:00, lasts: 1h, impairs: { success: 80% } }
        second: { scope: region, sites: [b], on: 2027-01-03 11:54, lasts: 1h, impairs: { success: 86% } }
      detect: { detectors: { odd: { signal: failing, above: 5% } } }
      execute: { move-traffic: { by: balancer } }
      """)
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

  /// A site and the lock store of the failover are lost at one instant. The procedure is about the site, whichever stands
  /// first in the plan: noticed after 30 s, moved when the store is back and its step of 5 s is done.
  @Test(arguments: [false, true])
  func whatStrikesElsewhereInTheSameInstantIsNotAnswered(storeIsFirst: Bool) throws {
    let site = "  site: { scope: region, sites: [main], on: 2027-01-03, lasts: 1h }\n"
    let store = "  store: { scope: dependency, of: etcd, on: 2027-01-03, lasts: 10min }\n"
    let (_, simulated, reference) = try run(
      """
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: warm, node: { gpus: 1 } }
        third: { keep: data, node: { gpus: 1 } }
      dependencies: { etcd: { hosted-at: [third] } }
      failures:
      \(storeIsFirst ? store + site : site + store)
      detect: { takes: 30s }
      execute: { steps: { lock: { takes: 5s, needs: [etcd] } }, move-traffic: { by: balancer, after: [lock] } }
      failback: { after: 5h }
      """)
    let outage = try #require(simulated.outages.first)
    #expect(outage.endedBy == .failover && reference.outages.first?.endedBy == "failover")
    #expect(since(0, outage.alarmAt) == 30 && since(0, outage.openedAt) == 605 && since(0, outage.end) == 605)
    #expect(abs(reference.lost - 60_500) < 0.01 && abs(simulated.requestsLost - 60_500) < 0.01)
  }

  /// Two nodes of ten are gone, and a fifth is not answered; ten minutes later the whole site is lost, and what ends the
  /// outage that the nodes began is the failover of the site: 20 x 600 + 100 x 30.
  @Test func theFailoverOfAnotherFailureEndsAnOutage() throws {
    let (service, simulated, reference) = try run(
      """
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: warm, node: { gpus: 1 } }
      failures:
        nodes: { scope: region, nodes: 2, sites: [main], on: 2027-01-03, lasts: 2h }
        site: { scope: region, sites: [main], on: 2027-01-03 00:10, lasts: 1h }
      detect: { takes: 30s }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 5h }
      """)
    let outage = try #require(simulated.outages.first)
    #expect(service.failures[outage.cause].name == "nodes" && simulated.outages.count == 1)
    #expect(outage.endedBy == .failover && reference.outages.first?.endedBy == "failover")
    #expect(since(0, outage.alarmAt) == 630 && since(0, outage.openedAt) == 630)
    #expect(abs(reference.lost - 15_000) < 0.01 && abs(simulated.requestsLost - 15_000) < 0.01)
  }
}
