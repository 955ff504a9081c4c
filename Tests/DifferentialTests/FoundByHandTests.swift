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
}
