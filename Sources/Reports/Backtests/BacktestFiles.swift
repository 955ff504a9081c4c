import CapacityPlanning

/// A backtest for programs; the keys are documented in docs/reference/output.md.
public func backtestJSON(_ test: Backtest, from: String, to: String) -> JSONValue {
  .object([
    ("model", .string(test.service.name)), ("design", .string(test.service.design.name)),
    ("from", .string(from)), ("to", .string(to)), ("seed", .natural(test.seed)),
    ("replications", .integer(test.periods)), ("outages", percentile(test.count)),
    ("outage_minutes", percentile(test.minutes)), ("longest_outage_minutes", percentile(test.longest)),
    ("lengths", .array(test.lengths.map { $0.map { .number($0) } ?? .null })),
    (
      "evenness",
      test.evenness.map { even in
        .object([
          ("tenths", .array(even.tenths.map { .integer($0) })), ("distance", .number(even.distance)),
          ("chance", .number(even.chance)),
        ])
      } ?? .null
    ),
    (
      "causes",
      .array(
        test.causes.map { cause in
          .object([
            ("cause", .string(cause.name)), ("outages", percentile(cause.count)), ("rate_factor", factor(cause.rate)),
            ("length_factor", factor(cause.length)),
            (
              "supports",
              cause.rate.flatMap { suggestion(cause.name, $0, in: test.service) }.map { .string($0) } ?? .null
            ),
          ])
        })
    ),
    ("sentences", .array(backtestSentences(test).map { .string($0) })),
  ])
}

private func percentile(_ figure: Percentile) -> JSONValue {
  .object([
    ("observed", .number(figure.observed)), ("mean", .number(figure.mean)), ("p05", .number(figure.low)),
    ("p95", .number(figure.high)), ("percentile", .number(figure.share.estimate)), ("low", .number(figure.share.low)),
    ("high", .number(figure.share.high)), ("reading", .string(figure.reading.rawValue)),
  ])
}

private func factor(_ factor: UpdatedFactor?) -> JSONValue {
  guard let factor else { return .null }
  return .object([("low", .number(factor.low)), ("mid", .number(factor.mid)), ("high", .number(factor.high))])
}

/// `backtest.csv`: a row for each figure of the record and for each cause.
public func backtestTable(_ test: Backtest) -> CSVTable {
  struct Row {
    let figure: String
    let cause: String?
    let percentile: Percentile
    var rate: UpdatedFactor?
    var length: UpdatedFactor?
  }
  let rows =
    [
      Row(figure: "outages", cause: nil, percentile: test.count),
      Row(figure: "outage_minutes", cause: nil, percentile: test.minutes),
      Row(figure: "longest_outage_minutes", cause: nil, percentile: test.longest),
    ]
    + test.causes.map {
      Row(figure: "outages", cause: $0.name, percentile: $0.count, rate: $0.rate, length: $0.length)
    }
  func number(_ name: String, _ value: @escaping @Sendable (Row) -> Double?) -> CSVColumn<Row> {
    CSVColumn(name) { .number(value($0), decimals: 6) }
  }
  return CSVTable(
    rows,
    columns: [
      CSVColumn("figure") { .words($0.figure) }, CSVColumn("cause") { .words($0.cause) },
      number("observed") { $0.percentile.observed }, number("predicted_mean") { $0.percentile.mean },
      number("predicted_p05") { $0.percentile.low }, number("predicted_p95") { $0.percentile.high },
      number("percentile") { $0.percentile.share.estimate }, number("percentile_low") { $0.percentile.share.low },
      number("percentile_high") { $0.percentile.share.high },
      CSVColumn("reading") { .words($0.percentile.reading.rawValue) },
      number("rate_factor_low") { $0.rate?.low }, number("rate_factor") { $0.rate?.mid },
      number("rate_factor_high") { $0.rate?.high }, number("length_factor_low") { $0.length?.low },
      number("length_factor") { $0.length?.mid }, number("length_factor_high") { $0.length?.high },
    ])
}
