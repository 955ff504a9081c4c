import Foundation
import Testing

/// `nines compare`: what it prints, writes, judges and survives.
@Suite struct CompareTests {
  private static let quick = ["--replications", "40", "--quiet", "--no-inputs", "--seed", "7"]

  private func starter(_ folder: Folder) throws -> String { try folder.write(Plans.starter(), as: "plan.yaml") }

  // MARK: Verdicts

  @Test(arguments: [
    ("at-least: 1%, in: 50% of years", ["--replications", "100"], Int32(0)),
    ("at-least: 100%, in: 99% of years", ["--replications", "100"], 99),
    ("at-least: 99.9%, in: 90% of years", ["--replications", "2"], 3),
  ])
  func theGateJudgesTheObjectives(objective: String, size: [String], code: Int32) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write(Plans.starter(objective: objective), as: "plan.yaml")
    let outcome = try Nines.run(
      ["compare", path, "--gate", "single-site", "--quiet", "--no-inputs", "--designs", "single"] + size)
    #expect(outcome.exitCode == code, "\(outcome.stdout) \(outcome.stderr)")
    #expect(outcome.stdout.contains("MONEY"))
  }

  @Test func aGateThatIsNotComparedIsBadUsage() throws {
    let outcome = try Nines.run(
      ["compare", Nines.chatPlan, "--designs", "hot", "--gate", "warm-standby"] + Self.quick)
    #expect(outcome.exitCode == 64 && outcome.stdout == "")
    #expect(outcome.stderr.contains("compared are single-site, hot-standby"))
  }

  // MARK: Output

  @Test func jsonHasTheKeysThatProgramsReadAndNoOther() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let outcome = try Nines.run(
      ["compare", try starter(folder), "--format", "json", "--seed", "18446744073709551615", "--replications", "40"])
    #expect(outcome.exitCode == 0)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    #expect(json["model"] as? String == "my-api" && json["replications"] as? Int == 40)
    #expect(json["seed"] as? UInt64 == .max && json["horizon_hours"] as? Double == 8766)
    let designs = try #require(json["designs"] as? [[String: Any]])
    #expect(designs.count == 6)
    for design in designs {
      for key in [
        "design", "topology", "availability_requests", "availability_time", "lost_minutes_per_year",
        "downtime_minutes_per_year", "objectives", "recovery_seconds", "failover_seconds", "data_loss_seconds",
        "requests_lost_per_year", "cost_usd_per_year", "cash_usd_first_year",
      ] {
        #expect(design[key] != nil, "\(key)")
      }
      #expect(design["availability"] == nil)
      // Without an outage cost no total may include one.
      #expect(design["outage_loss_usd_per_year"] == nil && design["total_usd_per_year"] == nil)
      #expect(design["ledger_reconciles"] as? Bool == true)
      let minutes = try #require(design["lost_minutes_per_year"] as? [String: Any])
      #expect(minutes["mean"] is Double && minutes["inputs_low"] is Double && minutes["inputs_high"] is Double)
    }
    #expect(Self.bands(in: designs).count > 6 * 3)
    for band in Self.bands(in: designs) {
      #expect(band.low <= band.mean && band.mean <= band.high, "\(band)")
    }
    let differences = try #require(json["differences"] as? [[String: Any]])
    #expect(differences.count == 5)
    #expect(Set(differences[0].keys).isSuperset(of: ["from", "to", "lost_minutes_per_year", "cost_usd_per_year"]))
  }

  /// Whatever has a range over uncertain inputs, with the figure that it must hold.
  private static func bands(in value: Any) -> [(mean: Double, low: Double, high: Double)] {
    if let list = value as? [Any] { return list.flatMap(bands(in:)) }
    guard let object = value as? [String: Any] else { return [] }
    let inner = object.values.flatMap(bands(in:))
    guard let mean = object["mean"] as? Double, let low = object["inputs_low"] as? Double,
      let high = object["inputs_high"] as? Double
    else { return inner }
    return inner + [(mean, low, high)]
  }

  @Test func csvHasARowForEachDesignInTheOrderOfThePlan() throws {
    let outcome = try Nines.run(["compare", Nines.chatPlan, "--format", "csv"] + Self.quick)
    #expect(outcome.exitCode == 0 && outcome.stderr == "")
    let rows = outcome.stdout.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(
      rows.map { String($0[0]) } == [
        "design", "single-site", "backup-and-restore", "pilot-light", "pilot-light-reserved", "warm-standby",
        "hot-standby", "active-active",
      ])
    #expect(rows.allSatisfy { $0.count == rows[0].count })
  }

  @Test func equalSeedsGiveEqualBytesOnAnyNumberOfThreads() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = try starter(folder)
    func result(_ threads: Int) throws -> String {
      try Nines.run(["compare", plan, "--format", "json", "--threads", "\(threads)"] + Self.quick).stdout
    }
    let one = try result(1)
    #expect(one.count > 1000)
    #expect(try result(3) == one)
  }

  @Test func shortNamesChooseDesigns() throws {
    let outcome = try Nines.run(
      ["compare", Nines.chatPlan, "--designs", "active-active, cold", "--format", "csv"] + Self.quick)
    let names = outcome.stdout.split(separator: "\n").map { $0.prefix { $0 != "," } }
    #expect(names == ["design", "single-site", "active-active", "backup-and-restore"])
    let unknown = try Nines.run(["compare", Nines.chatPlan, "--designs", "tepid"] + Self.quick)
    #expect(unknown.exitCode == 64 && unknown.stdout == "")
    #expect(unknown.stderr.contains("has no design 'tepid'. It has: single-site"))
  }

  // MARK: The table

  /// Every line fits; the design, its verdict and its lost minutes are there however narrow the terminal is.
  @Test(arguments: [60, 80, 120, 200])
  func theTableFitsTheTerminal(columns: Int) throws {
    let folder = try Folder()
    defer { folder.remove() }
    let outcome = try Nines.run(["compare", try starter(folder)] + Self.quick, columns: columns)
    #expect(outcome.exitCode == 0)
    let lines = outcome.stdout.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= columns })
    #expect(lines.contains { $0.hasPrefix("VERDICT") && $0.contains("  verdict") })
    #expect(lines.contains { $0.hasPrefix("MONEY") && $0.contains("total") })
  }

  @Test func inputsThatWereNotVariedAreNotSaidToMatterOrNot() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let outcome = try Nines.run(["compare", try starter(folder), "--details"] + Self.quick)
    #expect(outcome.stdout.contains("3 inputs are uncertain and stayed at their middle values"))
    #expect(!outcome.stdout.contains("stands out") && !outcome.stdout.contains("nine in ten"))
    #expect(outcome.stdout.contains("values of the plan are assumed"))
  }

  // MARK: Result directories

  @Test func outWritesEveryFileOnce() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let plan = try starter(folder)
    let outcome = try Nines.run(["compare", plan, "--out", folder.path("result")] + Self.quick)
    #expect(outcome.exitCode == 0)
    #expect(
      try folder.contents(of: "result") == [
        "assumptions.csv", "checksums.txt", "costs.csv", "curves.csv", "design_summary.csv", "finance_summary.csv",
        "outages.csv", "pairs.csv", "phases.csv", "plan.yaml", "removals.csv", "replications.csv", "report.html",
        "result.json", "summary.csv",
      ])
    #expect(try folder.text("result/plan.yaml") == Plans.starter())
    // Another study is never written over, and nothing else is left beside it.
    let before = try folder.text("result/result.json")
    let again = try Nines.run(["compare", plan, "--out", folder.path("result"), "--seed", "8"] + Self.quick)
    #expect(again.exitCode == 2 && again.stdout == "")
    #expect(again.stderr.contains("is not empty. Name a directory that does not exist yet"))
    #expect(try folder.text("result/result.json") == before)
    #expect(try folder.contents() == ["plan.yaml", "result"])
    let nowhere = try Nines.run(["compare", plan, "--out", ""] + Self.quick)
    #expect(nowhere.exitCode == 2)
    #expect(nowhere.stderr == "error: '' names no directory. Name a directory that does not exist yet\n")
  }

  @Test func whatCannotBeWrittenIsSaidBeforeTheWork() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let file = try folder.write("mine\n", as: "file")
    for path in [file, file + "/result", "/proc/nines/result"] {
      let outcome = try Nines.run(["compare", Nines.chatPlan, "--out", path] + Self.quick)
      #expect(outcome.exitCode == 2 && outcome.stdout == "", "\(path)")
      #expect(outcome.stderr.hasPrefix("error: "))
    }
    #expect(try folder.text("file") == "mine\n")
  }

  /// `costs.csv` sums to the headline to the cent.
  @Test func costLinesSumToTheHeadline() throws {
    let folder = try Folder()
    defer { folder.remove() }
    _ = try Nines.run(["compare", Nines.chatPlan, "--out", folder.path("result")] + Self.quick)
    let data = Data(try folder.text("result/result.json").utf8)
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let designs = try #require(json["designs"] as? [[String: Any]])
    let rows = try folder.text("result/costs.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let design = try #require(rows[0].firstIndex(of: "design_id"))
    let amount = try #require(rows[0].firstIndex(of: "amortised_cost"))
    for entry in designs {
      let name = try #require(entry["design"] as? String)
      let mean = try #require((entry["cost_usd_per_year"] as? [String: Any])?["mean"] as? Double)
      let cents = rows.dropFirst().filter { $0[design] == name }.reduce(0) { sum, row in
        sum + Int((Double(row[amount])! * 100).rounded())
      }
      #expect(cents == Int((mean * 100).rounded()), "\(name)")
    }
  }

  // MARK: Ends before the end

  @Test func anInterruptEndsTheRunAndLeavesNothing() throws {
    let folder = try Folder()
    let scratch = try Folder()
    defer {
      folder.remove()
      scratch.remove()
    }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = Nines.executable
    process.arguments = ["compare", Nines.chatPlan, "--replications", "10000000", "--out", folder.path("result")]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try scratch.handle("stdout")
    process.standardError = pipe
    try process.run()
    // The run says what it begins once an interrupt would be noticed.
    var said = ""
    while !said.contains("seed 42") {
      let more = pipe.fileHandleForReading.availableData
      try #require(!more.isEmpty, "\(said)")
      said += String(decoding: more, as: UTF8.self)
    }
    kill(process.processIdentifier, SIGINT)
    said += String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(said.hasSuffix("interrupted: nothing was written\n"))
    #expect(try scratch.text("stdout") == "")
    #expect(try folder.contents() == [])
  }

  /// A reader that has gone away is no reason for a trace.
  @Test(arguments: ["compare", "explain", "validate"])
  func aClosedPipeEndsTheCommandQuietly(command: String) throws {
    let scratch = try Folder()
    defer { scratch.remove() }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = Nines.executable
    process.arguments = [command, Nines.chatPlan] + (command == "compare" ? Self.quick : [])
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = try scratch.handle("stderr")
    try pipe.fileHandleForReading.close()
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    #expect(try scratch.text("stderr") == "")
  }
}
