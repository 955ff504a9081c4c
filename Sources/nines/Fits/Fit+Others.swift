import ArgumentParser
import Foundation
import Intake
import ModelFiles
import Stochastics

extension RatePeriod: ExpressibleByArgument {}

/// Files that other programs write: exports of monitoring, results of load tests.
extension Fit {
  /// Answers where the table is one of them; nil where it is a table of our own.
  func answerToOthers() throws(FitFailure) -> (any FitResult)? {
    if MeasuredRates.isOne(table) { return try answerToMonitoring() }
    if let header = try? CSVFile.header(of: table), LoadTest.tool(of: header) != nil { return try answerToLoadTest() }
    if per != nil {
      throw FitFailure(usage: "--per says what the export of a monitoring system counts, and '\(table)' is none")
    }
    if within != nil || replicas != nil || failed != nil || percentile != nil {
      throw FitFailure(usage: "--within, --percentile, --failed and --replicas belong to results of load tests")
    }
    return nil
  }

  private func answerToMonitoring() throws(FitFailure) -> any FitResult {
    let rates: MeasuredRates
    do throws(Diagnostics) {
      rates = try MeasuredRates(path: table, per: per)
    } catch {
      throw FitFailure("\(error.description)\(per == nil ? " (--per second, minute or hour)" : "")")
    }
    for remark in rates.remarks { Terminal.printError("note: \(table): \(remark)") }
    let begins = rates.seconds[0]
    let fitted: FittedRates
    do throws(RateFitError) {
      let fit = try RateSeriesFit(
        seconds: rates.seconds.map { $0 - begins }, rps: rates.rps,
        // 1970-01-01 was a Thursday.
        weekSecond: (begins + 3 * 86_400).truncatingRemainder(dividingBy: 7 * 86_400))
      fitted = FittedRates(
        fit: fit, origin: URL(filePath: table).lastPathComponent, hasCalendar: true, pointsAveraged: 1)
    } catch {
      throw FitFailure("\(table): error: \(error.description)")
    }
    guard fitted.isFinite else {
      throw FitFailure(
        "\(table): error: its rates lie too far apart for a curve. Check them, and fit a longer series")
    }
    return fitted
  }

  private func answerToLoadTest() throws(FitFailure) -> any FitResult {
    guard let within else {
      throw FitFailure(
        usage: "'\(table)' holds the results of a load test: say with --within how long an answer may take, as 2s")
    }
    guard let seconds = try? QuantityKind.duration.value(of: within), seconds > 0 else {
      throw FitFailure(usage: "--within '\(within)' is no duration above zero; write 2s or 500ms")
    }
    guard let share = try? QuantityKind.share.value(of: failed ?? "1%") else {
      throw FitFailure(usage: "--failed '\(failed ?? "")' is no share; write 1%")
    }
    guard [50, 66, 75, 80, 90, 95, 98, 99].contains(percentile ?? 95) else {
      throw FitFailure(usage: "--percentile is one of 50, 66, 75, 80, 90, 95, 98, 99, as Locust writes them")
    }
    guard (1...100_000).contains(replicas ?? 1) else { throw FitFailure(usage: "--replicas is 1 to 100,000") }
    do throws(Diagnostics) {
      let test = try LoadTest(path: table, percentile: percentile ?? 95)
      return FittedLoad(
        windows: test.windows,
        capacity: test.capacity(withinSeconds: seconds, failedShare: share, replicas: replicas ?? 1), tool: test.tool,
        origin: URL(filePath: table).lastPathComponent, percentile: percentile ?? 95, withinSeconds: seconds,
        failedShare: share, replicas: replicas ?? 1)
    } catch {
      throw FitFailure(error.description)
    }
  }
}

extension CSVFile {
  static func header(of path: String) throws -> [String] {
    var file = try CSVFile(path: path)
    return try file.next()?.texts ?? []
  }
}
