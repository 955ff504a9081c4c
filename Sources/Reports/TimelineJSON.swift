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
      ("points", .array(rows.rows.map { row in .object(zip(rows.header, row).map { ($0, value($1)) }) })),
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
