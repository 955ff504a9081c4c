import ServiceModel
import Stochastics
import Testing

@testable import ModelFiles

/// Who decides, and what is done about what, as a plan writes it.
@Suite struct DecisionPlanTests {
  private let short = "decide: { by: automatic, pre-check: 30s, person: 11min }"

  @Test func everythingIsRead() throws {
    let text = """
      decide:
          by: person
          on-call:
            levels:
              P2: { acknowledges: { 08:00: 4min, 22h: exponential mean 15min } }
              P1: { after: 10min, acknowledges: 5min }
            each-alarm: 20s
            merged: 80%
          impact:
            zone: wait
            provider: failover
            everywhere: { do: wait, at-most: 10min }
            region: { do: shift, share: 50% }
            gpu: { do: restart, takes: 2min, works: 70% }
      """
    let decision = try PlanFile(text: wholePlan.replacing(short, with: text, maxReplacements: 1), name: "plan.yaml")
      .services[0].decision
    #expect(
      decision.onCall
        == OnCall(
          levels: [
            EscalationLevel(
              name: "P2", afterSeconds: 0,
              acknowledges: [
                HourlyLaw(fromHour: 8, law: .constant(240)), HourlyLaw(fromHour: 22, law: .exponential(mean: 900)),
              ]),
            EscalationLevel(
              name: "P1", afterSeconds: 600, acknowledges: [HourlyLaw(fromHour: 0, law: .constant(300))]),
          ], secondsPerAlarm: 20, merged: 0.8))
    #expect(
      decision.responses == [
        ScopedResponse(.zone, .wait(atMostSeconds: nil)), ScopedResponse(.provider, .failover),
        ScopedResponse(.everywhere, .wait(atMostSeconds: 600)), ScopedResponse(.region, .shift(share: 0.5)),
        ScopedResponse(.gpu, .restart(RestartInPlace(takes: .constant(120), works: 0.7))),
      ])
  }

  @Test(arguments: [
    ("impact: { zon: wait }", "there is no failure scope 'zon'"),
    ("impact: { zone: restart }", "'restart' needs more than its name"),
    ("impact: { zone: { do: shift } }", "'share' is missing"),
    ("impact: { zone: { takes: 2min } }", "'do' is missing"),
    ("on-call: {}", "nobody is on call"),
    ("on-call: { levels: { P2: { acknowledges: 5min }, P1: { acknowledges: 5min } } }", "called no later than 'P2'"),
    ("on-call: { levels: { P2: { acknowledges: { noon: 5min } } } }", "expected an hour of the day"),
    ("on-call: { levels: { P2: { acknowledges: { 9h: 5min, 8h: 4min } } } }", "not in order"),
  ])
  func mistakesAreNamed(text: String, message: String) {
    let problems = planProblems(replacing: short, by: "decide: { by: person, person: 5min, \(text) }")
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }

  /// Which keys belong beside a word that nobody knows, nobody can say.
  @Test func aMistypedActionIsTheOnlyMistake() {
    let text = "decide: { by: person, person: 5min, impact: { zone: { do: restrat, takes: 5min } } }"
    let problems = planProblems(replacing: short, by: text)
    #expect(problems.count == 1 && problems[0].contains("unknown 'restrat'"), "\(problems)")
  }

  @Test func whoIsOnCallDecidesInsteadOfAPerson() throws {
    let text = "decide: { by: person, person: 11min, on-call: { levels: { P2: { acknowledges: 5min } } } }"
    let file = try PlanFile(text: wholePlan.replacing(short, with: text, maxReplacements: 1), name: "plan.yaml")
    #expect(file.services[0].decision.person == nil)
    #expect(file.warnings.contains { "\($0)".contains("'person' has no effect beside 'on-call'") })
  }

  @Test func aCheckThatMayFailNeedsARemedy() {
    let problems = planProblems(
      replacing: "  works: 95%\n  otherwise: 1h", by: "  canary: { share: 5%, for: 2min, fails: 5% }")
    #expect(problems.contains { $0.contains("'otherwise' is missing") }, "\(problems)")
  }
}
