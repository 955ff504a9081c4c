import ArgumentParser
import Experiments
import Foundation
import ModelFiles
import Reports
import ServiceModel
import Telemetry

struct ReplayIncidents: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv, openmetrics }

  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Replay dated incidents: what each design would have lost that day.",
    discussion: """
      Each incident of the file strikes alone, on the day of the plan that has its day of the week and its place in the \
      year. A start, an end or a share that is not known is written [low, mid, high].

      Examples:
        nines replay models/chat-api.yaml models/incidents/anthropic-2025.yaml
        nines replay models/chat-api.yaml models/incidents/anthropic-2025.yaml \\
          --hit "provider aws" --format json
        nines replay models/chat-api.yaml incidents.csv --out replayed
        nines replay models/chat-api.yaml models/incidents/anthropic-2025.yaml \\
          --designs hot-standby --format openmetrics
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Argument(help: "The incidents, YAML or CSV.", completion: .file(extensions: ["yaml", "yml", "csv"]))
  var file: String

  @Option(help: "Designs to look at, by name, separated by commas; all of the plan by default.")
  var designs: String?

  @Option(help: "What the incidents hit instead of what the file says, such as 'primary' or 'provider aws'.")
  var hit: String?

  @Option(help: "Worlds: days of other luck and other traffic noise.")
  var worlds = 40

  @Flag(help: "Let the plan's own failures strike as well.")
  var withOwnFailures = false

  @Option(help: "What to print: table, json, csv, or what Prometheus would have stored of one design (openmetrics).")
  var format = Format.table

  @Option(help: "Distance of the samples, by default 15s (with --format openmetrics).")
  var scrape: String?

  @Flag(help: "Series for each replica (with --format openmetrics).")
  var perReplica = false

  @OptionGroup var telemetry: TelemetryOptions

  @Option(help: "Directory for result.json and replay.csv; it must not hold another study.", completion: .directory)
  var out: String?

  @OptionGroup var options: RunOptions
  @OptionGroup var table: TableOptions

  func validate() throws {
    try table.check(isTable: format == .table)
    guard format == .openmetrics || !telemetry.isUsed && !perReplica && scrape == nil else {
      throw ValidationError(
        "--scrape, --metrics-map, --per-replica and the ordinary failures belong to --format openmetrics")
    }
    guard format != .openmetrics || out == nil else {
      throw ValidationError("--format openmetrics goes to stdout: leave --out out, or write '> series.om'")
    }
    guard (2...10_000).contains(worlds) else { throw ValidationError("--worlds must be between 2 and 10000") }
  }

  func run() async throws {
    let names = designs?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    let loaded = try loadPlan(plan, designs: names)
    let (services, incidents) = (loaded.services, try read(in: loaded.services))
    let replayed = try incidents.incidents.map { try laid($0, on: services[0]) }
    if format == .openmetrics {
      // The design without disaster recovery is always among them; one that is named is meant alone.
      guard names?.count == 1 || services.count == 1 else {
        throw ValidationError("--format openmetrics shows one design: name it with --designs")
      }
      let named = try names?.first.map { try nines.design(named: $0, by: "--designs", in: services) }
      return try printSeries(of: replayed, named ?? services[0])
    }
    let directory = try out.map { try ResultDirectory($0) }
    let size = StudySize(seed: options.seed, worlds: worlds, replicationsPerWorld: 1, threads: options.threads)
    let replay = Replay(services, incidents: replayed, size: size, withOwnFailures: withOwnFailures)
    let line = ProgressLine(isQuiet: options.quiet)
    defer { line.finish() }
    line.begin(
      "\(loaded.name): \(services.count) designs x \(replayed.count) incidents x \(worlds) worlds, seed \(options.seed)"
    )
    let days = try await interruptible { try await replay.run { line.show(done: $0, total: replay.size.worlds) } }
    line.finish()
    let answer = ReplayAnswer(
      model: loaded.name, size: size, withOwnFailures: withOwnFailures,
      incidents: try replayed.indices.map { index in
        try ReplayAnswer.Incident(
          replayed[index], hit: hit ?? incidents.incidents[index].hit, services: services, days: days[index],
          timelines: directory == nil ? [] : timelines(of: replayed[index], services))
      })
    if let directory {
      let ending = URL(filePath: file).pathExtension.lowercased()
      let copy = "incidents." + (["csv", "json"].contains(ending) ? ending : "yaml")
      let files =
        try [reportFile(of: replayJSON(answer).text)] + replayFiles(answer) + [(copy, incidents.text)]
        + (try loaded.kept(text: loaded.text))
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    switch format {
    case .table: try table.print(replayLines(answer, width: Terminal.width))
    case .json: try Terminal.printResult(replayJSON(answer).text)
    case .csv: try Terminal.printResult(replayTable(answer).text)
    case .openmetrics: break
    }
  }

  /// The likeliest course of each incident in the first world, from an hour before it to an hour behind it, at its own date.
  private func printSeries(of incidents: [ReplayedIncident], _ service: Service) throws {
    let every = try TelemetryOptions.scrapeSeconds(scrape)
    let sets = try incidents.map { incident in
      let course = incident.courses[incident.courses.count / 2]
      let start = max(0, ((course.startSeconds - 3600) / every).rounded(.down) * every)
      let size = DrillSize(
        seed: options.seed, fromSeconds: start, lastsSeconds: course.endSeconds + 3600 - start, everySeconds: every)
      let set = try telemetry.series(
        of: course.struck(service, withOwnFailures: withOwnFailures), size: size, isPerReplica: perReplica,
        beginsAt: Double(incident.date.daysSinceEpoch - incident.day) * 86_400)
      return incidents.count > 1 ? set.labelled(Label("incident", incident.name)) : set
    }
    try Terminal.printResult(SeriesSet.openMetrics(sets))
  }

  /// The likeliest course of an incident in the first world, design by design: what a page shows side by side.
  private func timelines(of incident: ReplayedIncident, _ services: [Service]) throws -> [TimelineReport] {
    let course = incident.courses[incident.courses.count / 2]
    let length = course.endSeconds - course.startSeconds
    let start = max(0, course.startSeconds - max(60, length / 10))
    let lasts = course.endSeconds + 3600 - start
    let size = DrillSize(
      seed: options.seed, fromSeconds: start, lastsSeconds: lasts,
      everySeconds: max(1, (lasts / 1000).rounded(.up)))
    return try services.map { service in
      let struck = course.struck(service, withOwnFailures: withOwnFailures)
      return TimelineReport(try drill(struck, size: size), of: struck, size: size)
    }
  }

  private func read(in services: [Service]) throws -> IncidentFile {
    let strike: StrikePhrase?
    do throws(StrikeProblem) {
      strike = try hit.map { text throws(StrikeProblem) in try StrikePhrase(text, in: services) }
    } catch {
      throw ValidationError("--hit \"\(hit ?? "")\" \(error.what). \(error.remedy)")
    }
    do {
      return try IncidentFile(path: file, in: services, hit: strike)
    } catch {
      Terminal.printError(error.description)
      if error.all.count > 1 { Terminal.printError("\(error.all.count) errors") }
      throw ExitCode.badModel
    }
  }

  /// An incident on the plan's own clock, which is UTC.
  private func laid(_ incident: DatedIncident, on service: Service) throws -> ReplayedIncident {
    let readings: [DatedIncident.Reading] = incident.isUncertain ? [.least, .mid, .most] : [.mid]
    let first = Int((incident.start.low / 86_400).rounded(.down))
    // Whole days, with an hour after the latest end for traffic to come back.
    let latest = max(incident.end.low, incident.end.mid, incident.end.high)
    let days = Int(((latest + 3600) / 86_400).rounded(.up)) - first
    let date = CalendarDay(daysSinceEpoch: first)
    guard let day = service.day(standingFor: date, days: days) else {
      Terminal.printError(
        "\(file): error: '\(incident.name)' needs \(days) whole days, and the plan's horizon is "
          + "\(Int(service.horizonHours)) h. Give the plan a longer 'horizon'")
      throw ExitCode.badModel
    }
    let shift = Double(day - first) * 86_400
    return ReplayedIncident(
      name: incident.name, date: date, day: day, days: days,
      courses: readings.map { reading in
        let course = incident.course(reading)
        return .init(
          name: reading.rawValue, startSeconds: course.start + shift, endSeconds: course.end + shift,
          modes: incident.strike.modes(
            name: "incident \(incident.name)", at: course.start + shift, lasts: course.end - course.start,
            effect: course.effect))
      })
  }
}
