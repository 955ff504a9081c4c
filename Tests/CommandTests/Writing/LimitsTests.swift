import Foundation
import Testing

/// What `compare` says of several limits, and `explain` of what theory knows.
@Suite struct LimitsTests {
  /// The region goes once, detection takes a minute, and the standby answers at once: a recovery of 60 s, always. A limit of
  /// 30 s is missed, one of 2 min is kept; the figures have names of their own.
  private let plan = """
    service: limits
    objectives:
      recovery: { region: [{ within: 30s, in: 50% of outages }, { within: 2min, in: 90% of outages }] }
      outage: { hold: 0s }
    traffic: { peak: 100rps, step: 1d }
    replica: { rated: 100rps }
    sites:
      a: { keep: serving, nodes: 1, node: { gpus: 1 } }
      b: { keep: warm, nodes: 1, node: { gpus: 1 } }
    failures: { region: { scope: region, sites: [a], on: 2027-03-01 12:00, lasts: 2h } }
    detect: { takes: 1min }
    execute: { move-traffic: { by: balancer } }
    failback: { after: 1h }
    designs: { hot-standby: {} }

    """

  private struct Compared: Decodable {
    struct Design: Decodable {
      let design: String
      let objectives: [Objective]
    }
    struct Objective: Decodable {
      let objective: String
      let threshold: Double
      let verdict: String
    }
    let designs: [Design]
  }

  @Test func eachLimitIsJudged() throws {
    let run = try Nines.run(
      "compare", plan: plan, ["--replications", "40", "--no-inputs", "--quiet", "--format", "json"])
    let compared = try JSONDecoder().decode(Compared.self, from: Data(run.stdout.utf8))
    let hot = try #require(compared.designs.first { $0.design == "hot-standby" })
    let recovery = hot.objectives.filter { $0.objective.hasPrefix("recovery") }
    #expect(recovery.map(\.objective) == ["recovery_region_seconds", "recovery_region_seconds_limit_2"])
    #expect(recovery.map(\.threshold) == [30, 120])
    #expect(recovery.map(\.verdict) == ["misses", "meets"])
    let table = try Nines.run("compare", plan: plan, ["--replications", "40", "--no-inputs", "--quiet"]).stdout
    #expect(
      table.contains("region back in 30 s in 50 % of outages; region back in 120 s in 90 % of outages"), "\(table)")
  }

  private struct Known: Decodable {
    struct Design: Decodable { let figures: [Figure] }
    struct Figure: Decodable {
      let figure: String
      let value: Double?
      let refused: String?
    }
    let designs: [Design]
  }

  private func known(_ model: String) throws -> [String: Known.Figure] {
    let path = Nines.repository.appending(path: "models/\(model)").path
    let run = try Nines.run(["explain", path, "--format", "json"])
    let designs = try JSONDecoder().decode(Known.self, from: Data(run.stdout.utf8)).designs
    return Dictionary(uniqueKeysWithValues: try #require(designs.last).figures.map { ($0.figure, $0) })
  }

  /// 500 a second for the 30 s until the change and half of them for the 60 s of the record: 30,000.
  @Test func explainGivesWhatAnIncidentCosts() throws {
    let figures = try known("oracles/dns-drain.yaml")
    #expect(figures["requests_lost_per_incident"]?.value == 30_000)
    #expect(figures["recovery_p95_seconds"]?.refused == "clients move by and by")
    #expect(figures.values.allSatisfy { ($0.value == nil) != ($0.refused == nil) })
  }

  /// The quantiles of data loss to all digits: -2 ln(0.05), 5 + 0.95 x 30, and the residual life of a lognormal interval.
  @Test func explainGivesAllDigits() throws {
    let figures = try known("oracles/data-loss.yaml")
    func value(_ name: String) throws -> Double { try #require(figures[name]?.value) }
    #expect(abs(try value("data_loss_replicated_p95_seconds") - 5.991464547107982) < 1e-12)
    #expect(abs(try value("data_loss_checkpointed_p95_seconds") - 33.5) < 1e-12)
    #expect(abs(try value("data_loss_irregular_mean_seconds") - 18.75) < 1e-12)
    #expect(abs(try value("data_loss_irregular_p95_seconds") - 47.83116240720551) < 1e-8)
  }
}
