import ServiceModel
import Stochastics
import Testing

@testable import ModelFiles

/// What is written about traffic, and what is said about what is written wrongly.
@Suite struct TrafficPlanTests {
  private let peak = "  peak: 100rps\n"

  /// The traffic of the whole plan with lines added to it.
  private func traffic(_ lines: String) throws -> Traffic {
    let text = wholePlan.replacing(peak, with: peak + lines + "\n", maxReplacements: 1)
    return try PlanFile(text: text, name: "plan.yaml").services[0].traffic
  }

  private func problem(_ lines: String) -> String {
    planProblems(replacing: peak, by: peak + lines + "\n").joined(separator: "\n")
  }

  @Test func everythingIsRead() throws {
    let traffic = try traffic(
      """
        year: { feb: 80%, 11-27: 1.5, dec: 120% }
        origins:
          us: { share: 60%, zone: UTC-5 }
          india: { share: 40%, zone: Asia/Kolkata, day: { sine-trough: 50% } }
        campaigns:
          sale: { at: 2027-11-26 08:00, factor: 3, ramp-up: 2h, lasts: 12h, ramp-down: 4h }
          launch: { at: 2027-03-01, add: 200rps, lasts: 3d }
        flash-crowds:
          viral: { per-year: 6, factor: lognormal median 3 sigma 0.4, ramp-up: 5min, lasts: 40min, ramp-down: 30min }
        growth: { per-month: 2% }
        tokens: { prompt: lognormal median 1020 sigma 0.8, output: 211, rank-correlation: -0.11 }
        sessions: { turns: 5, think-time: exponential mean 40s }
      """)
    #expect(traffic.year.map(\.factor) == [0.8, 1.5, 1.2])
    // The middle of February is the end of its 14th day; the 27th of November is day 331, at its noon.
    #expect(abs(traffic.year[0].position - 45 / 365) < 1e-12 && abs(traffic.year[1].position - 330.5 / 365) < 1e-12)
    #expect(traffic.origins.map(\.utcOffsetSeconds) == [-18_000, 19_800])
    #expect(traffic.origins[0].day == nil && traffic.origins[1].day == .sine(amplitude: 1 / 3))
    #expect(
      traffic.campaigns[0]
        == Campaign(
          name: "sale", startSeconds: 329 * 86_400 + 8 * 3600, lift: .factor(3),
          shape: EventShape(rampUp: 7200, lasts: 43_200, rampDown: 14_400)))
    #expect(traffic.campaigns[1].lift == .added(rps: 200) && traffic.campaigns[1].startSeconds == 59 * 86_400)
    #expect(traffic.crowds[0].factor == .lognormal(median: 3, sigma: 0.4) && traffic.crowds[0].rampUp == 300)
    #expect(traffic.growth == .perMonth(0.02))
    #expect(traffic.outputTokens == 211)
    #expect(
      traffic.tokens
        == .laws(prompt: .lognormal(median: 1020, sigma: 0.8), output: .constant(211), rankCorrelation: -0.11))
    #expect(traffic.sessions?.sessionsPerSecond(atRPS: 100) == 20)
  }

  @Test func classesAreRead() throws {
    let text = wholePlan.replacing(
      "batch: { share: 40%, state: none }", with: "batch: { share: 40%, state: none, priority: 2, deadline: 6h }")
    let classes = try PlanFile(text: text, name: "plan.yaml").services[0].traffic.classes
    #expect(classes[1].priority == 2 && classes[1].deadlineSeconds == 21_600 && classes[1].isDeferrable)
    #expect(classes[0].priority == 0 && !classes[0].isDeferrable)
  }

  /// Growth that nobody is sure of is an uncertain input like any other.
  @Test func growthMayBeUncertain() throws {
    let text = wholePlan.replacing(peak, with: peak + "  growth: { per-year: [20%, 60%, 150%] }\n", maxReplacements: 1)
    let plan = try PlanFile(text: text, name: "plan.yaml")
    #expect(plan.inputs.contains { $0.path == "traffic.growth.per-year" && $0.mid == 0.6 })
    #expect(plan.services[0].traffic.growth == .perYear(0.6))
    let high = try plan.services(at: ["traffic.growth.per-year": 0.95])
    #expect(abs(try #require(high[0].traffic.growth).rate - 1.5) < 1e-9)
  }

  @Test(arguments: [
    ("  year: { feb: 80%, jan: 90%, dec: 100% }", "9:9: error: a yearly curve needs at least three months"),
    (
      "  year: { feb: 80%, smarch: 90%, dec: 100% }",
      "9:29: error: expected a month or a day of the year, found 'smarch'"
    ),
    ("  year: { feb: 80%, 02-30: 90%, dec: 100% }", "error: expected a month or a day of the year, found '02-30'"),
    ("  origins: { us: { share: 60%, zone: UTC-5 } }", "9:12: error: the shares of the origins sum to 60 %"),
    (
      "  origins: { us: { share: 100%, zone: America/New_Yorc } }",
      "9:39: error: expected an offset from UTC or a zone of the IANA database, found 'America/New_Yorc'. Did you mean"
    ),
    (
      "  origins: { us: { share: 100%, zone: Africa/Casablanca } }",
      "9:39: error: the clocks of Africa/Casablanca follow one rule from 2088 on, and the plan begins in 2027"
    ),
    (
      "  origins: { us: { share: 100%, zone: UTC+15 } }",
      "9:39: error: expected an offset from UTC or a zone of the IANA database, found 'UTC+15'"
    ),
    ("  growth: { per-year: 5%, per-month: 1% }", "both say how fast demand grows. Keep one"),
    ("  growth: {}", "'per-year' is missing in 'traffic.growth'"),
    ("  growth: { per-year: 1000 }\n  step: 1s", "there is more traffic in the horizon than can be counted"),
    (
      "  campaigns: { a: { at: 2027-02-30, factor: 2, lasts: 1h } }",
      "9:25: error: expected a date at 'traffic.campaigns.a.at'"
    ),
    (
      "  campaigns: { a: { at: 2027-03-01, lasts: 1h } }",
      "does not say what it brings. Add 'factor: 3', or 'add: 200rps'"
    ),
    ("  campaigns: { a: { at: 2027-03-01, factor: 2, add: 5rps, lasts: 1h } }", "both say what it brings. Keep one"),
    (
      "  campaigns: { a: { at: 2029-03-01, factor: 2, lasts: 1h } }",
      "9:25: warning: campaign 'a' lies outside the horizon"
    ),
    ("  flash-crowds: { v: { per-year: 9000, factor: 2, lasts: 1h } }", "more than one crowd an hour is noise"),
    ("  flash-crowds: { v: { per-year: 9, factor: pareto shape 0.9 minimum 2, lasts: 1h } }", "has no mean"),
    ("  timeout: 0s", "9:12: error: 'traffic.timeout' must be above zero"),
    ("  timeout: pareto shape 1.5 minimum 5s", "'traffic.timeout' has no mean, or a deviation of more than ten times"),
    ("  tokens: { prompt: 10, output: 5, rank-correlation: 2 }", "9:54: error: expected a number between -1 and 1"),
    ("  sessions: { turns: 0.5, think-time: 40s }", "a session has one request at least"),
  ])
  func mistakesAreNamed(lines: String, expected: String) {
    let found = problem(lines)
    #expect(found.contains(expected), "\(found)")
  }

  @Test(arguments: [
    ("{ dispersion: { index: 0.5, over: 60s }, correlation: 30min }", "must be above 1, which Poisson requests have"),
    ("{ dispersion: { index: 16, over: 60s } }", "'correlation' is missing in 'traffic.noise'"),
    (
      "{ dispersion: { index: 1e8, over: 60s }, correlation: 30min }",
      "no noise of this kind has this index at this rate"
    ),
    ("{ cv: 5%, dispersion: { index: 16, over: 60s }, correlation: 30min }", "both say how strong the noise is"),
    ("{ dispersion: [{ index: 16, over: 60s, correlation: 1min }] }", "expected two windows, found 1"),
    (
      "{ dispersion: [{ index: 4, over: 10s, correlation: 10s }, { index: 56, over: 300s, correlation: 10min }] }",
      "demand is constant over a step, which is longer than the first window. Write 'step: 10s'"
    ),
  ])
  func noiseThatCannotBeIsRefused(noise: String, expected: String) {
    let found = planProblems(replacing: "{ cv: 5%, correlation: 30min }", by: noise).joined(separator: "\n")
    #expect(found.contains(expected), "\(found)")
  }

  /// An index of dispersion is turned into noise once, for all designs.
  @Test func dispersionGivesAllDesignsTheSameNoise() throws {
    let text = wholePlan.replacing(
      "{ cv: 5%, correlation: 30min }", with: "{ dispersion: { index: 16, over: 60s }, correlation: 30min }")
    let services = try PlanFile(text: text, name: "plan.yaml").services
    let noise = try #require(services[0].traffic.noise)
    #expect(services.allSatisfy { $0.traffic.noise == noise })
    let mean = try services[0].ordinaryDemand().meanRPS
    #expect(abs(noise.indexOfDispersion(over: 60, meanRPS: mean, step: 300) - 16) < 1e-6)
    #expect(abs(noise.cv * noise.cv - 15 / (60 * mean)) < 1e-9)
  }

  /// Objectives of a class are read, checked and refused with the reason.
  @Test func objectivesOfAClassAreRefused() {
    let found = planProblems(
      replacing: "batch: { share: 40%, state: none }",
      by: "batch: { share: 40%, state: none, objectives: { first-token-p99: 2s } }")
    #expect(found.count == 1 && found[0].contains("no class has a latency of its own"))
    let origin = planProblems(
      replacing: "batch: { share: 40%, state: none }", by: "batch: { share: 40%, state: none, origin: mars }")
    #expect(origin.count == 1 && origin[0].contains("an 'origin' moves nothing"))
  }

  @Test(arguments: [
    ("UTC", 0.0), ("UTC+0", 0), ("UTC-5", -5), ("UTC+5:30", 5.5), ("+02:00", 2), ("-03:30", -3.5), ("Asia/Tokyo", 9),
    ("UTC+14", 14), ("UTC-12", -12),
  ])
  func offsetsAreRead(text: String, hours: Double) throws {
    #expect(try UTCOffset(text).seconds == hours * 3600)
  }

  @Test(arguments: ["", "UTC+", "UTC-13", "UTC+5:60", "+1:2:3", "UTC+x", "Tokyo", "5", "UTC+1:"])
  func whatIsNoOffsetIsRefused(text: String) {
    #expect(throws: UTCOffset.Problem.unknown) { try UTCOffset(text) }
  }

  @Test(arguments: ["Europe/Berlin", "CET", "America/New_York"])
  func clocksThatMoveAreRefused(text: String) {
    #expect(throws: UTCOffset.Problem.daylightSaving) { try UTCOffset(text) }
  }
}
