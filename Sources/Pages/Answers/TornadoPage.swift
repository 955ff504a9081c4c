import Charts

/// The report of a tornado: what each uncertain input moves, what turns the answer, and what each cause costs.
struct TornadoPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct End: Decodable {
      let value: Double?
      let cause: String?
      let lostMinutesPerYear: StoredFigure
      let costUsdPerYear: StoredFigure
      let verdict: String
    }

    struct Flip: Decodable {
      let answer: String
      let value: Double
      let low: Double?
      let high: Double?
      let below: String
      let above: String
    }

    struct Input: Decodable {
      let input: String
      let low: End
      let high: End
      let flips: [Flip]

      var swing: Double {
        abs((high.lostMinutesPerYear.difference?.mean ?? 0) - (low.lostMinutesPerYear.difference?.mean ?? 0))
      }
    }

    let model: String
    let design: String
    let seed: UInt64
    let replications: Int
    let plan: End
    let inputs: [Input]
    let without: [End]
  }

  let stored: Stored
  let provenance: String

  private var inputs: [Stored.Input] { stored.inputs.sorted { ($1.swing, $0.input) < ($0.swing, $1.input) } }

  var page: AnswerPage {
    AnswerPage(
      model: stored.model, question: "Which uncertain input decides about \(stored.design)?", title: title, sure: sure,
      reasons: [], sections: [swings, money, flips, causes].compactMap { $0 },
      provenance: "\(Figures.grouped(Double(stored.replications))) years each on the same luck, seed \(stored.seed), "
        + "\(provenance).")
  }

  private var title: String {
    guard let first = inputs.first else { return "No input of the plan is uncertain." }
    let flipping = stored.inputs.filter { input in input.flips.contains { $0.answer == "verdict" } }.map(\.input)
    let turns =
      flipping.isEmpty
      ? "no input turns the verdict" : "\(flipping.joined(separator: ", ")) can turn the verdict"
    return
      "\(first.input) moves \(stored.design) most, by \(Figures.minutes(first.swing)) lost minutes a year; \(turns)."
  }

  private var sure: String {
    "At the middle of all inputs \(stored.design) loses \(Figures.minutes(stored.plan.lostMinutesPerYear.mean ?? 0)) minutes a "
      + "year and \(stored.plan.verdict). An input's ends hold it nine times in ten."
  }

  private func end(_ end: Stored.End, _ figure: (Stored.End) -> StoredFigure) -> SwingChart.End {
    let difference = figure(end).difference
    return .init(
      change: difference?.mean ?? 0, interval: difference?.interval,
      words: end.value.map { "at \(Figures.digits($0))" } ?? "")
  }

  private var swings: AnswerPage.Section? {
    guard !inputs.isEmpty else { return nil }
    let title = "What each input adds to or takes from the lost minutes"
    return AnswerPage.Section(
      title: title,
      how: "Each input at its low and its high end, the others at their middle. Thin lines: 95 % intervals.",
      legend: [(Tint.oneSite(0).swatch, "at its low end"), (Tint.everySite(0).swatch, "at its high end")],
      drawings: [
        SwingChart(
          title: title,
          rows: inputs.prefix(16).map {
            .init(name: $0.input, low: end($0.low, \.lostMinutesPerYear), high: end($0.high, \.lostMinutesPerYear))
          }, xTitle: "lost minutes a year against the plan"
        ).drawing
      ],
      table: PageTable(
        summary: "Every input",
        heads: ["Input", "Low", "High", "Minutes at low", "Minutes at high", "Verdict at low", "Verdict at high"],
        rows: inputs.map {
          [
            .words($0.input), .digits($0.low.value ?? 0), .digits($0.high.value ?? 0), minutes($0.low),
            minutes($0.high),
            .words(marked($0.low.verdict)), .words(marked($0.high.verdict)),
          ]
        }))
  }

  private var money: AnswerPage.Section? {
    let moving = inputs.filter { input in
      [input.low, input.high].contains { abs($0.costUsdPerYear.difference?.mean ?? 0) >= 0.5 }
    }
    guard !moving.isEmpty else { return nil }
    let title = "What each input adds to or takes from the cost"
    return AnswerPage.Section(
      title: title, how: "\(Figures.moneyFirst) a year, amortised, without outage loss.",
      drawings: [
        SwingChart(
          title: title,
          rows: moving.prefix(16).map {
            .init(name: $0.input, low: end($0.low, \.costUsdPerYear), high: end($0.high, \.costUsdPerYear))
          }, xTitle: "\(Figures.money) a year against the plan", isMoney: true
        ).drawing
      ],
      table: PageTable(
        summary: "Every input that moves the cost",
        heads: ["Input", "Low", "High", "Cost at low", "Cost at high", "Against the plan at low", "At high"],
        rows: moving.map {
          [
            .words($0.input), .digits($0.low.value ?? 0), .digits($0.high.value ?? 0),
            .dollars($0.low.costUsdPerYear.mean), .dollars($0.high.costUsdPerYear.mean),
            change($0.low.costUsdPerYear, .money, Figures.dollars),
            change($0.high.costUsdPerYear, .money, Figures.dollars),
          ]
        }))
  }

  private var flips: AnswerPage.Section? {
    let rows = stored.inputs.flatMap { input in
      input.flips.map { flip -> [TableCell] in
        [
          .words(input.input), .words(flip.answer.replacing("_", with: " ")), .digits(flip.value),
          .number(flip.low, without: "below the band", Figures.digits),
          .number(flip.high, without: "above the band", Figures.digits), .words(flip.below), .words(flip.above),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return AnswerPage.Section(
      title: "\(rows.count) \(rows.count == 1 ? "value turns" : "values turn") an answer",
      how: "The value of an input at which the verdict, or the design that loses least, becomes another.",
      table: PageTable(
        summary: "Where answers turn",
        heads: ["Input", "Answer", "Value", "95 % from", "95 % to", "Below it", "Above it"],
        rows: rows, wordColumns: [1, 5, 6]))
  }

  /// What an end of an input changes of the lost minutes.
  private func minutes(_ end: Stored.End) -> TableCell { change(end.lostMinutesPerYear, .minutes, Figures.minutes) }

  /// A difference to the plan on the same luck, with its interval.
  private func change(_ figure: StoredFigure, _ unit: TableCell.Unit, _ form: (Double) -> String) -> TableCell {
    let ends = figure.difference?.interval
    let between = ends.map { " (\(signed($0.lowerBound, form)) to \(signed($0.upperBound, form)))" } ?? ""
    return .number(figure.difference?.mean ?? 0, unit, ends: ends) { signed($0, form) + between }
  }

  private var causes: AnswerPage.Section? {
    let saving = stored.without.filter { ($0.lostMinutesPerYear.difference?.mean ?? 0) != 0 }
      .sorted { ($0.lostMinutesPerYear.difference?.mean ?? 0) < ($1.lostMinutesPerYear.difference?.mean ?? 0) }
    guard let first = saving.first else { return nil }
    let title =
      "Without \(first.cause ?? "") \(stored.design) would lose "
      + "\(Figures.minutes(first.lostMinutesPerYear.mean ?? 0)) minutes a year (\(first.verdict))"
    return AnswerPage.Section(
      title: title, how: "The same luck without one cause at a time.",
      drawings: [
        SwingChart(
          title: title,
          rows: saving.map { .init(name: "without \($0.cause ?? "")", low: end($0, \.lostMinutesPerYear), high: nil) },
          xTitle: "lost minutes a year against the plan"
        ).drawing
      ],
      table: PageTable(
        summary: "Every cause taken away", heads: ["Without", "Lost minutes a year", "Against the plan", "Verdict"],
        rows: saving.map {
          [
            .words($0.cause ?? ""), .minutes($0.lostMinutesPerYear.mean),
            change($0.lostMinutesPerYear, .minutes, Figures.minutes), .words(marked($0.verdict)),
          ]
        }))
  }
}
