import Experiments
import Foundation
import ModelFiles
import ServiceModel
import Synchronization
import Testing

@testable import nines

/// The rows of a ledger that wait in a file without a name: a step that fails ends the run with a place and a remedy, never
/// with rows that are not as they were written.
@Suite struct WaitingLedgerTests {
  /// Three worlds with an outage each.
  private func blocks(of services: [Service]) async throws -> [LedgerBlock] {
    let blocks = Mutex<[LedgerBlock]>([])
    let study = Study(
      services, size: StudySize(seed: 1, worlds: 3, replicationsPerWorld: 1, threads: 1),
      ledger: .handed { block in blocks.withLock { $0.append(block) } })
    _ = try await study.run()
    return blocks.withLock { $0 }.filter { !$0.rows.isEmpty }
  }

  private func text(_ blocks: [LedgerBlock], of services: [Service], on disk: Disk, in folder: Folder) throws -> String
  {
    let spool = try LedgerSpool(at: folder.url.appending(path: ".ledger"), of: services, disk: disk)
    #expect(try folder.contents() == [], "the file that waits has no name")
    for block in blocks { try spool.take(block) }
    var text = ""
    try spool.write { text += $0 }
    return text
  }

  @Test(arguments: [ENOSPC, EDQUOT, EIO, EFBIG])
  func aStepThatFailsIsSaid(code: Int32) async throws {
    let plan = Plans.pair(failures: ["out: { scope: region, sites: [a], on: 2027-01-10, lasts: 1h }"])
    let services = try PlanFile(text: plan, name: "plan.yaml").services
    let blocks = try await blocks(of: services)
    #expect(blocks.count >= 3)
    let folder = try Folder()
    defer { folder.remove() }
    let counted = FailingDisk()
    let whole = try text(blocks, of: services, on: counted.disk, in: folder)
    #expect(whole.split(separator: "\n").count >= 3 && counted.steps > 2 * blocks.count)
    for step in 0..<counted.steps {
      let failing = FailingDisk(at: step, code: code)
      #expect(throws: (any Error).self, "step \(step)") {
        try text(blocks, of: services, on: failing.disk, in: folder)
      }
      #expect(try folder.contents() == [], "step \(step)")
    }
    #expect(try text(blocks, of: services, on: .real, in: folder) == whole)
  }

  /// The state of a search at a disk that fails: what was kept is there, and the next run goes on from it.
  @Test(arguments: [ENOSPC, EIO])
  func aSearchStateThatCannotBeKeptIsSaid(code: Int32) throws {
    let counted = FailingDisk()
    let first = try Folder()
    defer { first.remove() }
    _ = try SearchState(first.path("state"), identity: "one\n", disk: counted.disk)
    #expect(counted.steps > 5)
    for step in 0..<counted.steps {
      let folder = try Folder()
      defer { folder.remove() }
      #expect(throws: (any Error).self, "step \(step)") {
        _ = try SearchState(folder.path("state"), identity: "one\n", disk: FailingDisk(at: step, code: code).disk)
      }
      _ = try SearchState(folder.path("state"), identity: "one\n")
      #expect(try folder.contents(of: "state") == ["blocks.csv", "identity.txt"], "step \(step)")
    }
  }
}

/// A disk that counts its steps and fails at one of them.
private final class FailingDisk: Sendable {
  private let count = Mutex(0)
  private let step: Int
  private let code: Int32

  init(at step: Int = .max, code: Int32 = 0) { (self.step, self.code) = (step, code) }

  var steps: Int { count.withLock { $0 } }

  var disk: Disk {
    Disk { kind in
      if case .remove = kind { return nil }
      let now = self.count.withLock { count in
        defer { count += 1 }
        return count
      }
      return now == self.step ? self.code : nil
    }
  }
}
