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

private func byRole(_ lines: [CostLine], _ cost: (CostLine) -> Money) -> [(role: CostRole, cost: Money)] {
  CostRole.allCases.compactMap { role in
    let own = lines.filter { $0.role == role && $0.group != .outage }
    return own.isEmpty ? nil : (role, own.reduce(.zero) { $0 + cost($1) })
  }
}
