import Testing

@testable import ModelFiles

/// Where a plan's latency curves come from.
@Suite struct CurvePlanTests {
  private func text(tokens: String = "{ prompt: 1155, output: 211 }", curve: String = "") -> String {
    """
    service: chat
    begins: 2027-01-01
    objectives: { first-token: { within: 2s, in: 90% of years } }
    traffic: { peak: 20rps, tokens: \(tokens) }
    replica:
      gpus: 4
      iteration: { fixed: 11ms, per-sequence: 0.05ms, per-kv-token: 0.03us, per-prefill-token: 0.04ms }
      batch: 64
      start: { boot: 1min }
    \(curve.isEmpty ? "" : "  curve: \(curve)")
    sites: { a: { keep: serving, node: { gpus: 8xH100 } } }
    detect: { probe: 10s, failures: 3 }
    decide: { by: automatic, pre-check: 30s }
    execute: { move-traffic: { by: balancer } }
    """
  }

  private func curves(_ text: String) throws -> [String] {
    try PlanFile(text: text, name: "plan.yaml").interpretations.filter { $0.contains("latency curve is") }
  }

  @Test func theTokensDecideWhereThePlanDoesNot() throws {
    #expect(try curves(text()) == ["replica: the latency curve is that of the birth-death chain"])
    let measured = try curves(text(tokens: "{ prompt: 2048, output: 28 }"))
    #expect(measured.count == 1)
    #expect(
      measured[0].hasPrefix(
        "replica: the latency curve is measured request by request on 8 replicas, least-loaded, index of dispersion 1"))
    #expect(
      try curves(text(curve: "{ by: request-level, requests: 2000, dispersion: 2.6, replicas: 2 }"))[0]
        .contains("on 2 replicas, least-loaded, index of dispersion 2.6"))
  }

  @Test func prefixHitsRaiseTheRating() throws {
    func rated(_ hits: String) throws -> Double {
      try PlanFile(
        text: text().replacing("  batch: 64", with: "  batch: 64\n  prefix-cache: { hits: \(hits) of prompt }"),
        name: "plan.yaml"
      ).services[0].replica.ratedRPS
    }
    #expect(try rated("50%") > 1.1 * rated("0%"))
    #expect(
      planProblems(text().replacing("  batch: 64", with: "  batch: 64\n  prefix-cache: { hits: 100% of prompt }"))
        .contains {
          $0.contains("leaves nothing of a prompt")
        })
  }

  @Test func whatTheChainCannotDoIsRefused() {
    #expect(
      planProblems(text(curve: "{ by: birth-death, dispersion: 3, replicas: 2 }")).contains {
        $0.contains("'replica.curve.replicas' means nothing to the birth-death chain")
      })
    #expect(
      planProblems(text(curve: "{ by: request-level, requests: 100 }")).contains {
        $0.contains("'replica.curve.requests' is below 2000")
      })
    #expect(
      planProblems(text(curve: "{ by: request-level, dispersion: 0.5 }")).contains { $0.contains("is below 1") })
  }
}
