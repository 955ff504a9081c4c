import Foundation
import Stochastics

/// What the numbers of a column of times count: told by their size, for an hour of milliseconds is no month of seconds.
private enum TimeScale {
  /// From any beginning.
  case seconds
  case secondsSince1970
  case millisecondsSince1970
  case beyond

  /// 5e8 s after 1970 is 1985; 1e11 s is the year 5138, and in milliseconds 1973; 1e14 ms is the year 5138 again.
  init(of time: Double) {
    switch time {
    case ..<5e8: self = .seconds
    case ..<1e11: self = .secondsSince1970
    case ..<1e14: self = .millisecondsSince1970
    default: self = .beyond
    }
  }

  var perSecond: Double { self == .millisecondsSince1970 ? 1000 : 1 }
}

/// The table that `nines fit` reads.
struct FitTable {
  private let path: String
  private let rows: [(line: Int, fields: [String])]
  let header: [String]

  init(path: String) throws(FitFailure) {
    self.path = path
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw FitFailure("\(path): error: there is no such file, or it cannot be read. Check the path")
    }
    do throws(DistributionError) {
      rows = try Distribution.csvRows(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw FitFailure("\(path): error: \(error.description)")
    }
    guard rows.count > 1 else {
      throw FitFailure("\(path): error: the table has no rows. Give a header and a measurement in each row")
    }
    header = rows[0].fields
  }

  /// What the header says the table holds.
  var kind: Fit.Kind {
    if header.contains("time") && header.contains("rps") { return .rates }
    return header.contains { $0.lowercased().hasSuffix("tpot_ms") } ? .replicas : .durations
  }

  /// A problem with its place.
  func failure(_ line: Int?, _ message: String, _ remedy: String?) -> FitFailure {
    FitFailure("\(path)\(line.map { ":\($0):1" } ?? ""): error: \(message)\(remedy.map { ". " + $0 } ?? "")")
  }

  /// The column asked for, or the only one that is named like a duration.
  func durationColumn(named name: String?) throws(FitFailure) -> String {
    if let name { return name }
    if header.count == 1 { return header[0] }
    let words = ["duration", "repair", "lasted", "lasts", "lifetime", "downtime"]
    let named = header.filter { column in
      DurationUnit(endOf: column) != nil || words.contains { column.lowercased().contains($0) }
    }
    guard named.count == 1 else {
      let all = header.map { "'\($0)'" }.joined(separator: ", ")
      throw failure(1, "which of the columns \(all) holds the durations?", "Name it with --column")
    }
    return named[0]
  }

  func durations(_ column: String, unit: DurationUnit, censored: String?) throws(FitFailure) -> LifeSample {
    let index = try self.index(of: column)
    var flag: Int?
    if let censored { flag = try self.index(of: censored) }
    var (ended, open) = ([Double](), [Double]())
    for row in rows.dropFirst() {
      let value = try number(row, index, column)
      guard value > 0 else {
        throw failure(
          row.line, "'\(column)' is \(value); a duration to fit must be above zero", "Leave the row out or correct it")
      }
      var isOpen = false
      if let flag { isOpen = try self.flag(row, flag) }
      if isOpen { open.append(value * unit.seconds) } else { ended.append(value * unit.seconds) }
    }
    do throws(FitError) {
      return try LifeSample(ended: ended, censored: open)
    } catch {
      throw failure(nil, error.description, nil)
    }
  }

  /// Times since the first row and rates; `weekSecond` where the file has dates, or times since 1970.
  func rates() throws(FitFailure) -> (seconds: [Double], rps: [Double], weekSecond: Double?) {
    let (time, rps) = (try index(of: "time"), try index(of: "rps"))
    var (seconds, rates) = ([Double](), [Double]())
    var begins: Double?
    /// Of plain numbers; nil for dates.
    var scale: TimeScale?
    for row in rows.dropFirst() {
      let text = try field(row, time, "time")
      let instant: Double
      if let plain = Double(text), plain.isFinite, scale != nil || seconds.isEmpty {
        scale = scale ?? TimeScale(of: plain)
        guard scale != .beyond else {
          throw failure(
            row.line, "the time '\(text)' is neither seconds nor milliseconds since 1970", "Write seconds or a date")
        }
        if scale != .seconds, begins == nil { begins = plain / scale!.perSecond }
        instant = plain / scale!.perSecond - (begins ?? 0)
      } else if let date = try? Date(text, strategy: .iso8601), scale == nil {
        begins = begins ?? date.timeIntervalSince1970
        instant = date.timeIntervalSince1970 - begins!
      } else {
        throw failure(
          row.line, "expected a time, found '\(text)'", "Write seconds, or 2026-01-05T00:00:00Z, in all rows")
      }
      let rate = try number(row, rps, "rps")
      guard instant.isFinite, instant > seconds.last ?? -.infinity else {
        throw failure(row.line, "the time '\(text)' is not after the one before it", "Sort the rows by time")
      }
      guard rate >= 0 else { throw failure(row.line, "the rate \(rate) is negative", nil) }
      seconds.append(instant)
      rates.append(rate)
    }
    // 1970-01-01 was a Thursday.
    let weekSecond = begins.map { ($0 + 3 * 86_400).truncatingRemainder(dividingBy: 7 * 86_400) }
    return (seconds, rates, weekSecond)
  }

  private func index(of column: String) throws(FitFailure) -> Int {
    guard let index = header.firstIndex(of: column) else {
      let all = header.map { "'\($0)'" }.joined(separator: ", ")
      throw failure(1, "there is no column '\(column)'", "The header has \(all)")
    }
    return index
  }

  private func field(_ row: (line: Int, fields: [String]), _ index: Int, _ column: String) throws(FitFailure) -> String
  {
    guard index < row.fields.count else {
      throw failure(row.line, "no column '\(column)'", "Give each row as many cells as the header")
    }
    return row.fields[index]
  }

  private func number(_ row: (line: Int, fields: [String]), _ index: Int, _ column: String) throws(FitFailure) -> Double
  {
    let text = try field(row, index, column)
    guard let value = Double(text), value.isFinite else {
      throw failure(row.line, "expected a number at '\(column)', found '\(text)'", nil)
    }
    return value
  }

  private func flag(_ row: (line: Int, fields: [String]), _ index: Int) throws(FitFailure) -> Bool {
    let text = try field(row, index, header[index])
    switch text.lowercased() {
    case "1", "yes", "true": return true
    case "0", "no", "false", "": return false
    default: throw failure(row.line, "expected yes or no at '\(header[index])', found '\(text)'", nil)
    }
  }
}
