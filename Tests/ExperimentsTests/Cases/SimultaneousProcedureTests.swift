import EventKernel
import FailoverSimulation
import ServiceModel
import Testing

/// Several procedures at once, or one that is overtaken by the next failure: losses by hand, at a hundred requests a second.
@Suite struct SimultaneousProcedureTests {
  /// Both serving sites are lost at midnight, and one standby takes over for both after forty seconds. One comes back after
  /// an hour and has its traffic an hour later; the standby goes on serving the other's.
  @Test func aReturnClosesAStandbyForItsOwnTrafficOnly() throws {
    let outcome = try SmallCase(
      """
      horizon: 30d
      sites:
        a: { keep: serving, node: { gpus: 1 } }
        b: { keep: serving, node: { gpus: 1 } }
        s: { keep: warm, node: { gpus: 1 } }
      failures:
        a-lost: { scope: region, sites: [a], on: 2027-01-02 00:00, lasts: 5h }
        b-lost: { scope: region, sites: [b], on: 2027-01-02 00:00, lasts: 1h }
      detect: { takes: 30s }
      execute: { move-traffic: { by: balancer, takes: 10s } }
      failback: { after: 1h }
      """
    ).outcome()
    #expect(outcome.requestsLost == 4000)
  }

  private func struck(ttl: String) throws -> Outcome {
    try SmallCase(
      """
      horizon: 30d
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: warm, node: { gpus: 1 } }
      failures:
        r: { scope: region, sites: [main], on: [2027-01-02 00:00, 2027-01-02 02:05], lasts: 1h }
      detect: { takes: 30s }
      execute: { move-traffic: { by: dns, ttl: \(ttl) } }
      failback: { after: 1h }
      """
    ).outcome()
  }

  /// Clients follow in fifty minutes: thirty seconds and half of fifty minutes are lost. They begin to come back at two, a
  /// thirtieth of a request a second every second, until thirty seconds after the site is struck again. Whoever is back asks again
  /// fifty minutes after he has asked, and loses what he sends from the strike, x seconds after his own, to then: those of the first
  /// three hundred seconds 2700 + x s each, those of the last thirty 3000 s. Ramps are cut into steps: a thousandth.
  @Test func aSiteStruckWhileTrafficReturnsIsNoticedLikeAnyOther() throws {
    let outcome = try struck(ttl: "50min")
    let first = 100 * (30 + 1500.0)
    let second: Double = (300 * 2700 + 300 * 300 / 2 + 30 * 3000) / 30
    #expect(abs(outcome.requestsLost - first - second) < 0.02 * second)
    #expect(outcome.outages.map { ($0.alarmAt - $0.faultAt).seconds } == [30, 30])
  }

  /// Clients follow in an hour, and the site is well again thirty seconds before the last of them: the failover is abandoned,
  /// and everybody is back when the site is struck again.
  @Test func aSiteThatIsWellBeforeTrafficHasLeftKeepsIt() throws {
    let outcome = try struck(ttl: "1h")
    let each = 100 * (30 + 1800.0)
    #expect(abs(outcome.requestsLost - 2 * each) < 0.002 * each)
    #expect(outcome.outages.map { ($0.alarmAt - $0.faultAt).seconds } == [30, 30])
  }

  private func byHand(_ execution: String) throws -> Outcome {
    try SmallCase(
      """
      horizon: 30d
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: warm, node: { gpus: 1 } }
      failures:
        r: { scope: region, sites: [main], on: 2027-01-02 00:00, lasts: 3h }
      detect: { takes: 30s }
      execute: { move-traffic: { by: balancer }, otherwise: 20min, \(execution) }
      failback: { after: 1h }
      """
    ).outcome()
  }

  /// Thirty seconds, and twenty minutes by hand.
  @Test func whatPeopleHaveFinishedIsNotGated() throws {
    #expect(try byHand("works: 0%, canary: { share: 10%, for: 30min, gates: yes }").requestsLost == 123_000)
  }

  /// Thirty seconds of all, half an hour of nine in ten, then twenty minutes by hand.
  @Test func aGateThatFailsIsNotTriedAgain() throws {
    #expect(try byHand("canary: { share: 10%, for: 30min, gates: yes, fails: 100% }").requestsLost == 285_000)
  }

  /// Every return fails and is rolled back after five minutes, a day after the one before.
  @Test func aFailedReturnIsTriedAgainADayLater() throws {
    let outcome = try SmallCase(
      """
      horizon: 10d
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: warm, node: { gpus: 1 } }
      failures:
        r: { scope: region, sites: [main], on: 2027-01-02 00:00, lasts: 1h }
      detect: { takes: 60s }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 3h, fails: 100%, roll-back: 5min }
      """
    ).outcome()
    // On the 2nd at 4:00, and each day until the 10th.
    let hours: [Double] = [24, 28, 52, 76, 100, 124, 148, 172, 196, 220]
    let starts = outcome.outages.map { $0.start.seconds / 3600 }
    #expect(starts == hours)
    #expect(outcome.requestsLost == 276_000)
  }

  /// While a gate holds nine in ten back the site comes back by itself: nobody waits for the gate.
  @Test func aSiteThatIsWellDuringTheGateKeepsItsTraffic() throws {
    let outcome = try byHand("canary: { share: 10%, for: 4h, gates: yes }")
    #expect(outcome.requestsLost == 3000 + 90 * 10_770)
  }
}
