import Foundation
import Testing

/// What people read: tables that fit the terminal, the same with and without colour, looked at whenever they move.
@Suite struct TerminalTests {
  static let hot = "hot-standby-with-a-name-that-somebody-thought-about"
  static let quick = ["--replications", "80", "--quiet", "--seed", "7"]

  /// A command on `terminal.yaml`, by the name of its golden files.
  static let commands: [(name: String, arguments: [String])] = [
    ("compare", ["compare", "plan.yaml", "--no-inputs"] + quick),
    ("compare-details", ["compare", "plan.yaml", "--details"] + quick),
    ("size", ["size", "plan.yaml", "--design", "warm-standby"] + quick),
    ("size-details", ["size", "plan.yaml", "--design", "warm-standby", "--details"] + quick),
    ("explain", ["explain", "plan.yaml"]),
    ("explain-details", ["explain", "plan.yaml", "--details"]),
    ("plan", ["plan", "plan.yaml", "--years-per-world", "2"] + quick),
    ("sweep", ["sweep", "plan.yaml", "--design", hot, "--vary", "detect.failures=1,3,9"] + quick),
    ("tornado", ["sweep", "plan.yaml", "--design", "warm-standby", "--tornado"] + quick),
    (
      "drill",
      [
        "drill", "plan.yaml", "--design", "warm-standby", "--inject", "region a at 12h for 40min", "--only-injected",
        "--every", "5min",
      ]
    ),
    ("replay", ["replay", "plan.yaml", "incidents.csv", "--worlds", "4", "--quiet", "--seed", "7"]),
    ("diff", ["diff", "one", "two"]),
    ("plan-details", ["plan", "plan.yaml", "--years-per-world", "2", "--details"] + quick),
    // Purchases whose names begin and end alike: what differs must be read.
    ("plan-alike", ["plan", "alike.yaml"] + quick),
    (
      "size-months",
      ["size", "grows.yaml", "--design", "warm-standby", "--by-month", "--years", "1", "--lead", "26w"] + quick
    ),
    (
      "backtest",
      [
        "backtest", "plan.yaml", "outages.csv", "--design", "single-site", "--from", "2025-01-01", "--to", "2027-01-01",
        "--replications", "400", "--quiet", "--seed", "7",
      ]
    ),
    ("check", ["check", "models/oracles/two-state.yaml", "--quiet"]),
  ]

  /// Commands that have no colours.
  static let plain: [(name: String, arguments: [String])] = [
    ("validate", ["validate", "plan.yaml"]), ("cost", ["cost", "one"]),
    ("trace", ["trace", "models/llm-serving.yaml", "models/traces/azure-conversation-5-minutes.csv", "--quiet"]),
  ]

  /// Commands whose lines are pasted or copied, and are as wide as they must be.
  static let pasted: [(name: String, arguments: [String])] = [
    ("fit-rates", ["fit", "models/data/rates.csv", "--quiet"]),
    ("fit-durations", ["fit", "models/data/repairs.csv", "--column", "repair_min", "--censored", "open", "--quiet"]),
    ("fit-replicas", ["fit", "models/data/points.csv", "--quiet"]),
    (
      "fit-load",
      ["fit", "models/data/locust_stats_history.csv", "--within", "2s", "--replicas", "4", "--quiet"]
    ),
    ("runbook", ["runbook", "plan.yaml", "--design", "warm-standby"] + quick),
    ("shard-plan", ["shard", "plan", "plan.yaml", "--parts", "2"] + quick),
    ("export-openmetrics", ["export", "one", "--as", "openmetrics"]),
  ]

  static let incidents = """
    name,start,end,hit,effect
    storm,2025-06-10T09:00:00Z,2025-06-10T10:30:00Z,site a,refused

    """

  /// What the commands name beside the plan.
  private static func files(beside plan: String) throws -> [(text: String, file: String)] {
    let purchase = """
      plan:
        purchase:
          site: a
          years: 2
          growth: [10%, 40%, 80%]
          offers:
            on-demand: { price: $55/h, limit: 60 nodes }
            committed-1y: { price: $36/h, term: 1y, lead: 7d }
            committed-3y: { price: $25/h, term: 3y, lead: 7d }

      """
    let alike = plan.components(separatedBy: "plan:\n  indifference")[0] + purchase
    return [
      (incidents, "incidents.csv"), (alike, "alike.yaml"),
      (
        plan.replacing(
          "traffic: { peak: 100rps }", with: "traffic: { peak: 100rps, growth: { per-year: [10%, 20%, 40%] } }"),
        "grows.yaml"
      ),
      (
        try String(contentsOf: Nines.repository.appending(path: ".ci/reports/outages.csv"), encoding: .utf8),
        "outages.csv"
      ),
    ]
  }

  static func folder(for name: String) throws -> Folder {
    let folder = try Folder()
    let plan = try String(
      contentsOf: Nines.repository.appending(path: "Tests/CommandTests/Cases/terminal.yaml"), encoding: .utf8)
    _ = try folder.write(plan, as: "plan.yaml")
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "models"), withDestinationURL: Nines.repository.appending(path: "models"))
    for (text, file) in try files(beside: plan) { _ = try folder.write(text, as: file) }
    guard ["diff", "cost", "export-openmetrics"].contains(name) else { return folder }
    _ = try folder.write(plan.replacing("25% of requirement", with: "50% of requirement"), as: "other.yaml")
    for (file, out) in [("plan.yaml", "one"), ("other.yaml", "two")] {
      _ = try Nines.run(["compare", file, "--no-inputs", "--out", out] + Self.quick, in: folder.url)
    }
    return folder
  }

  /// At 80, 120 and 200 columns every line fits, but for names that cannot be broken; colour changes no word.
  ///
  /// `RECORD_GOLDEN=1` writes the files again and fails, so that new ones are always looked at.
  @Test(arguments: commands.map(\.name))
  func tablesFitTheTerminal(name: String) throws {
    let arguments = try #require(Self.commands.first { $0.name == name }).arguments
    let folder = try Self.folder(for: name)
    defer { folder.remove() }
    var narrow = ""
    for columns in [80, 120, 200] {
      let plain = try Nines.run(arguments, columns: columns, in: folder.url)
      #expect(plain.exitCode == 0, "\(plain.stderr)")
      let long = plain.stdout.split(separator: "\n").filter { $0.count > columns }
      #expect(long.isEmpty, "\(columns): \(long.joined(separator: "\n"))")
      try Self.compare(plain.stdout, with: "\(name)-\(columns).txt")
      if columns == 80 { narrow = plain.stdout }
    }
    let coloured = try Nines.run(arguments + ["--color", "always"], columns: 80, in: folder.url).stdout
    try Self.compare(coloured, with: "\(name)-80-colour.txt")
    let words = coloured.replacing(/\u{1B}\[\d+m/, with: "")
    #expect(words == narrow)
  }

  /// The same of commands without colours.
  @Test(arguments: plain.map(\.name))
  func plainTablesFitTheTerminal(name: String) throws {
    let arguments = try #require(Self.plain.first { $0.name == name }).arguments
    let folder = try Self.folder(for: name)
    defer { folder.remove() }
    for columns in [80, 120, 200] {
      let run = try Nines.run(arguments, columns: columns, in: folder.url)
      #expect(run.exitCode == 0, "\(run.stderr)")
      let long = run.stdout.split(separator: "\n").filter { $0.count > columns }
      #expect(long.isEmpty, "\(columns): \(long.joined(separator: "\n"))")
      try Self.compare(run.stdout, with: "\(name)-\(columns).txt")
    }
  }

  /// The same bytes at any width.
  @Test(arguments: pasted.map(\.name))
  func pastedLinesAreTheSameEverywhere(name: String) throws {
    let arguments = try #require(Self.pasted.first { $0.name == name }).arguments
    let folder = try Self.folder(for: name)
    defer { folder.remove() }
    let run = try Nines.run(arguments, columns: 80, in: folder.url)
    #expect(run.exitCode == 0, "\(run.stderr)")
    #expect(run.stdout == (try Nines.run(arguments, columns: 200, in: folder.url).stdout))
    try Self.compare(run.stdout, with: "\(name).txt")
  }

  static func compare(_ text: String, with file: String) throws {
    let golden = Nines.repository.appending(path: "Tests/CommandTests/Golden/terminal/\(file)")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: golden)
      Issue.record("\(file) was recorded: look at what changed, then run without RECORD_GOLDEN")
      return
    }
    #expect(try String(contentsOf: golden, encoding: .utf8) == text, "\(file)")
  }

  /// The answer to disaster recovery is whole at 80 columns: verdict, why, lost minutes, cost; back, failover, data.
  @Test func theAnswerFitsEightyColumns() throws {
    let folder = try Self.folder(for: "compare")
    defer { folder.remove() }
    let lines = try Nines.run(Self.commands[0].arguments, columns: 80, in: folder.url).stdout.split(separator: "\n")
    for (table, columns) in [
      ("VERDICT", ["verdict", "why", "years", "lost min/y", "$ M/y"]),
      ("RECOVERY", ["back p50", "p95", "failover", "by it"]),
      ("MONEY", ["total", "DR %", "$/min", "serving", "standby"]),
    ] {
      let heading = try #require(lines.first { $0.hasPrefix(table) })
      for column in columns { #expect(heading.contains("  " + column), "\(table) \(column)") }
    }
  }

  /// Where nothing is a terminal nothing is coloured; a colour that could not be shown is refused.
  @Test func colourIsAskedFor() throws {
    let folder = try Self.folder(for: "compare")
    defer { folder.remove() }
    let plain = try Nines.run(Self.commands[0].arguments, in: folder.url)
    #expect(!plain.stdout.contains("\u{1B}"))
    let json = try Nines.run(
      Self.commands[0].arguments + ["--format", "json", "--color", "always"], in: folder.url)
    #expect(json.exitCode == 64 && json.stderr.contains("--color colours tables"))
    let details = try Nines.run(Self.commands[0].arguments + ["--format", "csv", "--details"], in: folder.url)
    #expect(details.exitCode == 64 && details.stderr.contains("--details is for the table"))
  }

  /// A page of help fits the terminal too, and says its usage in a line or two.
  @Test(arguments: [
    "compare", "shard", "shard plan", "shard run", "shard merge", "size", "plan", "drill", "replay", "sweep", "trace",
    "fit", "backtest", "runbook", "alerts", "boards", "report", "studio", "export", "cost", "diff", "init", "validate",
    "explain", "schema", "check", "",
  ])
  func helpFitsEightyColumns(command: String) throws {
    let help = try Nines.run(command.split(separator: " ").map(String.init) + ["--help"], columns: 80).stdout
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let long = lines.filter { $0.count > 80 }
    #expect(long.isEmpty, "\(long.joined(separator: "\n"))")
    let usage = lines.drop { !$0.hasPrefix("USAGE:") }.prefix { !$0.isEmpty }
    #expect((1...3).contains(usage.count))
  }

  /// Examples are lines that can be copied: none is broken at 80 columns.
  @Test(arguments: [
    "compare", "shard", "shard plan", "shard run", "shard merge", "size", "plan", "drill", "replay", "sweep", "trace",
    "fit", "backtest", "runbook", "alerts", "boards", "report", "studio",
    "cost", "diff", "init",
    "explain", "check", "",
  ])
  func examplesAreWhole(command: String) throws {
    let help = try Nines.run(command.split(separator: " ").map(String.init) + ["--help"], columns: 80).stdout
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.trimmingCharacters(in: .whitespaces) == "Examples:" })
    let examples = lines[(start + 1)...].prefix { $0.hasPrefix("  ") }
    #expect(!examples.isEmpty)
    for (before, line) in zip([""] + examples, examples) {
      let isContinued = before.hasSuffix("\\")
      #expect(
        line.hasPrefix("  nines ") || line.hasPrefix("  # ") || isContinued && line.hasPrefix("    "), "\(line)")
      #expect(line.count <= 80, "\(line)")
    }
  }
}
