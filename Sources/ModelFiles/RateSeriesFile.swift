internal import Foundation
import ServiceModel

/// A file of rates on a grid: a column of times and one of rates, or of requests in each step.
struct RateSeriesFile {
  let ratesRPS: [Double]
  let stepSeconds: Double

  /// - Throws: `Diagnostics` with the line at fault: a column that is missing, a time or a rate that is none, a grid that
  ///   is not even.
  init(path: String) throws(Diagnostics) {
    do {
      try self.init(path: path, rate: ["rate_rps", "rps", "rate", "requests_per_second"], isCount: false)
    } catch {
      // A file of counts has no column of rates.
      guard error.all.contains(where: { $0.message.hasPrefix("the header has no column 'rate_rps'") }),
        let counts = try? RateSeriesFile(path: path, rate: ["requests", "count"], isCount: true)
      else { throw error }
      self = counts
    }
  }

  private init(path: String, rate: [String], isCount: Bool) throws(Diagnostics) {
    var values: [Double] = []
    var times: (first: Double, last: Double) = (0, 0)
    var step = 0.0
    try MeasuredTable(path: path).forEachRow([["time", "timestamp", "seconds", "t"], rate]) { row throws(Diagnostics) in
      let time = try RateSeriesFile.seconds(row)
      switch values.count {
      case 0: times = (time, time)
      case 1: step = time - times.first
      default: break
      }
      if values.count > 0 {
        if time <= times.last { throw row.problem(0, "the time does not come after the one before it") }
        let expected = times.first + step * Double(values.count)
        if abs(time - expected) > 1e-3 * step {
          throw row.problem(
            0, "the grid is not even: a step is \(time - times.last) s, the first one \(step) s",
            remedy: "Fill the gap, or average over longer steps")
        }
      }
      times.last = time
      values.append(try row.number(1, noun: "a rate"))
    }
    let isUsable = values.count >= 2 && step >= 1
    guard isUsable, abs((86_400 / step).rounded() * step - 86_400) < 1e-6 else {
      throw Diagnostics([
        Diagnostic(
          file: path, line: 2, column: 1,
          message: values.count < 2
            ? "a rate series has two rows at least" : "the step of \(step) s does not divide a day",
          remedy: "Write rates of every minute, five minutes or hour")
      ])
    }
    stepSeconds = 86_400 / (86_400 / step).rounded()
    ratesRPS = isCount ? values.map { $0 / step } : values
  }

  /// Seconds since some instant: a number, or `2027-01-31 08:05:00` with a `T` for the space if need be.
  private static func seconds(_ row: MeasuredTable.Row) throws(Diagnostics) -> Double {
    let text = row.fields[0].text
    if let seconds = Double(text), seconds.isFinite { return seconds }
    let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " }).map(String.init)
    if parts.count <= 2, let day = parts.first.flatMap(CalendarDay.init),
      let clock = parts.count == 2 ? secondsOfDay(parts[1]) : 0
    {
      return Double(day.daysSinceEpoch) * 86_400 + clock
    }
    throw row.problem(0, "expected a time, found '\(text)'", remedy: "Write seconds, or 2027-01-31 08:05:00")
  }

  /// `08:05`, `08:05:00` or `08:05:00.5`, with a `Z` if need be.
  private static func secondsOfDay(_ text: String) -> Double? {
    let parts = (text.hasSuffix("Z") ? text.dropLast() : text[...]).split(separator: ":")
    guard (2...3).contains(parts.count), let hours = UInt(parts[0]), hours < 24, let minutes = UInt(parts[1]),
      minutes < 60, let seconds = parts.count == 3 ? Double(parts[2]) : 0, (0..<60).contains(seconds)
    else { return nil }
    return Double(hours * 3600 + minutes * 60) + seconds
  }
}
