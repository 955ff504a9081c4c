import Foundation
import Testing

/// Studies that decide as they go, divided into rounds and parts: the answer is that of one process.
@Suite struct RoundTests {
  /// A study of the plan below: what follows the word and the plan on a command line.
  struct Study: CustomTestStringConvertible, Sendable {
    let word: String
    let options: [String]
    var testDescription: String { ([word] + options.prefix(3)).joined(separator: " ") }
  }

  static let studies = [
    Study(word: "size", options: ["--design", "hot", "--replications", "16", "--seed", "5"]),
    Study(word: "plan", options: ["--replications", "16", "--years-per-world", "4", "--seed", "5"]),
    Study(
      word: "sweep",
      options: [
        "--design", "hot", "--vary", "detect.failures=1,3", "--set", "decide.pre-check=1min", "--replications", "16",
        "--seed", "5",
      ]),
    Study(word: "sweep", options: ["--design", "hot", "--tornado", "--replications", "16", "--seed", "5"]),
  ]

  private func folder() throws -> Folder {
    let folder = try Folder()
    let plan = Plans.pair(
      failures: ["region: { scope: region, sites: [a], per-year: [2, 4, 8], lasts: 1h }"],
      more: ["plan: { vary: { buffer: \"0% to 20% of requirement by 20%\" }, indifference: $1000 }"]
    )
    _ = try folder.write(plan, as: "my plan.yaml")
    return folder
  }

  private func nines(_ folder: Folder, _ words: [String]) throws -> Nines.Outcome {
    try Nines.run(words, in: folder.url)
  }

  /// Plans and runs rounds until nothing is left; the parts of each round run in an order of their own.
  ///
  /// - Returns: How many rounds it took.
  private func run(_ study: Study, parts: Int, in folder: Folder, work: String) throws -> Int {
    let plan = ["shard", "plan", study.word, "my plan.yaml"] + study.options
    for round in 1...80 {
      let next = try nines(folder, plan + ["--work", work, "--parts", "\(parts)"])
      #expect(next.exitCode == 0, "\(next.stderr)")
      var lines = next.stdout.split(separator: "\n").map(String.init)
      if lines.isEmpty {
        #expect(next.stderr.contains("nothing is left to simulate"), "\(next.stderr)")
        return round - 1
      }
      #expect(lines.count <= parts)
      // No order is the planned one: the last part first, then every other.
      lines = lines.reversed().enumerated().sorted { ($0.offset % 2, $0.offset) < ($1.offset % 2, $1.offset) }.map(
        \.element)
      for line in lines { #expect(try shell(line, in: folder) == 0, "\(line)") }
    }
    Issue.record("eighty rounds were not enough")
    return 80
  }

  private func shell(_ line: String, in folder: Folder) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder.url
    let path =
      Nines.executable.deletingLastPathComponent().path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    process.environment = ProcessInfo.processInfo.environment.merging(["PATH": path]) { $1 }
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// One part and five, with NINES_LONG=1 also three and seven, in any order: the bytes of one process, on the terminal and in files.
  @Test(arguments: studies) func partsMakeTheWhole(study: Study) throws {
    let folder = try folder()
    defer { folder.remove() }
    let whole = try nines(
      folder, [study.word, "my plan.yaml", "--format", "json"] + study.options + ["--out", "whole"])
    #expect(whole.exitCode == 0 && !whole.stdout.isEmpty, "\(whole.stderr)")
    var rounds: Set<Int> = []
    let isLong = ProcessInfo.processInfo.environment["NINES_LONG"] == "1"
    for parts in isLong ? [1, 3, 5, 7] : [1, 5] {
      let work = "work-\(parts)"
      rounds.insert(try run(study, parts: parts, in: folder, work: work))
      let merged = try nines(
        folder,
        ["shard", "merge", study.word, "my plan.yaml", "--format", "json"] + study.options
          + ["--work", work, "--out", "merged-\(parts)"])
      #expect(merged.exitCode == 0 && merged.stdout == whole.stdout, "\(parts): \(merged.stderr)")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("whole")).sorted()
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("merged-\(parts)")).sorted() == names)
      for name in names where name != "imports" {
        #expect(try folder.text("merged-\(parts)/\(name)") == folder.text("whole/\(name)"), "\(name)")
      }
    }
    // What is asked for in a round does not depend on how many share it.
    #expect(rounds.count == 1, "\(rounds)")
    if study.word == "sweep", !study.options.contains("--tornado") { #expect(rounds == [1]) }
  }

  /// The band of a comparison is divided like its years, and no part is needed twice.
  @Test func theInputsBandIsDividedToo() throws {
    let folder = try folder()
    defer { folder.remove() }
    let size = ["--replications", "80", "--seed", "5"]
    let whole = try nines(folder, ["compare", "my plan.yaml"] + size)
    let lines = try nines(folder, ["shard", "plan", "my plan.yaml", "--parts", "3", "--quiet"] + size).stdout
    for line in lines.split(separator: "\n").reversed() { #expect(try shell(String(line), in: folder) == 0) }
    let shares = try (1...3).map { try folder.text("parts/\($0)/inputs.txt").split(separator: "\n").count }
    // Sixteen points of two designs, eight years each in four worlds.
    #expect(shares.reduce(0, +) == 16 * 4 * 2 && shares.allSatisfy { $0 >= 42 }, "\(shares)")
    let merged = try nines(folder, ["shard", "merge", "my plan.yaml", "parts/3", "parts/1", "parts/2"])
    #expect(merged.exitCode == 0 && merged.stdout == whole.stdout, "\(merged.stderr)")
  }

  /// A part that is there is left as it is; one of another round or study, or a damaged one, is refused by name and reason, and what
  /// is missing is said.
  @Test func whatIsNotAPartIsRefused() throws {
    let folder = try folder()
    defer { folder.remove() }
    let options = ["--design", "hot", "--vary", "detect.failures=1,3", "--replications", "16", "--seed", "5"]
    func shard(_ verb: String, _ more: [String], options: [String] = options) throws -> Nines.Outcome {
      try nines(folder, ["shard", verb, "sweep", "my plan.yaml"] + options + ["--work", "work"] + more)
    }
    let early = try shard("merge", [])
    #expect(early.exitCode == 75 && early.stderr.contains("round 1 is still to run"), "\(early.stderr)")
    #expect(try shard("plan", ["--parts", "2"]).stdout.split(separator: "\n").count == 2)
    #expect(try shard("run", ["--round", "1", "--part", "1/2"]).exitCode == 0)
    let half = try shard("merge", [])
    #expect(half.exitCode == 75 && half.stderr.contains("worlds are still to run"), "\(half.stderr)")
    // The same round again, and no work twice.
    let again = try shard("plan", ["--parts", "2"])
    #expect(again.stdout.split(separator: "\n").count == 2 && again.stderr.contains("are still to run"))
    let twice = try shard("run", ["--round", "1", "--part", "1/2"])
    #expect(twice.exitCode == 0 && twice.stderr.contains("holds this part already"))
    #expect(try shard("run", ["--round", "1", "--part", "2/2"]).exitCode == 0)
    #expect(try shard("merge", []).exitCode == 0)

    let seed = options.map { $0 == "5" ? "6" : $0 }
    let foreign = try shard("merge", [], options: seed)
    #expect(foreign.exitCode == 2 && foreign.stderr.contains("is a round of another study"), "\(foreign.stderr)")

    let place = "work/round-1/part-1-of-2/worlds.txt"
    let text = try folder.text(place)
    _ = try folder.write(
      text.replacing("replications.lostMinutes=", with: "replications.lostMinutes=1", maxReplacements: 1), as: place)
    let damaged = try shard("merge", [])
    #expect(
      damaged.exitCode == 2 && damaged.stderr.contains("part-1-of-2/worlds.txt: error: it is not as it was written"),
      "\(damaged.stderr)")
    #expect(damaged.stdout == "")
    _ = try folder.write(text, as: place)

    // A part of the same shape from another study, moved here.
    _ = try nines(folder, ["shard", "plan", "sweep", "my plan.yaml"] + seed + ["--work", "other", "--parts", "2"])
    _ = try nines(
      folder, ["shard", "run", "sweep", "my plan.yaml"] + seed + ["--work", "other", "--round", "1", "--part", "1/2"])
    try FileManager.default.removeItem(atPath: folder.path("work/round-1/part-1-of-2"))
    try FileManager.default.moveItem(
      atPath: folder.path("other/round-1/part-1-of-2"), toPath: folder.path("work/round-1/part-1-of-2"))
    let moved = try shard("merge", [])
    #expect(moved.exitCode == 2 && moved.stderr.contains("is a part of another round or study"), "\(moved.stderr)")
  }

  @Test(arguments: [
    (["plan", "size", "my plan.yaml", "--design", "hot", "--work", "w", "--parts", "0"], "--parts must be 1 or more"),
    (["plan", "size", "-", "--design", "hot", "--work", "w", "--parts", "2"], "'-' has none"),
    (
      ["plan", "size", "my plan.yaml", "--design", "hot", "--work", "w", "--parts", "2", "--out", "x"],
      "--out is for the answer"
    ),
    (
      ["run", "plan", "my plan.yaml", "--work", "w", "--round", "1", "--part", "1/2", "--state", "s"],
      "--state keeps what one process"
    ),
    (["merge", "plan", "my plan.yaml", "--work", "w", "--state", "s"], "--state keeps what one process"),
    (
      ["run", "size", "my plan.yaml", "--design", "hot", "--work", "w", "--round", "0", "--part", "1/2"],
      "--round counts from 1"
    ),
    (["plan", "size", "my plan.yaml", "--design", "hot", "--parts", "2"], "Missing expected argument '--work <work>'"),
  ])
  func mistakesAreNamed(arguments: [String], words: String) throws {
    let folder = try folder()
    defer { folder.remove() }
    let outcome = try nines(folder, ["shard"] + arguments)
    #expect(outcome.exitCode == 64 && outcome.stdout == "" && outcome.stderr.contains(words), "\(outcome.stderr)")
  }
}
