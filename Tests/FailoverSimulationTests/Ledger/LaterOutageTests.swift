import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// An outage that begins long after a failover is over has a fault of its own.
@Suite struct LaterOutageTests {
  /// The reference's hot standby, which never fails back, with four times its failures: nodes of the stand-in fail while
  /// traffic is there. A region's outages last hours and its recovery minutes, so nothing takes a week.
  @Test func whatFailsAtTheStandInIsNotThatOldFailure() throws {
    var service = ReferenceModel(acceleration: 4).service
    service.failback = Failback(afterSeconds: 90 * 86_400)
    let plan = try Plan(service, seed: 1)
    let world = try DemandWorld(service, seed: 1, number: 0)
    var (small, latest) = (0, 0.0)
    for number in UInt32(0)..<40 {
      var run = Replication(plan, world: world, number: number)
      for outage in run.run().outages {
        if outage.cause == 0 { small += 1 }
        latest = max(latest, outage.recoverySeconds)
        for stamp in [outage.alarmAt, outage.decidedAt, outage.openedAt] {
          #expect(stamp >= outage.faultAt, "a failover that was over has answered nothing")
        }
      }
    }
    #expect(small > 0)
    #expect(latest < 7 * 86_400, "\(latest / 86_400) days")
  }
}
