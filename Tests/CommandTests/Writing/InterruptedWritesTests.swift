import Foundation
import Reports
import Synchronization
import Testing

@testable import nines

/// Results that are interrupted or starved at every step of their writing: what was there stays, nothing half is believed,
/// and the next run has the place.
@Suite struct InterruptedWritesTests {
  /// How a step fails: with an error of the system, or with the end of the process, after which nothing is tidied up.
  enum Fault: CaseIterable {
    case noSpace, quota, inputOutput, tooLarge, killed

    var code: Int32 {
      switch self {
      case .noSpace: ENOSPC
      case .quota: EDQUOT
      case .inputOutput: EIO
      case .tooLarge: EFBIG
      case .killed: EINTR
      }
    }
  }

  private static var files: [ResultFile] {
    (0..<7).map { number in
      ResultFile(name: number < 5 ? "file\(number).csv" : "ledger/\(number).csv") { piece in
        for part in 0..<3 { try piece(String(repeating: "\(number),\(part)\n", count: 50)) }
      }
    }
  }

  /// A disk that fails at one step; once killed, nothing happens any more.
  private static func disk(failingAt step: Int, by fault: Fault) -> (disk: Disk, count: @Sendable () -> Int) {
    let steps = Counter()
    let disk = Disk { kind in
      // Tidying up is no step of the work, and a process that is no more does not tidy up.
      if case .remove = kind { return fault == .killed && steps.value > step ? fault.code : nil }
      let now = steps.next()
      return now == step || (fault == .killed && now > step) ? fault.code : nil
    }
    return (disk, { steps.value })
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func next() -> Int {
      count.withLock { count in
        defer { count += 1 }
        return count
      }
    }
  }

  private func write(_ place: URL, _ disk: Disk) throws {
    let claim = try PlaceClaim(place, disk: disk)
    try WholeDirectory(claim, disk: disk).write(Self.files)
  }

  /// What a directory of results holds, checked as every reader checks it.
  private func isWhole(_ place: URL) throws -> Bool {
    let stored = try StoredFiles(place.path, kind: "a result", remedy: "Write it again")
    return try Self.files.allSatisfy { file in
      try stored.text(file.name) == file.text()
    }
  }

  @Test(arguments: Fault.allCases)
  func aWriteThatFailsAtAnyStepLosesNothing(fault: Fault) throws {
    let whole = Self.disk(failingAt: .max, by: fault)
    let first = try Folder()
    defer { first.remove() }
    try write(first.url.appending(path: "result"), whole.disk)
    let steps = whole.count()
    // Five kinds of faults at each of so many steps are more than two hundred writes.
    #expect(steps * Fault.allCases.count >= 200, "\(steps) steps")
    for step in 0..<steps {
      let folder = try Folder()
      defer { folder.remove() }
      _ = try folder.write("mine\n", as: "mine")
      let place = folder.url.appending(path: "deep/result")
      #expect(throws: (any Error).self, "step \(step) by \(fault)") {
        try write(place, Self.disk(failingAt: step, by: fault).disk)
      }
      #expect(try folder.text("mine") == "mine\n")
      if fault != .killed {
        #expect(try folder.contents() == ["mine"], "step \(step) by \(fault)")
      } else {
        let left = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        #expect(left.isEmpty || left == [".nines-claim"], "step \(step): \(left)")
      }
      try write(place, .real)
      #expect(try isWhole(place), "step \(step) by \(fault)")
    }
  }

  /// The same for a single file, whose place is claimed before the work.
  @Test(arguments: Fault.allCases)
  func aFileThatFailsAtAnyStepIsNotThere(fault: Fault) throws {
    for step in 0...5 {
      let folder = try Folder()
      defer { folder.remove() }
      let path = folder.path("qq.csv")
      var isWritten = true
      do {
        let claim = try FileClaim(path, disk: Self.disk(failingAt: step, by: fault).disk)
        try claim.write("a,b\n1,2\n")
      } catch { isWritten = false }
      if isWritten {
        let text = try folder.text("qq.csv")
        #expect(step == 5 && text == "a,b\n1,2\n")
      } else if fault != .killed {
        #expect(try folder.contents() == [], "step \(step) by \(fault)")
      } else {
        #expect((try? folder.text("qq.csv")) ?? "" == "", "step \(step)")
      }
    }
  }

  /// Two runs cannot both have a file, and what was there stays.
  @Test func aFileIsClaimedBeforeTheWork() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let claim = try FileClaim(folder.path("page.html"))
    #expect(throws: (any Error).self) { _ = try FileClaim(folder.path("page.html")) }
    try FileManager.default.removeItem(atPath: folder.path("page.html"))
    _ = try folder.write("mine\n", as: "page.html")
    #expect(throws: (any Error).self) { try claim.write("ours\n") }
    #expect(try folder.text("page.html") == "mine\n")
  }
}
