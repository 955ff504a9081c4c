import Foundation
import TestSupport
import Testing

@testable import nines

/// Commands on what an earlier one wrote, edited: results, parts of a comparison, the state of a search and kept curves. An
/// edit is refused by name; one that comes with its checksum ends in figures or a refusal.
@Suite struct StoredPlaceMutationTests {
  private static let mutants = 60
  private static let size = ["--replications", "40", "--quiet"]
  private static let failures = ["region: { scope: region, per-year: 4, lasts: 80min }"]

  private func folder() throws -> Folder {
    let folder = try Folder()
    let plan = Plans.pair(
      failures: Self.failures,
      more: [
        "plan: { indifference: $50000, confidence: 95%, vary: { failback.after: [1h, 2h], detect.failures: [2, 3] } }"
      ])
    _ = try folder.write(plan, as: "plan.yaml")
    return folder
  }

  private func made(_ arguments: [String], in folder: Folder) throws {
    let outcome = try LimitedRun.run(arguments, in: folder)
    try #require([0, 3, 99].contains(outcome.exitCode), "\(arguments): \(outcome.stderr)")
  }

  /// Gives an edited file of a directory the checksum that it would have had.
  private func mend(_ name: String, of directory: String, text: String, in folder: Folder) throws {
    let lines = try folder.text("\(directory)/checksums.txt").split(separator: "\n").map { line in
      line.hasSuffix(" \(name)") ? "\(FileChecksums.Sum(text).text) \(name)" : String(line)
    }
    _ = try folder.write(lines.joined(separator: "\n") + "\n", as: "\(directory)/checksums.txt")
  }

  /// A copy of a directory with one file edited, for each command in turn.
  private func edit(
    _ directory: String, _ files: [String], seed: UInt64, in folder: Folder, commands: [[String]]
  ) throws -> (refused: Int, count: Int) {
    var draws = Mutants(seed: seed)
    var refused = 0
    let count = Self.mutants * Mutants.rounds(ofLongTests: 200)
    let place = #/copy|standard output/#
    for number in 0..<count {
      try? FileManager.default.removeItem(at: folder.url.appending(path: "copy"))
      try? FileManager.default.removeItem(at: folder.url.appending(path: "fresh"))
      try FileManager.default.copyItem(
        at: folder.url.appending(path: directory), to: folder.url.appending(path: "copy"))
      let name = draws.one(of: files)
      let old = try folder.text("copy/\(name)")
      let text = draws.next(3) == 0 ? draws.mutant(of: old) : draws.likelyMutant(of: old)
      _ = try folder.write(text, as: "copy/\(name)")
      let isMended = draws.next(4) != 0 && name != "checksums.txt"
      if isMended { try mend(name, of: "copy", text: text, in: folder) }
      let command = draws.one(of: commands)
      let outcome = try LimitedRun.expect(
        command, in: folder, place: place, number: number, mutant: "\(name), checksum mended: \(isMended)\n\(text)")
      if outcome.exitCode == 2 {
        refused += 1
        let left = try folder.contents()
        #expect(!left.contains("fresh") && !left.contains { $0.hasPrefix(".") }, "mutant \(number): \(left)")
      }
      // What is read by every command is not believed where its checksum is another.
      if !isMended, text != old, ["result.json", "worlds.txt", "shard.txt"].contains(name) {
        #expect(outcome.exitCode == 2, "mutant \(number) of \(name)")
      }
    }
    return (refused, count)
  }

  @Test func everyEditOfAResultEnds() throws {
    let folder = try folder()
    defer { folder.remove() }
    try made(["compare", "plan.yaml", "--out", "result"] + Self.size, in: folder)
    let files = [
      "result.json", "result.json", "costs.csv", "replications.csv", "outages.csv", "summary.csv", "plan.yaml",
      "assumptions.csv", "design_summary.csv", "finance_summary.csv", "checksums.txt",
    ]
    let (refused, count) = try edit(
      "result", files, seed: 47, in: folder,
      commands: [
        ["cost", "copy"], ["cost", "copy", "--out", "fresh"], ["diff", "copy", "result"], ["diff", "result", "copy"],
        ["report", "copy", "--out", "fresh"], ["export", "copy", "--as", "xlsx", "--out", "fresh"],
        ["export", "copy", "--as", "datapackage", "--out", "fresh"], ["export", "copy", "--as", "focus"],
        ["export", "copy", "--as", "openmetrics"],
      ])
    #expect(refused > count / 5, "\(refused) of \(count)")
  }

  @Test func everyEditOfAPartEnds() throws {
    let folder = try folder()
    defer { folder.remove() }
    for part in 1...2 {
      try made(
        ["shard", "run", "plan.yaml", "--part", "\(part)/2", "--out", "part\(part)"] + Self.size, in: folder)
    }
    let merge = ["shard", "merge", "plan.yaml", "part1", "copy", "--no-inputs", "--quiet"]
    let (refused, count) = try edit(
      "part2", ["worlds.txt", "worlds.txt", "shard.txt", "ledger/0.csv", "checksums.txt"], seed: 53, in: folder,
      commands: [merge, merge + ["--out", "fresh"]])
    #expect(refused > count / 5, "\(refused) of \(count)")
  }

  /// The state of a search: it goes on to the same answer, or the line is named.
  @Test func everyEditOfASearchEnds() throws {
    let folder = try folder()
    defer { folder.remove() }
    let search = ["plan", "plan.yaml", "--quiet", "--replications", "40", "--state", "copy"]
    let whole = try LimitedRun.run(search, in: folder)
    try #require([0, 3, 99].contains(whole.exitCode), "\(whole.stderr)")
    let blocks = try folder.text("copy/blocks.csv")
    var draws = Mutants(seed: 59)
    for number in 0..<(Self.mutants / 4 * Mutants.rounds(ofLongTests: 200)) {
      let text = draws.next(2) == 0 ? draws.mutant(of: blocks) : draws.likelyMutant(of: blocks)
      _ = try folder.write(text, as: "copy/blocks.csv")
      let outcome = try LimitedRun.expect(
        search, in: folder, place: #/copy/blocks.csv:\d+:1: error: /#, number: number, mutant: text)
      if outcome.exitCode == 0 { #expect(outcome.stdout == whole.stdout, "mutant \(number)\n\(text)") }
    }
  }
}
