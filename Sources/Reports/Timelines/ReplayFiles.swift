import Experiments
import FailoverSimulation
import OutputAnalysis

/// `replay.csv`: one row for each incident and design.
public func replayTable(_ answer: ReplayAnswer) -> CSVTable {
  struct Row {
    let incident: ReplayAnswer.Incident
    let figures: ReplayFigures
  }
  typealias Column = CSVColumn<Row>
  func figure(_ name: String, _ value: @escaping (ReplayFigures) -> ReplayFigures.Figure?) -> [Column] {
    func part(_ suffix: String, _ part: @escaping (ReplayFigures.Figure) -> Double) -> Column {
      CSVColumn(name + suffix) { .number(value($0.figures).map(part), decimals: 6) }
    }
    return [
      part("") { $0.luck.estimate }, part("_low") { $0.luck.low }, part("_high") { $0.luck.high },
      part("_least") { $0.low }, part("_most") { $0.high },
    ]
  }
  func share(_ end: OutageEnd) -> @Sendable (Row) -> CSVTable.Cell {
    { row in .number(row.figures.endedBy.first { $0.end == end }?.share, decimals: 6) }
  }
  let rows = answer.incidents.flatMap { incident in
    incident.figures.map { Row(incident: incident, figures: $0) }
  }
  let names: [Column] = [
    Column("incident") { .words($0.incident.replayed.name) },
    Column("date") { .words($0.incident.replayed.date.description) },
    Column("plan_day") { .words($0.incident.planDay.description) },
    Column("hit") { .words($0.incident.hit) },
    Column("design") { .words($0.figures.design) },
  ]
  let ends: [Column] = [
    Column("ended_by_failover_share", share(.failover)), Column("ended_by_repair_share", share(.repair)),
    Column("ended_by_ejection_share", share(.ejection)), Column("ended_by_demand_share", share(.demand)),
    Column("unfinished_share", share(.unfinished)),
    Column("no_outage_share") { .number($0.figures.absorbed, decimals: 6) },
    Column("avoided_minutes") { .number($0.figures.difference.map { -$0.difference.estimate }, decimals: 6) },
    Column("worlds") { _ in .whole(answer.size.worlds) },
  ]
  return CSVTable(
    rows,
    columns: names + figure("lost_minutes") { $0.lostMinutes } + figure("requests_lost") { $0.requestsLost }
      + figure("outage_minutes") { $0.downtimeMinutes } + figure("recovery_seconds") { $0.recoverySeconds }
      + figure("failover_seconds") { $0.failoverSeconds } + figure("data_loss_seconds") { $0.dataLossSeconds } + ends)
}

/// The files of a replay's result directory: names and contents.
public func replayFiles(_ answer: ReplayAnswer) -> [(name: String, text: String)] {
  [("result.json", replayJSON(answer).text), ("replay.csv", replayTable(answer).text)]
}
