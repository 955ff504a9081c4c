internal import Foundation
internal import Intake

/// The results of a load test, window by window: `stats_history.csv` of Locust, or the CSV output of k6 (`--out csv=FILE`).
public struct LoadTest: Sendable {
  /// What was answered in a stretch of the test.
  public struct Window: Equatable, Sendable {
    /// Answers a second, failures among them.
    public var rps: Double
    /// Response time at the percentile that was asked for, in seconds; nil where nothing was answered.
    public var responseSeconds: Double?
    public var failedShare: Double
  }

  public enum Tool: String, Sendable { case locust = "Locust", k6 }

  public let tool: Tool
  public let windows: [Window]

  /// Whether a table is one of these, by its header.
  public static func tool(of header: [String]) -> Tool? {
    if header.contains("User Count"), header.contains("Requests/s") { return .locust }
    return header.contains("metric_name") && header.contains("metric_value") ? .k6 : nil
  }

  /// Seconds of a window of k6, whose rows are single requests.
  public static let windowSeconds = 10.0

  /// - Parameter percentile: Of the response time: 50, 66, 75, 80, 90, 95, 98 or 99, as Locust writes them.
  /// - Throws: `Diagnostics` with the line at fault.
  public init(path: String, percentile: Int) throws(Diagnostics) {
    func problem(_ line: Int, _ message: String, _ remedy: String?) -> Diagnostics {
      Diagnostics([Diagnostic(file: path, line: line, column: 1, message: message, remedy: remedy)])
    }
    var file: CSVFile
    var header: [String]
    do {
      file = try CSVFile(path: path)
      header = try file.next()?.texts ?? []
    } catch let found as CSVProblem {
      throw problem(found.line, found.message, found.remedy)
    } catch {
      throw problem(0, "there is no such file, or it cannot be read", "Check the path")
    }
    guard let tool = LoadTest.tool(of: header) else {
      throw problem(1, "this is no result of a load test", "Name stats_history.csv of Locust, or the CSV output of k6")
    }
    self.tool = tool
    func place(_ name: String) throws(Diagnostics) -> Int {
      guard let place = header.firstIndex(of: name) else {
        throw problem(1, "there is no column '\(name)'", "The header has \(header.joined(separator: ", "))")
      }
      return place
    }
    var windows: [Window] = []
    var requests = RequestWindows(percentile: percentile)
    let columns =
      try tool == .locust
      ? [place("Name"), place("Requests/s"), place("Failures/s"), place("\(percentile)%")]
      : [place("metric_name"), place("timestamp"), place("metric_value")]
    while true {
      let row: CSVRow?
      do { row = try file.next() } catch let found as CSVProblem {
        throw problem(found.line, found.message, found.remedy)
      } catch {
        throw problem(0, "the file cannot be read further", nil)
      }
      guard let row else { break }
      let texts = try columns.map { (column) throws(Diagnostics) in
        guard row.cells.indices.contains(column) else {
          throw problem(
            row.line, "the line has \(row.cells.count) cells under \(header.count) columns", "Remove it if it was cut")
        }
        return row.cells[column].text
      }
      func number(_ index: Int, _ kind: OutsideNumber) throws(Diagnostics) -> Double {
        guard let value = kind.value(of: texts[index]) else {
          throw problem(row.line, "expected \(kind.noun) at '\(header[columns[index]])', found '\(texts[index])'", nil)
        }
        return value
      }
      let milliseconds = OutsideNumber("milliseconds", from: 0, to: 1e9)
      switch tool {
      case .locust:
        // A row for each request name, and one for all of them.
        guard texts[0] == "Aggregated" else { continue }
        let (rate, failures) = (try number(1, .rate), try number(2, .rate))
        let response = texts[3] == "N/A" ? nil : try number(3, milliseconds) / 1000
        windows.append(
          Window(rps: rate, responseSeconds: response, failedShare: rate > 0 ? min(1, failures / rate) : 0))
      case .k6:
        guard ["http_req_duration", "http_req_failed"].contains(texts[0]) else { continue }
        let second = try number(1, OutsideNumber("an instant", from: 0, to: 1e15))
        if texts[0] == "http_req_duration" {
          requests.add(second, milliseconds: try number(2, milliseconds))
        } else {
          requests.add(second, failed: try number(2, OutsideNumber("a share", from: 0, to: 1)))
        }
      }
    }
    self.windows = tool == .locust ? windows : requests.windows
    guard self.windows.contains(where: { $0.rps > 0 }) else {
      throw problem(0, "the test answered nothing", "Name the results of a whole test")
    }
  }

  /// The load that one replica carries within its limits.
  ///
  /// A window keeps the limits or misses them. The capacity is the rate with the fewest windows on the wrong side of it;
  /// around it lies the range in which windows do both: below it at most one in twenty misses, above it at most one in twenty
  /// keeps.
  ///
  /// - Parameter replicas: That shared the load.
  public func capacity(withinSeconds limit: Double, failedShare: Double, replicas: Int) -> Capacity {
    let points = windows.filter { $0.rps > 0 }.map { window in
      (
        rps: window.rps / Double(replicas),
        keeps: window.failedShare <= failedShare && (window.responseSeconds ?? .infinity) <= limit
      )
    }.sorted { $0.rps < $1.rps }
    let kept = points.filter(\.keeps).count
    guard kept < points.count else {
      return Capacity(kept: kept, of: points.count, low: points.last?.rps, mid: nil, high: nil)
    }
    guard kept > 0 else { return Capacity(kept: 0, of: points.count, low: nil, mid: nil, high: points.first?.rps) }
    // Wrong sides of a threshold behind the first n points: missed below, kept above.
    var (missedBelow, keptAbove) = (0, kept)
    var best = (wrong: kept, behind: 0)
    var (low, high) = (0, points.count)
    for (index, point) in points.enumerated() {
      if point.keeps { keptAbove -= 1 } else { missedBelow += 1 }
      if missedBelow + keptAbove < best.wrong { best = (missedBelow + keptAbove, index + 1) }
      if Double(missedBelow) <= 0.05 * Double(index + 1) { low = index + 1 }
      if high == points.count, Double(keptAbove) <= 0.05 * Double(points.count - index - 1) { high = index + 1 }
    }
    func edge(_ behind: Int) -> Double {
      let (below, above) = (points[max(0, behind - 1)].rps, points[min(points.count - 1, behind)].rps)
      return behind == 0 ? points[0].rps : (below + above) / 2
    }
    let mid = edge(best.behind)
    return Capacity(
      kept: kept, of: points.count, low: min(mid, edge(min(low, best.behind))), mid: mid,
      high: max(mid, edge(max(high, best.behind))))
  }

  /// In requests a second of a replica.
  public struct Capacity: Equatable, Sendable {
    public let kept: Int
    public let of: Int
    /// Nil where every window missed.
    public let low: Double?
    /// Nil where the test did not reach the limit, or never stayed below it.
    public let mid: Double?
    /// Nil where no window missed.
    public let high: Double?
  }
}

/// Single requests, gathered into windows in the order of time.
private struct RequestWindows {
  let percentile: Int
  private var first: Double?
  private var durations: [Int: [Double]] = [:]
  private var failed: [Int: Double] = [:]

  init(percentile: Int) { self.percentile = percentile }

  private mutating func window(_ second: Double) -> Int {
    let start = first ?? second
    first = start
    return wholeNumber(((second - start) / LoadTest.windowSeconds).rounded(.down)) ?? 0
  }

  mutating func add(_ second: Double, milliseconds: Double) {
    durations[window(second), default: []].append(milliseconds)
  }
  mutating func add(_ second: Double, failed share: Double) { failed[window(second), default: 0] += share }

  /// The last one is cut off, and left out where there are others.
  var windows: [LoadTest.Window] {
    let keys = durations.keys.sorted()
    return (keys.count > 1 ? keys.dropLast() : keys[...]).map { key in
      let all = (durations[key] ?? []).sorted()
      let place = min(all.count - 1, max(0, (all.count * percentile + 99) / 100 - 1))
      return LoadTest.Window(
        rps: Double(all.count) / LoadTest.windowSeconds, responseSeconds: all[place] / 1000,
        failedShare: min(1, (failed[key] ?? 0) / Double(all.count)))
    }
  }
}
