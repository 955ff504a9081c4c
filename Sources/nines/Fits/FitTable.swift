import Foundation
import Intake
import ModelFiles
import Stochastics

/// The table that `nines fit` reads.
struct FitTable {
  private let path: String
  private var file: CSVFile
  /// The first row below the header.
  private var pending: CSVRow?
  private let progress: FileProgress
  /// Of the row that comes next.
  private var number = 0
  let header: [String]

  /// - Parameter line: Is shown how much of the file has been read.
  init(path: String, progress line: ProgressLine) throws(FitFailure) {
    self.path = path
    progress = FileProgress(path, on: line)
    do {
      file = try CSVFile(path: path)
      header = try file.next()?.texts ?? []
      pending = try file.next()
    } catch {
      throw FitTable.failure(error, path)
    }
    guard pending != nil else {
      throw FitFailure("\(path): error: the table has no rows. Give a header and a measurement in each row")
    }
  }

  private static func failure(_ error: any Error, _ path: String) -> FitFailure {
    switch error {
    case let failure as FitFailure: failure
    case let problem as CSVProblem:
      FitFailure("\(path):\(problem.line):1: error: \(problem.message). \(problem.remedy)")
    default: FitFailure("\(path): error: there is no such file, or it cannot be read. Check the path")
    }
  }

  /// The next row, once: a table of any length is in memory as one piece. `nil` after the last.
  private mutating func nextRow() throws(FitFailure) -> CSVRow? {
    if number % FileProgress.stride == 0 { progress.show(file.bytesRead) }
    number += 1
    if let row = pending {
      pending = nil
      return row
    }
    do { return try file.next() } catch { throw FitTable.failure(error, path) }
  }

  /// Whether the last line has its end; a file without it may have been cut. What has not been read yet is passed over.
  mutating func endsWithLine() throws(FitFailure) -> Bool {
    while try nextRow() != nil {}
    return file.endsWithLine
  }

  /// What the header says the table holds.
  var kind: Fit.Kind {
    if timeColumn != nil && header.contains("rps") { return .rates }
    return header.contains { $0.lowercased().hasSuffix("tpot_ms") } ? .replicas : .durations
  }

  /// `time`, or `time_ms` with its unit.
  private var timeColumn: String? { header.first { $0 == "time" || $0.hasPrefix("time_") } }

  /// A problem with its place.
  func failure(_ line: Int?, column: Int = 1, _ message: String, _ remedy: String?) -> FitFailure {
    // A question has its mark already.
    let end = message.hasSuffix("?") ? " " : ". "
    let place = line.map { ":\($0):\(column)" } ?? ""
    return FitFailure("\(path)\(place): error: \(message)\(remedy.map { end + $0 } ?? "")")
  }

  /// A problem with a cell of a row.
  private func failure(_ row: CSVRow, _ index: Int, _ message: String, _ remedy: String?) -> FitFailure {
    failure(row.line, column: row.cells.indices.contains(index) ? row.cells[index].column : 1, message, remedy)
  }

  /// The column asked for, or the only one that is named like a duration.
  func durationColumn(named name: String?) throws(FitFailure) -> String {
    if let name {
      _ = try index(of: name, askedBy: "--column")
      return name
    }
    if header.count == 1 { return header[0] }
    let words = ["duration", "repair", "lasted", "lasts", "lifetime", "downtime"]
    let named = header.filter { column in
      TimeUnit(endOf: column) != nil || words.contains { column.lowercased().contains($0) }
    }
    guard named.count == 1 else {
      let all = header.map { "'\($0)'" }.joined(separator: ", ")
      throw failure(1, "which of the columns \(all) holds the durations?", "Name it with --column")
    }
    return named[0]
  }

  mutating func durations(_ column: String, unit: TimeUnit, censored: String?) throws(FitFailure) -> LifeSample {
    let index = try self.index(of: column)
    var flag: Int?
    if let censored { flag = try self.index(of: censored, askedBy: "--censored") }
    var (ended, open) = ([Double](), [Double]())
    while let row = try nextRow() {
      let value = try number(row, index, column)
      guard value > 0 else {
        let text = try field(row, index, column)
        throw failure(
          row, index, "'\(column)' is \(text); a duration to fit must be above zero", "Leave the row out or correct it")
      }
      if let problem = OutsideNumber.seconds.problem(with: value * unit.seconds) {
        throw failure(row, index, "'\(column)' is \(value * unit.seconds) s, which \(problem)", "Check its unit")
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

  /// Times and rates; `weekSecond` where the file has dates or instants since 1970, and times then count from the first.
  ///
  /// - Parameter given: The unit of times that are numbers; nil where the column's name or their size says it.
  mutating func rates(unit given: TimeUnit?) throws(FitFailure) -> (series: GatheredSeries, weekSecond: Double?) {
    let name = timeColumn ?? "time"
    let (time, rps) = (try index(of: name), try index(of: "rps"))
    var series = GatheredSeries()
    var clock = SeriesClock(unit: given ?? (name == "time" ? nil : TimeUnit(endOf: name)))
    while let row = try nextRow() {
      let text = try field(row, time, name)
      guard let instant = clock.seconds(of: text) else {
        throw failure(
          row, time, "expected a time, found '\(text)'", "Write seconds, or 2026-01-05T00:00:00Z, in all rows")
      }
      let rate = try number(row, rps, "rps")
      guard instant.magnitude < 1e10, instant > series.last else {
        throw failure(row, time, "the time '\(text)' is not after the one before it", "Sort the rows by time")
      }
      guard rate >= 0 else { throw failure(row, rps, "the rate \(rate) is negative", nil) }
      if rate != 0 && rate < OutsideNumber.smallestRate {
        throw failure(row, rps, "the rate \(rate) is below \(OutsideNumber.smallestRate) requests a second", "Write 0")
      }
      if let problem = OutsideNumber.rate.problem(with: rate) {
        throw failure(row, rps, "the rate \(rate) \(problem)", "Rates are requests a second")
      }
      series.add(instant, rate: rate)
    }
    series.end()
    // 1970-01-01 was a Thursday.
    let weekSecond = clock.begins.map { ($0 + 3 * 86_400).truncatingRemainder(dividingBy: 7 * 86_400) }
    return (series, weekSecond)
  }

  /// - Parameter option: That named the column; nil where the kind of table does.
  private func index(of column: String, askedBy option: String? = nil) throws(FitFailure) -> Int {
    guard let index = header.firstIndex(of: column) else {
      if let option {
        throw FitFailure(
          usage: "\(option): \(path) has no column '\(column)'. \(FieldReader.suggestion(for: column, among: header))")
      }
      let all = header.map { "'\($0)'" }.joined(separator: ", ")
      throw failure(1, "there is no column '\(column)'", "The header has \(all)")
    }
    return index
  }

  private func field(_ row: CSVRow, _ index: Int, _ column: String) throws(FitFailure) -> String {
    guard index < row.cells.count else {
      throw failure(row.line, "no column '\(column)'", "Give each row as many cells as the header")
    }
    return SpreadsheetText.unescaped(row.cells[index].text)
  }

  private func number(_ row: CSVRow, _ index: Int, _ column: String) throws(FitFailure) -> Double {
    let text = try field(row, index, column)
    guard let value = decimal(text) else {
      throw failure(row, index, "expected a number at '\(column)', found '\(text)'", nil)
    }
    return value
  }

  private func flag(_ row: CSVRow, _ index: Int) throws(FitFailure) -> Bool {
    let text = try field(row, index, header[index])
    switch text.lowercased() {
    case "1", "yes", "true": return true
    case "0", "no", "false", "": return false
    default: throw failure(row, index, "expected yes or no at '\(header[index])', found '\(text)'", nil)
    }
  }
}

/// How the times of a series count, by its first row: as dates, as numbers since 1970, or as numbers of their own.
private struct SeriesClock {
  /// Of numbers.
  var unit: TimeUnit?
  private var isFirst = true
  private var isOfDates = false
  /// Seconds since 1970 of the first row, where that is known.
  private(set) var begins: Double?

  init(unit: TimeUnit?) { self.unit = unit }

  /// Nil where a text is no time, or not of the kind of the first.
  mutating func seconds(of text: String) -> Double? {
    defer { isFirst = false }
    if let number = decimal(text) {
      guard isFirst || !isOfDates else { return nil }
      if isFirst {
        let epoch =
          unit.flatMap { TimeUnit(ofEpoch: number * $0.seconds) == .s ? $0 : nil } ?? TimeUnit(ofEpoch: number)
        begins = (unit == nil || unit == epoch) ? epoch.map { number * $0.seconds } : nil
        unit = unit ?? epoch ?? .s
      }
      return number * (unit ?? .s).seconds - (begins ?? 0)
    }
    guard let instant = Timestamp(text), isFirst || isOfDates else { return nil }
    let seconds = Double(instant.nanoseconds) / 1e9
    if isFirst { (isOfDates, begins) = (true, seconds) }
    return seconds - (begins ?? 0)
  }
}
