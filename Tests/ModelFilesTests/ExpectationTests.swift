import ModelFiles
import ServiceModel
import Testing

/// The block of known values: read strictly, and no part of the plan.
@Suite struct ExpectationTests {
  private func plan(_ expect: String) -> String {
    """
    service: two-state
    traffic: { peak: 1rps, classes: { all: { share: 100%, state: { checkpoint: 30s } } } }
    replica: { rated: 1rps }
    sites: { only: { keep: serving, nodes: 1, node: { gpus: 1 } } }
    failures: { site: { scope: region, every: exponential mean 1000h, lasts: 4h } }
    detect: { takes: 0s }
    execute: { move-traffic: { by: balancer } }
    designs: { single-site: {} }
    expect:
      - \(expect)
    """
  }

  private func problems(_ expect: String) -> [String] {
    do {
      _ = try PlanFile(text: plan(expect), name: "plan.yaml")
      return []
    } catch {
      return error.all.map(\.description)
    }
  }

  @Test func valuesAreReadInTheUnitOfTheirFigure() throws {
    let unavailability = try PlanFile(
      text: plan(
        "{ figure: unavailability, design: single-site, value: 3.98e-3, standard-error: 0.01%, source: A01, replications: 7 }"
      ), name: "plan.yaml")
    #expect(
      unavailability.expectations == [
        ExpectedFigure(
          figure: .unavailability, design: "single-site", value: 3.98e-3, standardError: 1e-4, source: "A01",
          replications: 7)
      ])
    let dataLoss = try PlanFile(
      text: plan(
        "{ figure: data-loss-p95, class: all, design: single-site, value: 1min, tolerance: 1%, source: H, replications: 9 }"
      ), name: "plan.yaml")
    #expect(
      dataLoss.expectations == [
        ExpectedFigure(
          figure: .dataLoss(trafficClass: "all", .quantile(0.95)), design: "single-site", value: 60, tolerance: 0.01,
          source: "H", replications: 9)
      ])
  }

  @Test func whatIsExpectedIsNoPartOfThePlan() throws {
    let with = try PlanFile(
      text: plan("{ figure: outages, design: single-site, value: 8.7, source: A01, replications: 7 }"), name: "p")
    let without = try PlanFile(text: String(plan("").split(separator: "expect:")[0]), name: "p")
    #expect(with.services == without.services)
    #expect(with.readings == without.readings)
    #expect(without.expectations.isEmpty)
  }

  @Test(arguments: [
    ("{ figure: unavailabilty, design: single-site, value: 1%, source: A, replications: 9 }", "unavailability"),
    ("{ figure: outages, design: single-sit, value: 1, source: A, replications: 9 }", "Did you mean 'single-site'?"),
    ("{ figure: downtime, design: single-site, value: 1%, source: A, replications: 9 }", "expected a duration"),
    ("{ figure: downtime, design: single-site, value: 1min, replications: 9 }", "'source' is missing"),
    ("{ figure: downtime, design: single-site, value: 1min, source: A }", "'replications' is missing"),
    ("{ figure: outages-within, design: single-site, value: 1%, source: A, replications: 9 }", "'within' is missing"),
    (
      "{ figure: outages, within: 3s, design: single-site, value: 1, source: A, replications: 9 }",
      "unknown key 'within'"
    ),
    (
      "{ figure: data-loss-mean, class: al, design: single-site, value: 1s, source: A, replications: 9 }",
      "Did you mean 'all'?"
    ),
  ])
  func mistakesAreReportedOnce(expect: String, message: String) {
    let found = problems(expect)
    #expect(found.count == 1, "\(found)")
    #expect(found.first?.contains(message) == true, "\(found)")
  }

  @Test func anOverlayExpectsNothing() {
    #expect(throws: Diagnostics.self) {
      try PlanFile(
        text: plan("{ figure: outages, design: single-site, value: 8.7, source: A01, replications: 7 }")
          .replacing("single-site: {}", with: "single-site: { expect: [] }"), name: "p")
    }
  }
}
