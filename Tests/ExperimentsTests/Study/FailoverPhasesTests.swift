import EventKernel
import ServiceModel
import Testing

@testable import Experiments
@testable import FailoverSimulation

/// Mean phases of failovers against the rows of the ledger that they are made of.
@Suite struct FailoverPhasesTests {
  private typealias Phase = FailoverPhases.Phase

  private func record(worlds: Int = 4, threads: Int = 2) async throws -> DesignRecord {
    let service = try Model.service("chat-api.yaml", design: "warm-standby")
    let size = StudySize(seed: 3, worlds: worlds, replicationsPerWorld: 25, threads: threads)
    return try await Study([service], size: size, ledger: .kept).run()[0]
  }

  /// The second route: plain means over rows, filtered by what the documentation says of them.
  @Test func meansAreThoseOfTheLedgersRows() async throws {
    let record = try await record()
    let rows = record.worlds.flatMap { $0.ledger.map(\.outage) }.filter { row in
      guard row.endedBy == .failover, record.service.scope(ofCause: row.cause) == .region else { return false }
      return row.faultAt <= row.alarmAt && row.alarmAt <= row.decidedAt && row.decidedAt <= row.openedAt
        && row.openedAt <= row.end
    }
    func mean(_ seconds: (Outage) -> Double) -> Double { rows.reduce(0) { $0 + seconds($1) } / Double(rows.count) }
    let phases = record.phases(of: .region)
    #expect(rows.count > 30 && phases.failovers == rows.count, "\(rows.count)")
    let expected: [(Phase, Double)] = [
      (.detect, mean { ($0.alarmAt - $0.faultAt).seconds }), (.decide, mean { ($0.decidedAt - $0.alarmAt).seconds }),
      (.execute, mean { ($0.openedAt - $0.decidedAt).seconds }), (.restore, mean { ($0.end - $0.openedAt).seconds }),
    ]
    for (phase, seconds) in expected {
      let found = try #require(phases.meanSeconds(phase))
      #expect(abs(found - seconds) <= 1e-9 * max(1, seconds), "\(phase): \(found), by the rows \(seconds)")
    }
    let whole = try #require(phases.meanRecoverySeconds)
    #expect(abs(whole - mean(\.recoverySeconds)) <= 1e-9 * whole)
    // Three probes 10 s apart at least: a sum that had left a phase out would show.
    #expect(expected.allSatisfy { $0.1 > 1 }, "\(expected)")
  }

  /// Sums of whole nanoseconds: neither threads nor the place where a world was simulated change them.
  @Test func sumsTravelAndAddUpExactly() async throws {
    let (one, three) = (try await record(worlds: 6, threads: 1), try await record(worlds: 6, threads: 3))
    #expect(one.worlds.map(\.phases) == three.worlds.map(\.phases))
    #expect(one.phases(of: .region).failovers > 0)
    for world in one.worlds {
      let read = try #require(WorldRecord(line: world.line, of: one.service))
      #expect(read.phases == world.phases)
    }
    var backwards = FailoverPhases()
    let index = try #require(one.service.scopesInUse.firstIndex(of: .region))
    for world in one.worlds.reversed() { backwards.add(world.phases[index]) }
    #expect(backwards == one.phases(of: .region))
    // A record whose sums were cut off is none.
    let line = one.worlds[0].line
    let field = try #require(line.split(separator: " ").first { $0.hasPrefix("phases=") })
    let cut = line.replacing(field, with: field.split(separator: ",").dropLast().joined(separator: ","))
    #expect(WorldRecord(line: cut, of: one.service) == nil)
  }

  /// By hand: 30 s, 20 s, 10 s and 60 s; what no failover ended, and what was alarmed of before the fault, is not among them.
  @Test func onlyWholeFailoversCount() {
    func outage(alarm: Double, by: OutageEnd = .failover) -> Outage {
      Outage(
        start: SimTime(seconds: 101), end: SimTime(seconds: 220), faultAt: SimTime(seconds: 100), cause: 0,
        contributing: 0, lost: 0, endedBy: by, alarmAt: SimTime(seconds: alarm), decidedAt: SimTime(seconds: 150),
        openedAt: SimTime(seconds: 160))
    }
    var phases = FailoverPhases()
    for row in [outage(alarm: 130), outage(alarm: 130, by: .repair), outage(alarm: 99), outage(alarm: .infinity)] {
      phases.add(row)
    }
    #expect(phases.failovers == 1)
    #expect(Phase.allCases.map { phases.meanSeconds($0) } == [30, 20, 10, 60])
    #expect(phases.meanRecoverySeconds == 120)
    #expect(FailoverPhases().meanRecoverySeconds == nil)
  }
}
