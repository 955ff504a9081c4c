import CapacityPlanning
import Costing

/// Amortised dollars a year by the role of what is paid for, outage loss left out, in the roles' order; roles without any
/// are left out.
func costByRoleJSON(_ sheet: CostSheet) -> JSONValue {
  .object(
    byRole(sheet.lines) { sheet.perYear($0.amortisedCost) }.map { ($0.role.rawValue, .number($0.cost.dollars)) })
}

/// Amortised dollars by role in each calendar month of the horizon: what belongs to it, not per year.
func costByMonthJSON(_ sheet: CostSheet) -> JSONValue {
  .array(
    sheet.periods.map { period in
      .object([
        ("month_start", .string(period.start.description)), ("hours", .number(period.hours)),
        (
          "by_role",
          .object(
            byRole(sheet.lines.filter { $0.period == period }, \.amortisedCost).map {
              ($0.role.rawValue, .number($0.cost.dollars))
            })
        ),
      ])
    })
}

/// What a million answered requests cost, and a million tokens of them; null where there are none.
func unitCostPairs(_ design: ComparedDesign) -> [(key: String, value: JSONValue)] {
  let outcome = DesignOutcome(design)
  func value(_ dollars: Double?) -> JSONValue { dollars.map { .number($0) } ?? .null }
  return [
    ("usd_per_million_requests", value(outcome.dollarsPerMillionRequests)),
    ("usd_per_million_output_tokens", value(outcome.dollarsPerMillionOutputTokens)),
    ("usd_per_million_tokens", value(outcome.dollarsPerMillionTokens)),
  ]
}

private func byRole(_ lines: [CostLine], _ cost: (CostLine) -> Money) -> [(role: CostRole, cost: Money)] {
  CostRole.allCases.compactMap { role in
    let own = lines.filter { $0.role == role && $0.group != .outage }
    return own.isEmpty ? nil : (role, own.reduce(.zero) { $0 + cost($1) })
  }
}
