import EventKernel
import FailoverSimulation
import ServiceModel
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
    #expect(abs(mean - 43_200) < 4 * 86_400 / (12 * Double(windows.count)).squareRoot())
    #expect(windows.allSatisfy { $0 > 0 && $0 < 86_400 })
  }
}
