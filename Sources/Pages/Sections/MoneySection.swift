import Charts

/// Where the money goes: by role, by month.
struct MoneySection {
  private let findings: Findings
  private var comparison: StoredComparison { findings.comparison }

  init(_ findings: Findings) { self.findings = findings }

  private static let words = [
    "serving": "serving", "buffer": "buffer", "site_reserve": "site-loss reserve", "standby": "standby",
    "failover_burst": "acquired at failover", "drill": "drills", "shared": "everything else",
  ]
  private static let order = ["serving", "buffer", "site_reserve", "standby", "failover_burst", "drill", "shared"]

  private var roles: [String] {
    MoneySection.order.filter { role in comparison.designs.contains { ($0.costUsdByRole[role] ?? 0) != 0 } }
  }

  var values: [String: Any]? {
    guard findings.ranking.isPriced else { return nil }
    let roles = roles
    let names = roles.map { MoneySection.words[$0] ?? $0 }
    let bars = BarsByPart(
      title: title, parts: names,
      bars: findings.ranking.places.map { place in
        .init(name: place.design.design, values: roles.map { place.design.costUsdByRole[$0] ?? 0 })
      })
    let first = findings.first
    let months = first.costUsdByMonth.filter { $0.byRole.values.contains { $0 > 0 } }
    let monthly = MonthsChart(
      title: "\(first.design) by month", parts: names,
      months: months.map { month in (String(month.monthStart.prefix(7)), roles.map { month.byRole[$0] ?? 0 }) })
    let unpriced = first.unpriced
    return [
      "title": title, "chart": bars.drawing.values, "months": monthly.drawing.values, "design": first.design,
      "hasMonths": months.count > 1,
      "legend": names.enumerated().map { ["name": $1, "swatch": BarsByPart.tint($0).swatch] },
      "unpriced": unpriced.isEmpty ? "" : "Not priced in this plan: \(unpriced.joined(separator: ", ")).",
      "table": findings.ranking.places.map { place -> [String: Any] in
        [
          "name": place.design.design,
          "cells": roles.map { ["text": Figures.dollars(place.design.costUsdByRole[$0] ?? 0)] }
            + [["text": Figures.dollars(place.design.costUsdPerYear.mean ?? 0)]],
        ]
      },
      "heads": names.map { ["text": $0] } + [["text": "total"]],
    ]
  }

  private var title: String {
    let first = findings.first
    guard let largest = roles.max(by: { (first.costUsdByRole[$0] ?? 0) < (first.costUsdByRole[$1] ?? 0) }),
      let total = first.costUsdPerYear.mean, total > 0
    else { return "Where the money goes" }
    let share = (first.costUsdByRole[largest] ?? 0) / total
    return
      "Where the money goes: \(Figures.percent(share)) of \(first.design)'s \(Figures.dollars(total)) is \(MoneySection.words[largest] ?? largest)"
  }
}
