import Charts

/// What the answer stands on: a week of capacity, what decides it, what is assumed.
struct GroundSections {
  private let findings: Findings
  private var comparison: StoredComparison { findings.comparison }

  init(_ findings: Findings) { self.findings = findings }

  var week: [String: Any]? {
    guard let week = comparison.capacityWeek, week.hours.count > 1, let most = week.demandRps.max() else { return nil }
    let least = zip(week.capacityRps, week.demandRps).map { $0 - $1 }.min() ?? 0
    let title =
      least >= 0
      ? "A week in which nothing fails: demand peaks at \(Figures.digits(most)) a second, and is always covered"
      : "A week in which nothing fails: demand passes capacity"
    let chart = WeekChart(
      title: title,
      points: week.hours.indices.map {
        .init(
          hours: week.hours[$0], demand: week.demandRps[$0],
          fan: min(week.demandLowRps[$0], week.demandHighRps[$0])...max(week.demandLowRps[$0], week.demandHighRps[$0]),
          capacity: week.capacityRps[$0], ordered: week.orderedRps?[$0])
      },
      levels: [
        .init(
          rate: week.requirementRps, words: "requirement at the planning peak, \(Figures.digits(week.requirementRps))"),
        .init(
          rate: week.requirementAndBufferRps, words: "with the buffer, \(Figures.digits(week.requirementAndBufferRps))"),
      ] + reserve(week))
    let share = week.requirementRps > 0 ? week.requirementAndBufferRps / week.requirementRps - 1 : 0
    let headroom = week.requirementAndBufferRps > 0 ? 1 - week.requirementRps / week.requirementAndBufferRps : 0
    let more = week.siteLossReserveRps > 0 ? "The site-loss reserve stands apart; what" : "What"
    return [
      "title": title, "chart": chart.drawing.values, "data": data(week).values,
      "how":
        "\(week.design). The buffer is \(Figures.percent(share)) over the requirement, which is \(Figures.percent(headroom)) "
        + "of capacity kept free. \(more) is more is whole nodes. Tinted: nine in ten courses of demand."
        + (week.orderedRps == nil ? "" : " Dashed: what the autoscaler has ordered; below it, what is ready."),
    ]
  }

  private func data(_ week: StoredComparison.Week) -> PageTable {
    let rows = week.hours.indices.map { at -> [TableCell] in
      let rates = [week.demandRps[at], week.demandLowRps[at], week.demandHighRps[at], week.capacityRps[at]]
      return [.digits(week.hours[at], .other("h"))]
        + (rates + (week.orderedRps.map { [$0[at]] } ?? [])).map { .rate($0) }
    }
    return PageTable(
      summary: "The week as a table",
      heads: ["Hour", "Demand a second", "Low", "High", "Capacity"] + (week.orderedRps == nil ? [] : ["Ordered"]),
      rows: rows, isLong: true)
  }

  private func reserve(_ week: StoredComparison.Week) -> [WeekChart.Level] {
    guard week.siteLossReserveRps > 0 else { return [] }
    let sum = week.requirementAndBufferRps + week.siteLossReserveRps
    return [.init(rate: sum, words: "with the site-loss reserve of \(Figures.digits(week.siteLossReserveRps)) on top")]
  }

  var influences: [String: Any]? {
    guard !comparison.influences.isEmpty else { return nil }
    // What chance alone would bring about is no finding: the result says which inputs stand out from it.
    let moving = comparison.influences.filter(\.standsOut)
    func figure(_ correlation: Double) -> String { signed(correlation) { Figures.fixed($0, 2) } }
    let rows = moving.prefix(6).map { influence -> [String: Any] in
      [
        "input": influence.input, "design": influence.design, "figure": figure(influence.rankCorrelation),
        "width": Figures.fixed(abs(influence.rankCorrelation) * 100, 1),
      ]
    }
    let all = comparison.influences.flatMap { influence in
      influence.designs.map { one -> [TableCell] in
        let standsOut = influence.standsOut && one.design == influence.design
        return [
          .words(influence.input), .words(one.design), .number(one.rankCorrelation, .none, figure),
          standsOut ? "yes" : "",
        ]
      }
    }
    let table = PageTable(
      summary: "Every input with every design", heads: ["Input", "Design", "Rank correlation", "Stands out"], rows: all,
      wordColumns: [1, 3])
    let title =
      moving.isEmpty
      ? "What decides it: no uncertain input stands out from simulation error"
      : "What decides it: which uncertain input moves lost minutes"
    return ["title": title, "hasRows": !rows.isEmpty, "rows": rows, "data": table.values]
  }

  var assumptions: [String: Any]? {
    guard let all = comparison.assumptions, !all.isEmpty else { return nil }
    let assumed = all.filter { $0.status == "assumed" }
    let moving = all.filter { ($0.effectUsdYearPlus10Percent ?? 0) != 0 }
    let most = moving.max {
      abs($0.effectUsdYearPlus10Percent ?? 0) < abs($1.effectUsdYearPlus10Percent ?? 0)
    }
    let rows = (assumed + all.filter { $0.status != "assumed" }).map { one -> [TableCell] in
      let source = [one.source, one.asOf].filter { !$0.isEmpty }.joined(separator: ", ")
      let moved = TableCell.number(one.effectUsdYearPlus10Percent, .money, without: "") { _ in effect(one) }
      return [one.key, written(one), one.status, source].map(TableCell.words) + (moving.isEmpty ? [] : [moved])
    }
    let table = PageTable(
      summary: "Each value with its source",
      heads: ["Key", "Value", "Status", "Source"] + (moving.isEmpty ? [] : ["Ten percent more, a year"]), rows: rows,
      wordColumns: [1, 2, 3])
    // A rate and a price book stand behind several prices: they are not moved.
    let others = all.contains { $0.key.hasPrefix("rates.") || $0.key == "price-book" }
    let which = others ? "Of the prices that the plan itself gives, each moved alone," : "Of the prices"
    let how = most.map { "\(which) \($0.key) moves a year most: ten percent more are \(effect($0))." }
    return [
      "title": "\(assumed.count) of \(all.count) values are assumed", "how": how ?? "", "data": table.values,
    ]
  }

  /// A value as it was written: most texts carry their unit, a bare number gets it.
  private func written(_ assumption: StoredComparison.Assumption) -> String {
    let isBare = assumption.value.allSatisfy { $0.isNumber || ".,_-+".contains($0) }
    guard isBare, !assumption.unit.isEmpty, assumption.unit != "1" else { return assumption.value }
    return "\(assumption.value) \(assumption.unit)"
  }

  /// What ten percent more of a price do, and to which design most.
  private func effect(_ assumption: StoredComparison.Assumption) -> String {
    guard let dollars = assumption.effectUsdYearPlus10Percent else { return "" }
    return signed(dollars, Figures.dollars) + (assumption.effectDesignId.map { " (\($0))" } ?? "")
  }

  var notModelled: String? {
    comparison.notModelled.map {
      $0.isEmpty
        ? "What no plan has stands in docs/background/model.md."
        : "Not modelled here: \($0.joined(separator: "; ")). What no plan has stands in docs/background/model.md."
    }
  }

  /// What published services have reached, beside what the plan claims.
  ///
  /// Source: availabilities that eight AI services published on their status pages, 99.59 to 99.94 % over 90 days (read in
  /// November 2026).
  var reality: String {
    let published = (low: 0.9959, high: 0.9994)
    let lost = findings.first.lostMinutesPerYear.mean ?? 0
    let own = 1 - lost / 525_960
    let words = "Eight published AI services reached \(nines(published.low)) to \(nines(published.high)) over 90 days."
    guard own > published.high else {
      return words + " This plan's \(findings.first.design) stands at \(Figures.fixed(own * 100, 3)) %."
    }
    return words
      + " This plan's \(findings.first.design) claims \(Figures.fixed(own * 100, 3)) %: more than any of them has shown. Ask what the plan leaves out."
  }
}
