internal import Currencies
internal import Intake
import Workbooks

/// The sheet of assumptions: the rows of `assumptions.csv`.
struct AssumptionSheet {
  static let name = "Assumptions"
  let table: CSVReading

  private static func headings(_ currency: Currency) -> [String: String] {
    [
      "key": "Value of the plan", "value": "Value", "unit": "Unit", "origin": "Place", "status": "Status",
      "source": "Source", "as_of": "As of", "effect_usd_year_minus_10_percent": "10 % less: \(currency) a year",
      "effect_usd_year_plus_10_percent": "10 % more: \(currency) a year", "effect_design_id": "In design",
    ]
  }

  var sheet: Sheet {
    var sheet = Sheet(AssumptionSheet.name)
    sheet.widths = [44, 26, 12, 30, 14, 40, 12, 18, 18, 22]
    sheet.frozen = Place(4, 1)
    sheet.repeated = 3...3
    sheet[0, 0] = .text("Assumptions", Style(.title))
    sheet[1, 0] = .text(
      "Every value of the plan, with its place, what it rests on, and what ten percent of a price do to a year of the design"
        + " that it moves most.", Style(.note))
    sheet[2, 0] = .text(
      "These cells are read, not calculated with: prices are changed on their sheet, everything else in the plan.",
      Style(.note))
    // The trail, which each row of the file repeats, stands once on the first sheet.
    let headings = AssumptionSheet.headings(.ofStudy)
    let columns = table.header.indices.filter { headings[table.header[$0]] != nil }
    sheet.put(
      columns.map { .text(headings[table.header[$0]] ?? "", Style(.heading)) }, at: 3)
    for (index, row) in table.rows.enumerated() {
      sheet.put(
        columns.map { column in
          table.header[column].hasPrefix("effect_usd")
            ? .number(decimal(row[column]), Style(.plain, .money)) : .text(row[column])
        }, at: 4 + index)
    }
    sheet.filtered = Area(Place(3, 0), Place(3 + max(1, table.rows.count), columns.count - 1))
    return sheet
  }
}
