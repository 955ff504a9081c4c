import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Hours that people live by, where the plan's clock is put forward by an hour after ten hours.
@Suite struct WallClockTests {
  private func service(isMoved: Bool, _ change: (inout Service) -> Void) -> Service {
    twoSites([dated("region", .region, at: [11.5, 20], lasts: 1, sites: ["a"])], hours: 72, keep: .data) {
      if isMoved { $0.traffic.clock = WallClock(changes: [.init(at: 36_000, ahead: 3600)]) }
      change(&$0)
    }
  }

  /// Ten nodes are acquired a minute after each loss, and given back at three by the clock, which is two where it has been put
  /// forward: from 11:31 on until 27:00 or 26:00, for the second loss finds the traffic away.
  @Test(arguments: [false, true])
  func trafficReturnsByTheClock(isMoved: Bool) throws {
    let outcome = try run(service(isMoved: isMoved) { $0.failback = Failback(afterSeconds: 0, atHour: 3) })
    let until = isMoved ? 26.0 : 27.0
    let expected = 10 * (until - 11.5 - 1.0 / 60)
    #expect(abs(outcome.nodeHours(site: 1) - expected) < 1e-9, "\(outcome.nodeHours(site: 1)), not \(expected)")
  }

  /// Whoever is called after noon needs ten minutes, before noon one. Half past eleven is half past twelve. The second loss, in
  /// the evening, takes ten minutes either way, of an hour in which nothing has to be acquired anew.
  @Test(arguments: [false, true])
  func peopleAreCalledByTheClock(isMoved: Bool) throws {
    let outcome = try run(
      service(isMoved: isMoved) {
        $0.failback = Failback(afterSeconds: 0)
        $0.decision = Decision(
          preCheck: .constant(0),
          onCall: OnCall(levels: [
            .init(
              name: "first", afterSeconds: 0,
              acknowledges: [.init(fromHour: 0, law: .constant(60)), .init(fromHour: 12, law: .constant(600))])
          ]))
      })
    let seconds: Double = isMoved ? 660 + 660 : 120 + 660
    #expect(outcome.requestsLost == seconds * 100, "\(outcome.requestsLost)")
  }

  /// A time is shown once, twice or never.
  @Test func aWallIsReadBackwards() {
    let clock = WallClock(changes: [.init(at: 7200, ahead: 3600), .init(at: 90_000, ahead: 0)])
    #expect([0, 7199, 7200, 89_999, 90_000].map { clock.wall(at: $0) } == [0, 7199, 10_800, 93_599, 90_000])
    // Shown once; skipped, so as far behind the change; shown twice, first at 87 000; after both.
    #expect([3600, 9000, 90_600, 100_000].map { clock.seconds(atWall: $0) } == [3600, 9000, 87_000, 100_000])
  }
}
