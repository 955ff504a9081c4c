internal import Intake

/// A file of rates on a grid: a column of times and one of rates, or of requests in each step.
struct RateSeriesFile {
  let ratesRPS: [Double]
  let stepSeconds: Double
  /// Whether it is the export of a monitoring system, which may count by minute or hour, and how that was read.
  private(set) var isOfMonitoring = false
  private(set) var remarks: [String] = []

  /// - Throws: `Diagnostics` with the line at fault: a column that is missing, a time or a rate that is none, a grid that
  ///   is not even.
  ///
  /// - Parameter period: What the numbers of a monitoring system's export count; nil where it says so itself.
  init(path: String, per period: RatePeriod? = nil) throws(Diagnostics) {
    if MeasuredRates.isOne(path) {
      try self.init(MeasuredRates(path: path, per: period), path: path)
      return
    }
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

  private init(_ rates: MeasuredRates, path: String) throws(Diagnostics) {
    let step = rates.seconds[1] - rates.seconds[0]
    for (index, second) in rates.seconds.enumerated()
    where abs(second - rates.seconds[0] - step * Double(index)) > 1e-3 * step {
      throw Diagnostics([
        Diagnostic(
          file: path,
          message:
            "the grid is not even: point \(index + 1) lies \(second - rates.seconds[0]) s after the first, with a step of \(step) s",
          remedy: "Export without gaps, or over longer steps")
      ])
    }
    try self.init(values: rates.rps, step: step, isCount: false, path: path)
    (isOfMonitoring, remarks) = (true, rates.remarks)
  }

  private init(path: String, rate: [String], isCount: Bool) throws(Diagnostics) {
    var values: [Double] = []
    var times: (first: Double, last: Double) = (0, 0)
    var unit: TimeUnit?
    var step = 0.0
    try MeasuredTable(path: path).forEachRow([["time", "timestamp", "seconds", "t"], rate]) { row throws(Diagnostics) in
      let time = try RateSeriesFile.seconds(row, &unit)
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
      values.append(try row.number(1, .rate))
    }
    try self.init(values: values, step: step, isCount: isCount, path: path)
  }

  private init(values: [Double], step: Double, isCount: Bool, path: String) throws(Diagnostics) {
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

  /// Seconds since some instant: a number, of the unit in which the first is an instant of our time, or
  /// `2027-01-31T08:05:00+01:00`.
  private static func seconds(_ row: MeasuredTable.Row, _ unit: inout TimeUnit?) throws(Diagnostics) -> Double {
    let text = row.fields[0].text
    if let number = decimal(text) {
      let known = unit ?? TimeUnit(ofEpoch: number) ?? .s
      unit = known
      return number * known.seconds
    }
    guard let instant = Timestamp(text) else {
      throw row.problem(0, "expected a time, found '\(text)'", remedy: "Write seconds, or 2027-01-31 08:05:00")
    }
    return Double(instant.nanoseconds) / 1e9
  }
}
