import ArgumentParser
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel
import Telemetry

struct Drill: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, csv, json, openmetrics }

  static let configuration = CommandConfiguration(
    abstract:
      "One timeline of one replication, with failures at will: demand, answers, nodes and dollars as time passes.",
    discussion: """
      Examples:
        nines drill models/seed-autoscaling.yaml --design single-site
        nines drill models/seed-autoscaling.yaml --design single-site \\
          --from "day 3 08:00" --for 4h --every 30s
        nines drill models/seed-autoscaling.yaml --design single-site --out timeline
        nines drill models/seed-failover.yaml --design hot-standby \\
          --inject "region us-east-1 at 12h for 93min"
        nines drill models/chat-api.yaml --design hot-standby --outage 12.1
        nines drill models/chat-api.yaml --design hot-standby \\
          --inject "region us-east-1 at 12h for 93min" --format openmetrics

      A failure is injected as WHAT at INSTANT for DURATION [EFFECT], with an instant such as 12h or 'day 3 08:00':
        region NAME | site NAME | provider NAME | primary | everywhere | edge
        dependency NAME in PLACE | link A B | 3 nodes of PLACE | zone 2 of PLACE
        rack, node, process or gpu K of PLACE; several with 'and'
      EFFECT is one of
        refused (by default) | silent | slow | errors 30% | late 20% | capacity 50%
        blocks acquire | blocks traffic-change
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "The design to watch, by name.")
  var design: String

  @Option(
    help:
      "When to begin: a stretch from the plan's first instant, or 'day 3 08:00'; by default 0s, or 5min before what is injected."
  )
  var from: String?

  @Option(name: .customLong("for"), help: "How long to watch; by default 24h, or to 1h after what is injected.")
  var lasts: String?

  @Option(
    help:
      "Distance of the instants that are shown, by default 60s, or 1s with what is injected, or a scrape's 15s with --format openmetrics; left out, the table shows two dozen of them."
  )
  var every: String?

  @Option(help: "A failure to inject; several combine.")
  var inject: [String] = []

  @Option(help: "A row of outages.csv to open, as REPLICATION.OUTAGE, such as 8123.2.")
  var outage: String?

  @Flag(help: "Leave out the plan's own failures.")
  var onlyInjected = false

  @Option(help: "What to print: table, csv, json, or what Prometheus would have stored (openmetrics).")
  var format = Format.table

  @Flag(help: "Series for each replica (with --format openmetrics).")
  var perReplica = false

  @OptionGroup var telemetry: TelemetryOptions

  @Option(
    help: "Directory for report.html, result.json and timeline.csv; it must not hold another study.",
    completion: .directory)
  var out: String?

  @Option(help: "Which replication to watch; each has its own failures.")
  var replication = 0

  @Option(help: "Seed; equal seeds give equal bytes.")
  var seed: UInt64 = 42

  @OptionGroup var table: TableOptions

  func validate() throws {
    try table.check(isTable: format == .table)
    guard format == .openmetrics || !telemetry.isUsed && !perReplica else {
      throw ValidationError("--metrics-map, --per-replica and the ordinary failures belong to --format openmetrics")
    }
    guard format != .openmetrics || out == nil else {
      throw ValidationError("--format openmetrics goes to stdout: leave --out out, or write '> series.om'")
    }
    guard (0...10_000_000).contains(replication) else {
      throw ValidationError("--replication must be between 0 and 10000000")
    }
    guard !onlyInjected || !inject.isEmpty else { throw ValidationError("--only-injected needs --inject") }
    if outage != nil {
      guard inject.isEmpty, replication == 0 else {
        throw ValidationError("--outage opens what has happened: leave --inject and --replication out")
      }
      _ = try LedgerKey(outage ?? "")
    }
    let size = try size([])
    guard size.everySeconds >= 0.001 else { throw ValidationError("--every must be at least 1ms") }
    guard size.lastsSeconds / size.everySeconds <= 10_000_000 else {
      throw ValidationError("--for and --every make more than ten million instants")
    }
  }

  func run() async throws {
    let file = try loadPlan(plan, designs: [design])
    var service = try nines.design(named: design, by: "--design", in: file.services)
    let injections = try inject.map { text in
      do throws(InjectionProblem) { return try Injection(text, in: service) } catch {
        throw ValidationError(error.description)
      }
    }
    if onlyInjected { service.failures = [] }
    service.failures += injections.enumerated().flatMap { $1.modes($0 + 1) }
    let size = try outage.map { try self.size(of: $0, in: service) } ?? size(injections)
    guard size.fromSeconds < service.horizonHours * 3600 else {
      throw ValidationError("--from is after the plan's horizon of \(Int(service.horizonHours)) h")
    }
    if format == .openmetrics {
      return try Terminal.printResult(telemetry.series(of: service, size: size, isPerReplica: perReplica).openMetrics)
    }
    let directory = try out.map { try ResultDirectory($0) }
    let report = TimelineReport(
      try drill(service, size: size), of: service, size: size, showsEvery: every != nil)
    if let directory {
      let json = try drillJSON(pictures(of: service, size: size)).text
      let files = [
        try reportFile(of: json), ("result.json", json), ("timeline.csv", report.table.text), ("plan.yaml", file.text),
      ]
      try directory.write(files.map { (name: $0.0, text: $0.1) })
      Terminal.printError("written to \(directory.path): \(files.map(\.0).joined(separator: " "))")
    }
    switch format {
    case .table: try table.print(report.lines(width: Terminal.width))
    case .csv: try Terminal.printResult(report.table.text)
    case .json: try Terminal.printResult(report.json.text)
    case .openmetrics: break
    }
  }

  /// What each design of the plan does under the same luck and the same injections, the one that was asked for first.
  ///
  /// Phases are seen at the instants that are looked at, so that those are close, however few the table shows.
  private func pictures(of service: Service, size: DrillSize) throws -> [TimelineReport] {
    var size = size
    size.everySeconds = max(1, (size.lastsSeconds / 5000).rounded(.up))
    let others = try loadPlan(plan).services.filter { $0.design.name != service.design.name }.map { other in
      var other = other
      if onlyInjected { other.failures = [] }
      other.failures += try inject.enumerated().flatMap { index, text in
        do throws(InjectionProblem) { return try Injection(text, in: other).modes(index + 1) } catch {
          throw ValidationError(error.description)
        }
      }
      return other
    }
    return try ([service] + others).map { TimelineReport(try drill($0, size: size), of: $0, size: size) }
  }

  /// The stretch around a row of the ledger: five minutes before its fault to an hour after its end.
  private func size(of key: String, in service: Service) throws -> DrillSize {
    let key = try LedgerKey(key)
    var size = DrillSize(
      seed: seed, replication: key.replication, world: key.world, fromSeconds: 0, lastsSeconds: 0, everySeconds: 1)
    let row = try key.row(of: try ledger(service, size: size), design: service.design.name)
    let start = try from.map(instant) ?? max(0, min(row.faultSeconds, row.startSeconds) - 300)
    size.fromSeconds = start
    size.lastsSeconds = try lasts.map { try duration($0, "--for") } ?? row.endSeconds + 3600 - start
    size.everySeconds = try every.map { try duration($0, "--every") } ?? (format == .openmetrics ? 15 : 1)
    return size
  }

  private func size(_ injections: [Injection]) throws -> DrillSize {
    let first = injections.map(\.atSeconds).min()
    let start = try from.map(instant) ?? first.map { max(0, $0 - 300) } ?? 0
    let last = injections.map(\.endSeconds).max()
    return DrillSize(
      seed: seed, replication: replication, fromSeconds: start,
      lastsSeconds: try lasts.map { try duration($0, "--for") } ?? last.map { max(0, $0 + 3600 - start) } ?? 86_400,
      everySeconds: try every.map { try duration($0, "--every") } ?? ordinaryDistance(injections))
  }

  private func ordinaryDistance(_ injections: [Injection]) -> Double {
    format == .openmetrics ? 15 : injections.isEmpty ? 60 : 1
  }

  private func duration(_ text: String, _ option: String) throws -> Double {
    guard let value = try? QuantityKind.duration.value(of: text) else {
      throw ValidationError("\(option) must be a duration such as 90s, 15min or 2h; it is '\(text)'")
    }
    return value
  }

  private func instant(_ text: String) throws -> Double {
    guard let seconds = try? Instant.seconds(text) else {
      throw ValidationError("--from must be a duration or a day such as 'day 3 08:00'; it is '\(text)'")
    }
    return seconds
  }
}
