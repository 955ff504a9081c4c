import Foundation
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
    let byHand = 50.0 * 30 + 50 * 3570 + 100 * 30 + 20 * 3570
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
    let byHand = 50.0 * 30 + 50 * 3570 + 100 * 30
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

  // MARK: Nodes that are replaced

  private func simulated(_ rest: String) throws -> Outcome {
    let text = "service: found\nhorizon: 30d\n" + rest
    let service = try #require(PlanFile(text: text, name: "found.yaml").services(at: [:]).last)
    var run = Replication(
      try Plan(service, seed: 1), world: try DemandWorld(service, seed: 1, number: 0), number: 0)
    return run.run()
  }

  /// Half of ten nodes die: five others are there after ten minutes, whatever the plan says of a maximum: 50 a second for 600 s.
  @Test(arguments: ["", ", maximum: 10 nodes", ", maximum: 100 nodes"])
  func whatHasFailedIsReplacedAtTheLimit(_ maximum: String) throws {
    let outcome = try simulated(
      """
      traffic: { peak: 100rps }
      replica: { rated: 10rps, start: { boot: 10min } }
      sites: { main: { keep: serving, node: { gpus: 1 } } }
      autoscaling: { evaluate-every: 60s, policies: [ { kind: target, utilization: 100% } ]\(maximum) }
      failures: { n: { scope: zone, sites: [main], nodes: 5, on: 2027-01-05 17:58, lasts: 2h } }
      detect: { takes: 60s }
      execute: { move-traffic: { by: balancer } }
      """)
    #expect(abs(outcome.requestsLost - 30_000) < 1, "\(outcome.requestsLost)")
  }

  /// A standby that holds what demand asks for loses five of its ten nodes in the minute in which it is needed: 60 s of a hundred
  /// requests, and then fifty a second until the other five are there, ten minutes after they died.
  @Test func aStandbyThatFollowsDemandReplacesThemToo() throws {
    let outcome = try simulated(
      """
      traffic: { peak: 100rps }
      replica: { rated: 10rps, start: { boot: 10min } }
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: warm, follows: demand, node: { gpus: 1 } }
      autoscaling: { evaluate-every: 60s, policies: [ { kind: target, utilization: 100% } ] }
      failures:
        n: { scope: zone, sites: [dr], nodes: 5, on: 2027-01-05 17:58, lasts: 2h }
        r: { scope: region, sites: [main], on: 2027-01-05 17:58, lasts: 4h }
      detect: { takes: 60s }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """)
    #expect(abs(outcome.requestsLost - (100.0 * 60 + 50 * 540)) < 1, "\(outcome.requestsLost)")
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

  // MARK: Peers

  /// Of fifty requests a second at the second site 14 % fail from 11:54 to 12:54: five points of a minute are reached after 21.43 s, 150
  /// requests, and its users go to the first. There 20 % fail from 12:00 to 13:00. It serves alone, so that no rule sees it until the
  /// second is well: 54 min of twenty a second. Then the second takes its share, and the first is left after 15 s of ten a second. With a
  /// rejoin of ten minutes the second comes back after the first has become well.
  @Test(arguments: [("0s", 150.0 + 20 * 54 * 60 + 10 * 15), ("10min", 150 + 20 * 3600)])
  func nobodyIsWellBecauseAnotherIsWorse(_ rejoin: String, _ byHand: Double) throws {
    let outcome = try simulated(
      hundred + """
        sites:
          a: { keep: serving, node: { gpus: 1 } }
          b: { keep: serving, node: { gpus: 1 } }
        failures:
          ai: { scope: region, sites: [a], on: 2027-01-05 12:00, lasts: 1h, impairs: { success: 80% } }
          bi: { scope: region, sites: [b], on: 2027-01-05 11:54, lasts: 1h, impairs: { success: 86% } }
        detect: { detectors: { odd: { signal: failing, above: 5%, against: peers }, health: { takes: 30s } } }
        execute: { move-traffic: { by: balancer } }
        failback: { after: 1h, rejoin: \(rejoin) }
        """)
    #expect(abs(outcome.requestsLost - byHand) < 1, "\(outcome.requestsLost)")
  }

  // MARK: Conflicts

  /// Two sites write 25 changes a second each that may meet others. The link is cut ten minutes before one is lost: 600 s x 50 x 10 %
  /// meet others. Unsent are 604 s of the lost one's, of which 600 have been counted: 4 s x 25 x 10 % more. A cut while one is lost cuts
  /// nobody off.
  @Test(arguments: [("2027-01-04 23:50", 3010.0), ("2027-01-05 00:30", 10), ("2027-01-25 00:00", 18_010)])
  func aChangeMeetsAnotherOnce(_ cut: String, _ byHand: Double) throws {
    let outcome = try simulated(
      """
      traffic:
        peak: 100rps
        sessions: { turns: 5, think-time: 60s }
        classes:
          c: { share: 50%, state: { replication: 4s }, conflicts: 10% }
          n: { share: 50%, state: none }
      replica: { rated: 10rps }
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: serving, node: { gpus: 1 } }
      failures:
        al: { scope: region, sites: [a], on: 2027-01-05 00:00, lasts: 2h }
        cut: { scope: link, between: [a, b], on: \(cut), lasts: 1h }
      detect: { takes: 60s }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """)
    var writers = TrafficClass(name: "c", share: 0.5, state: .replication(lag: .constant(4)))
    writers.conflicts = 0.1
    let found = outcome.conflictingChanges([writers])
    #expect(abs(found - byHand) < 0.01, "\(found)")
  }

  // MARK: Conditions of standbys

  /// The first standby is kept for losses of a provider. On purpose traffic goes to the second, or nowhere where there is none: five nodes
  /// more than it keeps, for ten minutes of boot and two hours.
  @Test func anEvacuationGoesWhereAFailoverWould() throws {
    func evacuated(_ other: String) throws -> EvacuationAccount {
      try simulated(
        """
        traffic: { peak: 100rps }
        replica: { rated: 10rps, start: { boot: 10min } }
        sites:
          main: { keep: serving, node: { gpus: 1 } }
          s2: { keep: warm, stands-in-for: [provider], node: { gpus: 1 } }
          s1: { \(other), node: { gpus: 1 } }
        failures: { f: { scope: region, sites: [main], on: 2027-01-25 11:00, lasts: 30min } }
        evacuations: { e: { site: main, on: 2027-01-05 10:00, lasts: 2h } }
        detect: { takes: 30s }
        execute: { move-traffic: { by: balancer } }
        failback: { after: 1h }
        """
      ).evacuations
    }
    let second = try evacuated("keep: warm, nodes: 5")
    #expect(second.moved == 1 && second.calledOff == 0)
    #expect(abs(Double(second.standInTime[2]) / 1e9 - 5 * (600 + 7200)) < 1)
    #expect(second.standInTime[1] == 0)
    let nobody = try evacuated("keep: nothing")
    #expect(nobody.moved == 0 && nobody.calledOff == 1)
  }
}
