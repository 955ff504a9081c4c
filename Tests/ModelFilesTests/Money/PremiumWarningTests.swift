import ModelFiles
import Testing

/// Warnings of what would make a design cheaper or dearer beside others than it is.
@Suite struct PremiumWarningTests {
  private func warnings(labour: String = "0.25", single: String = "{}", spot: String = "", more: String = "") throws
    -> [String]
  {
    let text = """
      service: premium
      begins: 2027-01-01
      traffic: { peak: 100rps }
      replica: { rated: 10rps }
      sites:
        a: { provider: aws, keep: serving, \(spot)node: { gpus: 1, price: $10/h, basis: list } }
        b: { provider: aws, keep: nothing, node: { gpus: 1, price: $10/h, basis: list } }
      failures:
        region: { scope: region, per-year: 2, lasts: 1h }
        \(more)
      detect: { takes: 1min }
      execute: { move-traffic: { by: balancer } }
      drills: { region: { per-year: 2, people: 6, hours: 8h, rate: $125/h, nodes-for: 4h } }
      prices: { labour: { person-year: $250000/y, persons: \(labour) } }
      designs:
        single-site: \(single)
        hot: { sites: { b: { keep: warm } } }
      """
    return try PlanFile(text: text, name: "plan.yaml").warnings.map(\.headline)
  }

  @Test func aBaselineThatPaysForDisasterRecoveryIsNamed() throws {
    let all = try warnings()
    #expect(all.contains { $0.contains("'single-site' has no disaster recovery and pays for 0.25 persons") })
    #expect(all.contains { $0.contains("pays for drills that bring one up: region") })
    let none = try warnings(
      single: "{ prices: { labour: { persons: 0 } }, drills: { region: { per-year: 0 } } }")
    #expect(!none.contains { $0.contains("pays for") }, "\(none)")
    // A design that has it may pay for it.
    #expect(try warnings(labour: "0").filter { $0.contains("persons who run it") }.isEmpty)
  }

  @Test func spotNodesThatNothingTakesBackAreNamed() throws {
    let found = try warnings(spot: "spot: 50%, ")
    #expect(found.contains { $0.contains("nodes of 'a' are spot, and no failure of the plan takes them back") })
    let taken = try warnings(
      spot: "spot: 50%, ", more: "preemption: { scope: node, only: spot, per-year: 12, lasts: 30min }")
    #expect(!taken.contains { $0.contains("takes them back") }, "\(taken)")
    #expect(try !warnings().contains { $0.contains("takes them back") })
  }
}
