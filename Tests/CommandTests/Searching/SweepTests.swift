import Foundation
import Testing

/// The hesitation curve and its kin, on a plan that is quick to simulate.
@Suite struct SweepTests {
  /// A region that goes four times a year for two hours; detection by probes of which one in a hundred is lost.
  private static let plan = Plans.pair(
    failures: ["region: { scope: region, sites: [a], per-year: 4, lasts: 2h }"],
    detect: "probe: 10s, probe-timeout: 2s, failures: 3, probe-loss: 1%")

  private func sweep(_ arguments: [String]) throws -> Nines.Outcome {
    try Nines.run("sweep", plan: Self.plan, ["--replications", "40"] + arguments)
  }

  private struct Row {
    let value: String
    let cells: [String: Double]
  }

  private func rows(_ outcome: Nines.Outcome) -> [Row] {
    let lines = outcome.stdout.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    return lines.dropFirst().map { line in
      let cells = zip(lines[0], line).compactMap { name, cell in Double(cell).map { (String(name), $0) } }
      return Row(value: String(line[2]), cells: Dictionary(uniqueKeysWithValues: cells))
    }
  }

  /// Spurious failovers fall and failover time rises with every probe that is waited for; both as closed forms say.
  @Test func hesitationIsACurve() throws {
    let outcome = try sweep(["--vary", "detect.failures=1..5", "--format", "csv"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    let all = rows(outcome)
    #expect(all.map(\.value) == ["", "1", "2", "3", "4", "5"])
    let curve = Array(all.dropFirst())
    for (before, after) in zip(curve, curve.dropFirst()) {
      #expect(before.cells["failover_seconds"]! < after.cells["failover_seconds"]!)
      let (many, few) = (before.cells["spurious_failovers_per_year"]!, after.cells["spurious_failovers_per_year"]!)
      #expect(many > few || many == 0, "\(many) then \(few)")
    }
    for (index, row) in curve.prefix(3).enumerated() {
      // Whichever site has the traffic may be taken for lost, 0.99 x 0.01^N / 10 s; then 30 s are decided, and while the
      // other one is down, four times two hours a year, there is nowhere to go.
      let rate = 0.99 * pow(0.01, Double(index + 1)) / 10
      let expected = (8766 - 8) * 3600 / (1 / rate + 30)
      let mean = row.cells["spurious_failovers_per_year"]!
      let reach = row.cells["spurious_failovers_per_year_high"]! - row.cells["spurious_failovers_per_year_low"]!
      #expect(abs(mean - expected) < reach + 0.003 * expected, "N = \(index + 1): \(mean) against \(expected)")
    }
    // The plan's own value is the row of 3, to the last bit.
    #expect(all[0].cells["lost_minutes_per_year"] == curve[2].cells["lost_minutes_per_year"])
    #expect(curve[2].cells["lost_minutes_per_year_difference"] == 0)
  }

  /// Without false alarms each further probe costs ten seconds, exactly: the pairs differ by nothing else.
  @Test func pairsDifferByWhatWasChanged() throws {
    let outcome = try sweep(["--vary", "detect.failures=1..6", "--set", "detect.probe-loss=0%", "--format", "csv"])
    for (index, row) in rows(outcome).dropFirst().enumerated() {
      let n = Double(index + 1)
      // (N - 1/2) x 10 s where connections are refused, and the pre-check of 30 s; 160 phases, uniform over 10 s.
      #expect(abs(row.cells["failover_seconds"]! - ((n - 0.5) * 10 + 30)) < 1, "N = \(n)")
      #expect(abs(row.cells["failover_seconds_difference"]! - (n - 3) * 10) < 1e-6, "N = \(n)")
      #expect(row.cells["spurious_failovers_per_year"] == 0)
    }
  }

  @Test func twoInputsMakeAGridOrAPair() throws {
    let grid = try sweep([
      "--vary", "detect.probe=10s,20s", "--vary", "detect.failures=2,3,4", "--format", "json", "--set",
      "detect.probe-loss=0%",
    ])
    #expect(grid.exitCode == 0, "\(grid.stderr)")
    let json = try #require(try JSONSerialization.jsonObject(with: Data(grid.stdout.utf8)) as? [String: Any])
    let points = try #require(json["points"] as? [[String: Any]])
    #expect(points.count == 6)
    let spurious = points.compactMap { ($0["spurious_failovers_per_year"] as? [String: Any])?["mean"] as? Double }
    #expect(spurious == [0, 0, 0, 0, 0, 0])
    let pairs = try sweep([
      "--vary", "detect.probe=10s,20s", "--vary", "detect.failures=4,2", "--zip", "--format", "csv",
    ])
    #expect(rows(pairs).map(\.value) == ["", "10s; 4", "20s; 2"])
  }

  /// One value that contradicts the plan is a row that says why; the others are simulated.
  @Test func aValueMayBeRefused() throws {
    let outcome = try sweep(["--vary", "detect.failures=0,3", "--format", "table"])
    #expect(outcome.exitCode == 0 && outcome.stdout.contains("0 is refused"), "\(outcome.stdout)\(outcome.stderr)")
    let none = try sweep(["--vary", "detect.failures=0,x"])
    #expect(none.exitCode == 2 && none.stdout == "" && none.stderr.contains("none of the 2 values is possible"))
  }

  /// Settings with which nobody could work are refused with what they would do.
  @Test func probesThatAreMostlyLostAreRefused() throws {
    let outcome = try sweep(["--vary", "detect.probe-loss=5%,40%,100%", "--set", "detect.failures=1"])
    #expect(outcome.exitCode == 0, "\(outcome.stderr)")
    #expect(outcome.stdout.contains("40% is refused: with an alarm at failed probe 1 a site that is well is taken for"))
    #expect(outcome.stdout.contains("for lost 100 % of the time"))
    let law = try sweep(["--vary", "detect.probe-loss=1%", "--set", "detect={ takes: 30s }"])
    #expect(law.exitCode == 2 && law.stderr.contains("needs probes"), "\(law.stderr)")
  }

  @Test(arguments: [
    (["--vary", "detect.failures"], 64, "must be PATH=VALUE"),
    (["--vary", "detcet.failures=1..3"], 64, "Did you mean 'detect'?"),
    (["--vary", "detect.failures=1..3", "--zip"], 64, "--zip needs two --vary"),
    (["--vary", "a=1", "--vary", "b=1", "--vary", "c=1"], 64, "varies one input or two"),
    (["--vary", "detect.failures=1,2", "--vary", "detect.probe=5s", "--zip"], 64, "--zip pairs 2 values"),
    (["--design", "hto", "--vary", "detect.failures=1,2"], 64, "Did you mean 'hot'?"),
  ])
  func mistakesAreNamed(arguments: [String], status: Int32, words: String) throws {
    let outcome = try sweep(arguments)
    #expect(outcome.exitCode == status && outcome.stdout == "", "\(outcome.stdout)")
    #expect(outcome.stderr.contains(words), "\(outcome.stderr)")
  }
}
