import Charts

/// The report of a fitted rate series: the day and the days as they were measured, against the curve, the weekdays and growth.
struct RateFitPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Estimate: Decodable {
      let value: Double
      let low: Double?
      let high: Double?

      var interval: ClosedRange<Double>? { range(low, high) }
    }

    struct Point: Decodable {
      let over: String
      let at: Double
      let points: Int
      let measuredRps: Double
      let fittedRps: Double
      let lowRatio: Double
      let highRatio: Double

      var ratio: Double { measuredRps / fittedRps }
    }

    let origin: String
    let days: Double
    let peakRps: Estimate
    let week: [Double]?
    let growthPerYear: Estimate?
    let noiseCv: Estimate
    let correlationSeconds: Estimate
    let zeros: Int
    let daysEach: Int
    let measured: [Point]

    func check() throws {
      guard measured.allSatisfy({ $0.fittedRps > 0 && $0.measuredRps > 0 }), !measured.isEmpty else {
        throw PageError("'measured' has rates that are not above zero")
      }
    }
  }

  let stored: Stored
  let provenance: String

  private var day: [Stored.Point] { stored.measured.filter { $0.over == "day" } }
  private var series: [Stored.Point] { stored.measured.filter { $0.over == "series" } }

  var page: AnswerPage {
    AnswerPage(
      model: stored.origin, question: "What traffic do \(Figures.digits(stored.days)) days of \(stored.origin) show?",
      title: title, sure: sure, reasons: reasons, sections: [daily, course, residuals].compactMap { $0 },
      provenance: "Least squares on logarithms of rates, \(provenance)."
        + (stored.zeros > 0 ? " Left out: \(counted(stored.zeros, "point")) of rate zero." : ""))
  }

  /// Whether the curve follows the day: no stretch off by more than a twentieth.
  private var title: String {
    guard let far = day.max(by: { abs($0.ratio - 1) < abs($1.ratio - 1) }) else { return "No day was measured." }
    let peak = "peak \(Figures.digits(stored.peakRps.value)) requests a second"
    return abs(far.ratio - 1) <= fitTolerance
      ? "The curve follows the measured day, nowhere off by more than \(Figures.percent(abs(far.ratio - 1))): \(peak)."
      : "At \(clock(far.at)) the day is \(Figures.percent(abs(far.ratio - 1))) \(far.ratio > 1 ? "above" : "below") the "
        + "curve; elsewhere it is nearer: \(peak)."
  }

  private var sure: String {
    guard let interval = stored.peakRps.interval else {
      return "How sure: fewer than three days leave the peak without a range."
    }
    return "How sure: the peak lies between \(Figures.digits(interval.lowerBound)) and "
      + "\(Figures.digits(interval.upperBound)) requests a second nine times in ten."
  }

  private var reasons: [Reason] {
    let noise = Reason(
      answers: "noise", heading: "What is left over",
      words: "Noise of \(Figures.percent(stored.noiseCv.value)) of the rate, forgotten within "
        + "\(Figures.time(stored.correlationSeconds.value)).")
    let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    let week = stored.week.flatMap { factors -> Reason? in
      guard let least = factors.indices.min(by: { factors[$0] < factors[$1] }), names.indices.contains(least) else {
        return nil
      }
      return Reason(
        answers: "week", heading: "The quietest day",
        words: "\(names[least]) brings \(Figures.percent(factors[least])) of the busiest weekday.")
    }
    let growth = Reason(
      answers: "growth", heading: "Growth",
      words: stored.growthPerYear.map { growth in
        let between = growth.interval.map {
          " (\(factor($0.lowerBound)) to \(factor($0.upperBound)), nine times in ten)"
        }
        return "\(capitalised(factor(growth.value))) a year, if it goes on\(between ?? "")."
      } ?? "Growth and weekdays need two weeks of rates.")
    return [noise, week, growth].compactMap { $0 }
  }

  private func factor(_ value: Double) -> String { "times \(Figures.digits(value))" }

  private func clock(_ hour: Double) -> String {
    let minutes = Int((hour * 60).rounded())
    return "\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
  }

  private var legend: [(swatch: String, name: String)] {
    [(Tint.part(0).swatch, "measured, with nine in ten of its points"), (Tint.part(1).swatch, "fitted")]
  }

  private func lines(_ points: [Stored.Point]) -> [ReachChart.Line] {
    [
      .init(
        name: "measured", tint: .part(0),
        points: points.map {
          .init(x: $0.at, y: $0.measuredRps, interval: range($0.fittedRps * $0.lowRatio, $0.fittedRps * $0.highRatio))
        }),
      .init(name: "fitted", tint: .part(1), points: points.map { .init(x: $0.at, y: $0.fittedRps, interval: nil) }),
    ]
  }

  private var daily: AnswerPage.Section? {
    guard day.count > 1, let top = day.max(by: { $0.fittedRps < $1.fittedRps }),
      let low = day.min(by: { $0.fittedRps < $1.fittedRps })
    else { return nil }
    let title =
      "The day rises from \(Figures.digits(low.fittedRps)) at \(clock(low.at)) to \(Figures.digits(top.fittedRps)) requests a "
      + "second at \(clock(top.at))"
    return AnswerPage.Section(
      title: title, how: "A day between the weekdays, in the middle of the series: weekdays and growth are taken out.",
      legend: legend,
      drawings: [
        ReachChart(
          title: title, lines: lines(day), xTitle: "hour of the day", yTitle: "requests a second",
          yUnit: .plain
        ).drawing()
      ],
      table: PageTable(
        summary: "The day, hour by hour",
        heads: ["Hour", "Points", "Measured", "Fitted", "Measured against fitted", "Nine in ten from", "to"],
        rows: day.map { [.words(clock($0.at))] + cells($0) }))
  }

  private func cells(_ point: Stored.Point) -> [TableCell] {
    [
      .count(point.points), .rate(point.measuredRps), .rate(point.fittedRps),
      .number(point.ratio) { Figures.change($0 - 1) }, .number(point.lowRatio) { Figures.change($0 - 1) },
      .number(point.highRatio) { Figures.change($0 - 1) },
    ]
  }

  private var course: AnswerPage.Section? {
    guard series.count > 1, let last = series.last else { return nil }
    let title =
      stored.growthPerYear == nil
      ? "The days of the series against the fitted one"
      : "Day by day: \(Figures.digits(series[0].fittedRps)) requests a second at first, \(Figures.digits(last.fittedRps)) at last"
    return AnswerPage.Section(
      title: title,
      how: stored.daysEach == 1
        ? "Geometric mean of each day." : "Geometric mean of \(stored.daysEach) days each.",
      legend: [(Tint.part(0).swatch, "measured"), (Tint.part(1).swatch, "fitted")],
      drawings: [
        ReachChart(
          title: title,
          lines: [
            .init(
              name: "measured", tint: .part(0), points: series.map { .init(x: $0.at, y: $0.measuredRps, interval: nil) }
            ),
            .init(
              name: "fitted", tint: .part(1), points: series.map { .init(x: $0.at, y: $0.fittedRps, interval: nil) }),
          ], xTitle: "days from the first point", yTitle: "requests a second", yUnit: .plain
        ).drawing()
      ],
      table: PageTable(
        summary: "The series, stretch by stretch",
        heads: ["Day", "Points", "Measured", "Fitted", "Measured against fitted", "Nine in ten from", "to"],
        rows: series.map { [.digits($0.at, .other("days"))] + cells($0) }))
  }

  private var residuals: AnswerPage.Section? {
    guard series.count > 1, let far = series.max(by: { abs($0.ratio - 1) < abs($1.ratio - 1) }) else { return nil }
    let title =
      abs(far.ratio - 1) <= fitTolerance
      ? "No day leaves more than \(Figures.percent(abs(far.ratio - 1))) over"
      : "Day \(Figures.digits(far.at.rounded(.up))) is \(Figures.percent(abs(far.ratio - 1))) "
        + "\(far.ratio > 1 ? "above" : "below") what the factors say"
    return AnswerPage.Section(
      title: title, how: "Measured over fitted; band: nine in ten points of each stretch.",
      drawings: [
        ReachChart(
          title: title,
          lines: [
            .init(
              name: "measured over fitted", tint: .part(0),
              points: series.map {
                .init(x: $0.at, y: $0.ratio - 1, interval: range($0.lowRatio - 1, $0.highRatio - 1))
              })
          ], level: (0, "alike"), xTitle: "days from the first point", yTitle: "measured against fitted",
          yUnit: .change
        ).drawing()
      ])
  }
}
