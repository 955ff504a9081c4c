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
    return [
      "title": title, "chart": chart.drawing.values,
      "how":
        "\(week.design). The buffer is \(Figures.percent(share)) over the requirement, which is \(Figures.percent(headroom)) "
        + "of capacity kept free. " + (week.siteLossReserveRps > 0 ? "The site-loss reserve stands apart; " : "")
        + "what is more is whole nodes. Tinted: nine in ten courses of demand."
        + (week.orderedRps == nil ? "" : " Dashed: what the autoscaler has ordered; below it, what is ready."),
    ]
  }

  private func reserve(_ week: StoredComparison.Week) -> [WeekChart.Level] {
    guard week.siteLossReserveRps > 0 else { return [] }
    let sum = week.requirementAndBufferRps + week.siteLossReserveRps
    return [.init(rate: sum, words: "with the site-loss reserve of \(Figures.digits(week.siteLossReserveRps)) on top")]
  }

  var influences: [String: Any]? {
    let moving = comparison.influences.filter { abs($0.rankCorrelation) >= 0.5 }.prefix(6)
    guard !moving.isEmpty else { return nil }
    return [
      "rows": moving.map { influence -> [String: Any] in
        [
          "input": influence.input,
          "figure": (influence.rankCorrelation < 0 ? "−" : "+") + Figures.fixed(abs(influence.rankCorrelation), 2),
          "width": Figures.fixed(abs(influence.rankCorrelation) * 100, 1),
        ]
      }
    ]
  }

  var assumptions: [String: Any]? {
    guard let all = comparison.assumptions, !all.isEmpty else { return nil }
    let assumed = all.filter { $0.status == "assumed" }
    return [
      "title": "\(assumed.count) of \(all.count) values are assumed",
      "rows": (assumed + all.filter { $0.status != "assumed" }).map {
        [
          "key": $0.key, "value": $0.unit.isEmpty ? $0.value : "\($0.value) \($0.unit)", "status": $0.status,
          "source": [$0.source, $0.asOf].filter { !$0.isEmpty }.joined(separator: ", "),
        ]
      },
    ]
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
