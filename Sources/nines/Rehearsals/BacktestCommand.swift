import ArgumentParser
import CapacityPlanning
import Experiments
import Foundation
import Intake
import ModelFiles
import Reports
import ServiceModel

struct BacktestCommand: AsyncParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument { case table, json, csv }

  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Hold the outages that were against what the plan predicts of the design that stood.",
    usage: "nines backtest [<options>] <plan> <record>\n         --design <design> --from <from> --to <to>",
    discussion: """
      The record is a YAML file with a list under 'incidents', or CSV with a row for each outage: 'start' and 'end' \
      (2025-12-02T16:34Z) or 'lasts' (93min), and 'cause', the name of one of the plan's failures, where it is known.

      Examples:
        nines backtest models/start.yaml outages.csv --design single-site \\
          --from 2025-01-01 --to 2027-01-01
        nines backtest models/start.yaml outages.csv --design single-site \\
          --from 2025-01-01 --to 2027-01-01 --format json
        # with a page of pictures
        nines backtest models/start.yaml outages.csv --design single-site \\
          --from 2025-01-01 --to 2027-01-01 --out held
      """)

  @Argument(help: "The plan, a YAML file.", completion: .file(extensions: ["yaml", "yml"]))
  var plan: String

  @Argument(help: "The outages, YAML or CSV.", completion: .file(extensions: ["yaml", "yml", "csv"]))
  var record: String

  @Option(help: "The design that stood, by name.")
  var design: String

  @Option(help: "First day of the record, as 2025-01-01.")
  var from: String

  @Option(help: "The day after its last, as 2027-01-01.")
  var to: String

  @Option(help: "The shortest outage that the record would name, as 5min; shorter predicted ones do not count.")
  var shortest = "0s"

  @Option(help: "Simulated periods, each as long as the record.")
  var replications = 1000

  @Option(help: "What to print: table, json or csv.")
  var format = Format.table

  @Option(
    help: "Directory for report.html, result.json and backtest.csv; it must not hold another study.",
    completion: .directory)
  var out: String?

  @OptionGroup var options: RunOptions
  @OptionGroup var table: TableOptions

  func validate() throws {
    try table.check(isTable: format == .table)
    // Of fewer, one in so many cannot be told from one in forty.
    guard (400...1_000_000).contains(replications) else {
      throw ValidationError("--replications must be between 400 and 1000000")
    }
    _ = try shortestSeconds
    let days = try day(to, "--to").daysSinceEpoch - day(from, "--from").daysSinceEpoch
    guard (28...10_957).contains(days) else {
      throw ValidationError(
        "the record must be between 28 days and thirty years long, --from and --to make \(days) days")
    }
  }

  private func day(_ text: String, _ option: String) throws -> CalendarDay {
    guard let day = CalendarDay(text) else { throw ValidationError("\(option) '\(text)' is no day: write 2025-01-01") }
    return day
  }

  private var shortestSeconds: Double {
    get throws {
      do { return try QuantityKind.duration.value(of: shortest) } catch {
        throw ValidationError("--shortest '\(shortest)' is no duration: write 5min")
      }
    }
  }

  func run() async throws {
    let file = try loadPlan(plan, designs: [design])
    var service = try nines.design(named: design, by: "--design", in: file.services)
    let (first, last) = (try day(from, "--from"), try day(to, "--to"))
    let period = Double(first.daysSinceEpoch) * 86_400..<Double(last.daysSinceEpoch) * 86_400
    let history = try read(service, period)
    service.horizonHours = (period.upperBound - period.lowerBound) / 3600
    let causes = service.causes.map(\.name)
    let outages = history.entries.map { entry in
      PastOutage(
        start: entry.start - period.lowerBound, end: entry.end - period.lowerBound,
        cause: entry.cause.flatMap { causes.firstIndex(of: $0) })
    }
    let shortest = try shortestSeconds
    if let brief = outages.first(where: { $0.seconds < shortest }) {
      Terminal.printError(
        "\(record): error: an outage lasts \(nearestWhole(brief.seconds)) s, less than --shortest. Take it out of the record, or lower --shortest"
      )
      throw ExitCode.badModel
    }
    let directory = try out.map { try ResultDirectory($0) }
    let size = StudySize(seed: options.seed, replications: replications, threads: options.threads)
    let line = ProgressLine(isQuiet: options.quiet)
    defer { line.finish() }
    line.begin(
      "\(file.name): \(size.replications) periods of \(nearestWhole(service.horizonHours)) h, seed \(options.seed)")
    let (stood, reach) = (service, reaches(of: file))
    let test = try await interruptible {
      try await Backtest(stood, against: outages, size: size, shortest: shortest, reach: reach) {
        line.show(done: $0, total: size.worlds)
      }
    }
    line.finish()
    let json = backtestJSON(test, from: from, to: to).text
    if let directory {
      let files: [(name: String, text: String)] =
        try [reportFile(of: json), ("result.json", json), ("backtest.csv", backtestTable(test).text)]
        + [("plan.yaml", file.text)]
      try directory.write(files)
      Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
    }
    switch format {
    case .table: try table.print(backtestLines(test, period: "from \(from) to \(to)", width: Terminal.width))
    case .json: try Terminal.printResult(json)
    case .csv: try Terminal.printResult(backtestTable(test).text)
    }
  }

  private func read(_ service: Service, _ period: Range<Double>) throws -> OutageHistory {
    do {
      return try OutageHistory(path: record, period: period, causes: service.causes.map(\.name))
    } catch {
      Terminal.printError(error.description(first: 50))
      throw ExitCode.badModel
    }
  }

  /// `high / low` of each failure's rate that the plan gives as `[low, mid, high]`.
  private func reaches(of file: PlanFile) -> [String: Double] {
    var reaches: [String: Double] = [:]
    for input in file.inputs
    where input.path.hasPrefix("failures.") && input.path.hasSuffix(".per-year") && input.low > 0 {
      reaches[String(input.path.dropFirst("failures.".count).dropLast(".per-year".count))] = input.high / input.low
    }
    return reaches
  }
}
