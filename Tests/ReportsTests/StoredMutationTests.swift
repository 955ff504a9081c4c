import Foundation
import TestSupport
import Testing

@testable import Reports

/// Stored results with edited numbers: reading one ends in a result or in a sentence, never by a signal.
@Suite struct StoredMutationTests {
  private static let amount = #"{"mean": 10.5, "standard_error": 0.5, "worlds": [10, 11]}"#
  private static let result = """
    {"model": "m", "seed": 42, "replications": 2, "horizon_hours": 8766, "designs": [{
      "design": "hot", "topology": "hot-standby", "verdict": "meets",
      "cost_usd_per_year": {"mean": 1020.15, "low": 1000, "high": 1100},
      "lost_minutes_per_year": {"mean": 15},
      "failover_seconds": {"region": {"p50": 40, "p95": 60, "p99": null, "count": 40,
        "p95_interval": {"low": 50, "high": 80}}},
      "usage": {"requests_answered": \(amount), "requests_lost": \(amount), "outage_minutes": \(amount),
        "sites": [{"site": "main", "burst_node_hours": \(amount), "autoscaled_node_hours": null}]}}]}
    """
  private static let costs =
    "design_id,site,cost_group,cost_item,role,price_class,amortised_cost\nhot,main,compute,gpu-nodes,serving,on_demand,1020.15\n"
  private static let replications = "design,world,replication,lost_minutes\nhot,0,0,10\nhot,1,0,20\n"

  private static let numbers = [
    "1e30", "1e308", "-1e308", "1e-308", "-1", "0", "-0", "9.3e18", "1e18", "0.5", "null", "\"x\"", "[]", "1e999",
    "nan", "",
    "99999999999999999999999999999999999999999", "2", "1", "-0.001", "{}",
  ]

  @Test func whatIsNotEditedIsRead() throws {
    #expect(try StoredResult(json: Self.result).designs.count == 1)
    _ = try StoredStudy(.init(result: Self.result, costs: Self.costs, replications: Self.replications))
  }

  /// Worlds that are no numbers of worlds, amounts beyond everything and intervals upside down, each by name.
  @Test(arguments: [
    ("\"worlds\": [10, 11]", "\"worlds\": [10, 1e30]", "worlds[1]' is 1e+30, which is above"),
    ("\"high\": 1100", "\"high\": 900", "'designs[0].cost_usd_per_year' goes from 1000.0 to 900.0"),
    ("\"low\": 50, \"high\": 80", "\"low\": 90, \"high\": 80", "p95_interval' goes from 90.0 to 80.0"),
    ("hot,1,0,20", "hot,-1,0,20", "line 3: 'world' is '-1', not a whole number from 0"),
    ("hot,0,0,10", "hot,1e30,0,10", "line 2: 'world' is '1e30', not a whole number from 0"),
    ("1020.15\n", "99999999999999999999999999999999999999999\n", "not an amount in cents"),
  ])
  func editsAreRefusedByName(old: String, new: String, expected: String) {
    let error = #expect(throws: StoredResultError.self) {
      let files = StoredStudy.Files(
        result: Self.result.replacing(old, with: new), costs: Self.costs.replacing(old, with: new),
        replications: Self.replications.replacing(old, with: new))
      _ = try StoredResult(json: files.result)
      _ = try StoredStudy(files)
    }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
  }

  @Test func everyMutantEnds() throws {
    let rounds = Mutants.rounds(ofLongTests: 10)
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(max(1, bound)))
    }
    func mutant(_ text: String) -> String {
      let numbers = text.ranges(of: #/-?\d+(\.\d+)?/#)
      return numbers.isEmpty
        ? text
        : text.replacingCharacters(in: numbers[next(numbers.count)], with: Self.numbers[next(Self.numbers.count)])
    }
    var refused = 0
    for _ in 0..<(100 * rounds) {
      let files = StoredStudy.Files(
        result: mutant(Self.result), costs: next(2) == 0 ? mutant(Self.costs) : Self.costs,
        replications: next(2) == 0 ? mutant(Self.replications) : Self.replications)
      do throws(StoredResultError) {
        _ = try StoredResult(json: files.result)
        let study = try StoredStudy(files)
        _ = try StudyDifference(study, settings: [], study, settings: [])
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 10)
  }
}
