import Costing

/// Amortised dollars a year by the role of what is paid for, outage loss left out, in the roles' order; roles without any
/// are left out.
func costByRoleJSON(_ sheet: CostSheet) -> JSONValue {
  .object(byRole(sheet.lines).map { ($0.role.rawValue, .number($0.cost.dollars)) })
}

/// The same by calendar month.
func costByMonthJSON(_ sheet: CostSheet) -> JSONValue {
  .array(
    sheet.periods.map { period in
      .object([
        ("month_start", .string(period.start.description)), ("hours", .integer(period.hours)),
        (
          "by_role",
          .object(
            byRole(sheet.lines.filter { $0.period == period }).map { ($0.role.rawValue, .number($0.cost.dollars)) })
        ),
      ])
    })
}

private func byRole(_ lines: [CostLine]) -> [(role: CostRole, cost: Money)] {
  CostRole.allCases.compactMap { role in
    let own = lines.filter { $0.role == role && $0.group != .outage }
    return own.isEmpty ? nil : (role, own.reduce(.zero) { $0 + $1.amortisedCost })
  }
}
