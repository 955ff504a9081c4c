import Charts

/// The report of a backtest: where the record lies among what the plan predicts, and what it says of the plan.
struct BacktestPage: QuestionPage {
  struct Stored: StoredAnswer {
    struct Figure: Decodable {
      let observed: Double
      let mean: Double
      let p05: Double
      let p95: Double
      let percentile: Double
      let low: Double
      let high: Double
      let reading: String
    }

    struct Factor: Decodable {
      let low: Double
      let mid: Double
      let high: Double
    }

    struct Cause: Decodable {
      let cause: String
      let outages: Figure
      let rateFactor: Factor?
      let lengthFactor: Factor?
      let supports: String?
    }

    struct Evenness: Decodable {
      let tenths: [Int]
      let distance: Double
      let chance: Double
    }

    let model: String
    let design: String
    let from: String
    let to: String
    let seed: UInt64
    let replications: Int
    let outages: Figure
    let outageMinutes: Figure
    let longestOutageMinutes: Figure
    let lengths: [Double?]
    let evenness: Evenness?
    let causes: [Cause]
    let sentences: [String]

    func check() throws {
      guard evenness.map({ $0.tenths.count == 10 }) ?? true else { throw PageError("'tenths' are not ten") }
      let factors = causes.flatMap { [$0.rateFactor, $0.lengthFactor] }.compactMap { $0 }
      guard factors.allSatisfy({ 0 < $0.low && $0.low <= $0.mid && $0.mid <= $0.high && $0.high.isFinite }) else {
        throw PageError("a factor's 'low', 'mid' and 'high' do not rise")
      }
    }
  }

  let stored: Stored
  let provenance: String

  var page: AnswerPage {
    AnswerPage(
      model: stored.model,
      question:
        "Would the plan have predicted the outages that \(stored.design) had from \(stored.from) to \(stored.to)?",
      title: title, sure: sure, reasons: reasons,
      sections: [percentiles, lengths, rates, times, supports].compactMap { $0 },
      provenance:
        "Against \(Figures.grouped(Double(stored.replications))) simulated periods as long as the record, seed "
        + "\(stored.seed), \(provenance).")
  }

  // MARK: Words

  private static let asPredicted = "as predicted"

  /// How a failure mode stands in the plan, by its outages or by their lengths; nil where the record has nothing against it.
  static func fault(_ cause: Stored.Cause) -> String? {
    if cause.outages.reading != asPredicted {
      return cause.outages.reading.hasPrefix("more") ? "too rare in the plan" : "too frequent in the plan"
    }
    guard let length = cause.lengthFactor else { return nil }
    return length.low > 1 ? "too short in the plan" : length.high < 1 ? "too long in the plan" : nil
  }

  private var faults: [(cause: Stored.Cause, words: String)] {
    stored.causes.compactMap { cause in Self.fault(cause).map { (cause, $0) } }
  }

  private var figures: [(name: String, more: String, less: String, figure: Stored.Figure)] {
    [
      ("outages", "more outages", "fewer outages", stored.outages),
      ("outage minutes", "more outage minutes", "fewer outage minutes", stored.outageMinutes),
      ("longest outage, minutes", "a longer longest outage", "a shorter longest outage", stored.longestOutageMinutes),
    ]
  }

  /// What contradicts the plan: how often its failure modes strike before its sums, and those before lengths.
  private var title: String {
    if let first = faults.first(where: { $0.cause.outages.reading != Self.asPredicted }) {
      let outages = first.cause.outages
      return "'\(first.cause.cause)' is \(first.words): it struck \(times(outages.observed)) where "
        + "\(Figures.digits(outages.mean)) were predicted\(others)."
    }
    if let off = figures.first(where: { $0.figure.reading != Self.asPredicted }) {
      let words = off.figure.reading.hasPrefix("more") ? off.more : off.less
      return "The record has \(words) than the plan predicts: \(Figures.digits(off.figure.observed)) where "
        + "\(Figures.digits(off.figure.mean)) were expected."
    }
    if let first = faults.first, let length = first.cause.lengthFactor {
      return
        "'\(first.cause.cause)' is \(first.words): its outages took \(Figures.digits(length.mid)) times as long as "
        + "predicted\(others)."
    }
    if let even = stored.evenness, even.chance < 0.05 {
      return "Outages are as many as predicted, but not as long: so uneven a spread comes by chance in "
        + "\(Figures.percent(even.chance)) of records."
    }
    return "Nothing in the record contradicts the plan: \(counted(Int(stored.outages.observed), "outage")) where "
      + "\(Figures.digits(stored.outages.mean)) were predicted."
  }

  private var others: String { faults.count > 1 ? ", and \(faults.count - 1) more" : "" }

  private func times(_ count: Double) -> String {
    count == 1 ? "once" : count == 0 ? "never" : "\(Figures.digits(count)) times"
  }

  private var sure: String {
    let share = stored.outages
    return "How sure: \(Figures.percent(share.percentile)) of simulated periods have fewer outages "
      + "(\(Figures.percent(share.low)) to \(Figures.percent(share.high)), 95 % interval). Of figures that are looked at, one in "
      + "twenty is off by chance."
  }

  private var reasons: [Reason] {
    let record = Reason(
      answers: "record", heading: "What happened",
      words:
        "\(counted(Int(stored.outages.observed), "outage")), \(Figures.minutes(stored.outageMinutes.observed)) minutes in all, "
        + "the longest \(Figures.minutes(stored.longestOutageMinutes.observed)).")
    let predicted = Reason(
      answers: "predicted", heading: "What was predicted, nine times in ten",
      words: "\(span(stored.outages)) outages, \(span(stored.outageMinutes)) minutes, the longest "
        + "\(span(stored.longestOutageMinutes)).")
    let modes = Reason(
      answers: "modes", heading: "Too rare or too short",
      words: stored.causes.isEmpty
        ? "The record names no causes."
        : faults.isEmpty
          ? "No failure mode is shown to be."
          : faults.map { "\($0.cause.cause): \($0.words)" }.joined(separator: "; ") + ".")
    return [record, predicted, modes]
  }

  private func span(_ figure: Stored.Figure) -> String {
    "\(Figures.digits(figure.p05)) to \(Figures.digits(figure.p95))"
  }

  // MARK: Pictures

  private func row(_ name: String, _ figure: Stored.Figure) -> MarksChart.Row {
    let interval = range(figure.low, figure.high)
    let between = interval.map { " (\(Figures.percent($0.lowerBound)) to \(Figures.percent($0.upperBound)))" } ?? ""
    return MarksChart.Row(
      name: name, detail: "\(Figures.digits(figure.observed)), predicted \(Figures.digits(figure.mean))",
      marks: [
        .init(
          figure.percentile, interval: interval, tint: figure.reading == Self.asPredicted ? .part(0) : .part(4),
          words: "\(name): \(Figures.percent(figure.percentile)) of periods have less\(between), \(figure.reading)")
      ])
  }

  private var percentiles: AnswerPage.Section {
    let rows = figures.map { ($0.name, $0.figure) } + stored.causes.map { ("outages by \($0.cause)", $0.outages) }
    let off = rows.count { $0.1.reading != Self.asPredicted }
    let title =
      off == 0
      ? "Every figure of the record lies where nineteen periods in twenty do"
      : "\(off) of \(rows.count) figures lie where fewer than one period in forty does"
    return AnswerPage.Section(
      title: title,
      how:
        "Share of simulated periods with less than happened, ties counted half, with its 95 % interval. Shaded: 2.5 to 97.5 %.",
      legend: [(Tint.part(0).swatch, "as predicted"), (Tint.part(4).swatch, "more or less than predicted")],
      drawings: [
        MarksChart(
          title: title, rows: rows.map { row($0.0, $0.1) }, shade: 0.025...0.975,
          xTitle: "share of simulated periods with less", unit: .percent
        ).drawing
      ],
      table: PageTable(
        summary: "Every figure",
        heads: [
          "Figure", "Happened", "Predicted", "Nine in ten from", "to", "Percentile", "95 % from", "95 % to", "Reading",
        ],
        rows: rows.map { name, figure in
          [
            .words(name), .digits(figure.observed), .digits(figure.mean), .digits(figure.p05),
            .digits(figure.p95), .share(figure.percentile), .share(figure.low), .share(figure.high),
            .words(figure.reading),
          ]
        }, wordColumns: [8]))
  }

  /// The probability-integral histogram: even where the plan is true.
  private var lengths: AnswerPage.Section? {
    guard let even = stored.evenness else { return nil }
    let chance = "so uneven a spread comes by chance in \(Figures.percent(even.chance)) of records"
    let title =
      even.chance < 0.05 ? "Lengths do not spread as predicted: \(chance)" : "Lengths spread as predicted: \(chance)"
    return AnswerPage.Section(
      title: title,
      how:
        "Where each outage's length lies among the predicted ones of its cause. A heap at the right: longer than predicted.",
      drawings: [
        TenthsChart(
          title: title, counts: even.tenths, xTitle: "share of predicted outages that are shorter", noun: "outages"
        )
        .drawing
      ],
      table: PageTable(
        summary: "Every outage's length", heads: ["Outage", "Share of predicted ones that are shorter"],
        rows: stored.lengths.enumerated().map { place, share in
          [.count(place + 1), .number(share, .share, without: "none predicted") { Figures.percent($0) }]
        }))
  }

  private func factors(
    _ heading: String, _ how: String, _ noun: String, _ factor: (Stored.Cause) -> Stored.Factor?
  ) -> AnswerPage.Section? {
    let rows = stored.causes.compactMap { cause in factor(cause).map { (cause, $0) } }
    guard !rows.isEmpty else { return nil }
    return AnswerPage.Section(
      title: heading, how: how,
      drawings: [
        MarksChart(
          title: heading,
          rows: rows.map { cause, factor in
            let isOff = factor.low > 1 || factor.high < 1
            let words =
              "× \(Figures.digits(factor.mid)), \(Figures.digits(factor.low)) to \(Figures.digits(factor.high))"
            return .init(
              name: cause.cause, detail: words,
              marks: [
                .init(
                  factor.mid, interval: range(factor.low, factor.high), tint: isOff ? .part(4) : .part(0),
                  words: "\(cause.cause), \(noun): \(words), nine times in ten")
              ])
          }, level: (1, "as in the plan"), xTitle: "times the plan's own", unit: .factor, isLogarithmic: true
        ).drawing
      ],
      table: PageTable(
        summary: "Every factor on \(noun)", heads: ["Cause", "Low", "Middle", "High"],
        rows: rows.map { cause, factor in
          [.words(cause.cause)] + [factor.low, factor.mid, factor.high].map { .digits($0) }
        }))
  }

  private var rates: AnswerPage.Section? {
    let off = stored.causes.filter { cause in cause.rateFactor.map { $0.low > 1 || $0.high < 1 } ?? false }
    return factors(
      off.isEmpty
        ? "No rate of the plan is shown to be wrong"
        : "The record moves the rate of \(off.map(\.cause).joined(separator: ", "))",
      "By how much the plan's rates should be multiplied after the record: what it and the plan's own doubt leave, nine times in ten.",
      "rates", \.rateFactor)
  }

  private var times: AnswerPage.Section? {
    let off = stored.causes.filter { cause in cause.lengthFactor.map { $0.low > 1 || $0.high < 1 } ?? false }
    return factors(
      off.isEmpty
        ? "No length of the plan is shown to be wrong"
        : "The record moves the lengths of outages by \(off.map(\.cause).joined(separator: ", "))",
      "The same of how long outages take; causes with two outages and more.", "lengths", \.lengthFactor)
  }

  private var supports: AnswerPage.Section? {
    guard !stored.sentences.isEmpty else { return nil }
    let lines = stored.causes.compactMap { cause in cause.supports.map { (cause, $0) } }
    return AnswerPage.Section(
      title: "What the record says of the plan, in sentences" + (lines.isEmpty ? "" : " and lines to paste"),
      how: stored.sentences.joined(separator: " "),
      table: lines.isEmpty
        ? nil
        : PageTable(
          summary: "What the record supports, as [low, mid, high]", heads: ["Cause", "In the plan", "Line"],
          rows: lines.map { cause, line in
            [cause.cause, Self.fault(cause) ?? "not contradicted", line].map(TableCell.words)
          },
          wordColumns: [1, 2]))
  }
}
