import Foundation
import Testing

/// `--precision`, `nines shard run` and `nines shard merge`: the bytes of one run of the same size.
@Suite struct PrecisionTests {
  private static let plan = Plans.pair(failures: [
    "region: { scope: region, sites: [a], per-year: 4, lasts: lognormal median 1h sigma 1 }"
  ])

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// Files of two results are equal; of `result.json` all but what was wanted, and with it the checksums.
  private func expectSameResults(_ folder: Folder, _ first: String, _ second: String) throws {
    let names = try folder.contents(of: first)
    let others = try folder.contents(of: second)
    #expect(names.count == 15 && names == others)
    // The command stands in every table of money: two commands have made the same figures.
    func figures(_ path: String) throws -> String {
      try folder.text(path).replacing(/nines compare [^,"\n]*/, with: "")
    }
    for name in names where !["result.json", "checksums.txt", "report.html"].contains(name) {
      #expect(try figures("\(first)/\(name)") == figures("\(second)/\(name)"), "\(name)")
    }
    func plain(_ name: String) throws -> NSDictionary {
      var json = try object(folder.text("\(name)/result.json"))
      json["precision"] = nil
      json["trail"] = nil
      json["designs"] = try #require(json["designs"] as? [[String: Any]]).map { design in
        design.filter { $0.key != "precision" }
      }
      return json as NSDictionary
    }
    #expect(try plain(first) == plain(second))
  }

  @Test func aRunThatStopsIsOneOfThatSize() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(Self.plan, as: "plan.yaml")
    let stopped = try Nines.run(
      ["compare", "plan.yaml", "--precision", "20%", "--out", "stopped", "--threads", "1"], in: folder.url)
    #expect(stopped.exitCode == 0, "\(stopped.stderr)")
    #expect(stopped.stdout.contains("Lost minutes of every design are known to +-20 % or better"))
    let json = try object(folder.text("stopped/result.json"))
    let precision = try #require(json["precision"] as? [String: Any])
    #expect(precision["converged"] as? Bool == true && precision["target"] as? Double == 0.2)
    for design in try #require(json["designs"] as? [[String: Any]]) {
      let reached = try #require(design["precision"] as? [String: Any])
      #expect(reached["converged"] as? Bool == true && (reached["reached"] as? Double ?? 1) <= 0.2)
    }
    let years = try #require(json["replications"] as? Int)
    let worlds = try #require(json["worlds"] as? Int)
    #expect(years > 200 && years < 20_000)
    let plain = try Nines.run(
      [
        "compare", "plan.yaml", "--replications", "\(years)", "--worlds", "\(worlds)", "--out", "plain", "--threads",
        "7",
      ],
      in: folder.url)
    #expect(plain.exitCode == 0, "\(plain.stderr)")
    try expectSameResults(folder, "stopped", "plain")
  }

  /// What could not be reached is said in the table, in JSON and on stderr.
  @Test func notConvergedIsSaid() throws {
    let rare = Plans.pair(failures: ["region: { scope: region, sites: [a], per-year: 0.001, lasts: 1h }"])
    let table = try Nines.run("compare", plan: rare, ["--precision", "20%", "--replications", "400"])
    #expect(table.exitCode == 0)
    for text in [table.stdout.replacing("\n  ", with: " "), table.stderr] {
      #expect(text.contains("not converged: single-site has a bound, no interval"), "\(text)")
      #expect(text.contains("+-20 % takes some 97 outages and more"), "\(text)")
    }
    let json = try object(
      Nines.run("compare", plan: Self.plan, ["--precision", "1%", "--replications", "400", "--format", "json"]).stdout)
    #expect(
      (json["precision"] as? [String: Any])?["converged"] as? Bool == false && json["replications"] as? Int == 400)
    let designs = try #require(json["designs"] as? [[String: Any]])
    let reached = try #require(designs[0]["precision"] as? [String: Any])
    #expect(reached["converged"] as? Bool == false && (reached["reached"] as? Double ?? 0) > 0.01)
  }

  @Test func partsMakeTheWhole() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(Self.plan, as: "plan.yaml")
    let size = ["--replications", "320", "--seed", "9"]
    let whole = try Nines.run(["compare", "plan.yaml", "--out", "whole", "--threads", "2"] + size, in: folder.url)
    for (part, threads) in [(1, 1), (2, 2), (3, 7)] {
      let outcome = try Nines.run(
        ["shard", "run", "plan.yaml", "--part", "\(part)/3", "--out", "part\(part)", "--threads", "\(threads)"] + size,
        in: folder.url)
      #expect(outcome.exitCode == 0 && outcome.stdout == "", "\(outcome.stderr)")
    }
    let merged = try Nines.run(
      ["shard", "merge", "plan.yaml", "part3", "part1", "part2", "--out", "merged"], in: folder.url)
    #expect(merged.exitCode == 0 && merged.stdout == whole.stdout, "\(merged.stderr)")
    try expectSameResults(folder, "merged", "whole")
    #expect(try folder.text("merged/result.json") == folder.text("whole/result.json"))

    func refused(_ arguments: [String], _ words: String) throws {
      let outcome = try Nines.run(["shard", "merge", "plan.yaml"] + arguments, in: folder.url)
      #expect(outcome.exitCode == 2 && outcome.stdout == "")
      #expect(outcome.stderr.contains(words), "\(outcome.stderr)")
    }
    try refused(["part1", "part3"], "world 13 of 40 is in none of the directories")
    try refused(["part1", "part2", "part2", "part3"], "world 13 is in two of the directories")
    try refused(["part1", "whole"], "there is no 'shard.txt' in it")
    _ = try Nines.run(
      ["shard", "run", "plan.yaml", "--part", "2/3", "--out", "other", "--replications", "360"], in: folder.url)
    try refused(["part1", "other", "part3"], "parts of different studies")
    let words = try folder.text("part2/worlds.txt")
    _ = try folder.write(String(words.dropLast(40)), as: "part2/worlds.txt")
    try refused(
      ["part1", "part2", "part3"],
      "part2/worlds.txt: error: it is not as it was written: cut off, changed or of another study")
    _ = try folder.write(words, as: "part2/worlds.txt")
    _ = try folder.write(Self.plan.replacing("per-year: 4", with: "per-year: 5"), as: "plan.yaml")
    try refused(["part1", "part2", "part3"], "was simulated on another 'plan.yaml'")
  }

  /// The ledger of a part is held against its worlds, also where somebody has written its checksum anew: here cut in half
  /// at the end of a row, then with a row of another world.
  @Test func aLedgerThatIsNotOfItsWorldsIsRefusedByName() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try folder.write(Self.plan, as: "plan.yaml")
    for part in 1...2 {
      let outcome = try Nines.run(
        ["shard", "run", "plan.yaml", "--part", "\(part)/2", "--out", "part\(part)", "--replications", "320"],
        in: folder.url)
      #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    }
    let (name, whole) = ("part2/ledger/1.csv", try folder.text("part2/ledger/1.csv"))
    let sums = try folder.text("part2/checksums.txt")
    let lines = whole.split(separator: "\n")
    try #require(lines.count >= 2)
    let cut = lines.prefix(lines.count / 2).joined(separator: "\n") + "\n"
    let moved = whole.replacing(",20,1\n", with: ",21,1\n", maxReplacements: 1)
    for text in [cut, moved] where text != whole {
      _ = try folder.write(text, as: name)
      let changed = try Nines.run(["shard", "merge", "plan.yaml", "part1", "part2"], in: folder.url)
      #expect(changed.exitCode == 2 && changed.stderr.contains("\(name): error: it is not as it was written"))
      let anew = sums.split(separator: "\n").map { line in
        line.hasSuffix(" ledger/1.csv") ? "\(Self.checksum(text)) \(text.utf8.count) ledger/1.csv" : String(line)
      }
      _ = try folder.write(anew.joined(separator: "\n") + "\n", as: "part2/checksums.txt")
      let refused = try Nines.run(["shard", "merge", "plan.yaml", "part1", "part2"], in: folder.url)
      #expect(refused.exitCode == 2 && refused.stdout == "")
      #expect(refused.stderr.contains("'\(name)' does not hold the outages"), "\(refused.stderr)")
    }
  }

  /// FNV-1a by its definition (http://www.isthe.com/chongo/tech/comp/fnv): offset basis, then xor and multiply.
  private static func checksum(_ text: String) -> String {
    let value = text.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    return String(format: "%016lx", value)
  }

  /// A plan of one design, and designs in the order in which they were asked for.
  @Test(arguments: [("single-site.yaml", [String]()), ("chat-api.yaml", ["--designs", "hot,cold"])])
  func partsKeepWhatWasAsked(model: String, designs: [String]) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = Nines.repository.appending(path: "models/\(model)").path
    let size = ["--replications", "8", "--quiet"] + designs
    for part in 1...2 {
      _ = try Nines.run(["shard", "run", plan, "--part", "\(part)/2", "--out", "part\(part)"] + size, in: folder.url)
    }
    let whole = try Nines.run(["compare", plan, "--no-inputs"] + size, in: folder.url)
    let merged = try Nines.run(["shard", "merge", plan, "part1", "part2", "--no-inputs"], in: folder.url)
    #expect(whole.exitCode == 0 && whole.stdout == merged.stdout, "\(merged.stderr)")
  }

  @Test(arguments: [
    (["compare", "--precision", "0.1"], "is invalid for '--precision"),
    (["compare", "--precision", "30%"], "is invalid for '--precision"),
    (["compare", "--precision", "10%", "--worlds", "80"], "leave --worlds out"),
    (["compare", "--worlds", "1"], "--worlds must be between 2"),
    (["size", "--design", "hot", "--precision", "10%"], "judges each fleet by its verdict"),
    (["plan", "--precision", "10%"], "stops by itself"),
    (["sweep", "--design", "hot", "--vary", "detect.failures=1..3", "--precision", "10%"], "differences are paired"),
  ])
  func mistakesAreNamed(arguments: [String], words: String) throws {
    let outcome = try Nines.run(arguments[0], plan: Self.plan, Array(arguments.dropFirst()))
    #expect(outcome.exitCode == 64 && outcome.stdout == "", "\(outcome.stdout)")
    #expect(outcome.stderr.contains(words), "\(outcome.stderr)")
  }
}
