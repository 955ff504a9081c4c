import ServiceModel
import Testing

@testable import ModelFiles

/// Detectors in layers, as a plan writes them.
@Suite struct DetectorPlanTests {
  private let short = "detect: { probe: 10s, probe-timeout: 5s, failures: 3, vantage: 2 of 3 }"

  private func detection(_ text: String) throws -> LayeredDetection {
    let plan = try PlanFile(text: wholePlan.replacing(short, with: text, maxReplacements: 1), name: "plan.yaml")
    guard case .layers(let layers) = plan.services[0].detection else { throw Unexpected() }
    return layers
  }
  private struct Unexpected: Error {}

  @Test func presetsAreReadAndChanged() throws {
    let layers = try detection(
      """
      detect:
          detectors:
            health: { preset: health-check, failures: 2 }
            success: { preset: success-rate, metric-delay: 30s }
            hanging: { preset: timeout-rate, window: 2min }
            slow: { preset: latency }
            users: { preset: user-view }
          alarm: { any: [{ all: [health, success], within: 2min }, users] }
      """)
    #expect(
      layers.detectors.map(\.sees) == [
        .health(
          Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 2, agreeing: 2, vantagePoints: 3)),
        .rate(RateRule(signal: .failing, threshold: 0.05, metricDelaySeconds: 30)),
        .rate(RateRule(signal: .timingOut, threshold: 0.1, ordinary: 0.001, windowSeconds: 120)),
        .rate(RateRule(signal: .late, threshold: 0.01, windowSeconds: 300)),
        .userRequests(
          Probes(intervalSeconds: 60, timeoutSeconds: 10, failures: 2, agreeing: 2, vantagePoints: 3)),
      ])
    #expect(layers.detectors.map(\.layer) == [.service, .business, .business, .business, .user])
    #expect(
      layers.alarm == .any([.all([.detector(0), .detector(1)], withinSeconds: 120), .detector(4)]))
  }

  @Test func whatAnAlertDidIsRead() throws {
    let layers = try detection(
      "detect: { detectors: { alert: { by-failure: { region: { takes: 90s, missed: 5% } } } } }")
    #expect(
      layers.detectors.map(\.sees) == [.tried([TriedAlert(failure: "region", takes: .constant(90), missed: 0.05)])])
    #expect(layers.detectors.map(\.layer) == [.business])
  }

  @Test func whatARuleIsHeldAgainstIsRead() throws {
    let layers = try detection(
      """
      detect:
          detectors:
            health: { preset: health-check }
            a: { signal: failing, above: 1%, ordinary: 0.1%, against: last-week }
            b: { signal: worse, above: 2%, ordinary: 0.1%, against: last-week, times: 4 }
            c: { signal: late, above: 3%, ordinary: 0.1%, against: last-week, deviations: 6 }
            d: { signal: failing, above: 4%, against: peers }
      """)
    #expect(
      layers.detectors.dropFirst().map { $0.rule?.against } == [
        .lastWeek(times: 2), .lastWeek(times: 4), .lastWeekAnd(deviations: 6), .peers,
      ])
    #expect(layers.detectors[2].rule?.signal == .worse)
  }

  /// A request a second, one in a hundred bad: 0.6 in a minute, and one of sixty is more than 1 %: k = 1, so that 0.01 e^-0.6 =
  /// 0.0054881 alarms a second would hold 45 % of the time. 5 % are three: 0.01 e^-0.6 0.6^2 / 2 = 9.879e-4, 31,175 a year.
  @Test func whatIsOrdinaryRingsForNothing() throws {
    func plan(_ above: String) -> String {
      """
      service: quiet
      traffic: { peak: 1rps, step: 1d }
      replica: { rated: 1rps }
      sites: { a: { keep: serving, node: { gpus: 1 } }, b: { keep: warm, node: { gpus: 1 } } }
      failures: { out: { scope: region, per-year: 1, lasts: 1h } }
      detect: { detectors: { x: { signal: failing, above: \(above), ordinary: 1% } }, seen-through: 50% }
      execute: { move-traffic: { by: balancer } }
      """
    }
    let file = try PlanFile(text: plan("5%"), name: "plan.yaml")
    let alarms = try #require(file.services[0].failures.first { $0.name == FailureMode.falseAlarmName })
    #expect(alarms.effect == .alarms(seenThrough: 0.5))
    #expect(abs(1 / alarms.lifetime.mean / 9.8786e-4 - 1) < 1e-4)
    #expect(file.interpretations.contains { $0.contains("3.12e+04 times a year") }, "\(file.interpretations)")
    #expect(throws: (any Error).self) { try PlanFile(text: plan("1%"), name: "plan.yaml") }
    #expect(throws: (any Error).self) { try PlanFile(text: plan("90%"), name: "plan.yaml") }
  }

  @Test func withoutARuleOneAlarmIsEnough() throws {
    let layers = try detection(
      "detect: { detectors: { a: { probe: 10s, failures: 3 }, b: { signal: failing, above: 2%, window: 5min, for: 1min } } }"
    )
    #expect(layers.alarm == .any([.detector(0), .detector(1)]))
    #expect(
      layers.detectors[1].sees
        == .rate(RateRule(signal: .failing, threshold: 0.02, windowSeconds: 300, holdSeconds: 60)))
  }

  @Test(arguments: [
    ("{ detectors: {} }", "there is no detector"),
    ("{ detectors: { a: { preset: health-check } }, failures: 3 }", "both say how a loss is noticed"),
    ("{ detectors: { a: { layer: service } } }", "does not say what it looks at"),
    ("{ detectors: { a: { by-failure: {} } } }", "no failure is listed"),
    ("{ detectors: { a: { by-failure: { region: { takes: 1min, missed: 100% } } } } }", "never rings sees nothing"),
    ("{ detectors: { a: { by-failure: { regoin: { takes: 1min } } } } }", "the plan has no failure 'regoin'"),
    ("{ detectors: { a: { signal: failing } } }", "'above' is missing"),
    ("{ detectors: { a: { preset: latency } } }", "no detector sees every loss"),
    ("{ detectors: { a: { preset: health-check } }, alarm: b }", "there is no detector 'b'"),
    ("{ detectors: { a: { preset: health-check } }, alarm: { any: [a], within: 1min } }", "one alarm is enough"),
    ("{ detectors: { a: { preset: health-check } }, alarm: { within: 1min } }", "joins alarms by 'any' or by 'all'"),
    ("{ detectors: { a: { probe: 10s, failures: 3, layer: business } } }", "a probe is no measurement"),
    ("{ detectors: { a: { preset: success-rate, ordinary: 9% } } }", "must lie below what raises the alarm"),
    ("{ detectors: { a: { preset: success-rate, against: peers } } }", "no detector sees every loss"),
    ("{ detectors: { a: { preset: success-rate, against: last-week } } }", "the rule is 'above' alone"),
    ("{ detectors: { a: { preset: success-rate, times: 3 } } }", "how far above last week's share"),
    ("{ detectors: { a: { preset: timeout-rate, against: last-week, times: 3, deviations: 2 } } }", "both say how far"),
    ("{ detectors: { a: { preset: timeout-rate, against: last-week, times: 1 } } }", "above its own mean"),
    ("{ detectors: { a: { preset: timeout-rate, against: last-week, deviations: 0 } } }", "must be above 0"),
    ("{ detectors: { a: { signal: gpu, above: 85% } } }", "'gpu' is no signal: GPU use is load"),
    ("{ detectors: { a: { signal: quota, above: 85% } } }", "a failover finds it used up"),
    ("{ detectors: { a: { preset: health-check } }, seen-through: 10% }", "ring for nothing less than once"),
  ])
  func mistakesAreNamed(text: String, message: String) {
    let problems = planProblems(replacing: short, by: "detect: \(text)")
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }

  /// 20 times 10 % is more than all requests.
  @Test func aRuleAboveAllRequestsIsRefused() {
    let problems = planProblems(
      replacing: short,
      by:
        "detect: { detectors: { health: { preset: health-check }, a: { signal: failing, above: 5%, ordinary: 10%, against: last-week, times: 20 } } }"
    )
    let place = "plan.yaml:30:133: error: so many times what is ordinary is no less than all requests"
    #expect(problems.contains { $0.hasPrefix(place) }, "\(problems)")
  }

  /// Rules that nothing in any design can make ring.
  @Test(arguments: [
    ("failing, against: peers", "5:100: warning: a site that serves alone has no peers, so that 'x' never rings"),
    ("worse", "5:82: warning: nothing makes answers worth less, so that 'x' never rings"),
  ])
  func rulesThatCannotRingAreNamed(rule: String, expected: String) {
    func problems(keep: String, impairs: String) -> [String] {
      planProblems(
        """
        service: quiet
        traffic: { peak: 1rps, step: 1d }
        replica: { rated: 1rps }
        sites: { a: { keep: serving, node: { gpus: 1 } }, b: { keep: \(keep), node: { gpus: 1 } } }
        detect: { detectors: { health: { preset: health-check }, x: { above: 5%, signal: \(rule) } } }
        failures: { out: { scope: region, per-year: 1, lasts: 1h\(impairs) } }
        execute: { move-traffic: { by: balancer } }
        """)
    }
    let found = problems(keep: "warm", impairs: "")
    #expect(found.contains { $0.hasPrefix("plan.yaml:\(expected)") }, "\(found)")
    let other = problems(keep: "serving", impairs: ", impairs: { quality: 60% }")
    #expect(!other.contains { $0.contains("never rings") }, "\(other)")
  }
}
