import ModelFiles
import ServiceModel
import Testing

/// A model rented by the token: what is read, and what it cannot be combined with.
@Suite struct RentedPlanTests {
  private static func plan(
    api: String = "keep: warm, rented: { prompt: $3/Mtok, output: $15/Mtok, limit: 500rps, worth: 90% }",
    traffic: String = "tokens: { prompt: 1155, output: 211 }", failures: String = "{}", more: String = ""
  ) throws -> PlanFile {
    try PlanFile(
      text: """
        service: small
        traffic: { peak: 100rps, \(traffic) }
        replica: { name: r, rated: 10rps, gpus: 8 }
        sites:
          main: { provider: a, keep: serving, node: { gpus: 8xH100, price: $50/h } }
          api: { \(api) }
        failures: \(failures)
        detect: { takes: 1min }
        execute: { move-traffic: { by: balancer } }
        \(more)

        """, name: "plan.yaml")
  }

  @Test func aRentedModelIsReadInItsUnits() throws {
    let service = try #require(
      try Self.plan(failures: "{ region: { scope: region, per-year: 2, lasts: 1h } }").services.last)
    let site = service.sites[1]
    let api = try #require(site.rented)
    #expect(api.dollarsPerMillionPromptTokens == 3 && api.dollarsPerMillionOutputTokens == 15)
    #expect(api.limitRPS == 500 && api.worth == 0.9 && service.design.topology == .rentedStandby)
    #expect(service.standingNodes(at: site) == 1 && service.failoverNodes(at: site) == 1)
    #expect(abs(service.ratedRPS(ofNodeAt: site) - 500) < 1e-9)
    #expect(service.failures[0].sites == ["main"])
    // A price per thousand tokens is the same price.
    let small = try Self.plan(api: "keep: warm, rented: { prompt: $0.003/ktok, output: $15/Mtok, limit: 5rps }")
    #expect(abs((small.services.last?.sites[1].rented?.dollarsPerMillionPromptTokens ?? 0) - 3) < 1e-9)
  }

  @Test(arguments: [
    ("keep: serving, rented: { prompt: $3/Mtok, output: $15/Mtok, limit: 5rps }", "6:16", "'serving' says neither"),
    ("keep: warm, rented: { prompt: $3/Mtok, limit: 5rps }", "6:30", "'output' is missing in 'sites.api.rented'"),
    ("keep: warm, rented: { prompt: $3/h, output: $15/Mtok, limit: 5rps }", "6:40", "expected a price per Mtok"),
    (
      "keep: warm, rented: { prompt: $3/Mtok, output: $15/Mtok, limit: 0rps }", "6:74",
      "'sites.api.rented.limit' must be above zero"
    ),
    (
      "keep: warm, node: { gpus: 8xH100 }, rented: { prompt: $3/Mtok, output: $15/Mtok, limit: 5rps }", "6:22",
      "unknown key 'node' in 'sites.api'"
    ),
  ])
  func mistakesHaveAPlace(api: String, place: String, message: String) throws {
    Self.expect("plan.yaml:\(place): error: ", message) { try Self.plan(api: api) }
  }

  @Test func whatItCannotBeCombinedWithIsRefused() throws {
    Self.expect("plan.yaml:6:", "it is paid by the token") { try Self.plan(traffic: "timeout: 30s") }
    Self.expect("plan.yaml:6:", "it has nothing that 'disk' could strike") {
      try Self.plan(failures: "{ disk: { scope: node, sites: [api], per-year: 1, lasts: 1h } }")
    }
    Self.expect("plan.yaml:6:", "it keeps no conversations") {
      try Self.plan(
        traffic: "tokens: { prompt: 1155, output: 211 }, classes: { chat: { share: 100%, state: { replication: 1s } } }"
      )
    }
  }

  private static func expect(_ place: String, _ message: String, _ body: () throws -> PlanFile) {
    expectMistake(message, at: place, body)
  }
}
