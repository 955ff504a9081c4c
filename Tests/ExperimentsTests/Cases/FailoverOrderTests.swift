import EventKernel
import FailoverSimulation
import ServiceModel
import Testing

/// What a failover waits for, what ends an outage, and who is tried next: losses by hand, at a hundred requests a second.
@Suite struct FailoverOrderTests {
  private func standby(_ dr: String = "keep: warm", _ rest: String) -> SmallCase {
    SmallCase(
      """
      horizon: 30d
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        dr: { \(dr), node: { gpus: 1 } }
      \(rest)
      """)
  }

  /// A quarter of an hour, and the restore alone takes half of one: nobody is sent to a site that has no data.
  @Test(arguments: ["", ", steps: { rebuild: { takes: 1s } }"])
  func theMoveWaitsForTheRestore(steps: String) throws {
    let outcome = try standby(
      "keep: backups",
      """
      failures: { region: { scope: region, sites: [main], on: 2027-01-02, lasts: 15min } }
      detect: { takes: 60s }
      execute: { move-traffic: { by: dns, ttl: 10min }, restore-data: 30min\(steps) }
      failback: { after: 0s }
      """
    ).outcome()
    #expect(outcome.requestsLost == 90_000)
    #expect(outcome.outages.map { $0.recoverySeconds } == [900])
  }

  /// Whoever changes where traffic goes stands at the site that is lost.
  @Test(arguments: [
    "keep: data", "keep: warm", "keep: warm, lent: { to: x, nodes: 10, hours-per-week: 100h, evict: 5min }",
  ])
  func noChangeIsMadeByASiteThatIsLost(dr: String) throws {
    let outcome = try standby(
      dr,
      """
      failures: { r: { scope: region, sites: [main], on: 2027-01-02 12:00, lasts: 1h } }
      detect: { takes: 30s }
      execute: { move-traffic: { by: balancer, takes: 10s, needs: [traffic-change], controlled-by: main } }
      failback: { after: 1h }
      """
    ).outcome()
    #expect(outcome.requestsLost == 360_000)
    #expect(outcome.outages.map { $0.endedBy } == [.repair])
    #expect(outcome.failovers.count == 1)
  }

  /// It opens after a minute with three nodes of ten, and the others would come after six hours: the repair ends it.
  @Test func phasesThatWereReachedAreInTheRow() throws {
    let outcome = try standby(
      "keep: warm, size: 30% of production",
      """
      failures: { region: { scope: region, sites: [main], on: 2027-01-02, lasts: 2h } }
      detect: { takes: 60s }
      acquire: { rush: { wait: 6h } }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 0s }
      """
    ).outcome()
    let outage = try #require(outcome.outages.first)
    #expect(outage.endedBy == .repair && outage.recoverySeconds == 7200)
    let phases = [outage.alarmAt, outage.decidedAt, outage.openedAt].map { ($0 - outage.faultAt).seconds }
    #expect(phases == [60, 60, 60])
  }

  /// Four of twenty nodes die, and sixteen are enough: the balancer notices after two and a half probes.
  @Test func aBalancerThatNoticesEndsAnOutage() throws {
    let outcome = try SmallCase(
      """
      horizon: 10d
      sites: { main: { keep: serving, nodes: 20, node: { gpus: 1 } } }
      failures: { dip: { scope: region, nodes: 4, on: 2027-01-02, lasts: 1h } }
      detect: { probe: 10s, failures: 3 }
      execute: { move-traffic: { by: balancer } }
      """
    ).outcome()
    #expect(outcome.outages.map { $0.endedBy } == [.ejection])
    #expect(outcome.outages.map { $0.recoverySeconds } == [25])
  }

  /// The site is lost for an hour and left within a minute. The return twenty hours later fails for five minutes: a failure
  /// that begins then, not the day before.
  @Test func aFailedReturnIsACauseOfItsOwn() throws {
    let outcome = try standby(
      "keep: warm",
      """
      failures: { region: { scope: region, sites: [main], on: 2027-01-02, lasts: 1h } }
      detect: { takes: 60s }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 20h, fails: 100%, roll-back: 5min }
      """
    ).outcome()
    #expect(outcome.outages.prefix(2).map { $0.recoverySeconds } == [60, 300])
    // The plan's one failure, then the cause that its 'fails' makes.
    #expect(outcome.outages.prefix(2).map { $0.cause } == [0, 1])
    #expect(outcome.outages.prefix(2).map { $0.endedBy } == [.failover, .repair])
    #expect(Int(outcome.incidents[1]) == outcome.outages.count - 1)
  }

  /// Three nodes of ten stand. After ninety seconds they serve; eleven minutes after the loss three more come; the four that
  /// are out of stock come when the rush is over, two hours after the loss, and no refusal holds them back for good.
  @Test(arguments: ["0%", "100%"])
  func onlyARefusalHoldsForGood(never: String) throws {
    let lost = try scarce("refused: 0%, never: \(never)").outcome().requestsLost
    let expected: Double = 9000 + 70 * 570 + 40 * 6540
    #expect(lost == expected)
  }

  /// The three that are in stock are refused for good; the four that are not come after two hours all the same.
  @Test func whatIsOutOfStockIsNotRefused() throws {
    let lost = try scarce("refused: 100%, never: 100%").outcome().requestsLost
    let expected: Double = 9000 + 70 * 7110 + 30 * 10_800
    #expect(lost == expected)
  }

  private func scarce(_ rush: String) -> SmallCase {
    standby(
      "keep: warm, size: 30% of production",
      """
      acquire: { calm: { refused: 0% }, rush: { wait: 10min, granted: 50%, lasts: 2h, \(rush) } }
      failures: { region: { scope: region, sites: [main], on: 2027-01-02, lasts: 5h } }
      detect: { takes: 60s }
      execute: { move-traffic: { by: balancer, takes: 30s } }
      failback: { after: 0s }
      """)
  }

  private func two(_ rest: String) -> SmallCase {
    SmallCase(
      """
      horizon: 30d
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        first: { keep: warm, node: { gpus: 1 } }
        second: { keep: warm, node: { gpus: 1 } }
      detect: { takes: 30s }
      failback: { after: 1h }
      \(rest)
      """)
  }

  /// Half a minute, a minute of steps to a standby whose procedure has rotted, a minute of steps to the next.
  @Test func theNextStandbyIsTried() throws {
    let outcome = try two(
      """
      failures:
        rot: { scope: procedure, sites: [first], on: 2027-01-02, lasts: 20d, fails: 100% }
        region: { scope: region, sites: [main], on: 2027-01-03, lasts: 3h }
      execute: { steps: { promote: { takes: 1min } }, move-traffic: { by: balancer }, otherwise: 20min }
      """
    ).outcome()
    #expect(outcome.requestsLost == 15_000)
    #expect(outcome.failovers.map { $0.target } == [2])
  }

  /// Where every procedure fails people finish by hand what was begun last.
  @Test func peopleFinishWhereNoneIsLeft() throws {
    let outcome = try two(
      """
      failures: { region: { scope: region, sites: [main], on: 2027-01-03, lasts: 3h } }
      execute: { steps: { promote: { takes: 1min } }, move-traffic: { by: balancer }, works: 0%, otherwise: 20min }
      """
    ).outcome()
    #expect(outcome.requestsLost == 100 * (30 + 120 + 1200))
    #expect(outcome.failovers.map { $0.byHand } == [true])
  }

  /// The first standby keeps data and is refused nodes until the rush is over; the second stands warm.
  @Test func aStandbyThatIsRefusedNodesIsPassedOver() throws {
    let outcome = try SmallCase(
      """
      horizon: 30d
      sites:
        main: { keep: serving, node: { gpus: 1 } }
        first: { keep: data, node: { gpus: 1 } }
        second: { keep: warm, node: { gpus: 1 } }
      acquire: { calm: { refused: 0% }, rush: { refused: 100%, lasts: 2h } }
      failures: { region: { scope: region, sites: [main], on: 2027-01-03, lasts: 5h } }
      detect: { takes: 30s }
      execute: { move-traffic: { by: balancer } }
      failback: { after: 1h }
      """
    ).outcome()
    #expect(outcome.requestsLost == 3000)
    #expect(outcome.failovers.map { $0.target } == [2])
  }

  /// The step waits for what the dependency blocks at the target: until it answers again at one o'clock, then forty seconds,
  /// then ten for the change.
  @Test func aDependencyBlocksWhatItSays() throws {
    let outcome = try standby(
      "keep: warm",
      """
      dependencies: { tc: { without: { blocks: [traffic-change] } } }
      failures:
        lost: { scope: region, sites: [main], on: 2027-01-02 00:30, lasts: 1h }
        grey: { scope: dependency, of: tc, on: 2027-01-02 00:00, lasts: 1h }
      detect: { takes: 30s }
      execute:
        steps: { promote: { takes: 40s, needs: [traffic-change] } }
        move-traffic: { by: balancer, takes: 10s, needs: [traffic-change], controlled-by: dr }
      failback: { after: 1h }
      """
    ).outcome()
    #expect(outcome.requestsLost == 185_000)
  }
}
