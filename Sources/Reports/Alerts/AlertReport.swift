import OutputAnalysis
import Telemetry

/// What `nines alerts` prints: a study's answer with what it is of.
public struct AlertReport: Sendable {
  let answer: AlertAnswer
  let model: String
  let design: String
  let rules: String
  let promtool: String
  let size: AlertStudySize

  public init(
    _ answer: AlertAnswer, model: String, design: String, rules: String, promtool: String, size: AlertStudySize
  ) {
    self.answer = answer
    self.model = model
    self.design = design
    self.rules = rules
    self.promtool = promtool
    self.size = size
  }

  // MARK: Files

  private struct TableRow {
    let alert: AlertFigures
    let by: String
    let row: AlertFigures.Row
  }

  /// `alerts.csv`: one row for each alert and each cause, and one for each sign.
  public var table: CSVTable {
    typealias Column = CSVColumn<TableRow>
    let rows = answer.alerts.flatMap { alert in
      alert.byCause.map { TableRow(alert: alert, by: "cause", row: $0) }
        + alert.bySign.map { TableRow(alert: alert, by: "sign", row: $0) }
    }
    func ends(_ name: String, _ figure: @escaping (AlertFigures.Row) -> Estimate) -> [Column] {
      [
        Column(name) { .number(value(figure($0.row)), decimals: 2) },
        Column(name + "_low") { .number(figure($0.row).interval?.low, decimals: 2) },
        Column(name + "_high") { .number(figure($0.row).interval?.high, decimals: 2) },
      ]
    }
    func interval(_ name: String, _ figure: @escaping (TableRow) -> Interval?) -> [Column] {
      [
        Column(name) { .number(figure($0)?.estimate, decimals: 6) },
        Column(name + "_low") { .number(figure($0)?.low, decimals: 6) },
        Column(name + "_high") { .number(figure($0)?.high, decimals: 6) },
      ]
    }
    return CSVTable(
      rows,
      columns: [
        Column("alert") { .words($0.alert.name) }, Column("severity") { .words($0.alert.severity) },
        Column("by") { .words($0.by) }, Column("key") { .words($0.row.key) },
        Column("outages") { .whole($0.row.outages) }, Column("seen") { .whole($0.row.seen) },
      ] + ends("detect_p50_seconds", \.p50) + ends("detect_p95_seconds", \.p95)
        + interval("missed_share") { $0.row.missedShare }
        + interval("unseen_minutes_per_year") { $0.alert.unseenMinutes }
        + interval("false_alarms_per_month") { $0.alert.falseAlarms }
        + [
          Column("cost_minutes_per_year") { .number($0.alert.cost, decimals: 6) },
          Column("best") { .truth($0.alert.isBest) },
        ])
  }

  /// The figure, where it is one: neither unknown nor never.
  private func value(_ estimate: Estimate) -> Double? {
    switch estimate {
    case .interval(let interval): interval.estimate.isFinite ? interval.estimate : nil
    case .atMost(let bound, _), .atLeast(let bound, _): bound.isFinite ? bound : nil
    case .rare, .noData: nil
    }
  }

  // MARK: Programs

  public var json: JSONValue {
    .object([
      ("model", .string(model)), ("design", .string(design)), ("rules", .string(rules)),
      ("promtool", .string(promtool)),
      ("seed", .natural(size.seed)), ("replications", .integer(size.replications)), ("years", .number(answer.years)),
      ("weeks", .integer(answer.weeks.count)), ("quiet_days", .number(answer.weeks.reduce(0) { $0 + $1.quietDays })),
      ("scrape_seconds", .number(size.scrapeSeconds)), ("evaluate_seconds", .number(size.evaluateSeconds)),
      ("false_alarm_minutes", .number(answer.falseAlarmMinutes)), ("causes", .array(answer.causes.map(cause))),
      ("alerts", .array(answer.alerts.map(alert))),
    ])
  }

  private func cause(_ cause: AlertAnswer.Cause) -> JSONValue {
    .object([
      ("cause", .string(cause.name)), ("outages_per_year", intervalJSON(cause.outagesPerYear)),
      ("looked_at", .integer(cause.lookedAt)), ("paged_with", .array(cause.pagedWith.map { .string($0) })),
      ("paged_with_share", .number(cause.pagedShare)), ("alerts_ringing", .number(cause.meanRinging)),
      ("alerts_left", .number(cause.meanLeft)), ("groups_ringing", .number(cause.meanGroups)),
      (
        "called",
        .array(
          cause.called.map { called in
            .object([
              ("who", .string(called.who)), ("outages", .integer(called.outages)),
              ("after_p50_seconds", quantile(called.p50)), ("ringing", .array(called.ringing.map { .string($0) })),
              ("ringing_share", .number(called.ringingShare)),
            ])
          })
      ),
    ])
  }

  private func alert(_ alert: AlertFigures) -> JSONValue {
    .object([
      ("alert", .string(alert.name)), ("severity", .string(alert.severity)), ("cannot_ring", .bool(alert.cannotRing)),
      ("by_cause", .array(alert.byCause.map(row))), ("by_sign", .array(alert.bySign.map(row))),
      ("inhibited_outages", .integer(alert.inhibited)),
      ("unseen_minutes_per_year", intervalJSON(alert.unseenMinutes)),
      ("false_alarms_per_month", alert.falseAlarms.map(intervalJSON) ?? .null),
      ("cost_minutes_per_year", .number(alert.cost)), ("best", .bool(alert.isBest)),
    ])
  }

  private func row(_ row: AlertFigures.Row) -> JSONValue {
    .object([
      ("key", .string(row.key)), ("outages", .integer(row.outages)), ("seen", .integer(row.seen)),
      ("detect_p50_seconds", quantile(row.p50)), ("detect_p95_seconds", quantile(row.p95)),
      ("missed_share", row.missedShare.map(intervalJSON) ?? .null),
    ])
  }

  /// null where it is never reached, or nothing is known; an end that is infinite is null too.
  private func quantile(_ estimate: Estimate) -> JSONValue {
    switch estimate {
    case .interval(let interval): intervalJSON(interval)
    case .atMost(let bound, let level): .object([("at_most", .number(bound)), ("level", .number(level))])
    case .atLeast(let bound, let level): .object([("at_least", .number(bound)), ("level", .number(level))])
    case .rare, .noData: .null
    }
  }
}
