internal import Foundation
internal import Intake

/// What the numbers of a series count.
public enum RatePeriod: String, CaseIterable, Sendable {
  case second, minute, hour

  public var seconds: Double {
    switch self {
    case .second: 1
    case .minute: 60
    case .hour: 3600
    }
  }

  /// Told by the words of a heading, `requests (req/min)` or `rps`; nil where it tells nothing.
  init?(heading: String) {
    let words = heading.lowercased()
    func has(_ marks: [String]) -> Bool { marks.contains { words.contains($0) } }
    if has(["/s", "rps", "reqps", "per_second", "per second", "rate("]) {
      self = .second
    } else if has(["/min", "rpm", "reqpm", "per_minute", "per minute"]) {
      self = .minute
    } else if has(["/h", "per_hour", "per hour"]) {
      self = .hour
    } else {
      return nil
    }
  }
}

/// A series of rates as monitoring exports it: the answer of Prometheus to a `query_range`, or the CSV of a Grafana panel.
public struct MeasuredRates: Sendable {
  /// Seconds since 1970, rising.
  public let seconds: [Double]
  public let rps: [Double]
  /// How the file was read, and what was left out.
  public let remarks: [String]

  /// Whether a file is one of these, by its name and its first line.
  public static func isOne(_ path: String) -> Bool {
    if path.lowercased().hasSuffix(".json") { return true }
    guard let handle = FileHandle(forReadingAtPath: path), let start = try? handle.read(upToCount: 4096) else {
      return false
    }
    let lines = String(decoding: start, as: UTF8.self).split(whereSeparator: \.isNewline)
    guard let first = lines.first else { return false }
    if first.lowercased().hasPrefix("sep=") { return true }
    let names = first.split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"\u{FEFF} ")) }
    let known: Set<String> = ["rps", "rate", "rate_rps", "requests_per_second", "requests", "count"]
    return names.count == 2 && names[0] == "Time" && !known.contains(names[1].lowercased())
  }

  /// - Parameter period: What the numbers count; nil where the file says it.
  /// - Throws: `Diagnostics` with the place at fault.
  public init(path: String, per period: RatePeriod?) throws(Diagnostics) {
    let text = try SourceDocument.contents(of: path)
    if path.lowercased().hasSuffix(".json") {
      try self.init(prometheus: text, path: path, per: period)
    } else {
      try self.init(grafana: text, path: path, per: period)
    }
  }

  private static func problem(_ path: String, _ line: Int, _ message: String, _ remedy: String?) -> Diagnostics {
    Diagnostics([Diagnostic(file: path, line: line, column: line > 0 ? 1 : 0, message: message, remedy: remedy)])
  }

  /// Takes one point after the other.
  private struct Points {
    let path: String
    let period: RatePeriod
    var seconds: [Double] = []
    var rps: [Double] = []
    var gaps = 0

    mutating func add(_ second: Double, _ value: Double?, line: Int) throws(Diagnostics) {
      guard let value else {
        gaps += 1
        return
      }
      guard second.magnitude < 1e10, second > seconds.last ?? -.infinity else {
        throw MeasuredRates.problem(
          path, line, "the time does not come after the one before it", "Sort the points by time")
      }
      let rate = value / period.seconds
      if let reason = OutsideNumber.rate.problem(with: rate) {
        throw MeasuredRates.problem(
          path, line, "the value \(value) \(reason)", "Values are requests a \(period.rawValue)")
      }
      seconds.append(second)
      rps.append(rate)
    }

    var remarks: [String] {
      ["values are read as requests a \(period.rawValue)"]
        + (gaps > 0
          ? ["\(gaps == 1 ? "1 point" : "\(gaps) points") without a value \(gaps == 1 ? "is" : "are") left out"] : [])
    }
  }

  private init(_ points: Points) throws(Diagnostics) {
    guard points.seconds.count >= 2 else {
      throw MeasuredRates.problem(points.path, 0, "the series has fewer than two points", "Export a longer range")
    }
    (seconds, rps, remarks) = (points.seconds, points.rps, points.remarks)
  }
}

// MARK: Prometheus

extension MeasuredRates {
  /// `{"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {...}, "values": [[1710000000, "12.5"], ...]}]}}`
  private struct Answer: Decodable {
    struct Results: Decodable {
      var resultType: String
      var result: [Series]
    }
    struct Series: Decodable {
      var metric: [String: String]
      var values: [Sample]?
    }
    struct Sample: Decodable {
      var second: Double
      var value: String

      init(from decoder: any Decoder) throws {
        var pair = try decoder.unkeyedContainer()
        second = try pair.decode(Double.self)
        value = try pair.decode(String.self)
      }
    }
    var status: String
    var error: String?
    var data: Results?
  }

  private init(prometheus text: String, path: String, per period: RatePeriod?) throws(Diagnostics) {
    func problem(_ message: String, _ remedy: String) -> Diagnostics { Self.problem(path, 0, message, remedy) }
    let asked = "Save the answer of /api/v1/query_range as it is"
    guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)) else {
      throw problem("this is no answer of Prometheus", asked)
    }
    guard answer.status == "success", let data = answer.data else {
      throw problem("Prometheus says: \(answer.error ?? answer.status)", "Mend the query, and save its answer")
    }
    guard data.resultType == "matrix" else {
      throw problem("the answer is a \(data.resultType), of one instant", asked)
    }
    guard data.result.count == 1, let series = data.result.first else {
      let labels = data.result.prefix(3).map { series in
        "{" + series.metric.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ", ") + "}"
      }
      throw problem(
        data.result.isEmpty
          ? "the answer holds no series"
          : "the answer holds \(data.result.count) series: \(labels.joined(separator: ", "))",
        "Ask for the sum of all: sum(rate(requests_total[1m]))")
    }
    // A rate() has no name any more, and increase() counts something else.
    guard let period else {
      throw problem(
        "the answer does not say what its values count",
        "Say it: per second for rate(), per minute for increase(...[1m])")
    }
    var points = Points(path: path, period: period)
    for sample in series.values ?? [] {
      let isNone = ["NaN", "+Inf", "-Inf"].contains(sample.value)
      guard let value = decimal(sample.value) ?? (isNone ? 0 : nil) else {
        throw problem("a value is '\(sample.value)'", asked)
      }
      try points.add(sample.second, isNone ? nil : value, line: 0)
    }
    try self.init(points)
  }
}

// MARK: Grafana

extension MeasuredRates {
  /// Two columns: `Time`, as an instant or milliseconds since 1970, and the panel's query or legend as a heading. Values may
  /// have their unit behind them (`1.2 K req/s`), and may be missing.
  private init(grafana text: String, path: String, per period: RatePeriod?) throws(Diagnostics) {
    var rows: [CSVRow]
    do throws(CSVProblem) { rows = try CSVRows.all(of: text) } catch {
      throw Self.problem(path, error.line, error.message, error.remedy)
    }
    if rows.first?.texts.first?.lowercased().hasPrefix("sep=") == true { rows.removeFirst() }
    guard let header = rows.first else {
      throw Self.problem(path, 0, "the file is empty", "Export the panel's data as CSV")
    }
    guard header.texts.count == 2 else {
      let names = header.texts.dropFirst().map { "'\($0)'" }.joined(separator: ", ")
      throw Self.problem(
        path, header.line, "the file holds \(header.texts.count - 1) series: \(names)",
        "Keep 'Time' and the one of the service, or sum them in the panel's query")
    }
    guard let period = period ?? RatePeriod(heading: header.texts[1]) else {
      throw Self.problem(
        path, header.line, "the heading '\(header.texts[1])' does not say what its values count",
        "Say whether they are requests per second, minute or hour, or write it into the heading: 'requests (req/min)'")
    }
    var points = Points(path: path, period: period)
    var isLocal = false
    for row in rows.dropFirst() {
      guard row.cells.count == 2 else {
        throw Self.problem(path, row.line, "expected two cells, found \(row.cells.count)", nil)
      }
      let (time, value) = (row.texts[0], row.texts[1])
      guard let second = Self.second(of: time) else {
        throw Self.problem(
          path, row.line, "expected a time, found '\(time)'", "Export times as they are, not formatted")
      }
      isLocal = isLocal || (decimal(time) == nil && !time.contains("Z") && !time.contains("+"))
      guard let number = Self.value(of: value) else {
        throw Self.problem(
          path, row.line, "expected a value, found '\(value)'", "Export values as they are, not formatted")
      }
      try points.add(second, number.isNaN ? nil : number, line: row.line)
    }
    try self.init(points, isLocal ? ["times have no zone and are taken as UTC"] : [])
  }

  private init(_ points: Points, _ more: [String]) throws(Diagnostics) {
    let read = try MeasuredRates(points)
    (seconds, rps, remarks) = (read.seconds, read.rps, read.remarks + more)
  }

  private static func second(of text: String) -> Double? {
    if let number = decimal(text) { return number * (TimeUnit(ofEpoch: number) ?? .ms).seconds }
    return Timestamp(text).map { Double($0.nanoseconds) / 1e9 }
  }

  /// Not a number where there is none; nil where there is something else.
  private static func value(of text: String) -> Double? {
    if ["", "null", "nan", "undefined"].contains(text.lowercased()) { return .nan }
    let words = text.split(separator: " ")
    guard let number = words.first.flatMap({ decimal($0) }) else { return nil }
    let scale: Double? =
      switch words.dropFirst().first {
      case nil: 1
      case "K": 1e3
      case "Mil", "M": 1e6
      default: 1
      }
    return scale.map { number * $0 }
  }
}
