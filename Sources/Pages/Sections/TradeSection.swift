import Charts

/// What each design costs against what it loses, and how well that is known.
struct TradeSection {
  private let findings: Findings
  private let value: ValueSection
  private var ranking: Ranking { findings.ranking }
  private var comparison: StoredComparison { findings.comparison }

  init(_ findings: Findings) {
    self.findings = findings
    value = ValueSection(findings)
  }

  var values: [String: Any] {
    var values: [String: Any] = [
      "isPriced": ranking.isPriced, "title": title, "rows": rows.drawing.values, "data": data.values,
      "inputs": inputs,
    ]
    if !comparison.pairs.isEmpty { values["pairs"] = pairs.values }
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
    if let strip = value.values { values["strip"] = strip }
    values["paired"] = paired
    return values
  }

  private var data: PageTable {
    let heads = [
      "Design", "Lost minutes a year", "95 % from", "95 % to", "Inputs from", "Inputs to", "One year in ten",
      "Its inputs from", "Its inputs to",
    ]
    return PageTable(
      summary: "Cost and lost minutes as a table",
      heads: heads + (ranking.isPriced ? ["\(Figures.moneyFirst) a year"] : []),
      rows: ranking.places.map { place in
        let (minutes, bad) = (place.design.lostMinutesPerYear, place.design.badYearBand)
        let figures = [
          minutes.mean, minutes.low, minutes.high, minutes.inputsLow, minutes.inputsHigh,
          place.design.badYearLostMinutes, bad.inputsLow, bad.inputsHigh,
        ]
        return [.words(place.design.design)] + figures.map { .minutes($0) }
          + (ranking.isPriced ? [.dollars(place.design.costUsdPerYear.mean)] : [])
      })
  }

  /// Every two designs that were compared on the same failures.
  private var pairs: PageTable {
    let heads =
      ["First", "Second", "Lost minutes, second less first", "95 % from", "95 % to"]
      + (ranking.isPriced ? ["Cost a year, second less first", "95 % from", "95 % to"] : [])
    let hasInputs = comparison.pairs.contains { $0.inputsShareWithLess != nil }
    return PageTable(
      summary: "Every pair on the same failures as a table",
      heads: heads + (hasInputs ? ["Readings in which the second loses less"] : []),
      rows: comparison.pairs.map { pair -> [TableCell] in
        let (minutes, cost) = (pair.lostMinutesPerYear, pair.costUsdPerYear)
        let dollars = ranking.isPriced ? [cost?.mean, cost?.low, cost?.high] : []
        return [.words(pair.from), .words(pair.to)] + [minutes.mean, minutes.low, minutes.high].map { .minutes($0) }
          + dollars.map { .dollars($0) } + (hasInputs ? [.share(pair.inputsShareWithLess)] : [])
      }, wordColumns: [1])
  }

  /// The dearest step of the staircase beside the cheapest one.
  var title: String {
    guard ranking.isPriced else { return "What the designs lose" }
    let front = value.stretches
    guard let cheapest = front.first else { return "What the designs cost and lose" }
    guard front.count > 1 else { return value.cheapestThroughout(cheapest.name) }
    let cheap = front.filter { $0.from <= front[1].from * 20 }.count - 1
    guard cheap >= 1, front.count - 1 > cheap else { return "What a lost minute less costs, step by step" }
    let dear = comparison.breakEvens[cheap]
    let most = Figures.dollars(comparison.breakEvens[cheap - 1].usdPerMinute.mean)
    let steps = cheap == 1 ? "step costs \(most)" : "\(findings.count(cheap)) steps cost at most \(most)"
    return "The first \(steps) a minute saved; "
      + "the next minute costs \(Figures.dollars(dear.usdPerMinute.mean))\(dear.isCertain ? "" : ", if it saves any")"
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
        ($0, "◇ must stand left of \(Figures.digits($0)) min = \(nines(objective?.threshold ?? 0))")
      },
      xTitle: "lost minutes a year (log)")
  }

  /// Of the other designs the one that loses least.
  private var next: StoredComparison.Design? {
    ranking.places.map(\.design).filter { $0.design != findings.first.design }
      .min { ($0.lostMinutesPerYear.mean ?? 0) < ($1.lostMinutesPerYear.mean ?? 0) }
  }

  /// The first design against the one that comes next, on the same failures.
  var paired: String {
    guard let next,
      let difference = Ranking.difference(from: next.design, to: findings.first.design, comparison.pairs)
    else { return "" }
    let names = "\(findings.first.design) and \(next.design)"
    guard difference.low.isFinite, difference.high.isFinite else {
      return "So few worlds do not tell \(names) apart."
    }
    let ends = [abs(difference.low), abs(difference.high)].sorted().map(Figures.minutes)
    if difference.low > 0 || difference.high < 0 {
      return "On the same failures \(findings.first.design) loses \(Figures.minutes(abs(difference.mean))) minutes "
        + "(\(ends[0]) to \(ends[1])) \(difference.mean < 0 ? "less" : "more") than \(next.design)."
    }
    if difference.low == 0, difference.high == 0 { return "On the same failures \(names) lose the same." }
    return
      "On the same failures \(names) cannot be told apart: the difference is "
      + "\(Figures.minutes(difference.low)) to \(Figures.minutes(difference.high)) minutes."
  }

  /// Whether order and verdict survive what is not known of the inputs.
  var inputs: String {
    guard let points = comparison.inputPoints, points > 0 else { return "" }
    return [order(points), verdict, badYear].compactMap { $0 }.joined(separator: " ")
  }

  private func order(_ points: Int) -> String? {
    guard let next else { return nil }
    let names = Set([next.design, findings.first.design])
    guard let pair = comparison.pairs.first(where: { Set([$0.from, $0.to]) == names }),
      let share = pair.inputsShareWithLess
    else { return nil }
    return "Of \(points) readings of the uncertain inputs \(pair.to) loses less than \(pair.from) in "
      + "\(share == 1 ? "all" : share == 0 ? "none" : Figures.fixed(share * Double(points), 0))."
  }

  private var verdict: String? {
    guard let deciding = findings.deciding, let band = deciding.share?.band else { return nil }
    let required = deciding.requiredShare
    func percent(_ share: Double) -> String { Figures.percent(share, near: required) }
    let (low, high) = (percent(band.lowerBound), percent(band.upperBound))
    let turned =
      band.lowerBound >= required || band.upperBound < required
      ? "on one side of the \(Figures.percent(required)) that is needed"
      : "on both sides of the \(Figures.percent(required)) that is needed, so that they can turn the verdict"
    return "Nine in ten readings put \(findings.first.design) at \(low == high ? low : "\(low) to \(high)") of "
      + "\(Asked(deciding).cases), \(turned)."
  }

  private var badYear: String? {
    findings.first.badYearBand.band.map {
      "They put its one year in ten at \(Figures.minutes($0.lowerBound)) to \(Figures.minutes($0.upperBound)) lost minutes."
    }
  }
}

extension Drawing {
  /// Both widths, for a template.
  var values: [String: Any] { ["wide": wide, "narrow": narrow] }
}
