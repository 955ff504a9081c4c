import ModelFiles
import ServiceModel
import Testing

/// Tiers of traffic to users, by provider.
@Suite struct EgressTests {
  private func plan(_ byProvider: String) throws -> PlanFile {
    try PlanFile(
      text: """
        service: prov
        traffic: { peak: 100rps }
        replica: { rated: 10rps }
        sites:
          a: { provider: aws, keep: serving, node: { gpus: 1, price: $1/h, basis: list } }
          b: { provider: azure, keep: serving, node: { gpus: 1, price: $1/h, basis: list } }
        detect: { probe: 10s, failures: 3 }
        execute: { move-traffic: { by: balancer } }
        prices: { user-egress: { per-request: 100kB, tiers: { 10TB: $0.09/GB, above: $0.05/GB }, by-provider: \(byProvider) } }
        """, name: "plan.yaml")
  }

  @Test func aProviderMayHaveTiersOfItsOwn() throws {
    let egress = try #require(try plan("{ azure: { above: $0.08/GB } }").services[0].prices.userEgress)
    #expect(egress.tiers(of: "aws").map(\.dollarsPerGB) == [0.09, 0.05])
    #expect(egress.tiers(of: "azure").map(\.dollarsPerGB) == [0.08])
  }

  @Test(arguments: ["{ gcp: { above: $0.08/GB } }", "{ azure: { 10TB: $0.08/GB } }"])
  func anUnknownProviderAndAnEndOfTiersAreRefused(tiers: String) {
    #expect(throws: Diagnostics.self) { try plan(tiers) }
  }
}
