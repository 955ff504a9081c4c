import CapacityPlanning
import OutputAnalysis

/// `tornado.csv`: two rows for each uncertain input, then one for each cause switched off.
public func tornadoTable(_ tornado: TornadoResult) -> CSVTable {
  struct Row {
    let kind: String
    let name: String
    let end: String?
    let value: Double?
    let figures: SweepFigures
  }
  typealias Column = CSVColumn<Row>
  func figure(_ name: String, _ decimals: Int, _ value: @escaping (SweepFigures) -> SweepFigures.Figure) -> [Column] {
    func part(_ suffix: String, _ part: @escaping (SweepFigures.Figure) -> Double?) -> Column {
      CSVColumn(name + suffix) { .number(part(value($0.figures)), decimals: decimals) }
    }
    return [
      part("") { $0.interval.estimate }, part("_low") { $0.interval.low }, part("_high") { $0.interval.high },
      part("_difference") { $0.difference?.estimate }, part("_difference_low") { $0.difference?.low },
      part("_difference_high") { $0.difference?.high },
    ]
  }
  var rows = [Row(kind: "plan", name: "", end: nil, value: nil, figures: tornado.base)]
  for bar in tornado.bars {
    rows.append(Row(kind: "input", name: bar.input.path, end: "low", value: bar.input.low, figures: bar.low))
    rows.append(Row(kind: "input", name: bar.input.path, end: "high", value: bar.input.high, figures: bar.high))
  }
  rows += tornado.causes.map { Row(kind: "without", name: $0.name, end: nil, value: nil, figures: $0.figures) }
  let names: [Column] = [
    Column("design") { _ in .words(tornado.question.service.design.name) },
    Column("kind") { .words($0.kind) }, Column("name") { .words($0.name) }, Column("end") { .words($0.end) },
    Column("value") { .number($0.value, decimals: 9) },
  ]
  return CSVTable(
    rows,
    columns: names + figure("lost_minutes_per_year", 6, \.lostMinutes) + figure("cost_usd_per_year", 2, \.dollars) + [
      Column("verdict") { .words($0.figures.verdict.rawValue) }
    ])
}

/// The files of a tornado's result directory: names and contents.
public func tornadoFiles(_ tornado: TornadoResult) -> [(name: String, text: String)] {
  [("result.json", tornadoJSON(tornado).text), ("tornado.csv", tornadoTable(tornado).text)]
}

/// A tornado for programs; the keys are documented in docs/reference/output.md.
public func tornadoJSON(_ tornado: TornadoResult) -> JSONValue {
  let question = tornado.question
  return .object([
    ("model", .string(question.service.name)),
    ("design", .string(question.service.design.name)),
    ("seed", .natural(question.size.seed)),
    ("replications", .integer(question.size.replications)),
    ("plan", figuresJSON([], tornado.base)),
    (
      "inputs",
      .array(
        tornado.bars.map { bar in
          .object([
            ("input", .string(bar.input.path)),
            ("low", figuresJSON([("value", .number(bar.input.low))], bar.low)),
            ("high", figuresJSON([("value", .number(bar.input.high))], bar.high)),
            ("flips", .array(bar.flips.map(flipJSON))),
          ])
        })
    ),
    ("without", .array(tornado.causes.map { figuresJSON([("cause", .string($0.name))], $0.figures) })),
  ])
}

private func flipJSON(_ flip: FlipValue) -> JSONValue {
  .object([
    ("answer", .string(flip.answer.rawValue)), ("value", .number(flip.value)),
    ("low", flip.low.map { .number($0) } ?? .null), ("high", flip.high.map { .number($0) } ?? .null),
    ("below", .string(flip.below)), ("above", .string(flip.above)),
  ])
}

private func figuresJSON(_ named: [(key: String, value: JSONValue)], _ figures: SweepFigures) -> JSONValue {
  func figure(_ value: SweepFigures.Figure) -> JSONValue {
    let difference = value.difference.map { JSONValue.object(intervalPairs($0)) } ?? .null
    return .object(intervalPairs(value.interval) + [("difference", difference)])
  }
  return .object(
    named + [
      ("lost_minutes_per_year", figure(figures.lostMinutes)), ("cost_usd_per_year", figure(figures.dollars)),
      ("verdict", .string(figures.verdict.rawValue)),
    ])
}
