import CapacityPlanning
import OutputAnalysis

/// The answer over an uncertain peak for programs; null where the peak is one number, or nothing meets at its middle.
func uncertainPeakJSON(_ sized: SizedDesign) -> JSONValue {
  guard let uncertain = sized.uncertainPeak else { return .null }
  return .object([
    ("low_rps", .number(uncertain.peak.low)), ("mid_rps", .number(uncertain.peak.mid)),
    ("high_rps", .number(uncertain.peak.high)),
    ("status", .string(uncertain.answer == nil ? "not_reachable_by_buffer" : "met")),
    ("nodes", uncertain.answer.map { .integer($0.totalNodes) } ?? .null),
    ("judged", .array(uncertain.judged.map(judgedJSON))),
  ])
}

private func judgedJSON(_ fleet: JudgedFleet) -> JSONValue {
  .object([
    ("nodes", .integer(fleet.totalNodes)), ("verdict", .string(fleet.verdict.rawValue)),
    ("objective_share", fleet.shares.first.map(intervalJSON) ?? .null),
    ("lost_minutes_per_year", .number(fleet.lostMinutes)), ("replications", .integer(fleet.years)),
  ])
}

func replacementJSON(_ row: BufferReplacement) -> JSONValue {
  .object([
    ("way", .string(row.way.rawValue)), ("nodes_fewer", .integer(row.nodesFewer)),
    ("saved_usd_per_year", .number(row.dollarsSaved)), ("added_lost_minutes_per_year", intervalJSON(row.minutesAdded)),
    ("pays_below_usd_per_minute", row.dollarsPerMinute.map { .number($0) } ?? .null),
  ])
}

func termLawJSON(_ law: TermLaw) -> JSONValue {
  func numbers(_ word: String, _ largest: Int, _ simulated: Int, _ composite: Int) -> JSONValue {
    .object([
      ("status", .string(word)), ("largest_alone_nodes", .integer(largest)), ("simulated_nodes", .integer(simulated)),
      ("composite_nodes", .integer(composite)),
    ])
  }
  return switch law {
  case .holds(let largest, let simulated, let composite): numbers("holds", largest, simulated, composite)
  case .fails(let largest, let simulated, let composite): numbers("fails", largest, simulated, composite)
  case .silent(let reason): .object([("status", .string("silent")), ("reason", .string(reason))])
  }
}
