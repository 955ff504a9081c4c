import Foundation
import Testing

/// What cannot vary is certain, and what only did not vary is not.
@Suite struct CertainTests {
  /// One site, traffic without noise, one hour of work on a date: 60 minutes in every year that could come.
  private static func plan(_ more: String = "", noise: String = "") -> String {
    """
    service: exact
    begins: 2027-01-01
    horizon: 1y
    traffic: { peak: 100rps, day: { sine-trough: 100% }\(noise) }
    replica: { rated: 10rps }
    sites: { east: { keep: serving, node: { gpus: 1, price: $1/h } } }
    failures:
      upgrade: { scope: region, on: 2027-01-10 10:00, lasts: 1h }
    \(more)
    detect: { probe: 10s, failures: 3 }
    execute: { move-traffic: { by: balancer } }
    objectives: { availability: { of: time, at-least: 99%, in: 95% of years } }

    """
  }

  private func compare(_ plan: String, _ more: [String] = []) throws -> Nines.Outcome {
    try Nines.run("compare", plan: plan, ["--replications", "40", "--no-inputs"] + more)
  }

  private func design(_ outcome: Nines.Outcome) throws -> [String: Any] {
    let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    return try #require((json["designs"] as? [[String: Any]])?.first)
  }

  @Test func whatNothingRandomReachesMeets() throws {
    let outcome = try compare(Self.plan())
    #expect(outcome.exitCode == 0, "\(outcome.stderr)\n\(outcome.stdout)")
    #expect(outcome.stdout.contains("60.0 exact") && outcome.stdout.contains("meets"), "\(outcome.stdout)")
    let lost = try #require(
      try design(compare(Self.plan(), ["--format", "json"]))["lost_minutes_per_year"] as? [String: Any])
    #expect(lost["mean"] as? Double == 60 && lost["exact"] as? Bool == true, "\(lost)")
  }

  /// Forty years without the shock are not the certainty that none comes: 40 of 40 leave 91 % open.
  @Test(arguments: [
    ("  shock: { scope: region, per-year: 0.000001, lasts: 1h }", ""), ("", ", noise: { cv: 1%, correlation: 30min }"),
    ("  rack: { scope: region, on: 2027-03-01 10:00, chance: 0.1%, lasts: 1h }", ""),
  ])
  func aRareShockLeavesItOpen(more: String, noise: String) throws {
    let outcome = try compare(Self.plan(more, noise: noise))
    #expect(outcome.exitCode == 0 && !outcome.stdout.contains("% exact"), "\(outcome.stdout)\(outcome.stderr)")
    #expect(outcome.stdout.contains("undecided"), "\(outcome.stdout)")
    #expect(!outcome.stdout.contains("100 % to 100 %"))
  }

  /// Two worlds of a region that is lost for two hours three times a year: Student's interval went far below zero.
  @Test func noEndLiesWhereNoFigureCan() throws {
    let plan = Plans.pair(failures: ["region: { scope: region, sites: [a], per-year: 3, lasts: 2h }"])
    let outcome = try Nines.run(
      "compare", plan: plan, ["--replications", "20", "--worlds", "2", "--no-inputs", "--format", "json"])
    let json = try #require(try JSONSerialization.jsonObject(with: Data(outcome.stdout.utf8)) as? [String: Any])
    for design in try #require(json["designs"] as? [[String: Any]]) {
      for (name, value) in design {
        guard let figure = value as? [String: Any], let low = figure["low"] as? Double else { continue }
        #expect(low >= 0 && (figure["high"] as? Double ?? 0) >= low, "\(name): \(figure)")
      }
    }
  }

  /// 400 years of nine outages are 3,600: the P99 has ten and more beyond it.
  @Test func aHighPercentileHasAnInterval() throws {
    let plan = Plans.pair(failures: [
      "region: { scope: region, sites: [a], per-year: 9, lasts: lognormal median 1h sigma 1 }"
    ])
    let outcome = try Nines.run(
      "compare", plan: plan, ["--replications", "400", "--no-inputs", "--format", "json"])
    let recovery = try #require(try design(outcome)["recovery_seconds"] as? [String: Any])
    let region = try #require(recovery["region"] as? [String: Any])
    let ends = try #require(region["p99_interval"] as? [String: Double])
    let p99 = try #require(region["p99"] as? Double)
    #expect(ends["low"]! < p99 && p99 < ends["high"]!, "\(region)")
    // The law's own: 3600 e^2.326 seconds.
    #expect(ends["low"]! < 3600 * exp(2.3263) && 3600 * exp(2.3263) < ends["high"]! * 1.02)
  }
}
