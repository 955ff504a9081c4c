import ModelFiles
import ServiceModel
import Testing

@testable import FailoverSimulation

/// The same of what the reference has not been taught: autoscalers, rules against peers, conflicts, conditions of standbys, routes by
/// origin.
@Suite struct FoundByHandAloneTests {
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

  // MARK: Peers

  /// Of fifty requests a second at the second site 14 % fail from 11:54 to 12:54: five points of a minute are reached after 21.43 s, 150
  /// requests, and its users go to the first. There 20 % fail from 12:00 to 13:00. It serves alone, so that no rule sees it until the
  /// second is well: 54 min of twenty a second. Then the second takes its share, and the first is left after 15 s of ten a second. With a
  /// rejoin of ten minutes the second comes back after the first has become well.
  @Test(arguments: ["0s", "10min"])
  func nobodyIsWellBecauseAnotherIsWorse(rejoin: String) throws {
    let served = rejoin == "0s" ? 20 * 54 * 60 + 10 * 15 : 20 * 3600
    let byHand = Double(150 + served)
    let outcome = try simulated(
      """
      traffic: { peak: 100rps }
      replica: { rated: 10rps }
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
    // Five nodes for 600 + 7200 seconds.
    let nodeSeconds = Double(second.standInTime[2]) / 1e9
    #expect(abs(nodeSeconds - 39_000) < 1)
    #expect(second.standInTime[1] == 0)
    let nobody = try evacuated("keep: nothing")
    #expect(nobody.moved == 0 && nobody.calledOff == 1)
  }

  // MARK: Residency

  /// Forty requests a second of `eu`, sixty of `us`, half of each at the shared `e2`. `u1` is lost: thirty a second for 30 s and half of them for
  /// the minute of the record. `e2` is lost half an hour later: eighty for 30 s; then the twenty of `eu` go to `e1` within a minute, and
  /// sixty wait until `u1` is back at one, and follow within a minute.
  @Test(arguments: [("balancer", 109_500.0), ("dns, ttl: 60s", 112_800)])
  func whoHasWaitedForHisSiteFollowsTheRecord(_ mover: String, _ byHand: Double) throws {
    let outcome = try simulated(
      """
      traffic:
        peak: 100rps
        origins:
          eu: { share: 40%, zone: UTC, served-by: [e1, e2] }
          us: { share: 60%, zone: UTC, served-by: [u1, e2] }
      replica: { rated: 10rps }
      sites:
        e1: { keep: serving, nodes: 10, node: { gpus: 1 } }
        e2: { keep: serving, nodes: 10, node: { gpus: 1 } }
        u1: { keep: serving, nodes: 10, node: { gpus: 1 } }
      failures:
        u: { scope: region, sites: [u1], on: 2027-01-05 00:00, lasts: 1h }
        e: { scope: region, sites: [e2], on: 2027-01-05 00:30, lasts: 1h }
      detect: { takes: 30s }
      execute: { move-traffic: { by: \(mover) } }
      failback: { after: 1h }
      """)
    #expect(abs(outcome.requestsLost - byHand) < 1, "\(outcome.requestsLost)")
  }
}
