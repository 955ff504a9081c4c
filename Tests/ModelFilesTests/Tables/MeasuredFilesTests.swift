import Foundation
import ServiceModel
import TestSupport
import Testing

@testable import ModelFiles

/// Rates and tokens from files: what is read, and what is said of files that are broken.
@Suite struct MeasuredFilesTests {
  /// A folder with files, and the whole plan with other traffic beside them.
  private func plan(_ traffic: String, _ files: [String: String], horizon: String = "1d") throws -> PlanFile {
    let folder = FileManager.default.temporaryDirectory.appending(path: "nines-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in files.keys.sorted() {
      try files[name]!.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    let start = try #require(wholePlan.range(of: "  peak: 100rps"))
    let end = try #require(wholePlan.range(of: "  noise: "))
    let text =
      wholePlan[..<start.lowerBound] + traffic
      + wholePlan[end.lowerBound...].replacing(
        "  noise: { cv: 5%, correlation: 30min }\n", with: "")
    let path = folder.appending(path: "plan.yaml")
    try text.replacing("service: chat", with: "service: chat\nhorizon: \(horizon)", maxReplacements: 1)
      .write(to: path, atomically: true, encoding: .utf8)
    return try PlanFile(path: path.path)
  }

  private func problems(_ traffic: String, _ files: [String: String], horizon: String = "1d") throws -> String {
    do {
      _ = try plan(traffic, files, horizon: horizon)
      return ""
    } catch let problems as Diagnostics {
      return problems.inFileOrder.map(\.headline).joined(separator: "\n")
    }
  }

  /// A day of five-minute rates: 10, 11, 12 ... in requests a second.
  private let day = "time,rate_rps\n" + (0..<288).map { "\($0 * 300),\(10 + $0)\n" }.joined()

  @Test func aSeriesIsTheDemandAndItsP999IsThePeak() throws {
    let plan = try plan("  series: rates.csv\n", ["rates.csv": day])
    let traffic = plan.services[0].traffic
    #expect(traffic.series?.ratesRPS.count == 288 && traffic.stepSeconds == 300)
    // One five-minute mean in a thousand of 288 is none: the highest is the peak.
    #expect(traffic.peakRPS == 297)
    #expect(plan.namedFiles.map(\.name) == ["rates.csv"])
    #expect(plan.services.allSatisfy { $0.traffic == traffic })
    let demand = try plan.services[0].ordinaryDemand()
    for step in 0..<288 { #expect(isNear(demand.scale * demand.period[step], Double(10 + step) * 1e6, within: 1e-3)) }
  }

  @Test func aSeriesMayBeScaledAndRepeated() throws {
    let block = "  series: { file: rates.csv, repeat: yes, scale: 200% }\n"
    #expect(try plan(block, ["rates.csv": day], horizon: "30d").services[0].traffic.peakRPS == 594)
    let peak = "  peak: 1000rps\n  series: { file: rates.csv, repeat: yes }\n"
    let service = try plan(peak, ["rates.csv": day], horizon: "30d").services[0]
    #expect(service.traffic.peakRPS == 1000)
    let demand = try service.ordinaryDemand()
    #expect(abs(demand.scale * 297 / 1e6 - 1000) < 1e-9)
  }

  /// Counts are divided by the step; times may be dates; the step of the file is kept.
  @Test func countsAndDatesAreRead() throws {
    let rows = (0..<24).map { hour in
      "2027-01-31T\(hour < 10 ? "0" : "")\(hour):00:00Z,x,\(3600 * (hour + 1))"
    }
    let file = "Timestamp,region,Requests\r\n" + rows.joined(separator: "\r\n")
    let series = try #require(try plan("  series: rates.csv\n", ["rates.csv": file]).services[0].traffic.series)
    #expect(series.stepSeconds == 3600 && series.ratesRPS == (1...24).map(Double.init))
  }

  @Test(arguments: [
    ("time,load\n0,1\n", "rates.csv:1:1: error: the header has no column 'rate_rps'. It has: time, load"),
    ("rate_rps\n1\n", "rates.csv:1:1: error: the header has no column 'time'"),
    (
      "time,rate_rps\n0,1\n300,2\n900,3\n",
      "rates.csv:4:1: error: the grid is not even: a step is 600.0 s, the first one 300.0 s"
    ),
    ("time,rate_rps\n0,1\n300,2\n200,3\n", "rates.csv:4:1: error: the time does not come after the one before it"),
    ("time,rate_rps\n0,1\n300,-2\n", "rates.csv:3:5: error: expected a rate, found '-2'"),
    ("time,rate_rps\n0,1\n300,nan\n", "rates.csv:3:5: error: expected a rate, found 'nan'"),
    ("time,rate_rps\n0,1\nnoon,2\n", "rates.csv:3:1: error: expected a time, found 'noon'"),
    ("time,rate_rps\n0,1\n300,2\n600", "rates.csv:4:1: error: the file ends in the middle of a row"),
    ("time,rate_rps\n0,1\n300\n600,2\n", "rates.csv:3:1: error: expected 2 fields, found 1"),
    ("time,rate_rps\n0,1\n7000,2\n", "the step of 7000.0 s does not divide a day"),
    ("time,rate_rps\n0,1\n", "a rate series has two rows at least"),
    ("time,rate_rps\n", "the file has no rows"), ("", "the file has no rows"),
    ("time,rate_rps\n0,0\n43200,0\n", "the series has no traffic"),
    ("time,rate_rps\n0,1\n300,2\n", "the series lasts 0.006944 days, the horizon 1"),
  ])
  func brokenSeriesAreNamed(file: String, expected: String) throws {
    let found = try problems("  series: rates.csv\n", ["rates.csv": file])
    #expect(found.contains(expected), "\(found)")
  }

  @Test func aSeriesStandsAlone() throws {
    let both = "  series: rates.csv\n  step: 5min\n"
    #expect(try problems(both, ["rates.csv": day]).contains("the series says what 'step' would say"))
    #expect(try problems("  series: other.csv\n", [:]).contains("other.csv: error: there is no such file"))
    #expect(try problems("  series: ../rates.csv\n", [:]).contains("lies outside the plan's folder"))
    let heights = "  peak: 9rps\n  series: { file: rates.csv, scale: 2 }\n"
    #expect(try problems(heights, ["rates.csv": day]).contains("'scale' and 'peak' both say how high the series is"))
  }

  /// The columns of the Azure LLM inference traces.
  @Test func tokensOfATraceAreKeptInPairs() throws {
    let trace = """
      TIMESTAMP,ContextTokens,GeneratedTokens
      2023-11-16 18:15:46.6805900,374,44
      2023-11-16 18:15:50.9951690,396,109
      2023-11-16 18:15:51.2224670,879,0

      """
    let traffic = try plan("  peak: 9rps\n  tokens: { trace: t.csv }\n", ["t.csv": trace]).services[0].traffic
    let pairs = [(374, 44), (396, 109), (879, 1)].map { TokenPair(prompt: $0.0, output: $0.1) }
    #expect(traffic.tokens == .table(file: "t.csv", pairs: pairs))
    #expect(abs(traffic.promptTokens - 1649 / 3) < 1e-9 && abs(traffic.outputTokens - 154 / 3) < 1e-9)
    #expect(traffic.tokens?.pair(at: 0.5, 0.1) == pairs[1])
    let broken = try problems(
      "  peak: 9rps\n  tokens: { trace: t.csv }\n", ["t.csv": "ContextTokens,GeneratedTokens\n5,-3\n"])
    #expect(broken.contains("t.csv:2:3: error: expected a number of tokens, found '-3'"))
  }
}
