import Charts

/// Where the money goes: by role, by month.
struct MoneySection {
  private let findings: Findings
  private var comparison: StoredComparison { findings.comparison }

  init(_ findings: Findings) { self.findings = findings }

  private static let words = [
    "serving": "serving", "buffer": "buffer", "site_reserve": "site-loss reserve", "standby": "standby",
    "failover_burst": "acquired at failover", "surge": "beside a roll-out", "drill": "drills",
    "shared": "everything else",
  ]
  private static let order = [
    "serving", "buffer", "site_reserve", "standby", "failover_burst", "surge", "drill", "shared",
  ]

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
    return [
      "title": title, "chart": bars.drawing.values, "months": monthly.drawing.values, "design": first.design,
      "hasMonths": months.count > 1, "monthsData": table(months, roles, names).values, "how": how,
      "legend": names.enumerated().map { ["name": $1, "swatch": BarsByPart.tint($0).swatch] },
      "data": table(roles, names).values,
    ]
  }

  /// The design without disaster recovery, which the others are measured by.
  private var baseline: StoredComparison.Design? { comparison.designs.first { $0.topology == "single-site" } }

  private func premium(_ design: StoredComparison.Design) -> Double? {
    zip(optional: design.costUsdPerYear.mean, baseline?.costUsdPerYear.mean).map { $0 - $1 }
  }

  /// Every design by role, with its premium and what a million of what it answers costs.
  private func table(_ roles: [String], _ names: [String]) -> PageTable {
    let known: [(head: String, value: (StoredComparison.Design) -> Double?)] = [
      ("Million requests", { $0.usdPerMillionRequests }), ("Million output tokens", { $0.usdPerMillionOutputTokens }),
    ]
    let units = known.filter { unit in comparison.designs.contains { unit.value($0) != nil } }
    let rows = findings.ranking.places.map { place -> [TableCell] in
      let design = place.design
      var cells = [TableCell.words(design.design)]
      cells += roles.map { .dollars(design.costUsdByRole[$0] ?? 0) }
      cells.append(.dollars(design.costUsdPerYear.mean ?? 0))
      cells.append(.number(premium(design), .money) { signed($0, Figures.dollars) })
      cells += units.map { unit in .dollars(unit.value(design)) }
      return cells
    }
    return PageTable(
      summary: "Roles, premium and unit costs as a table",
      heads: ["Design"] + names + ["total", "over no DR"] + units.map(\.head), rows: rows)
  }

  private func table(_ months: [StoredComparison.Month], _ roles: [String], _ names: [String]) -> PageTable {
    let rows = months.map { month -> [TableCell] in
      let dollars = roles.map { month.byRole[$0] ?? 0 }
      return [.words(String(month.monthStart.prefix(7)))] + (dollars + [dollars.reduce(0, +)]).map { .dollars($0) }
    }
    return PageTable(summary: "Every month as a table", heads: ["Month"] + names + ["total"], rows: rows)
  }

  /// What the first design costs above the one without disaster recovery, what a unit costs, and what has no price.
  var how: String {
    let first = findings.first
    var sentences = ["\(Figures.moneyFirst) a year, amortised, outage loss left out."]
    if let baseline, baseline.design != first.design, let premium = premium(first) {
      let share = baseline.costUsdPerYear.mean.flatMap { $0 > 0 ? " (\(Figures.change(premium / $0)))" : nil } ?? ""
      sentences.append(
        "\(findings.sentence(first.design)) costs \(Figures.dollars(abs(premium))) a year "
          + "\(premium < 0 ? "less" : "more") than \(baseline.design), which has no disaster recovery\(share).")
    }
    let units = [
      first.usdPerMillionRequests.map { "\(Figures.dollars($0)) a million requests answered" },
      first.usdPerMillionOutputTokens.map { "\(Figures.dollars($0)) a million output tokens" },
    ].compactMap { $0 }
    if !units.isEmpty { sentences.append("All that \(first.design) costs is \(units.joined(separator: ", ")).") }
    if !first.unpriced.isEmpty {
      sentences.append("Not priced in this plan: \(first.unpriced.joined(separator: ", ")).")
    }
    return sentences.joined(separator: " ")
  }

  var title: String {
    let first = findings.first
    guard let largest = roles.max(by: { (first.costUsdByRole[$0] ?? 0) < (first.costUsdByRole[$1] ?? 0) }),
      let total = first.costUsdPerYear.mean, total > 0
    else { return "Where the money goes" }
    let share = (first.costUsdByRole[largest] ?? 0) / total
    return
      "Where the money goes: \(Figures.percent(share)) of \(first.design)'s \(Figures.dollars(total)) is \(MoneySection.words[largest] ?? largest)"
  }
}
