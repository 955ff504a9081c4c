import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Nothing beyond the horizon is counted; what is open there is finished for recovery times only.
@Suite struct HorizonTests {
  /// An overload that never ends crosses the horizon of 48 h: of the failures on six dates four lie before it.
  @Test func failuresBeyondItAreNotCounted() throws {
    var plan = OneFailure(failures: [
      dated("region", .region, at: [1, 20, 40, 47, 49, 60]), dated("zone", .zone, at: [10, 50]),
    ])
    plan.peak = 200
    let outcome = try plan.outcome()
    #expect(outcome.incidents == [4, 1])
    #expect(outcome.outages.map(\.endedBy) == [.unfinished])
    #expect(outcome.outages[0].downtime.seconds == 48 * 3600)
    #expect(outcome.downtime.seconds == 48 * 3600)
  }

  /// An hour of ten lies before the horizon: one counts, and the recovery took ten.
  @Test func anOutageIsAsLongAsItIsBeforeIt() throws {
    let outcome = try OneFailure(failures: [dated("region", .region, at: [47], lasts: 10)]).outcome()
    #expect(outcome.outages.map { $0.downtime.seconds } == [3600])
    #expect(outcome.outages.map(\.recoverySeconds) == [36_000])
    #expect(abs(outcome.requestsLost - 360_000) < 1e-6)
  }

  /// A failover that opens behind the horizon has no window and cuts no conversation of what is counted.
  @Test func aFailoverBeyondItIsNotCounted() throws {
    func outcome(at hour: Double) throws -> Outcome {
      try run(
        twoSites([dated("region", .region, at: [hour], lasts: 10, sites: ["a"])]) {
          $0.detection = .takes(.constant(7200))
          $0.traffic.classes = [TrafficClass(name: "chat", share: 1, state: .replication(lag: .constant(2)))]
          $0.traffic.sessions = SessionLaw(turns: .constant(5), thinkTime: .constant(60))
        })
    }
    let before = try outcome(at: 45)
    #expect(before.failovers.count == 1 && before.stateLoss != StateLoss())
    let beyond = try outcome(at: 47)
    #expect(beyond.failovers.isEmpty && beyond.stateLoss == StateLoss())
    #expect(beyond.outages.map(\.recoverySeconds) == [7200])
  }
}
