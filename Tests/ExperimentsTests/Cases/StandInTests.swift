import EventKernel
import FailoverSimulation
import ServiceModel
import TestSupport
import Testing

/// Sites that stand in for others: what they keep when they are needed no more, and who notices when they are lost.
@Suite struct StandInTests {
  /// A standby that keeps less than nodes is empty again once traffic has returned: nobody fails over from it.
  private func cold(_ keep: String, _ failback: String) -> SmallCase {
    SmallCase(
      """
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: \(keep), node: { gpus: 1 } }
      failures:
        region: { scope: region, sites: [main], per-year: 4, lasts: 10h }
      detect: { takes: 60s }
      execute: { move-traffic: { by: balancer }, restore-data: 10min }
      failback: \(failback)
      """)
  }

  /// Every failover is one from the site that was lost, and there are as many as regions were lost: a Poisson number in
  /// each year, whatever the standby keeps.
  @Test(arguments: ["backups", "data", "warm"])
  func anEmptyStandbyFailsOverNowhere(keep: String) throws {
    for number in 0..<20 as Range<UInt32> {
      let outcome = try cold(keep, "{ after: 0s }").outcome(number: number)
      #expect(outcome.failovers.allSatisfy { $0.site == 0 && $0.target == 1 })
      #expect(outcome.failovers.count == Int(outcome.incidents[0]))
    }
  }

  /// A restore falls at a uniform moment of the day between two backups: the windows have a mean of twelve hours and a
  /// standard deviation of a day over the root of twelve. The mean of n lies within four standard errors of it.
  @Test func eachFailoverHasOneWindow() throws {
    let windows = try (0..<40 as Range<UInt32>).flatMap { number in
      try cold("backups", "{ after: 0s }").outcome(number: number).failovers.map { $0.dataLossSeconds[0] }
    }
    let mean = windows.reduce(0, +) / Double(windows.count)
    let doubt: Double = 4 * 86_400 / (12 * Double(windows.count)).squareRoot()
    #expect(isNear(mean, 43_200, within: doubt))
    #expect(windows.allSatisfy { $0 > 0 && $0 < 86_400 })
  }

  /// Five minutes until the alarm, ten until somebody has decided: fifteen lost minutes of a hundred requests a second
  /// each time, whether traffic is meant to return from the stand-in or not.
  @Test(arguments: ["{ after: 30d }", "never"])
  func aStandInThatIsLostIsNoticedAndLeft(failback: String) throws {
    let outcome = try SmallCase(
      """
      horizon: 60d
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { keep: warm, node: { gpus: 1 } }
      failures:
        main-lost: { scope: region, sites: [main], on: 2027-01-02, lasts: 1h }
        dr-lost: { scope: region, sites: [dr], on: 2027-01-10, lasts: 1h }
      detect: { takes: 5min }
      decide: { by: person, person: 10min }
      execute: { move-traffic: { by: balancer } }
      failback: \(failback)
      """
    ).outcome()
    #expect(outcome.outages.map { $0.recoverySeconds } == [900, 900])
    #expect(outcome.outages.map { $0.endedBy } == [.failover, .failover])
    #expect(outcome.requestsLost == 2 * 900 * 100)
    #expect(outcome.failovers.map { $0.target } == [1, 0])
  }

  /// Three sites serve a third each; the first is lost at noon, the second an hour later. The third is large enough for
  /// all. A sixth of demand follows the first to the second and is lost with it until somebody has noticed: two minutes of a
  /// third, then two minutes of a half.
  @Test func whoFollowedToALostSiteWaitsForItsProcedure() throws {
    let outcome = try SmallCase(
      """
      horizon: 10d
      site-loss: none
      sites:
        a: { keep: serving, nodes: 10, node: { gpus: 1 } }
        b: { keep: serving, nodes: 10, node: { gpus: 1 } }
        c: { keep: serving, nodes: 10, node: { gpus: 1 } }
      failures:
        a-lost: { scope: region, sites: [a], on: 2027-01-02 12:00, lasts: 5h }
        b-lost: { scope: region, sites: [b], on: 2027-01-02 13:00, lasts: 2h }
      detect: { takes: 2min }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """
    ).outcome()
    #expect(abs(outcome.requestsLost - (100.0 / 3 + 50) * 120) < 0.1)
  }
}
