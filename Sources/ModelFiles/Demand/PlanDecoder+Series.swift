internal import Foundation
import ServiceModel

/// A file that a plan names: it belongs to the plan, and a result that is kept keeps it too.
public struct NamedFile: Equatable, Sendable {
  /// As the plan names it: relative to the plan, or absolute.
  public let name: String
  /// Relative to the current directory, or absolute.
  public let path: String
  /// What it says, where it was read as a piece of the plan; nil for tables.
  public let text: String?

  init(name: String, path: String, text: String? = nil) {
    self.name = name
    self.path = path
    self.text = text
  }

  /// Whether it lies beside the plan or below, so that a copy of the plan can have a copy of it.
  public var isBesidePlan: Bool { !name.hasPrefix("/") && !name.split(separator: "/").contains("..") }
}

/// What is read or found once for all designs of a plan.
struct Measurements {
  /// Files by their paths; looked up, never iterated.
  var rateSeries: [String: RateSeriesFile] = [:]
  var tokenTables: [String: [TokenPair]] = [:]
  var priceBooks: [String: PriceBook] = [:]
  /// The files that the plan names, in the order in which they were first read.
  var files: [NamedFile] = []
  /// Traffic as it was asked for, with the noise that was found for it: designs mostly share one.
  var noises: [(traffic: Traffic, begins: CalendarDay, noise: TrafficNoise)] = []
  /// Services that share a fleet, with what their GPUs need together.
  var mixes: [(begins: CalendarDay, mix: ServiceMix)] = []
}

/// Demand and tokens as they were measured.
extension PlanDecoder {
  /// `series: rates.csv`, or `{ file: rates.csv, repeat: yes, scale: 120% }`.
  func series(_ reader: FieldReader, into traffic: inout Traffic, horizonSeconds: Double) {
    for key in ["day", "week", "year", "origins", "step"] where reader.has(key) {
      reader.error(key, "the series says what '\(key)' would say", remedy: "Keep one of them")
    }
    let isBlock = reader.node("series")?.entries != nil
    let block = isBlock ? reader.child("series") : nil
    defer { block?.finish() }
    let file = block.map { $0.requiredText("file", example: "rates.csv") } ?? reader.text("series") ?? ""
    let repeats = block?.flag("repeat") ?? false
    let scale = block?.optional("scale", .factor)
    let period = block?.choice("per", RatePeriod.self)
    let peak = reader.has("peak") ? positive(reader, "peak", .rate) : nil
    if scale != nil, peak != nil {
      block?.error("scale", "'scale' and 'peak' both say how high the series is", remedy: "Keep one")
    }
    let place = block ?? reader
    let key = isBlock ? "file" : "series"
    guard !file.isEmpty, let read = measured(file, per: period, in: place, key) else { return }
    if period != nil, !read.isOfMonitoring {
      block?.error(
        "per", "this file says itself what it counts: 'rps', or 'requests' in each step", remedy: "Leave 'per' out")
    }
    let series = RateSeries(file: file, ratesRPS: read.ratesRPS, stepSeconds: read.stepSeconds, repeats: repeats)
    if !repeats, series.seconds < horizonSeconds - series.stepSeconds {
      place.error(
        key, "the series lasts \(days(series.seconds)) days, the horizon \(days(horizonSeconds))",
        remedy: "Shorten 'horizon', or write 'series: { file: \(file), repeat: yes }'")
    }
    guard (series.ratesRPS.max() ?? 0) > 0 else {
      place.error(key, "the series has no traffic")
      return
    }
    traffic.series = series
    traffic.stepSeconds = series.stepSeconds
    traffic.peakRPS = peak ?? (scale ?? 1) * (measuredPeak(of: traffic) ?? 1)
  }

  /// The P99.9 of five-minute demand of the series as it is.
  private func measuredPeak(of traffic: Traffic) -> Double? {
    let unit = CalendarDay(year: 2027, month: 1, day: 1)
    return try? OrdinaryDemand(traffic, begins: unit, days: 1).peakShare
  }

  private func measured(
    _ file: String, per period: RatePeriod?, in reader: FieldReader, _ key: String
  ) -> RateSeriesFile? {
    guard let path = path(of: file, reader, key) else { return nil }
    let name = path + (period.map { " per \($0.rawValue)" } ?? "")
    if let known = measurements.rateSeries[name] { return known }
    do {
      let series = try RateSeriesFile(path: path, per: period)
      for remark in series.remarks { interpret("series \(file): \(remark)") }
      measurements.rateSeries[name] = series
      return series
    } catch {
      for problem in error.all { context.diagnostics.add(problem) }
      return nil
    }
  }

  func tokenTable(_ file: String, in reader: FieldReader) -> [TokenPair]? {
    guard let path = path(of: file, reader, "trace") else { return nil }
    if let known = measurements.tokenTables[path] { return known }
    do {
      let pairs = try TokenTableFile(path: path).pairs
      measurements.tokenTables[path] = pairs
      return pairs
    } catch {
      for problem in error.all { context.diagnostics.add(problem) }
      return nil
    }
  }

  /// Where a file of the plan is: beside it or below, or at an absolute path; nil after a problem.
  func path(of file: String, _ reader: FieldReader, _ key: String) -> String? {
    if file.split(separator: "/").contains("..") {
      reader.error(
        key, "'\(file)' lies outside the plan's folder, and a stored result could not keep it",
        remedy: "Put the file beside the plan or below it")
      return nil
    }
    let folder = FilePath.folder(of: context.document.name)
    let path = file.hasPrefix("/") || folder.isEmpty ? file : folder + "/" + file
    let known = NamedFile(name: file, path: path)
    if !measurements.files.contains(known) { measurements.files.append(known) }
    return path
  }

  private func days(_ seconds: Double) -> String { String(format: "%.4g", seconds / 86_400) }

  /// `base` to the power of `exponent`.
  func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
