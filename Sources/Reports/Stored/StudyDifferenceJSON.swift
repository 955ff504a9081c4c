import Costing
import OutputAnalysis

/// A difference for programs; the keys are documented in docs/reference/output.md and do not change lightly.
public func differenceJSON(_ difference: StudyDifference) -> JSONValue {
  func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
  return .object([
    ("first", studyJSON(difference.first)),
    ("second", studyJSON(difference.second)),
    ("horizon_hours", .number(difference.first.horizonHours)),
    ("paired", .bool(difference.isPaired)),
    (
      "settings",
      .array(
        difference.settings.map {
          .object([("path", .string($0.path)), ("first", text($0.first)), ("second", text($0.second))])
        })
    ),
    ("designs", .array(difference.designs.map(designJSON))),
    ("only_in_first", .array(difference.onlyInFirst.map { .string($0) })),
    ("only_in_second", .array(difference.onlyInSecond.map { .string($0) })),
  ])
}

private func studyJSON(_ study: StoredStudy) -> JSONValue {
  .object([
    ("model", .string(study.model)), ("seed", study.seed.map { .number($0) } ?? .null),
    ("replications", .integer(study.replications)),
  ])
}

private func designJSON(_ design: StudyDifference.Design) -> JSONValue {
  func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
  return .object([
    ("design", .string(design.name)),
    ("verdict", .object([("first", .string(design.first.verdict)), ("second", .string(design.second.verdict))])),
    (
      "cost_usd_per_year",
      changeJSON(design.first.cost.estimate, design.second.cost.estimate, design.cost)
    ),
    (
      "lost_minutes_per_year",
      changeJSON(mean(design.first.lostMinutes), mean(design.second.lostMinutes), design.lostMinutes)
    ),
    (
      "region_failover_p95_seconds",
      changeJSON(design.first.failover?.value, design.second.failover?.value, design.failover)
    ),
    (
      "lines",
      .array(
        design.lines.filter { $0.change != .zero }.map { line in
          .object([
            ("site", .string(line.key.site)), ("cost_group", .string(line.key.group)),
            ("cost_item", .string(line.key.item)), ("role", .string(line.key.role)),
            ("price_class", .string(line.key.priceClass)), ("first_usd_per_year", .number(line.first.dollars)),
            ("second_usd_per_year", .number(line.second.dollars)),
            ("change_usd_per_year", .number(line.change.dollars)),
          ])
        })
    ),
  ])
}

private func changeJSON(_ first: Double?, _ second: Double?, _ change: Interval?) -> JSONValue {
  func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
  var pairs: [(key: String, value: JSONValue)] = []
  if let change {
    pairs.append(("mean", .number(change.estimate)))
    pairs +=
      change.isExact ? [("exact", .bool(true))] : [("low", .number(change.low)), ("high", .number(change.high))]
  }
  return .object([
    ("first", number(first)), ("second", number(second)), ("change", change == nil ? .null : .object(pairs)),
  ])
}
