import ArgumentParser
import Foundation
import Intake
import ModelFiles
import Stochastics

struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit laws to durations, traffic to a rate series or replicas to measured points; print YAML to paste.",
    discussion: """
      Durations: one column with a number in each row; --censored names a column that says 'yes' or 1 where the incident \
      was still open when the table was written. Rates: the columns 'time' (seconds, or 2026-01-05T00:00:00Z) and 'rps'. \
      Replicas: the columns model, gpu, engine, precision, gpus, prompt, output, batch and tpot_ms; each group of points \
      that were measured on the same replica becomes an entry to import, as in models/library/gpus.

      Examples:
        nines fit models/data/repairs.csv --column repair_min --censored open
        nines fit models/data/rates.csv
        nines fit models/data/points.csv --group H100
        # the answer of Prometheus to a query_range, or the CSV of a Grafana panel
        nines fit models/data/query-range.json --per second
        # what one of four replicas carries, from a load test of Locust or k6
        nines fit models/data/locust_stats_history.csv --within 2s --replicas 4
        # today's estate, from a bill in FOCUS
        nines fit models/data/focus.csv --group p5
        # measured against fitted, as a page
        nines fit models/data/rates.csv --out fitted
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable { case durations, rates, replicas }
  enum Format: String, ExpressibleByArgument, CaseIterable { case yaml, json }

  @Argument(help: "The table, a CSV file with a header.", completion: .file(extensions: ["csv"]))
  var table: String
  @Option(help: "What the table holds; by default told by its header.")
  var kind: Kind?
  @Option(help: "The column with the durations; by default the only one that is named like one.")
  var column: String?
  @Option(help: "The column that says which durations have not ended.")
  var censored: String?
  @Option(
    help:
      "The unit of durations, or of times that are numbers: ns to w; by default the end of the column's name, else seconds."
  )
  var unit: TimeUnit?
  @Option(
    help: "Only replicas, or nodes of a bill, whose name holds this text: model, precision, GPUs or engine; or type.")
  var group: String?
  @Option(help: "What the values of a monitoring system's export count: requests per second, minute or hour.")
  var per: RatePeriod?
  @Option(help: "Of a load test: how long an answer may take, as 2s.")
  var within: String?
  @Option(help: "Of a load test: the percentile of response times that must keep it; by default 95.")
  var percentile: Int?
  @Option(help: "Of a load test: the share of requests that may fail; by default 1%.")
  var failed: String?
  @Option(help: "Of a load test: how many replicas shared the load; by default 1.")
  var replicas: Int?
  @Option(help: "Of a bill in FOCUS: the first day on which its commitments are not held any more, as 2027-10-01.")
  var ends: String?
  @Option(help: "The form of the answer.")
  var format: Format = .yaml
  @Option(help: "Write observed and expected quantiles of the best law to this CSV file, which must not exist.")
  var qq: String?
  @Option(
    help: "Directory for report.html, result.json, measured.csv and fit.yaml; it must not hold another study.",
    completion: .directory)
  var out: String?
  @Flag(help: "No progress on stderr.")
  var quiet = false

  func validate() throws {
    if let kind, let clash = clash(with: kind) { throw ValidationError(clash) }
  }

  /// Options that mean nothing for such a table are not passed over.
  private func clash(with kind: Kind) -> String? {
    if kind != .durations, column != nil || censored != nil || qq != nil {
      return "--column, --censored and --qq belong to durations, not to \(kind.rawValue)"
    }
    if kind == .replicas && unit != nil { return "--unit belongs to durations and rates, not to replicas" }
    return kind != .replicas && group != nil ? "--group belongs to replicas, not to \(kind.rawValue)" : nil
  }

  func run() throws {
    // Places are claimed before the work.
    let claim = try qq.map { try FileClaim($0) }
    let directory = try out.map { try ResultDirectory($0) }
    do throws(FitFailure) {
      if kind == nil, try answeredBill() { return }
      if kind == nil || kind == .rates, let answer = try answerToOthers() { return try write(answer, to: directory) }
      let line = ProgressLine(isQuiet: quiet)
      defer { line.finish() }
      var rows = try FitTable(path: table, progress: line)
      let kind = kind ?? rows.kind
      if let clash = clash(with: kind) { throw rows.failure(1, clash, "The header says what the table holds") }
      switch kind {
      case .durations: try write(fittedDurations(&rows, quantilesTo: claim), to: directory)
      case .rates: try write(fittedRates(&rows), to: directory)
      case .replicas: try write(fittedReplicas(&rows), to: directory)
      }
    } catch {
      if error.isUsage { throw ValidationError(error.description) }
      if !error.description.isEmpty { Terminal.printError(error.description) }
      throw ExitCode.badModel
    }
  }

  /// - Parameter rows: A table that has been read.
  private func noteCut(_ rows: inout FitTable) throws(FitFailure) {
    guard try !rows.endsWithLine() else { return }
    Terminal.printError("note: \(table) ends without an end of line: if it was cut, its last number may be too")
  }

  private func fittedDurations(_ rows: inout FitTable, quantilesTo claim: FileClaim?) throws(FitFailure)
    -> FittedDurations
  {
    let column = try rows.durationColumn(named: self.column)
    let unit = unit ?? TimeUnit(endOf: column)
    let sample = try rows.durations(column, unit: unit ?? .s, censored: censored)
    try noteCut(&rows)
    if censored == nil, let flag = rows.header.first(where: { ["open", "censored"].contains($0.lowercased()) }) {
      Terminal.printError("note: all durations are taken as ended; --censored \(flag) counts open ones as such")
    }
    if unit == nil { Terminal.printError("note: '\(column)' names no unit; its numbers are read as seconds") }
    // The bootstrap fits each resample anew: large samples, which reject every law, get fewer.
    let answers = rankedFits(sample, resamples: sample.count <= 5_000 ? 499 : 99)
    let fitted = FittedDurations(
      sample: sample, answers: answers, origin: "\(URL(filePath: table).lastPathComponent), column \(column)")
    guard fitted.best != nil else {
      throw rows.failure(nil, "no law can be fitted", "Give more durations that differ")
    }
    do { try claim?.write(fitted.quantileTable) } catch { throw FitFailure.said }
    return fitted
  }

  private func fittedRates(_ rows: inout FitTable) throws(FitFailure) -> FittedRates {
    let (series, weekSecond) = try rows.rates(unit: unit)
    try noteCut(&rows)
    let fitted: FittedRates
    do throws(RateFitError) {
      let fit = try RateSeriesFit(seconds: series.seconds, rps: series.rps, weekSecond: weekSecond ?? 0)
      fitted = FittedRates(
        fit: fit, origin: URL(filePath: table).lastPathComponent, hasCalendar: weekSecond != nil,
        pointsAveraged: series.width)
    } catch {
      throw rows.failure(nil, error.description, nil)
    }
    guard fitted.isFinite else {
      throw rows.failure(nil, "its rates lie too far apart for a curve", "Check the rates, and fit a longer series")
    }
    return fitted
  }

  private func fittedReplicas(_ rows: inout FitTable) throws(FitFailure) -> FittedReplicas {
    try noteCut(&rows)
    let fitted: FittedReplicas
    do throws(Diagnostics) {
      fitted = FittedReplicas(
        try ServingTable(path: table), holding: group ?? "", origin: URL(filePath: table).lastPathComponent)
    } catch {
      throw FitFailure(error.description)
    }
    guard group == nil || !fitted.entries.isEmpty || !fitted.refused.isEmpty else {
      throw FitFailure(usage: "--group: \(table) has no replica whose name holds '\(group ?? "")'. \(fitted.excuse)")
    }
    guard !fitted.entries.isEmpty else {
      throw FitFailure("\(table): error: no replica can be fitted. \(fitted.excuse)")
    }
    for remark in fitted.refused.prefix(3) { Terminal.printError("note: \(remark)") }
    if fitted.refused.count > 3 { Terminal.printError("note: \(fitted.refused.count - 3) more were not fitted") }
    return fitted
  }

  private func write(_ answer: some FitResult, to directory: ResultDirectory?) throws(FitFailure) {
    do {
      if let directory {
        let files = try answer.files()
        try directory.write(files)
        Terminal.printError("written to \(directory.path): \(files.map(\.name).joined(separator: " "))")
      }
      try Terminal.printResult(format == .yaml ? answer.yaml : answer.json.text)
    } catch {
      throw FitFailure.said
    }
  }
}

/// Why there is no answer.
struct FitFailure: Error {
  let description: String
  /// Whether the command line is at fault.
  let isUsage: Bool

  init(_ description: String) { (self.description, isUsage) = (description, false) }

  init(usage description: String) { (self.description, isUsage) = (description, true) }

  /// What has been said already.
  static let said = FitFailure("")
}
