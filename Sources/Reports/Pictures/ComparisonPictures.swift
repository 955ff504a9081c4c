import CapacityPlanning
import Costing
import Experiments
import ServiceModel

/// What the report of a comparison shows beside its figures: outages looked at second by second, a week of capacity, and
/// what the plan assumes.
public struct ComparisonPictures: Sendable {
  let outages: [ShownOutage]
  let week: CapacityWeek?
  let assumptions: [Assumption]
  let notModelled: [String]
  let fingerprint: String

  /// Simulates the few courses that are shown.
  ///
  /// - Parameters:
  ///   - without: Names of failure modes that were left out of the comparison.
  ///   - fingerprint: SHA-256 of the plan with all that it names.
  /// - Throws: What compiling a plan throws.
  public init(_ comparison: Comparison, assumptions: [Assumption], without: Set<String> = [], fingerprint: String)
    throws
  {
    self.assumptions = assumptions
    self.fingerprint = fingerprint
    notModelled = Reports.notModelled(in: comparison.designs.map(\.service))
    let seed = comparison.size.seed
    // The design that the page speaks of first is the one that it shows.
    let first = comparison.ranking.first?.design
    outages = try first.map { try ShownOutage.all(comparison.records[$0], seed: seed, without: without) } ?? []
    week = try first.flatMap { try CapacityWeek(comparison.designs[$0].service, seed: seed) }
  }

  var pairs: [(key: String, value: JSONValue)] {
    [
      ("plan_sha256", .string(fingerprint)), ("shown_outages", .array(outages.map(shownOutageJSON))),
      ("capacity_week", week.map(capacityWeekJSON) ?? .null),
      ("assumptions", .array(assumptions.map(assumptionJSON))),
      ("not_modelled", .array(notModelled.map { .string($0) })),
    ]
  }
}

/// A row of `assumptions.csv`; null where a value is no price.
private func assumptionJSON(_ assumption: Assumption) -> JSONValue {
  func effect(_ money: Money?) -> JSONValue { money.map { .number($0.dollars) } ?? .null }
  return .object([
    ("key", .string(assumption.key)), ("value", .string(assumption.value)), ("unit", .string(assumption.unit)),
    ("origin", .string(assumption.origin)), ("status", .string(assumption.status)),
    ("source", .string(assumption.source)), ("as_of", .string(assumption.asOf)),
    ("effect_usd_year_minus_10_percent", effect(assumption.effectOfTenPercentLess)),
    ("effect_usd_year_plus_10_percent", effect(assumption.effectOfTenPercentMore)),
    ("effect_design_id", assumption.effectDesign.map { .string($0) } ?? .null),
  ])
}
