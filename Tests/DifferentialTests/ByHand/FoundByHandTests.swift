import ModelFiles
import ReferenceSimulator
import ServiceModel
import Testing

@testable import FailoverSimulation

/// What somebody who worked plans out by hand found that the simulator had wrong, each as a plan with its value by hand. A
/// hundred requests a second, nodes of ten.
@Suite struct FoundByHandTests {
  private let hundred = "traffic: { peak: 100rps }\nreplica: { rated: 10rps }\n"

  /// Requests lost by the simulator's account, and by the reference's.
  private func lost(_ rest: String) throws -> (simulated: Double, reference: Double) {
    let (_, simulated, reference) = try twoAccounts(rest)
    return (simulated.requestsLost, reference.lost)
  }

  // MARK: Users of several sites on one standby

  /// Two sites with fifty requests each. The first is lost for four hours: the second has fifty too many, for an hour. Then it is
  /// lost as well, for an hour, and its standby takes all hundred, of whom it carries eighty: 30 s of fifty, 3570 s of fifty, 30 s of a hundred,
  /// 3570 s of twenty. At two o'clock the second is well and its users return, for they are in an outage. Those of the first
  /// stay at the standby, which carries them.
  @Test func usersOfAnotherSiteThatIsLostStayAtTheStandby() throws {
    let found = try lost(
      hundred + """
        site-loss: none
        sites:
          a: { keep: serving, node: { gpus: 1 } }
          b: { keep: serving, node: { gpus: 1 } }
          s: { keep: warm, nodes: 5, quota: 8, node: { gpus: 1 } }
        failures:
          a: { scope: region, sites: [a], on: 2027-01-05 00:00, lasts: 4h }
          b: { scope: region, sites: [b], on: 2027-01-05 01:00, lasts: 1h }
        detect: { takes: 30s }
        execute: { move-traffic: { by: balancer } }
        failback: { after: 1h }
        """)
    let byHand: Double = 50.0 * 30 + 50 * 3570 + 100 * 30 + 20 * 3570
    #expect(byHand == 254_400)
    #expect(abs(found.simulated - byHand) < 1 && abs(found.reference - byHand) < 1, "\(found)")
  }

  /// The same with a standby that carries all: nobody is in an outage, so that the second's users return after an hour of
  /// health, and the first's after an hour of its own.
  @Test func eachSiteHasItsOwnUsersBack() throws {
    let found = try lost(
      hundred + """
        site-loss: none
        sites:
          a: { keep: serving, node: { gpus: 1 } }
          b: { keep: serving, node: { gpus: 1 } }
          s: { keep: warm, nodes: 10, node: { gpus: 1 } }
        failures:
          a: { scope: region, sites: [a], on: 2027-01-05 00:00, lasts: 4h }
          b: { scope: region, sites: [b], on: 2027-01-05 01:00, lasts: 1h }
        detect: { takes: 30s }
        execute: { move-traffic: { by: balancer } }
        failback: { after: 1h }
        """)
    let byHand: Double = 50.0 * 30 + 50 * 3570 + 100 * 30
    #expect(byHand == 183_000)
    #expect(abs(found.simulated - byHand) < 1 && abs(found.reference - byHand) < 1, "\(found)")
  }

  // MARK: Conversations of those who are there

  private let conversations = """
    traffic:
      peak: 100rps
      sessions: { turns: 5, think-time: 60s }
      classes: { c: { share: 50%, state: { replication: 4s } }, m: { share: 50%, state: memory } }
    replica: { rated: 10rps }
    detect: { takes: 60s }
    execute: { move-traffic: { by: balancer } }
    failback: { after: 1h }

    """

  /// Conversations of five turns a minute apart last four minutes: of 50 requests a second 50 / 5 x 240 = 2400 are going on, and
  /// four seconds of changes are 200. A stand-in that is lost has as many as the site that it stands in for.
  @Test func aStandInThatIsLostHasConversations() throws {
    let (_, simulated, _) = try twoAccounts(
      conversations + """
        sites:
          main: { keep: serving, node: { gpus: 1 } }
          d1: { keep: warm, node: { gpus: 1 } }
          d2: { keep: warm, node: { gpus: 1 } }
        failures:
          m: { scope: region, sites: [main], on: 2027-01-05 00:00, lasts: 5h }
          x: { scope: region, sites: [d1], on: 2027-01-05 01:30, lasts: 10min }
        """)
    let each = StateLoss(cut: 200_000_000, lost: 2_400_000_000)
    #expect(simulated.failovers.map(\.stateLoss) == [each, each])
  }

  /// A site that serves 60 % is lost: 120 cut and 1440 lost. The other one has all users when it is lost too, and not its 40 %.
  @Test func aSiteThatServesAnothersUsersHasTheirConversations() throws {
    let (_, simulated, _) = try twoAccounts(
      conversations + """
        sites:
          a: { keep: serving, weight: 60%, node: { gpus: 1 } }
          b: { keep: serving, weight: 40%, node: { gpus: 1 } }
        failures:
          a: { scope: region, sites: [a], on: 2027-01-05 00:00, lasts: 1h }
          b: { scope: region, sites: [b], on: 2027-01-05 00:30, lasts: 2h }
        """)
    #expect(
      simulated.failovers.map(\.stateLoss) == [
        StateLoss(cut: 120_000_000, lost: 1_440_000_000), StateLoss(cut: 200_000_000, lost: 2_400_000_000),
      ])
  }

  /// On purpose copies are finished first, and 2400 in memory are lost. The standby is lost meanwhile: whoever is there then.
  @Test func aStandbyOfAnEvacuationHasConversations() throws {
    let (_, simulated, _) = try twoAccounts(
      conversations + """
        sites:
          main: { keep: serving, node: { gpus: 1 } }
          dr: { keep: warm, node: { gpus: 1 } }
        failures: { d: { scope: region, sites: [dr], on: 2027-01-05 11:00, lasts: 30min } }
        evacuations: { e: { site: main, on: 2027-01-05 10:00, lasts: 2h } }
        """)
    #expect(simulated.failovers.map(\.stateLoss) == [StateLoss(cut: 200_000_000, lost: 2_400_000_000)])
    #expect(simulated.stateLoss == StateLoss(cut: 200_000_000, lost: 4_800_000_000))
  }

  // MARK: Ways back that are blocked

  /// The standby of an evacuation is lost at eleven, and nobody may send traffic back before ten past: 600 s of a hundred.
  @Test func anEvacuationIsNotSentBackWhileTheChangeIsBlocked() throws {
    let found = try lost(
      hundred + """
        sites:
          main: { keep: serving, node: { gpus: 1 } }
          dr: { keep: warm, node: { gpus: 1 } }
        failures:
          d: { scope: region, sites: [dr], on: 2027-01-05 11:00, lasts: 1h }
          bl: { scope: region, sites: [main], on: 2027-01-05 10:50, lasts: 20min, blocks: [traffic-change] }
        evacuations: { e: { site: main, on: 2027-01-05 10:00, lasts: 2h } }
        detect: { takes: 60s }
        execute: { move-traffic: { by: balancer, needs: [traffic-change], controlled-by: main } }
        failback: { after: 1h }
        """)
    #expect(abs(found.simulated - 60_000) < 1 && abs(found.reference - 60_000) < 1, "\(found)")
  }

  /// Traffic would return from the standby at two, but the change is blocked. The standby, which controls it, is lost at ten past two
  /// for half an hour: the 60 s of the failover out, and 1800 s.
  @Test func nothingReturnsWhileTheChangeIsBlocked() throws {
    let found = try lost(
      hundred + """
        sites:
          main: { keep: serving, node: { gpus: 1 } }
          dr: { keep: warm, node: { gpus: 1 } }
        failures:
          m: { scope: region, sites: [main], on: 2027-01-05 00:00, lasts: 1h }
          bl: { scope: region, sites: [dr], on: 2027-01-05 01:50, lasts: 40min, blocks: [traffic-change] }
          d: { scope: region, sites: [dr], on: 2027-01-05 02:10, lasts: 30min }
        detect: { takes: 60s }
        execute: { move-traffic: { by: balancer, needs: [traffic-change], controlled-by: dr } }
        failback: { after: 1h }
        """)
    #expect(abs(found.simulated - 186_000) < 1 && abs(found.reference - 186_000) < 1, "\(found)")
  }
}
