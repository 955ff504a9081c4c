import Foundation
import TestSupport
import Testing

/// Commands whose files may not grow beyond a limit of the system, and commands that are stopped at points of their work
/// that a pipe fixes: the whole result is there, or nothing is, and the user's files stay.
@Suite struct StarvedWriteTests {
  /// In blocks of 512 bytes: from nothing to more than the page of a result.
  private static let limits = [0, 1, 2, 3, 5, 8, 16, 40, 100, 400, 4000]

  private func folder() throws -> Folder {
    let folder = try Folder()
    _ = try folder.write(
      Plans.pair(failures: ["region: { scope: region, per-year: 4, lasts: 80min }"]), as: "plan.yaml")
    _ = try folder.write("incident,repair_min\n1,38.5\n2,99\n3,12\n4,60\n5,5.25\n6,240\n", as: "times.csv")
    let few = ["--replications", "4", "--no-inputs", "--quiet"]
    for arguments in [
      ["compare", "plan.yaml", "--out", "stored"] + few,
      ["shard", "run", "plan.yaml", "--part", "1/1", "--out", "part", "--replications", "40", "--quiet"],
    ] {
      let outcome = try LimitedRun.run(arguments, in: folder)
      try #require(outcome.exitCode == 0, "\(outcome.stderr)")
    }
    return folder
  }

  @Test(arguments: [
    ["compare", "plan.yaml", "--replications", "4", "--no-inputs", "--quiet", "--xlsx", "--focus", "--out", "new"],
    ["shard", "run", "plan.yaml", "--part", "1/2", "--replications", "40", "--quiet", "--out", "new"],
    ["shard", "merge", "plan.yaml", "part", "--no-inputs", "--quiet", "--out", "new"],
    ["drill", "plan.yaml", "--design", "hot", "--for", "1h", "--out", "new"],
    ["cost", "stored", "--out", "new"], ["report", "stored", "--out", "new"],
    ["export", "stored", "--as", "xlsx", "--out", "new"], ["export", "stored", "--as", "datapackage", "--out", "new"],
    ["fit", "times.csv", "--quiet", "--out", "new"], ["fit", "times.csv", "--quiet", "--qq", "new"],
    ["init", "new"],
  ])
  func aFileThatMayNotGrowLeavesNothing(arguments: [String]) throws {
    let folder = try folder()
    defer { folder.remove() }
    // What a command keeps for later ones is no result.
    func contents() throws -> [String] { try folder.contents().filter { $0 != "cache" } }
    let before = try contents()
    var written = 0
    for blocks in Self.limits {
      let outcome = try LimitedRun.run(arguments, in: folder, fileBlocks: blocks)
      let left = try contents()
      if outcome.exitCode == 0 {
        written += 1
        #expect(left == (before + ["new"]).sorted(), "\(blocks) blocks: \(left)")
        try FileManager.default.removeItem(at: folder.url.appending(path: "new"))
      } else {
        #expect(written == 0, "\(blocks) blocks are too few, less were enough")
        #expect(outcome.exitCode == 2, "\(blocks) blocks: exit code \(outcome.exitCode) \(outcome.stderr)")
        #expect(outcome.stderr.contains(#/cannot (write|keep)/#), "\(blocks) blocks: \(outcome.stderr)")
        #expect(outcome.stderr.contains("File too large"), "\(blocks) blocks: \(outcome.stderr)")
        #expect(left == before, "\(blocks) blocks: \(left)")
      }
    }
    #expect(written > 0 && written < Self.limits.count, "\(written)")
  }

  /// A search that cannot keep its state says so, and goes on from it once there is room.
  @Test func aStateThatMayNotGrowIsNotLost() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(
      Plans.pair(
        failures: ["region: { scope: region, per-year: 4, lasts: 80min }"],
        more: [
          "plan: { indifference: $50000, confidence: 95%, vary: { failback.after: [1h, 2h], detect.failures: [2, 3] } }"
        ]), as: "plan.yaml")
    let search = ["plan", "plan.yaml", "--quiet", "--replications", "40", "--state", "state"]
    let starved = try LimitedRun.run(search, in: folder, fileBlocks: 1)
    #expect(starved.exitCode == 2 && starved.stderr.contains("File too large"), "\(starved.stderr)")
    let resumed = try LimitedRun.run(search, in: folder)
    let whole = try LimitedRun.run(search.dropLast() + ["another"], in: folder)
    #expect(resumed.stdout == whole.stdout && !whole.stdout.isEmpty, "\(resumed.stderr)")
  }

  /// Where a command is when it is stopped: nobody has written its plan yet, or its trace, or nobody reads its answer on.
  enum Point: String, CaseIterable { case readsPlan, readsTrace, prints }

  @Test(arguments: Point.allCases)
  func anInterruptLeavesNothingHalf(point: Point) throws {
    let folder = try folder()
    defer { folder.remove() }
    let serving = Checkout.models.appending(path: "llm-serving.yaml").path
    try #require(mkfifo(folder.path("pipe"), 0o644) == 0)
    let before = try folder.contents()
    let process = Process()
    process.executableURL = Nines.executable
    process.arguments =
      switch point {
      case .readsPlan: ["compare", "pipe", "--out", "new"]
      case .readsTrace: ["trace", serving, "pipe", "--level", "flow", "--replicas", "2", "--out", "new"]
      case .prints:
        ["drill", "plan.yaml", "--design", "hot", "--for", "20h", "--every", "1s", "--format", "csv", "--out", "new"]
      }
    process.currentDirectoryURL = folder.url
    process.standardInput = FileHandle.nullDevice
    let (printed, said) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (printed, said)
    try process.run()
    switch point {
    case .readsPlan, .readsTrace:
      // Opening waits until the command opens the other end.
      let pipe = try FileHandle(forWritingTo: folder.url.appending(path: "pipe"))
      kill(process.processIdentifier, SIGINT)
      process.waitUntilExit()
      try pipe.close()
    case .prints:
      // More is printed than a pipe holds, so the command waits here.
      try #require(printed.fileHandleForReading.read(upToCount: 1)?.count == 1)
      kill(process.processIdentifier, SIGINT)
      process.waitUntilExit()
    }
    let words = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationReason == .exit && process.terminationStatus == 130, "\(process.terminationStatus)")
    let left = try folder.contents()
    if point == .prints {
      // Files come before the print, and are the user's from then on.
      #expect(left == (before + ["new"]).sorted(), "\(left)")
      #expect(try folder.contents(of: "new").contains("checksums.txt"))
      #expect(words.hasSuffix("interrupted: the files were written\n"), "\(words)")
    } else {
      #expect(left == before, "\(left)")
      #expect(words.hasSuffix("interrupted: nothing was written\n"), "\(words)")
    }
  }
}
