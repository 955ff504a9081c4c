import CapacityPlanning
import Experiments
import ServiceModel

/// What the report of a comparison shows beside its figures: outages looked at second by second, a week of capacity, and
/// what the plan assumes.
public struct ComparisonPictures: Sendable {
  let outages: [ShownOutage]
  let week: CapacityWeek?
  let assumptions: [Assumption]
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
    let seed = comparison.size.seed
    let nearest = comparison.designs.indices.min {
      (comparison.designs[$0].figures.meanLostMinutes, $0) < (comparison.designs[$1].figures.meanLostMinutes, $1)
    }
    // Of the design that loses least, and of the next cheaper one whose failovers take long enough to be looked at.
    outages = try nearest.map { try ShownOutage.all(comparison.records[$0], seed: seed, without: without) } ?? []
    week = try nearest.flatMap { try CapacityWeek(comparison.designs[$0].service, seed: seed) }
  }

  var pairs: [(key: String, value: JSONValue)] {
    [
      ("plan_sha256", .string(fingerprint)), ("shown_outages", .array(outages.map(shownOutageJSON))),
      ("capacity_week", week.map(capacityWeekJSON) ?? .null),
      (
        "assumptions",
        .array(
          assumptions.map {
            .object([
              ("key", .string($0.key)), ("value", .string($0.value)), ("unit", .string($0.unit)),
              ("origin", .string($0.origin)), ("status", .string($0.status)), ("source", .string($0.source)),
              ("as_of", .string($0.asOf)),
            ])
          })
      ),
    ]
  }
}
