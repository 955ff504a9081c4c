import ServingModel
import Testing

@testable import ModelFiles

/// How far users are, as a plan says it.
@Suite struct FarUsersPlanTests {
  private func text(
    objectives: String =
      "first-token: { within: 2s, in: 90% of years }, first-token-at-user: { within: 3s, in: 90% of years }",
    traffic: String
  ) -> String {
    """
    service: chat
    begins: 2027-01-01
    objectives: { \(objectives) }
    traffic:
      peak: 20rps
      tokens: { prompt: 1155, output: 211 }
    \(traffic)
    replica:
      gpus: 4
      iteration: { fixed: 11ms, per-sequence: 0.05ms, per-kv-token: 0.03us, per-prefill-token: 0.04ms }
      batch: 64
    sites:
      east: { keep: serving, round-trip: 50ms, node: { gpus: 8xH100 } }
      west: { keep: serving, round-trip: 60ms, throughput: 50% of rated, node: { gpus: 8xH100 } }
    detect: { probe: 10s, failures: 3 }
    execute: { move-traffic: { by: balancer } }
    """
  }

  private let origins = """
      origins:
        us: { share: 70%, zone: UTC-5, round-trip: { east: 20ms } }
        eu: { share: 30%, zone: UTC+1, round-trip: { east: 110ms, west: 10ms } }
    """
  private let clients = "  clients: { mobile: { share: 60%, adds: 80ms }, desktop: { share: 40% } }"

  /// What a plan does not say of a site holds for everybody: the site's own.
  @Test func roundTripsAreRead() throws {
    let service = try PlanFile(text: text(traffic: origins + "\n" + clients), name: "plan.yaml").services[0]
    let (us, eu) = (service.traffic.origins[0], service.traffic.origins[1])
    #expect(service.sites.map { us.roundTripSeconds(to: $0) } == [0.02, 0.06])
    #expect(service.sites.map { eu.roundTripSeconds(to: $0) } == [0.11, 0.01])
    #expect(service.traffic.clients.map(\.addsSeconds) == [0.08, 0])
  }

  /// At the service 2 s for all. At the user of 3 s the round trip is taken off, and 80 ms more for mobile clients; west
  /// takes twice the time, so that half of what is left is what its curve may show.
  @Test func limitsAreAMixture() throws {
    let service = try PlanFile(text: text(traffic: origins + "\n" + clients), name: "plan.yaml").services[0]
    let (east, west) = (try #require(service.sites[0].pool), try #require(service.sites[1].pool))
    func limits(_ pool: FlowPool) -> [[Double]] {
      pool.mixtures.map { $0.map { pool.curve.points[0].lateFirstTokens[$0.limit].limitSeconds } }
    }
    func near(_ found: [[Double]], _ wanted: [[Double]]) -> Bool {
      zip(found.joined(), wanted.joined()).allSatisfy { abs($0 - $1) < 1e-12 }
        && found.map(\.count) == wanted.map(\.count)
    }
    #expect(near(limits(east), [[2], [2], [2.9, 2.98], [2.81, 2.89]]))
    #expect(near(limits(west), [[1], [1], [1.43, 1.47], [1.455, 1.495]]))
    #expect(east.mixtures[0] == [LimitPart(limit: 0, share: 1)] && east.mixtures[2].map(\.share) == [0.6, 0.4])
  }

  /// Where all users are alike a limit is the curve's own, and nothing is mixed.
  @Test func whoIsNotToldApartIsNotMixed() throws {
    let plain = "  origins: { us: { share: 70%, zone: UTC-5 }, eu: { share: 30%, zone: UTC+1 } }"
    let pool = try #require(try PlanFile(text: text(traffic: plain), name: "plan.yaml").services[0].sites[0].pool)
    #expect(pool.mixtures.isEmpty && pool.curve.points[0].lateFirstTokens.map(\.limitSeconds) == [2, 2.95])
    // Kinds of clients alone need no hour: one mixture for each objective.
    let kinds = try #require(try PlanFile(text: text(traffic: clients), name: "plan.yaml").services[0].sites[0].pool)
    #expect(kinds.mixtures.count == 2)
  }

  @Test func whatIsWrongIsSaid() {
    func problem(_ traffic: String, objectives: String? = nil) -> String {
      let written = objectives.map { text(objectives: $0, traffic: traffic) } ?? text(traffic: traffic)
      return planProblems(written).joined(separator: "\n")
    }
    #expect(
      problem("  origins: { us: { share: 100%, zone: UTC, round-trip: { easst: 20ms } } }")
        .contains("7:58: error: the plan has no site 'easst'. Did you mean 'east'?"))
    #expect(
      problem("  clients: { mobile: { share: 60% } }").contains(
        "7:12: error: the shares of the clients sum to 60 %, not to 100 %"))
    let unasked = "first-token: { within: 2s, in: 90% of years }"
    #expect(
      problem(origins, objectives: unasked).contains("nobody asks when the first token is at the user, so how far"))
    #expect(
      problem(clients, objectives: unasked).contains("nobody asks when the first token is at the user, so kinds of"))
  }
}
