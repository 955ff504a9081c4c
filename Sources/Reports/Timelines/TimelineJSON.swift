import EventKernel
import Experiments
import FailoverSimulation
import ServiceModel

extension TimelineReport {
  /// The rows of `timeline.csv` as objects, with what they are of.
  var timelineJSON: JSONValue {
    let rows = table
    return .object([
      ("model", .string(service.name)),
      ("design", .string(service.design.name)),
      ("seed", .natural(size.seed)),
      ("replication", .integer(size.replication)),
      ("from_seconds", .number(size.fromSeconds)),
      ("every_seconds", .number(size.everySeconds)),
      ("outages", .array(timeline.outages.map(outage))),
      ("outage_open_since_seconds", timeline.openSince.map { .number($0.seconds) } ?? .null),
      ("points", .array(rows.rows.map { row in .object(zip(rows.header, row).map { ($0, value($1)) }) })),
    ])
  }

  /// Instants in seconds from the plan's first, null where a phase was not reached.
  private func outage(_ outage: Outage) -> JSONValue {
    func seconds(_ time: SimTime) -> JSONValue { time == .never ? .null : .number(time.seconds) }
    return .object([
      ("cause", .string(cause(of: outage))), ("fault_seconds", seconds(outage.faultAt)),
      ("start_seconds", seconds(outage.start)), ("alarm_seconds", seconds(outage.alarmAt)),
      ("decided_seconds", seconds(outage.decidedAt)), ("opened_seconds", seconds(outage.openedAt)),
      ("end_seconds", seconds(outage.end)), ("ended_by", .string(outage.endedBy.rawValue)),
      ("requests_lost", .number(outage.requestsLost)), ("nodes_short", .integer(outage.nodesShort)),
    ])
  }

  private func value(_ cell: CSVTable.Cell) -> JSONValue {
    switch cell {
    case .number(let digits): .number(Double(digits) ?? .nan)
    case .text(let words): .string(words)
    case .empty: .null
    }
  }
}
