import Foundation
import Testing

/// `nines shard plan`, and what a cluster does with what it prints: run under a shell as its scheduler would.
@Suite struct ShardTests {
  private static let size = ["--replications", "80", "--seed", "5"]

  private func folder() throws -> Folder {
    let folder = try Folder()
    _ = try folder.write(
      Plans.pair(failures: ["region: { scope: region, sites: [a], per-year: 4, lasts: 1h }"]).replacing(
        "objectives: { ", with: "objectives: { budget: { at-most: $1.8M/y, in: 90% of years }, "), as: "my plan.yaml")
    return folder
  }

  /// Runs a line as a shell does, with `nines` on its path.
  private func shell(_ line: String, in folder: Folder, _ environment: [String: String] = [:]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder.url
    let path =
      Nines.executable.deletingLastPathComponent().path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }.merging(["PATH": path]) { $1 }
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func plan(_ folder: Folder, _ arguments: [String]) throws -> String {
    let outcome = try Nines.run(["shard", "plan", "my plan.yaml", "--quiet"] + arguments + Self.size, in: folder.url)
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    return outcome.stdout
  }

  private func expectWhole(_ folder: Folder, parts: Int) throws {
    let whole = try Nines.run(["compare", "my plan.yaml", "--no-inputs"] + Self.size, in: folder.url)
    let merged = try Nines.run(
      ["shard", "merge", "my plan.yaml", "--no-inputs"] + (1...parts).map { "parts/\($0)" }, in: folder.url)
    #expect(whole.exitCode == 0 && merged.stdout == whole.stdout, "\(merged.stderr)")
  }

  @Test func commandsMakeTheWhole() throws {
    let folder = try folder()
    defer { folder.remove() }
    let lines = try plan(folder, ["--parts", "3"]).split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(
      lines[1] == "nines shard run 'my plan.yaml' --part 2/3 --seed 5 --replications 80 --worlds 40 --out parts/2")
    for line in lines.reversed() { #expect(try shell(line, in: folder) == 0) }
    try expectWhole(folder, parts: 3)
  }

  /// Where the parts have none of the inputs' band, nobody asked for it.
  @Test func whatJoinsThePartsLeavesOutWhatTheyDo() throws {
    let folder = try folder()
    defer { folder.remove() }
    let (with, without) = (
      try plan(folder, ["--parts", "3", "--as", "slurm"]),
      try plan(folder, ["--parts", "3", "--as", "slurm", "--no-inputs"])
    )
    #expect(with.contains("Then: nines shard merge 'my plan.yaml' parts/*\n"))
    #expect(without.contains("Then: nines shard merge 'my plan.yaml' parts/* --no-inputs\n"))
  }

  /// A part that is there stays as it is; one that was cut off is refused by what makes it anew, never overwritten.
  @Test func aPartIsMadeOnce() throws {
    let folder = try folder()
    defer { folder.remove() }
    let arguments = ["shard", "run", "my plan.yaml", "--part", "1/2", "--out", "part"] + Self.size
    #expect(try Nines.run(arguments, in: folder.url).exitCode == 0)
    let words = try folder.text("part/worlds.txt")
    let again = try Nines.run(arguments, in: folder.url)
    #expect(again.exitCode == 0 && again.stderr.contains("part holds this part already: worlds 0..<20 of 40"))
    let other = try Nines.run(arguments.map { $0 == "1/2" ? "2/2" : $0 }, in: folder.url)
    #expect(other.exitCode == 2, "\(other.stderr)")
    _ = try folder.write(String(words.dropLast(9)), as: "part/worlds.txt")
    #expect(try Nines.run(arguments, in: folder.url).exitCode == 2)
    #expect(try folder.text("part/worlds.txt") == String(words.dropLast(9)))
  }

  /// Slurm runs the script once for each index of the array.
  @Test func anArrayMakesTheWhole() throws {
    let folder = try folder()
    defer { folder.remove() }
    let script = try plan(folder, ["--parts", "2", "--as", "slurm"])
    #expect(script.hasPrefix("#!/bin/sh\n") && script.contains("#SBATCH --array=1-2\n"))
    for task in 1...2 { #expect(try shell(script, in: folder, ["SLURM_ARRAY_TASK_ID": "\(task)"]) == 0) }
    try expectWhole(folder, parts: 2)
  }

  /// Kubernetes runs the command once for each index, which it counts from 0.
  @Test func anIndexedJobMakesTheWhole() throws {
    let folder = try folder()
    defer { folder.remove() }
    let job = try plan(folder, ["--parts", "2", "--as", "kubernetes", "--image", "registry.example/nines:1"])
    #expect(
      job.contains("completionMode: Indexed\n  completions: 2\n") && job.contains("image: registry.example/nines:1\n"))
    let line = try #require(job.split(separator: "\n").first { $0.contains("JOB_COMPLETION_INDEX") })
    let quoted = line.trimmingPrefix(while: { $0 == " " || $0 == "-" }).dropFirst().dropLast()
    for index in 0...1 {
      #expect(
        try shell(String(quoted).replacing("''", with: "'"), in: folder, ["JOB_COMPLETION_INDEX": "\(index)"]) == 0)
    }
    try expectWhole(folder, parts: 2)
  }

  @Test(arguments: [
    (["plan", "my plan.yaml", "--parts", "50", "--replications", "80"], "or for --worlds 50"),
    (["plan", "my plan.yaml", "--parts", "0"], "--parts must be 1 or more"),
    (["plan", "-", "--parts", "2"], "'-' has none"),
    (["run", "my plan.yaml", "--part", "5/4", "--out", "x"], "is invalid for '--part"),
    (["run", "my plan.yaml", "--part", "1/50", "--out", "x", "--replications", "80"], "at most one part a world"),
    (["run", "my plan.yaml", "--part", "1/4"], "Missing expected argument '--out <out>'"),
  ])
  func mistakesAreNamed(arguments: [String], words: String) throws {
    let folder = try folder()
    defer { folder.remove() }
    let outcome = try Nines.run(["shard"] + arguments, in: folder.url)
    #expect(outcome.exitCode == 64 && outcome.stdout == "" && outcome.stderr.contains(words), "\(outcome.stderr)")
  }
}
