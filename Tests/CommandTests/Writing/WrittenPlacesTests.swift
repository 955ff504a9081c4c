import Foundation
import TestSupport
import Testing

/// What is written is the user's: places, failed writes, and what lies on disk before it is believed.
@Suite struct WrittenPlacesTests {
  private static let plan = "cost-check.yaml"
  private static let quick = ["--replications", "4", "--no-inputs", "--quiet"]

  /// A folder with a plan in it.
  private func folder() throws -> Folder {
    let folder = try Folder()
    let plan = Checkout.tests("CommandTests/Cases/design-minus.yaml")
    _ = try folder.write(String(contentsOf: plan, encoding: .utf8), as: Self.plan)
    return folder
  }

  private func compare(_ folder: Folder, to out: String) throws -> Nines.Outcome {
    try Nines.run(["compare", Self.plan, "--out", out] + Self.quick, in: folder.url)
  }

  /// Two runs cannot both have a place; what a killed one left behind is no claim.
  @Test func aClaimedPlaceIsNotTakenTwice() throws {
    let folder = try folder()
    defer { folder.remove() }
    try FileManager.default.createDirectory(at: folder.url.appending(path: "result"), withIntermediateDirectories: true)
    let claim = open(folder.path("result/.nines-claim"), O_RDWR | O_CREAT, 0o644)
    try #require(claim >= 0 && flock(claim, LOCK_EX | LOCK_NB) == 0)
    let refused = try compare(folder, to: "result")
    #expect(refused.exitCode == 2 && refused.stdout == "")
    #expect(refused.stderr.contains("'result' is being written by another run"), "\(refused.stderr)")
    close(claim)
    #expect(try folder.contents(of: "result") == [".nines-claim"])
    #expect(try compare(folder, to: "result").exitCode == 0)
    #expect(try folder.contents(of: "result").contains("result.json"))
    #expect(try !folder.contents(of: "result").contains(".nines-claim"))
  }

  /// What somebody puts into the place while the command works stays there, and the result does not come.
  @Test func whatIsPutThereMeanwhileStays() throws {
    let folder = try folder()
    defer { folder.remove() }
    let pipe = folder.path("trace.jsonl")
    try #require(mkfifo(pipe, 0o644) == 0)
    let process = try Nines.started(
      [
        "trace", Nines.repository.appending(path: "models/llm-serving.yaml").path, "trace.jsonl", "--level", "flow",
        "--out",
        "result",
      ], in: folder.url, scratch: folder)
    // Opening waits for the command to read the trace, which is after it has claimed the place.
    let trace = try FileHandle(forWritingTo: URL(filePath: pipe))
    #expect(try folder.contents(of: "result") == [".nines-claim"])
    _ = try folder.write("mine\n", as: "result/mine")
    try trace.write(contentsOf: Data("{\"timestamp\": 0, \"input_length\": 9, \"output_length\": 9}\n".utf8))
    try trace.close()
    process.waitUntilExit()
    let outcome = try Nines.outcome(of: process, scratch: folder)
    #expect(outcome.exitCode == 2 && outcome.stdout == "")
    #expect(outcome.stderr.contains("something else has been put there meanwhile"), "\(outcome.stderr)")
    #expect(try folder.contents(of: "result") == ["mine"])
    #expect(try folder.contents().filter { $0.hasPrefix(".") } == [])
  }

  /// A link to a directory is followed; one that leads nowhere is refused before the work.
  @Test func linksAreFollowedOrRefused() throws {
    let folder = try folder()
    defer { folder.remove() }
    let manager = FileManager.default
    try manager.createDirectory(at: folder.url.appending(path: "real"), withIntermediateDirectories: true)
    try manager.createSymbolicLink(atPath: folder.path("result"), withDestinationPath: "real")
    try manager.createSymbolicLink(atPath: folder.path("nowhere"), withDestinationPath: "gone")
    #expect(try compare(folder, to: "result").exitCode == 0)
    #expect(try manager.destinationOfSymbolicLink(atPath: folder.path("result")) == "real")
    #expect(try folder.contents(of: "real").contains("result.json"))
    let refused = try compare(folder, to: "nowhere")
    #expect(refused.exitCode == 2 && refused.stderr.contains("is a link that leads nowhere"))
  }

  /// Directories that were made for a result go when there is none.
  @Test func aRefusedRunLeavesNoDirectories() throws {
    let folder = try folder()
    defer { folder.remove() }
    let refused = try Nines.run(
      ["trace", Nines.repository.appending(path: "models/llm-serving.yaml").path, "missing.csv", "--out", "a/b/c"],
      in: folder.url)
    #expect(refused.exitCode == 2)
    #expect(try folder.contents() == [Self.plan])
  }

  /// Files come before the print: a stdout that takes nothing costs no result, and is said.
  @Test func aFailedPrintKeepsTheFiles() throws {
    let folder = try folder()
    defer { folder.remove() }
    #expect(try compare(folder, to: "result").exitCode == 0)
    for (command, arguments) in [
      ("cost", ["result", "--out", "priced"]), ("diff", ["result", "result"]), ("validate", [Self.plan]),
      ("explain", [Self.plan]), ("compare", [Self.plan, "--out", "again"] + Self.quick), ("schema", []),
      ("drill", [Self.plan, "--design", "warm-standby", "--for", "1h"]),
      ("runbook", [Self.plan, "--design", "warm-standby"] + Self.quick.dropLast(2) + ["--quiet"]),
      ("fit", [Checkout.tests("CommandTests/Cases/duration_ms.csv").path]),
    ] {
      let process = Process()
      let scratch = try Folder()
      defer { scratch.remove() }
      process.executableURL = Nines.executable
      process.arguments = [command] + arguments
      process.currentDirectoryURL = folder.url
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
      process.standardError = try scratch.handle("stderr")
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 2, "\(command)")
      let said = try scratch.text("stderr")
      #expect(said.contains("cannot write the result to standard output: No space left on device. "), "\(said)")
    }
    #expect(try folder.contents(of: "priced").contains("costs.csv"))
    #expect(try folder.contents(of: "again").contains("result.json"))
  }

  /// A file of a result that was changed, cut or taken away is refused by name; a directory without its checksums is not
  /// whole.
  @Test func whatLiesOnDiskIsCheckedBeforeItIsBelieved() throws {
    let folder = try folder()
    defer { folder.remove() }
    #expect(try compare(folder, to: "result").exitCode == 0)
    func refused(_ name: String, _ change: (String) -> String?, _ expected: String, _ command: [String]) throws {
      let copy = folder.url.appending(path: "copy")
      try FileManager.default.copyItem(at: folder.url.appending(path: "result"), to: copy)
      defer { try? FileManager.default.removeItem(at: copy) }
      if let text = change(try folder.text("copy/" + name)) {
        _ = try folder.write(text, as: "copy/" + name)
      } else {
        try FileManager.default.removeItem(at: copy.appending(path: name))
      }
      let outcome = try Nines.run(command, in: folder.url)
      #expect(outcome.exitCode == 2 && outcome.stdout == "", "\(name)")
      #expect(outcome.stderr.contains(expected), "\(outcome.stderr)")
    }
    let changed = "it is not as it was written: cut off, changed or of another study"
    for command in [["cost", "copy"], ["diff", "result", "copy"]] {
      try refused(
        "result.json", { $0.replacing("\"mean\":", with: "\"mean\": 1") }, "copy/result.json: error: " + changed,
        command)
      try refused("result.json", { String($0.dropLast(9)) }, changed, command)
      try refused("plan.yaml", { $0 + " " }, changed, command)
      try refused("result.json", { _ in nil }, "there is no readable 'result.json' in it", command)
      try refused("checksums.txt", { _ in nil }, "there is no readable 'checksums.txt' in it", command)
      try refused("checksums.txt", { $0.replacing("result 1", with: "result 0") }, "of another version", command)
    }
    try refused("costs.csv", { String($0.dropLast(1)) }, changed, ["diff", "copy", "result"])
  }

  @Test(arguments: [("comapre", "Did you mean 'compare'?"), ("quantum", "See 'nines --help'")])
  func aMistypedCommandIsKnown(word: String, expected: String) throws {
    let outcome = try Nines.run([word])
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr == "error: there is no command '\(word)'. \(expected)\n")
  }

  /// A plan may come through a pipe.
  @Test func aPlanComesThroughStandardInput() throws {
    let folder = try folder()
    defer { folder.remove() }
    let process = Process()
    process.executableURL = Nines.executable
    process.arguments = ["validate", "-"]
    process.currentDirectoryURL = folder.url
    process.standardInput = try FileHandle(forReadingFrom: folder.url.appending(path: Self.plan))
    process.standardOutput = try folder.handle("stdout")
    process.standardError = try folder.handle("stderr")
    try process.run()
    process.waitUntilExit()
    let printed = try folder.text("stdout")
    #expect(process.terminationStatus == 0 && printed.contains(" designs, "))
  }

  /// A file must not steer the terminal.
  @Test func controlCharactersAreShownEscaped() throws {
    let outcome = try Nines.run("validate", plan: "service: \"a\\e[31m\"\n\u{1b}[2Jx: 1\n", [])
    #expect(outcome.exitCode == 2)
    #expect(!outcome.stderr.unicodeScalars.contains("\u{1b}"), "\(outcome.stderr)")
  }
}
