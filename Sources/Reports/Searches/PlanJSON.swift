import CapacityPlanning
import Costing

/// The planner's answer for programs; the keys are documented in docs/reference/output.md and do not change lightly.
public func planJSON(_ answer: PlanAnswer, trail: Trail? = nil) -> JSONValue {
  var pairs: [(key: String, value: JSONValue)] = [("model", .string(answer.name))] + (trail.map { [$0.pair] } ?? [])
  if let search = answer.search { pairs.append(("search", searchJSON(search))) }
  if let first = answer.purchases.first {
    pairs.append(("purchase", purchaseJSON(first)))
    if answer.purchases.count > 1 {
      pairs.append(("purchases", .array(answer.purchases.map(purchaseJSON))))
    }
  }
  if let ahead = answer.ahead { pairs.append(("ahead", aheadJSON(ahead))) }
  if let roadmap = answer.roadmap { pairs.append(("roadmap", roadmapJSON(roadmap))) }
  return .object(pairs)
}

private func searchJSON(_ search: SearchResult) -> JSONValue {
  let question = search.question
  let envelope: [JSONValue] = search.trade.envelope.map { segment in
    .object([
      ("design", .string(segment.option.name)),
      ("cheapest_from_usd_per_minute", .number(segment.fromDollarsPerMinute)),
      // Beyond the last there is no end: null.
      ("cheapest_to_usd_per_minute", .number(segment.toDollarsPerMinute)),
    ])
  }
  let answer: JSONValue? = search.winner.map { designJSON(search.designs[$0]) }
  let deviation: JSONValue? = search.freshDeviation.map { .number($0) }
  let pairs: [(key: String, value: JSONValue)] = [
    ("seed", .natural(question.seed)),
    ("fresh_seed", .natural(question.freshSeed)),
    ("candidates", .integer(search.designs.count)),
    ("confidence", .number(question.confidence)),
    ("indifference_usd_per_year", .number(question.indifferenceDollars)),
    ("years_at_most", .integer(question.yearsPerWorld * question.mostWorlds)),
    ("status", .string(SearchSentences.status(search))),
    ("answer", answer ?? .null),
    ("fresh", search.fresh.map(designJSON) ?? .null),
    ("fresh_deviation_standard_errors", deviation ?? .null),
    ("remedies", .array(SearchSentences.remedies(search).map { .string($0) })),
    ("undecided", .array(search.undecided.map { .string($0.label) })),
    ("front", .array(search.front.map { .string($0.label) })),
    ("envelope", .array(envelope)),
    ("designs", .array(search.designs.map(designJSON))),
  ]
  return .object(pairs)
}

private func designJSON(_ design: SearchedDesign) -> JSONValue {
  let isSimulated = design.years > 0
  let halfWidth = 1.96 * design.lostMinutesError
  return .object([
    ("design", .string(design.label)),
    (
      "settings",
      .array(
        design.candidate.settings.map { .object([("path", .string($0.path)), ("value", .string($0.text))]) })
    ),
    ("fate", .string(design.fate.word)),
    ("excuse", design.excuse.map { .string($0) } ?? .null),
    ("years", .integer(design.years)),
    ("cost_usd_per_year", isSimulated ? .number(design.dollars) : .null),
    (
      "lost_minutes_per_year",
      isSimulated
        ? .object([
          ("mean", .number(design.lostMinutes)), ("low", .number(max(0, design.lostMinutes - halfWidth))),
          ("high", .number(design.lostMinutes + halfWidth)),
        ]) : .null
    ),
    ("region_failover_p95_seconds", design.failoverSeconds.map { .number($0) } ?? .null),
    (
      "objectives",
      .array(
        design.objectives.map { objective in
          .object([
            ("objective", .string(objective.text)), ("required_share", .number(objective.required)),
            ("share", objective.share.map { .number($0) } ?? .null), ("verdict", .string(objective.verdict.rawValue)),
          ])
        })
    ),
    ("bottleneck", design.bottleneck.map { .string($0.name) } ?? .null),
    ("bottleneck_lost_minutes_per_year", design.bottleneck.map { .number($0.minutes) } ?? .null),
  ])
}
