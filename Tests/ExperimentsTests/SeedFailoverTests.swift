import EventKernel
import Experiments
import FailoverSimulation
import Testing

/// The multi-cloud document's failover, read word for word: its phases as they stand in the ledger.
@Suite struct SeedFailoverTests {
  private struct Phases {
    let detected: Double
    let decided: Double
    let opened: Double
    let recovered: Double
  }

  private func phases(_ design: String) async throws -> [Phases] {
    let service = try Model.service("seed-failover.yaml", design: design)
    let size = StudySize(seed: 1, worlds: 10, replicationsPerWorld: 6, threads: 2)
    let record = try await Study([service], size: size, ledger: .kept).run()[0]
    let outages = record.worlds.flatMap { $0.ledger.map(\.outage) }
    #expect(outages.count > 80)
    #expect(outages.allSatisfy { $0.endedBy == .failover })
    return outages.map { outage in
      func since(_ time: SimTime) -> Double { (time - outage.faultAt).seconds }
      return Phases(
        detected: since(outage.alarmAt), decided: since(outage.decidedAt), opened: since(outage.openedAt),
        recovered: outage.recoverySeconds)
    }
  }

  @Test func aRefusedRegionIsRestoredBy180Seconds() async throws {
    for phases in try await phases("hot-standby") {
      #expect((20...30).contains(phases.detected))
      #expect(abs(phases.decided - phases.detected - 30) < 1e-6)
      #expect(phases.decided <= 60)
      #expect(abs(phases.opened - phases.decided - 120) < 1e-6)
      #expect(phases.recovered == phases.opened)
      #expect(phases.recovered <= 180)
    }
  }

  @Test func aSilentRegionIsDetectedAtTheLimit() async throws {
    let all = try await phases("hot-standby-silent")
    for phases in all {
      #expect((25...30).contains(phases.detected))
      #expect(phases.recovered == phases.opened)
      #expect(phases.recovered <= 180)
    }
    // Half of the alarms would come later than the limit of the detection phase.
    #expect(all.contains { $0.detected == 30 })
  }

  /// The target opens as before, but 95 % of users wait for the full validation.
  @Test func aGatingCanaryKeepsUsersDownUntil480Seconds() async throws {
    for phases in try await phases("hot-standby-gated") {
      #expect(phases.opened <= 180)
      #expect(abs(phases.recovered - phases.opened - 300) < 1e-6)
      #expect(phases.recovered <= 480)
    }
  }
}
