import Charts

/// What each design costs against what it loses, and which is worth its money at which value of a minute.
struct TradeSection {
  private let findings: Findings
  private var ranking: Ranking { findings.ranking }
  private var comparison: StoredComparison { findings.comparison }

  init(_ findings: Findings) { self.findings = findings }

  var values: [String: Any] {
    var values: [String: Any] = ["isPriced": ranking.isPriced, "title": title, "rows": rows.drawing.values]
    values["data"] = data.values
    guard ranking.isPriced else { return values }
    values["scatter"] =
      TradeChart(
        title: title,
        points: ranking.places.map {
          .init(
            name: $0.design.design, tint: $0.tint, isDominated: $0.dominator != nil,
            dollars: $0.design.costUsdPerYear.mean ?? 0, minutes: $0.design.lostMinutesPerYear.mean ?? 0)
        }
      ).drawing.values
    let strip = stretches
    values["hasStrip"] = strip.count > 1
    if strip.count > 1 {
      values["stripTitle"] = stripTitle(strip)
      values["strip"] = ValueStrip(title: stripTitle(strip), stretches: strip).drawing.values
      let never = ranking.places.map(\.design.design).filter { name in !strip.contains { $0.name == name } }
      values["never"] =
        never.isEmpty
        ? "" : "\(never.map { $0 }.joined(separator: " and ")) \(never.count == 1 ? "is" : "are") cheapest at no value."
    }
    values["paired"] = paired
    return values
  }

  private var data: PageTable {
    let heads = ["Design", "Lost minutes a year", "from", "to", "One year in ten"]
    return PageTable(
      summary: "Cost and lost minutes as a table", heads: heads + (ranking.isPriced ? ["Dollars a year"] : []),
      rows: ranking.places.map { place in
        let minutes = place.design.lostMinutesPerYear
        let figures = [minutes.mean, minutes.low, minutes.high, place.design.badYearLostMinutes]
        return [place.design.design] + figures.map { $0.map(Figures.minutes) ?? "-" }
          + (ranking.isPriced ? [place.design.costUsdPerYear.mean.map(Figures.dollars) ?? "-"] : [])
      })
  }

  /// The dearest step of the staircase beside the cheapest one.
  private var title: String {
    guard ranking.isPriced else { return "What the designs lose" }
    let front = stretches
    guard front.count > 1 else {
      return
        "\(findings.sentence(front.first?.name ?? findings.first.design)) is the cheapest at any value of a lost minute"
    }
    let cheap = front.filter { $0.from <= front[1].from * 20 }.count - 1
    guard cheap >= 1, front.count - 1 > cheap else { return "What a lost minute less costs, step by step" }
    return "The first \(cheap == 1 ? "step costs" : "\(findings.count(cheap)) steps cost") little; "
      + "the next minute costs \(Figures.dollars(front[cheap + 1].from))"
  }

  private func stripTitle(_ strip: [ValueStrip.Stretch]) -> String {
    let last = strip[strip.count - 1]
    return "On money alone, \(last.name) pays from \(Figures.dollars(last.from)) a lost minute"
  }

  /// The lower envelope of cost plus value times minutes, over all values of a minute.
  private var stretches: [ValueStrip.Stretch] {
    let lines = ranking.places.compactMap { place -> (place: Ranking.Place, cost: Double, minutes: Double)? in
      zip(optional: place.design.costUsdPerYear.mean, place.design.lostMinutesPerYear.mean).map { (place, $0, $1) }
    }
    var current = lines.min { ($0.cost, $0.minutes) < ($1.cost, $1.minutes) }
    var found: [ValueStrip.Stretch] = []
    var from = 0.0
    while let line = current {
      found.append(.init(name: line.place.design.design, tint: line.place.tint, from: from))
      let next = lines.filter { $0.minutes < line.minutes }.map { other in
        (line: other, at: (other.cost - line.cost) / (line.minutes - other.minutes))
      }.min { ($0.at, $0.line.minutes) < ($1.at, $1.line.minutes) }
      from = next?.at ?? 0
      current = next?.line
    }
    return found
  }

  private var rows: IntervalRowsChart {
    let objective = findings.first.objectives.first { $0.objective == "availability_requests" }
    let minutes = objective.map { (1 - $0.threshold) * 525_960 }
    return IntervalRowsChart(
      title: "Lost minutes of each design with what is not known of them",
      rows: ranking.places.map { place in
        let cost = ranking.isPriced ? Figures.dollars(place.design.costUsdPerYear.mean ?? 0) : ""
        return .init(
          name: place.design.design, detail: cost + (place.dominator == nil ? "" : " · dominated"), tint: place.tint,
          band: place.design.lostMinutesPerYear.band, interval: place.design.lostMinutesPerYear.interval,
          mean: place.design.lostMinutesPerYear.mean ?? 0, mark: place.design.badYearLostMinutes)
      },
      threshold: minutes.map {
        ($0, "◇ must stand left of \(Figures.digits($0)) = \(nines(objective?.threshold ?? 0))")
      },
      xTitle: "lost minutes a year (log)")
  }

  /// The first design against the one that comes next, on the same failures.
  private var paired: String {
    guard ranking.places.count > 1 else { return "" }
    let others = ranking.places.filter { $0.design.design != findings.first.design }
    let next = others.min { ($0.design.lostMinutesPerYear.mean ?? 0) < ($1.design.lostMinutesPerYear.mean ?? 0) }
    guard let next,
      let difference = Ranking.difference(from: next.design.design, to: findings.first.design, comparison.pairs)
    else { return "" }
    let ends = [abs(difference.low), abs(difference.high)].sorted().map(Figures.minutes)
    if difference.low > 0 || difference.high < 0 {
      return "On the same failures \(findings.first.design) loses \(Figures.minutes(abs(difference.mean))) minutes "
        + "(\(ends[0]) to \(ends[1])) \(difference.mean < 0 ? "less" : "more") than \(next.design.design)."
    }
    return
      "On the same failures \(findings.first.design) and \(next.design.design) cannot be told apart: the difference is "
      + "\(Figures.minutes(difference.low)) to \(Figures.minutes(difference.high)) minutes."
  }
}

extension Drawing {
  /// Both widths, for a template.
  var values: [String: Any] { ["wide": wide, "narrow": narrow] }
}
