import CapacityPlanning
import OutputAnalysis

/// `sweep.csv`: the plan's own value, then a row for each point.
public func sweepTable(_ sweep: SweepResult) -> CSVTable {
  struct Row {
    let settings: [SearchCandidate.Setting]
    let figures: SweepFigures?
    let refusal: String?
  }
  typealias Column = CSVColumn<Row>
  func figure(_ name: String, _ decimals: Int, _ value: @escaping (SweepFigures) -> SweepFigures.Figure?) -> [Column] {
    func part(_ suffix: String, _ part: @escaping (SweepFigures.Figure) -> Double?) -> Column {
      CSVColumn(name + suffix) { .number($0.figures.flatMap(value).flatMap(part), decimals: decimals) }
    }
    return [
      part("") { $0.interval.estimate }, part("_low") { $0.interval.low }, part("_high") { $0.interval.high },
      part("_difference") { $0.difference?.estimate }, part("_difference_low") { $0.difference?.low },
      part("_difference_high") { $0.difference?.high },
    ]
  }
  let rows =
    [Row(settings: [], figures: sweep.base, refusal: nil)]
    + sweep.points.map { Row(settings: $0.settings, figures: $0.figures, refusal: $0.refusal) }
  let settings: [Column] = [
    Column("design") { _ in .words(sweep.question.base.design.name) },
    Column("setting") { .words($0.settings.isEmpty ? "plan" : $0.settings.map(\.path).joined(separator: "; ")) },
    Column("value") { .words($0.settings.map(\.text).joined(separator: "; ")) },
  ]
  let rest: [Column] = [
    Column("verdict") { .words($0.figures?.verdict.rawValue) }, Column("refusal") { .words($0.refusal) },
    Column("years") { .whole($0.figures?.years) },
  ]
  return CSVTable(
    rows,
    columns: settings + figure("failover_seconds", 6) { $0.failoverSeconds }
      + figure("recovery_seconds", 6) { $0.recoverySeconds }
      + figure("spurious_failovers_per_year", 6) { $0.spuriousFailovers }
      + figure("failovers_per_year", 6) { $0.failovers } + figure("lost_minutes_per_year", 6) { $0.lostMinutes }
      + figure("cost_usd_per_year", 2) { $0.dollars } + figure("outage_loss_usd_per_year", 2) { $0.outageDollars }
      + rest)
}

/// The files of a sweep's result directory: names and contents.
public func sweepFiles(_ sweep: SweepResult) -> [(name: String, text: String)] {
  [("result.json", sweepJSON(sweep).text), ("sweep.csv", sweepTable(sweep).text)]
}
