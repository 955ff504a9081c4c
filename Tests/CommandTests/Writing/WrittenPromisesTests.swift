import Foundation
import Intake
import TestSupport
import Testing

@testable import nines

/// What docs/reference/output.md promises of files, of each command that writes them; docs/background/reliability.md says
/// which test holds which promise.
@Suite struct WrittenPromisesTests {
  private static let size = ["--replications", "40", "--quiet"]

  private func folder() throws -> Folder {
    let folder = try Folder()
    _ = try folder.write(
      Plans.pair(
        failures: ["region: { scope: region, per-year: 4, lasts: 80min }"],
        more: ["plan: { indifference: $50000, confidence: 95%, vary: { failback.after: [1h, 2h] } }"]), as: "plan.yaml")
    _ = try folder.write("incident,repair_min\n1,38.5\n2,99\n3,12\n4,60\n5,5.25\n6,240\n", as: "times.csv")
    _ = try folder.write("start,lasts,cause\n2027-01-14T09:20Z,35min,region\n", as: "outages.csv")
    _ = try folder.write(
      "incidents:\n  - { name: one, start: 2027-03-02T16:14Z, lasts: 50min, hit: region a, effect: refused }\n",
      as: "incidents.yaml")
    return folder
  }

  private func made(_ arguments: [String], in folder: Folder) throws -> Nines.Outcome {
    let outcome = try Nines.run(arguments, in: folder.url)
    try #require([0, 3, 99].contains(outcome.exitCode), "\(arguments): \(outcome.stderr)")
    return outcome
  }

  /// Paths of all files below a directory.
  private func files(of name: String, in folder: Folder) throws -> [String] {
    let walk = try #require(FileManager.default.enumerator(atPath: folder.path(name)))
    return walk.compactMap { $0 as? String }.filter { path in
      var isDirectory: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder.path("\(name)/\(path)"), isDirectory: &isDirectory)
      return !isDirectory.boolValue
    }.sorted()
  }

  @Test(arguments: [
    ["compare", "plan.yaml", "--no-inputs", "--focus", "--xlsx"] + size,
    ["size", "plan.yaml", "--design", "hot"] + size, ["plan", "plan.yaml"] + size,
    ["sweep", "plan.yaml", "--design", "hot", "--vary", "detect.failures=1..2"] + size,
    ["drill", "plan.yaml", "--design", "hot", "--for", "1h"],
    ["replay", "plan.yaml", "incidents.yaml", "--worlds", "2", "--quiet"],
    [
      "backtest", "plan.yaml", "outages.csv", "--design", "hot", "--from", "2027-01-01", "--to", "2027-12-31",
      "--replications", "400", "--quiet",
    ],
    ["runbook", "plan.yaml", "--design", "hot"] + size, ["fit", "times.csv", "--quiet"],
    ["shard", "run", "plan.yaml", "--part", "1/2"] + size,
  ])
  func everyCommandSealsWhatItWrites(arguments: [String]) throws {
    let folder = try folder()
    defer { folder.remove() }
    _ = try made(arguments + ["--out", "result"], in: folder)
    let sums = try #require(FileChecksums(text: folder.text("result/checksums.txt")))
    #expect(try files(of: "result", in: folder) == (sums.names + ["checksums.txt"]).sorted())
    for name in sums.names {
      let bytes = try Data(contentsOf: folder.url.appending(path: "result/\(name)"))
      var sum = FileChecksums.Sum()
      sum.add(Array(bytes))
      #expect(sums.sum(of: name) == sum.text, "\(name)")
    }
  }

  /// Lines end in a line feed, all rows have the columns of the header, and none of them is a sum of others.
  @Test func tablesArePlain() throws {
    let folder = try folder()
    defer { folder.remove() }
    _ = try made(["compare", "plan.yaml", "--no-inputs", "--focus", "--out", "result"] + Self.size, in: folder)
    let tables = try files(of: "result", in: folder).filter { $0.hasSuffix(".csv") }
    #expect(tables.count >= 8, "\(tables)")
    for name in tables {
      let text = try folder.text("result/\(name)")
      #expect(text.hasSuffix("\n") && !text.utf8.contains(13) && !text.hasPrefix("\u{feff}"), "\(name)")
      let rows = try CSVRows.all(of: text).map(\.texts)
      #expect(rows.count > 1 && rows.allSatisfy { $0.count == rows[0].count }, "\(name)")
      #expect(!rows.contains { ["total", "sum", "all"].contains($0[0].lowercased()) }, "\(name)")
    }
  }

  /// A stored result alone makes its page again, and its bill, to the byte.
  @Test func aStoredResultMakesItsFilesAgain() throws {
    let folder = try folder()
    defer { folder.remove() }
    _ = try made(["compare", "plan.yaml", "--no-inputs", "--focus", "--out", "result"] + Self.size, in: folder)
    let moved = folder.url.appending(path: "elsewhere")
    try FileManager.default.moveItem(at: folder.url.appending(path: "result"), to: moved)
    try FileManager.default.removeItem(at: folder.url.appending(path: "plan.yaml"))
    _ = try made(["report", "elsewhere", "--out", "page.html"], in: folder)
    #expect(try folder.text("page.html") == folder.text("elsewhere/report.html"))
    #expect(
      try made(["export", "elsewhere", "--as", "focus"], in: folder).stdout == folder.text("elsewhere/focus.csv"))
  }

  /// A result that is there is another study's, whatever is asked for: nothing of it changes.
  @Test(arguments: [
    ["compare", "plan.yaml", "--no-inputs"] + size, ["drill", "plan.yaml", "--design", "hot", "--for", "1h"],
    ["fit", "times.csv"], ["shard", "run", "plan.yaml", "--part", "1/2"] + size,
  ])
  func anotherStudyStays(arguments: [String]) throws {
    let folder = try folder()
    defer { folder.remove() }
    try FileManager.default.createDirectory(at: folder.url.appending(path: "result"), withIntermediateDirectories: true)
    _ = try folder.write("mine\n", as: "result/mine")
    let refused = try Nines.run(arguments + ["--out", "result"], in: folder.url)
    #expect(refused.exitCode == 2 && refused.stdout == "", "\(refused.exitCode)")
    #expect(refused.stderr.contains("result' holds") || refused.stderr.contains("'result'"), "\(refused.stderr)")
    #expect(try folder.contents(of: "result") == ["mine"])
    #expect(try folder.text("result/mine") == "mine\n")
  }
}
