import EventKernel
import ServiceModel
import Stochastics
import TestSupport
import Testing

@testable import FailoverSimulation

/// Locks that a lost site holds: a lease of a minute, renewed every 20 s, so that it is over 40 to 60 s after the loss.
@Suite struct LeaseTests {
  private func recoveries(
    detection: Double, keep: Readiness = .warm, change: (inout Service) -> Void
  ) throws -> [Double] {
    try (0..<200).map { number in
      try run(
        twoSites([dated("region", .region, at: [1], lasts: 6, sites: ["a"])], keep: keep) {
          $0.detection = .takes(.constant(detection))
          $0.dependencies = [
            Dependency(name: "locks", without: Impairment(), lease: Lease(seconds: 60, renewedEverySeconds: 20))
          ]
          $0.failback = Failback(afterSeconds: 0)
          change(&$0)
        }, number: number
      ).outages[0].recoverySeconds
    }
  }

  /// The change of traffic, to a standby as to a site that serves already: 50 s in the mean, with a standard error of
  /// 20 / √12 / √200 = 0.4 s, whether the alarm takes 10 s or 30.
  @Test(arguments: [(10.0, Readiness.warm), (30, .warm), (30, .serving)])
  func theChangeWaits(detection: Double, keep: Readiness) throws {
    let times = try recoveries(detection: detection, keep: keep) { $0.execution.move.dependencies = ["locks"] }
    #expect(times.allSatisfy { (40...60).contains($0) })
    #expect(isNear(mean(times), 50, within: 1.3))
  }

  /// Who notices after 55 s finds the lock free three times in four: 55 s and a quarter of 2.5 s.
  @Test func aLeaseThatIsOverIsNotWaitedFor() throws {
    let times = try recoveries(detection: 55) { $0.execution.move.dependencies = ["locks"] }
    #expect(times.allSatisfy { (55...60).contains($0) })
    #expect(isNear(mean(times), 55.625, within: 0.3))
  }

  /// A step of half a minute begins when it has the lock; the one beside it does not wait.
  @Test func aStepWaits() throws {
    let times = try recoveries(detection: 10) {
      $0.execution.steps = [
        FailoverStep(name: "elect", takes: .constant(30), dependencies: ["locks"]),
        FailoverStep(name: "warm-up", takes: .constant(20)),
      ]
      $0.execution.move.after = [0, 1]
    }
    #expect(times.allSatisfy { (70...90).contains($0) })
    #expect(isNear(mean(times), 80, within: 1.3))
  }

  @Test func theRestOfALeaseIsUniform() {
    let lease = Lease(seconds: 60, renewedEverySeconds: 20)
    #expect([0.0, 0.5, 1].map(lease.residualSeconds) == [60, 50, 40])
  }
}
