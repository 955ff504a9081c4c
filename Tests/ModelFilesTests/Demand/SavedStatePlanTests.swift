import Testing

@testable import ModelFiles

/// Where state is saved that GPUs hold.
@Suite struct SavedStatePlanTests {
  private func plan(_ designs: String) -> String {
    """
    service: saving
    traffic: { peak: 100rps, tokens: { prompt: 500, output: 250 } }
    replica: { gpus: 8, rated: 10rps, iteration: { fixed: 40ms }, batch: 400, kv: 10000000, gpu-state: { every: 30s, at: w } }
    sites:
      e: { keep: serving, zones: 2, node: { gpus: 8xH100 } }
      w: { keep: warm, node: { gpus: 8xH100 } }
    failures: { z: { scope: node, sites: [e], on: 2027-01-05 00:00, lasts: 1h } }
    detect: { takes: 1min }
    decide: { by: automatic }
    execute: { move-traffic: { by: balancer } }
    designs:
    \(designs)
    """
  }

  /// Nothing is saved at a site that keeps nothing, and nothing is promised of it.
  @Test func aSiteThatKeepsNothingKeepsNoSaves() {
    let problems = planProblems(plan("  x: { sites: { w: { keep: nothing } } }"))
    #expect(
      problems.contains { $0.hasPrefix("plan.yaml:3:118: error: 'w' keeps nothing, so that nothing is saved there") },
      "\(problems)")
  }

  @Test func oneDesignThatKeepsThemIsEnough() {
    let problems = planProblems(plan("  x: { sites: { w: { keep: nothing } } }\n  y: {}"))
    #expect(!problems.contains { $0.contains("nothing is saved there") }, "\(problems)")
  }
}
