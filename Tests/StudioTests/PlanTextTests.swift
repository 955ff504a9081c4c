import ModelFiles
import Testing

@testable import Studio

@Suite struct PlanTextTests {
  private let plan = """
    # a service   # twice
    service: small   # its name
    detect: { probe: 10s, failures: 3 }   # seed 2
    rates:
      region: { per-year: [0.3, 0.8, 2], lasts: "lognormal median 80min sigma 1.1" }  # assumed
      note: 'it''s # no comment'
    list: [ { share: 85%, law: exponential mean 1h }, { share: 15%, law: exponential mean 2h } ]
    """

  @Test func valuesStandWhereTheyAreWritten() throws {
    let text = try PlanText(plan, name: "plan.yaml")
    #expect(
      text.values.map { "\($0.path)=\($0.written)" } == [
        "service=small", "detect.probe=10s", "detect.failures=3", "rates.region.per-year=[0.3, 0.8, 2]",
        "rates.region.lasts=\"lognormal median 80min sigma 1.1\"", "rates.note='it''s # no comment'",
        "list.1.share=85%", "list.1.law=exponential mean 1h", "list.2.share=15%", "list.2.law=exponential mean 2h",
      ])
  }

  /// Only the bytes of the values move.
  @Test func commentsAndOrderStay() throws {
    let edited = try PlanText(plan, name: "plan.yaml").replacing(
      [("rates.region.per-year", "[0.3, 1.5, 2]"), ("detect.failures", "12"), ("list.2.law", "fixed 3h")],
      name: "plan.yaml")
    #expect(
      edited.text
        == plan.replacing("failures: 3", with: "failures: 12").replacing("[0.3, 0.8, 2]", with: "[0.3, 1.5, 2]")
        .replacing("law: exponential mean 2h", with: "law: fixed 3h"))
  }

  /// What would be more than one value, or none, is refused, with the place that it was meant for.
  @Test(arguments: [
    "5, evil: 3", "5 }", "5 # gone", "", "[1", "5\n", "a: b", "{ a: 1 }", "&x 5", "*x", "- 5", "\"5", "5\u{2028}6",
  ])
  func aValueIsOneValue(written: String) throws {
    let text = try PlanText(plan, name: "plan.yaml")
    let refusal = #expect(throws: EditRefusal.self) {
      try text.replacing([("detect.probe", "9s"), ("detect.failures", written)], name: "plan.yaml")
    }
    #expect(refusal?.path == "detect.failures")
  }

  @Test func aKeyThatIsNotWrittenIsRefused() throws {
    let text = try PlanText(plan, name: "plan.yaml")
    #expect(throws: EditRefusal.self) { try text.replacing([("detect.vantage", "3")], name: "plan.yaml") }
  }

  /// The step between two texts leads from the one to the other, whatever they are.
  @Test func stepsLeadFromOneTextToAnother() throws {
    var source = SeededSource(state: 1)
    func text() -> String {
      (0..<Int.random(in: 1...6, using: &source)).map { number in
        ["a\(number): 1", "b\(number): 2", "", "# c\r"].randomElement(using: &source)!
      }.joined(separator: "\n") + "\nlast: 1"
    }
    for _ in 0..<300 {
      let (old, new) = (text(), text())
      let step = PlanText.step(from: old, to: new)
      #expect((step == nil) == (old == new))
      if let step { #expect(try PlanText(old, name: "x").applying([step], name: "x") == new) }
    }
  }

  /// Every value of every model is found with its bytes, and replacing all by themselves changes nothing.
  @Test(arguments: [
    "models/chat-api.yaml", "models/start.yaml", "models/three-regions.yaml", "models/seed-failover.yaml",
  ])
  func modelsKeepTheirBytes(path: String) throws {
    let path = Plans.path(path)
    let text = try PlanFile(path: path).text
    let plan = try PlanText(text, name: path)
    #expect(plan.values.count > 20)
    let same = try plan.replacing(plan.values.map { ($0.path, $0.written) }, name: path)
    #expect(same.text == text)
  }

  /// As on the command line: a terabyte an answer at ten times a hundred a second is 3.2e10 answers a year of
  /// a thousand GB each, 3.2e13 and more than a bill can count, although no month alone comes to 9.2e12.
  @Test func whatABillCannotCountIsRefused() throws {
    let text = Plans.small + "\nprices: { user-egress: { per-request: 1TB, tiers: { above: $0.05/GB } } }"
    let reading = try StudioPlan(text: text, name: "small.yaml").reading(of: StudioState())
    guard case .refused(let refusal) = reading.outcome else {
      Issue.record("it was read")
      return
    }
    #expect(refusal.path == "prices" && refusal.reason.contains("more of 'user-egress' than a bill can count"))
  }
}
