import ArgumentParser
import Experiments
import Foundation
import ModelFiles
import Reports

struct Drill: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, csv, json }

  static let configuration = CommandConfiguration(
    abstract: "One timeline of one replication: demand, answers, nodes and dollars as time passes.",
    discussion: """
      Examples:
        nines drill models/seed-autoscaling.yaml --design single-site
        nines drill models/seed-autoscaling.yaml --design single-site --from "day 3 08:00" --for 4h --every 30s
        nines drill models/seed-autoscaling.yaml --design single-site --out timeline
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "The design to watch, by name.")
  var design: String

  @Option(help: "When to begin: a stretch from the plan's first instant, or 'day 3 08:00'; its first day is day 1.")
  var from = "0s"

  @Option(name: .customLong("for"), help: "How long to watch.")
  var lasts = "24h"

  @Option(help: "Distance of the instants that are shown.")
  var every = "60s"

  @Option(help: "What to print: table, csv or json.")
  var format = Format.table

  @Option(help: "Directory for timeline.csv; it must not hold another study.", completion: .directory)
  var out: String?

  @Option(help: "Which replication to watch; each has its own failures.")
  var replication = 0

  @Option(help: "Seed; equal seeds give equal bytes.")
  var seed: UInt64 = 42

  func validate() throws {
    guard (0...10_000_000).contains(replication) else {
      throw ValidationError("--replication must be between 0 and 10000000")
    }
    let size = try size()
    guard size.everySeconds >= 0.001 else { throw ValidationError("--every must be at least 1ms") }
    guard size.lastsSeconds / size.everySeconds <= 10_000_000 else {
      throw ValidationError("--for and --every make more than ten million instants")
    }
  }

  func run() async throws {
    let file = try loadPlan(plan, designs: [design])
    guard let service = file.services.first(where: { $0.design.name == design }) ?? file.services.last else {
      throw ExitCode.badModel
    }
    let size = try size()
    guard size.fromSeconds < service.horizonHours * 3600 else {
      throw ValidationError("--from is after the plan's horizon of \(Int(service.horizonHours)) h")
    }
    let directory = try out.map { try ResultDirectory($0) }
    let report = TimelineReport(try drill(service, size: size), of: service, size: size)
    if let directory {
      let files = [("timeline.csv", report.table.text), ("plan.yaml", file.text)]
      try directory.write(files.map { (name: $0.0, text: $0.1) })
      Terminal.printError("written to \(directory.path): timeline.csv plan.yaml")
    }
    switch format {
    case .table: try Terminal.printResult(report.lines(width: Terminal.width).joined(separator: "\n") + "\n")
    case .csv: try Terminal.printResult(report.table.text)
    case .json: try Terminal.printResult(report.json.text)
    }
  }

  private func size() throws -> DrillSize {
    DrillSize(
      seed: seed, replication: replication, fromSeconds: try instant(from), lastsSeconds: try duration(lasts, "--for"),
      everySeconds: try duration(every, "--every"))
  }

  private func duration(_ text: String, _ option: String) throws -> Double {
    guard let value = try? QuantityKind.duration.value(of: text) else {
      throw ValidationError("\(option) must be a duration such as 90s, 15min or 2h; it is '\(text)'")
    }
    return value
  }

  /// `56h` or `day 3 08:00`.
  private func instant(_ text: String) throws -> Double {
    let words = text.split(separator: " ")
    guard words.first == "day" else { return try duration(text, "--from") }
    guard (2...3).contains(words.count), let day = Int(words[1]), day >= 1,
      let hour = words.count == 2 ? 0 : try? QuantityKind.hourOfDay.value(of: String(words[2]))
    else { throw ValidationError("--from must be a duration or a day such as 'day 3 08:00'; it is '\(text)'") }
    return Double(day - 1) * 86_400 + hour * 3600
  }
}
