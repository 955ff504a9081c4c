import ModelFiles
import Testing

/// Keys that are right by themselves and move nothing beside the others.
@Suite struct DeadKeyTests {
  private func problems(_ old: String, _ new: String) -> [String] { planProblems(replacing: old, by: new) }

  @Test(arguments: [
    ("by: dns, ttl: 60s", "by: balancer, ttl: 60s", "error: a balancer moves all clients at once: 'ttl'"),
    ("by: dns, ttl: 60s", "by: balancer, ignore-ttl: 3%", "error: a balancer moves all clients at once: 'ignore-ttl'"),
    ("peak: 100rps", "peak: 100rps\n  timeout: 20s", "error: nobody waits"),
    ("peak: 100rps", "peak: 100rps\n  resume: 50% of broken streams", "error: no answer is broken off"),
    ("needs: [traffic-change], controlled-by: west", "controlled-by: west", "error: who controls the change"),
    (
      "by: automatic, pre-check: 30s", "by: automatic, on-call: { levels: { P1: { acknowledges: 5min } } }",
      "warning: nobody is called where the decision is automatic, in 6 of the 7 designs that have it"
    ),
    (
      "zones: 3, node", "zones: 3, weight: 50%, node",
      "warning: traffic is not shared with another site that serves, so a 'weight' moves nothing, in 6 of the 7 designs"
    ),
  ])
  func whatMovesNothingIsSaid(old: String, new: String, expected: String) {
    let found = problems(old, new)
    #expect(found.contains { $0.contains(expected) }, "\(found)")
  }

  /// A standby's condition names losses that a standby can answer and that the plan has, each once.
  @Test(arguments: [
    ("[]", "21:20: error: a standby that stands in for nothing is none"),
    ("[region, region]", "21:29: error: 'region' is written twice"),
    ("[edge]", "21:21: error: what stands in front of all sites stands in front of a standby too"),
    ("[region, procedure]", "21:29: error: a procedure fails at a failover that another loss has begun"),
    ("[provider]", "21:21: warning: the plan has no failure of scope 'provider' from which 'west' could take over"),
  ])
  func conditionsOfStandbysAreChecked(scopes: String, expected: String) {
    let found = problems("quota: 90 nodes", "quota: 90 nodes\n    stands-in-for: \(scopes)")
    #expect(found.contains { $0.hasPrefix("plan.yaml:\(expected)") }, "\(found)")
  }

  @Test(arguments: ["[regoin]", "region"])
  func aMistypedConditionIsNoEmptyOne(scopes: String) {
    let found = problems("quota: 90 nodes", "quota: 90 nodes\n    stands-in-for: \(scopes)")
    #expect(found.count { $0.hasPrefix("plan.yaml:21:") } == 1, "\(found)")
  }

  /// The change of traffic may be controlled from where no failure of the plan reaches.
  @Test func controlFromElsewhereIsRead() throws {
    let text = wholePlan.replacing("controlled-by: west", with: "controlled-by: elsewhere", maxReplacements: 1)
    let services = try PlanFile(text: text, name: "plan.yaml").services
    #expect(services.allSatisfy { $0.execution.move.controlledBy == nil })
  }
}
