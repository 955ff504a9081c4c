internal import Intake
import Workbooks

/// The sheet of outages: what takes minutes from each design, and the outages that lost most.
struct OutageSheet {
  static let name = "Outages"

  let review: StoredReview
  let outages: LargestOutages

  private static let columns: [(column: String, heading: String, form: Style.Form, width: Double)] = [
    ("design", "Design", .text, 26), ("cause", "Cause", .text, 20), ("scope", "Scope", .text, 12),
    ("world", "World", .whole, 9), ("replication", "Replication", .whole, 11), ("outage", "Outage", .whole, 9),
    ("start_hours", "Start, h of the horizon", .decimals(4), 14),
    ("duration_seconds", "Length, s", .decimals(1), 12), ("recovery_seconds", "Recovery, s", .decimals(1), 12),
    ("ended_by", "Ended by", .text, 12), ("detected_seconds", "Detected after, s", .decimals(1), 12),
    ("decided_seconds", "Decided after, s", .decimals(1), 12),
    ("opened_seconds", "Traffic moved after, s", .decimals(1), 12),
    ("failover_seconds", "Failover, s", .decimals(1), 12), ("requests_lost", "Requests lost", .decimals(1), 16),
  ]

  var sheet: Sheet {
    var sheet = Sheet(OutageSheet.name)
    sheet.widths = OutageSheet.columns.map(\.width)
    sheet[0, 0] = .text("Outages", Style(.title))
    sheet[1, 0] = .text("What is lost to each cause, means a year of the simulated years", Style(.note))
    sheet.put(
      ["Design", "Cause", "Strikes", "Lost minutes a year", "Outages a year"].map { .text($0, Style(.heading)) }, at: 2)
    for (index, cause) in review.causes.enumerated() {
      let numbers = Style(.simulated, .decimals(4))
      sheet.put(
        [
          .text(cause.design), .text(cause.cause), .text(cause.strikes), .number(cause.lostMinutes, numbers),
          .number(cause.outages, numbers),
        ], at: 3 + index)
    }
    let top = 3 + review.causes.count + 2
    sheet[top - 1, 0] = .text(
      "The \(LargestOutages.most) outages of each design that lost most requests; all of them stand in outages.csv",
      Style(.note))
    sheet.put(OutageSheet.columns.map { .text($0.heading, Style(.heading)) }, at: top)
    for (index, row) in outages.rows.enumerated() {
      sheet.put(
        OutageSheet.columns.map { column in
          let text = row.cells[column.column] ?? ""
          return column.form == .text
            ? .text(text, Style(.simulated)) : .number(decimal(text), Style(.simulated, column.form))
        }, at: top + 1 + index)
    }
    sheet.filtered = Area(Place(top, 0), Place(top + max(1, outages.rows.count), OutageSheet.columns.count - 1))
    return sheet
  }
}
