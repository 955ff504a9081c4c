import Charts

/// The report of a sweep: curves of what the values change, with their intervals.
struct SweepPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Setting: Decodable {
      let path: String
      let value: String
    }

    struct Point: Decodable {
      let settings: [Setting]
      let refusal: String?
      let failoverSeconds: StoredFigure?
      let spuriousFailoversPerYear: StoredFigure?
      let lostMinutesPerYear: StoredFigure?
      let costUsdPerYear: StoredFigure?
      let verdict: String?

      var name: String { settings.map(\.value).joined(separator: ", ") }
    }

    let model: String
    let design: String
    let seed: UInt64
    let worlds: Int
    let replications: Int
    let plan: Point
    let points: [Point]

    func check() throws {
      guard !points.isEmpty else { throw PageError("'points' is empty") }
    }
  }

  let stored: Stored
  let provenance: String

  private var shown: [Stored.Point] { stored.points.filter { $0.lostMinutesPerYear?.mean != nil } }
  private var varied: String { stored.points[0].settings.map(\.path).joined(separator: " and ") }
  private var best: Stored.Point? {
    shown.min { ($0.lostMinutesPerYear?.mean ?? .infinity) < ($1.lostMinutesPerYear?.mean ?? .infinity) }
  }

  var page: AnswerPage {
    AnswerPage(
      model: stored.model, question: "What does \(varied) change of \(stored.design)?", title: title, sure: sure,
      reasons: [], sections: sections,
      provenance:
        "\(Figures.grouped(Double(stored.replications))) years a value on the same luck (\(stored.worlds) worlds), "
        + "seed \(stored.seed), \(provenance).")
  }

  private var title: String {
    guard let best, let minutes = best.lostMinutesPerYear?.mean else { return "No value of \(varied) is possible." }
    guard let difference = best.lostMinutesPerYear?.difference, let high = difference.high, high < 0 else {
      return "No value of \(varied) is shown to lose less than the plan's own."
    }
    return "\(varied) = \(best.name) loses least: \(Figures.minutes(minutes)) minutes a year, "
      + "\(Figures.minutes(-difference.mean)) less than the plan's own value."
  }

  private var sure: String {
    guard let best, let difference = best.lostMinutesPerYear?.difference, let interval = difference.interval else {
      return ""
    }
    return "How sure: at \(best.name) the difference to the plan is \(signed(interval.lowerBound, Figures.minutes)) to "
      + "\(signed(interval.upperBound, Figures.minutes)) minutes (95 % interval, paired)."
  }

  private var sections: [AnswerPage.Section] {
    let refused = stored.points.filter { $0.refusal != nil }
    let table = PageTable(
      summary: "Every value",
      heads: [
        "Value", "Failover time", "Spurious a year", "Lost minutes a year", "Against the plan", "Verdict",
        "Cost a year",
      ],
      rows: ([stored.plan] + stored.points).map { point in
        [
          .words(point.settings.isEmpty ? "the plan" : point.name), .time(point.failoverSeconds?.mean),
          .digits(point.spuriousFailoversPerYear?.mean), .minutes(point.lostMinutesPerYear?.mean),
          .number(point.lostMinutesPerYear?.difference?.mean, .minutes) { signed($0, Figures.minutes) },
          .words(point.verdict.map(marked) ?? "refused"), .dollars(point.costUsdPerYear?.mean),
        ]
      })
    var sections = [
      section(
        "Lost minutes by \(varied)",
        "Band: 95 % interval of each value; differences are surer than the bands, since all "
          + "values meet the same luck.", \.lostMinutesPerYear, "lost minutes a year", .minutes, table: table)
    ].compactMap { $0 }
    let failover = section(
      "Failover time by \(varied)", "From the fault, with the provider's own recovery off.", \.failoverSeconds,
      "failover time", .seconds)
    let spurious = section(
      "Failovers that nothing called for",
      "A failover is spurious where the site was well: the price of hesitating less.",
      \.spuriousFailoversPerYear, "spurious failovers a year", .plain)
    sections += [failover, spurious].compactMap { $0 }
    if !refused.isEmpty {
      sections.append(
        AnswerPage.Section(
          title: "\(refused.count) of \(stored.points.count) values are not possible", how: "",
          table: PageTable(
            summary: "Why", heads: ["Value", "Reason"],
            rows: refused.map { [.words($0.name), .words($0.refusal ?? "")] },
            wordColumns: [1])))
    }
    return sections
  }

  private func section(
    _ title: String, _ how: String, _ figure: (Stored.Point) -> StoredFigure?, _ yTitle: String,
    _ unit: ReachChart.Unit,
    table: PageTable? = nil
  ) -> AnswerPage.Section? {
    let points = shown.enumerated().compactMap { index, point -> ReachChart.Point? in
      guard let value = figure(point), let mean = value.mean, mean.isFinite else { return nil }
      return .init(
        x: Double(index), name: point.name, y: mean, interval: value.interval, isAnswer: point.name == best?.name)
    }
    guard points.count > 1, points.contains(where: { $0.y > 0 }) else { return nil }
    let level = figure(stored.plan)?.mean.map { (value: $0, words: "the plan's own value") }
    return AnswerPage.Section(
      title: title, how: how,
      drawings: [
        ReachChart(
          title: title, lines: [.init(name: stored.design, tint: .design(5), points: points)], level: level,
          xTitle: varied, isNamed: true, yTitle: yTitle, yUnit: unit
        ).drawing()
      ], table: table)
  }
}
