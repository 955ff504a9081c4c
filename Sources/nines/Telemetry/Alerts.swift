import ArgumentParser
import Experiments
import Foundation
import Intake
import ModelFiles
import Reports
import ServiceModel
import Telemetry

struct Alerts: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  static let configuration = CommandConfiguration(
    abstract: "Try a team's Prometheus rules on outages that have not happened, and on ordinary weeks.",
    discussion: """
      The outages of the plan's simulated years become series, as Prometheus would have stored them, and promtool says which \
      alerts ring on them: how soon, how often not at all, and how often for nothing. promtool comes with Prometheus (Debian:
      apt-get install --no-install-recommends prometheus).

      Examples:
        nines alerts models/chat-api.yaml --rules models/alerts/seed-thresholds.yml
        nines alerts models/chat-api.yaml --design hot-standby --rules rules.yml \\
          --metrics-map names.yaml --out tried
        # what a team's grouping and inhibition leave of what rings
        nines alerts models/chat-api.yaml --rules rules.yml \\
          --alertmanager alertmanager.yml
        # what the alert would do as the plan's own detector
        nines alerts models/chat-api.yaml --design hot-standby --rules rules.yml \\
          --detector HighErrorRatio > detector.yaml
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Option(help: "Alert and recording rules of Prometheus.", completion: .file(extensions: ["yaml", "yml"]))
  var rules: String

  @Option(
    help: "The design to watch, by name; by default the one without disaster recovery, whose outages are longest.")
  var design: String?

  @Option(help: "Simulated years whose outages are looked through.")
  var replications = 200

  @Option(help: "Outages of each cause to try the rules on, at most.")
  var outages = 20

  @Option(help: "Ordinary weeks to try the rules on, for false alarms.")
  var weeks = 4

  @Option(help: "Distance of the samples, by default 15s.")
  var scrape: String?

  @Option(help: "Distance of the rules' evaluations, by default 15s.")
  var evaluate: String?

  @Option(help: "How long before an outage its series begin; by default as far as the rules look back, at most 12h.")
  var history: String?

  @Option(help: "How many unseen minutes of an outage a false alarm counts as, such as 5min.")
  var falseAlarm = "5min"

  @Option(help: "Labels by which notifications are grouped, separated by commas; by default alertname,cluster.")
  var groupBy: String?

  @Option(
    help: "A configuration of Alertmanager: its routes group what rings, its inhibit_rules mute it.",
    completion: .file(extensions: ["yaml", "yml"]))
  var alertmanager: String?

  @Option(help: "The program promtool; by default the one on the PATH.", completion: .file())
  var promtool: String?

  @Option(
    help: ArgumentHelp(
      "Print a detector for the plan, made of what this alert of the rules does when nobody answers it.",
      discussion:
        "Its law for each failure mode counts outages that end before it rings; laid over a plan, it decides when"
        + " failovers begin."))
  var detector: String?

  @Option(help: "What to print: table, json or csv.")
  var format = Format.table

  @Option(
    help: "Directory for report.html, result.json and alerts.csv; it must not hold another study.",
    completion: .directory)
  var out: String?

  @OptionGroup var telemetry: TelemetryOptions
  @OptionGroup var options: RunOptions
  @OptionGroup var table: TableOptions

  func validate() throws {
    try table.check(isTable: format == .table)
    guard (1...100_000).contains(replications) else {
      throw ValidationError("--replications must be between 1 and 100000")
    }
    guard (1...1000).contains(outages) else { throw ValidationError("--outages must be between 1 and 1000") }
    guard (0...520).contains(weeks) else { throw ValidationError("--weeks must be between 0 and 520") }
    guard groupBy == nil || alertmanager == nil else {
      throw ValidationError("--alertmanager says how notifications are grouped: leave --group-by out")
    }
    if detector != nil {
      guard format == .table, out == nil else {
        throw ValidationError("--detector prints a piece of a plan: leave --format and --out out")
      }
    }
  }

  func run() async throws {
    let file = try loadPlan(plan, designs: design.map { [$0] })
    var service = try design.map { try nines.design(named: $0, by: "--design", in: file.services) } ?? file.services[0]
    if detector != nil { service.answersNobody() }
    let map = try telemetry.map()
    let rules = try read(map)
    let notifications = try notifications()
    let promtool = try Promtool(promtool)
    try promtool.check(rules: self.rules)
    try check(detector, among: rules)
    let study = AlertStudy(
      service: service, rules: rules, map: map, size: try size(of: rules), ordinary: try telemetry.ordinary())
    let directory = try out.map { try ResultDirectory($0) }
    let line = ProgressLine(isQuiet: options.quiet)
    defer { line.finish() }
    line.begin(
      "\(service.name), \(service.design.name): \(rules.alertNames.count) alerts over the outages of "
        + "\(replications) years and \(weeks) weeks, seed \(options.seed)")
    let trial = AlertTrial(
      study: study, promtool: promtool, rules: self.rules, threads: options.threads,
      notifications: notifications, falseAlarmMinutes: try falseAlarmMinutes())
    let answer: AlertAnswer = try await interruptible {
      try await trial.run { line.show(done: $0, total: $1) }
    }
    line.finish()
    if let detector { return try print(detector, tried: answer, of: study, by: promtool) }
    let report = AlertReport(
      answer, model: service.name, design: service.design.name, rules: self.rules, promtool: promtool.version,
      size: study.size)
    if let directory {
      let files: [(name: String, text: String)] =
        try [reportFile(of: report.json.text), ("result.json", report.json.text), ("alerts.csv", report.table.text)]
        + file.kept(text: file.text)
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    switch format {
    case .table: try table.print(report.lines(width: Terminal.width))
    case .json: try Terminal.printResult(report.json.text)
    case .csv: try Terminal.printResult(report.table.text)
    }
  }

  // MARK: Detectors

  private func check(_ detector: String?, among rules: AlertRules) throws {
    guard let detector, !rules.alertNames.contains(detector) else { return }
    throw ValidationError(
      "--detector: '\(self.rules)' has no alert '\(detector)'. "
        + FieldReader.suggestion(for: detector, among: rules.alertNames))
  }

  private func print(
    _ alert: String, tried answer: AlertAnswer, of study: AlertStudy, by promtool: Promtool
  ) throws {
    var sum = SHA256()
    sum.add(FileManager.default.contents(atPath: rules) ?? Data())
    let size = study.size
    let text = DetectorText(
      alert: alert, causes: study.service.failures.map(\.name), outages: answer.outages,
      made: "The alert \(alert) of \(URL(filePath: rules).lastPathComponent) (SHA-256 \(sum.text)), tried by promtool "
        + "\(promtool.version) on outages of\n# \(study.service.name), \(study.service.design.name), that nobody answered: "
        + "up to \(size.outagesPerCause) of each cause in \(size.replications) years, seed \(size.seed)")
    guard text.seesAnything else {
      Terminal.printError(
        "error: '\(alert)' rang in none of \(answer.outages.count) outages: it is no detector of this plan. Try more with "
          + "--outages, or another design with --design")
      throw ExitCode.badModel
    }
    try Terminal.printResult(text.text)
  }

  // MARK: Reading

  private func read(_ map: MetricsMap) throws -> AlertRules {
    do throws(Diagnostics) {
      let read = try AlertRules(path: rules, map: map)
      if !read.warnings.all.isEmpty { Terminal.printError(read.warnings.description) }
      guard read.alerts.contains(where: \.unknown.isEmpty) else {
        throw Diagnostics([
          Diagnostic(
            file: rules, message: "every alert asks for a metric that nobody publishes",
            remedy: "Give their names with --metrics-map")
        ])
      }
      return read
    } catch {
      Terminal.printError(error.description)
      throw ExitCode.badModel
    }
  }

  private func notifications() throws -> NotificationRules {
    guard let alertmanager else {
      let labels = (groupBy ?? "alertname,cluster").split(separator: ",")
      return NotificationRules(groupBy: labels.map { $0.trimmingCharacters(in: .whitespaces) })
    }
    do throws(Diagnostics) {
      return try NotificationRules(path: alertmanager)
    } catch {
      Terminal.printError(error.description)
      throw ExitCode.badModel
    }
  }

  private func size(of rules: AlertRules) throws -> AlertStudySize {
    func duration(_ text: String, _ option: String) throws -> Double {
      guard let value = try? QuantityKind.duration.value(of: text), value > 0 else {
        throw ValidationError("\(option) must be a duration such as 90s, 15min or 2h; it is '\(text)'")
      }
      return value
    }
    let scrape = try TelemetryOptions.scrapeSeconds(scrape)
    let wanted = rules.reachSeconds + 10 * 60
    let history = try history.map { try duration($0, "--history") } ?? min(wanted, 12 * 3600)
    if history < rules.reachSeconds {
      Terminal.printError(
        "\(self.rules): warning: the rules look back \(RuleTime(rules.reachSeconds)), and the series begin "
          + "\(RuleTime(history)) before each outage: what is older is not there. Write --history \(RuleTime(wanted))")
    }
    return AlertStudySize(
      seed: options.seed, replications: replications, outagesPerCause: outages, weeks: weeks, scrapeSeconds: scrape,
      evaluateSeconds: try TelemetryOptions.scrapeSeconds(evaluate, by: "--evaluate"), historySeconds: history)
  }

  private func falseAlarmMinutes() throws -> Double {
    guard let seconds = try? QuantityKind.duration.value(of: falseAlarm), seconds >= 0 else {
      throw ValidationError("--false-alarm must be a duration such as 5min; it is '\(falseAlarm)'")
    }
    return seconds / 60
  }
}

/// A stretch of time as an option takes it.
private struct RuleTime: CustomStringConvertible {
  let seconds: Double
  init(_ seconds: Double) { self.seconds = seconds }
  var description: String {
    seconds >= 7200
      ? "\(nearestWhole((seconds / 3600).rounded(.up)))h" : "\(nearestWhole((seconds / 60).rounded(.up)))min"
  }
}
