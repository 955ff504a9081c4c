import Costing
internal import Currencies
import Workbooks

/// The sheet of months: all designs beside one another, and one of them, which the reader chooses, by role.
struct MonthSheet {
  static let name = "Costs by month"
  private static let top = 4

  private let book: CostBook
  private let usage: UsageSheet
  private let roles: [CostRole]

  init(_ book: CostBook, usage: UsageSheet) {
    self.book = book
    self.usage = usage
    roles = book.roles
  }

  private var months: Int { book.periods.count }
  private var second: Int { MonthSheet.top + months + 4 }

  var sheet: Sheet {
    var sheet = Sheet(MonthSheet.name)
    sheet.widths = [22] + [Double](repeating: 16, count: max(book.designs.count, roles.count) + 1)
    sheet.frozen = Place(0, 1)
    sheet[0, 0] = .text("Amortised cost by month, \(Currency.ofStudy)", Style(.title))
    sheet[1, 0] = .text(
      "Outage losses are left out. The first and the last month may be covered in part.", Style(.note))
    putDesigns(on: &sheet)
    putRoles(on: &sheet)
    return sheet
  }

  private func putMonths(on sheet: inout Sheet, from row: Int) {
    for (index, period) in book.periods.enumerated() {
      sheet[row + index, 0] = .day(period.start.daysSinceEpoch, Style(.plain, .month))
    }
  }

  private func cost(_ period: BillingPeriod, of design: Int, role: CostRole? = nil) -> Double {
    book.sheets[design].sum(\.amortisedCost) {
      $0.period.start == period.start && $0.group != .outage && (role == nil || $0.role == role)
    }.dollars
  }

  private func putTotals(_ columns: Int, on sheet: inout Sheet, from row: Int, values: [Double]) {
    sheet[row + months, 0] = .text("all months", Style(.total))
    for column in 0..<columns {
      let area = Area(Place(row, column + 1), Place(row + months - 1, column + 1))
      sheet[row + months, column + 1] = .formula("SUM(\(area.fixed))", values[column], Style(.total, .money))
    }
  }

  private func putDesigns(on sheet: inout Sheet) {
    let top = MonthSheet.top
    sheet[top - 1, 0] = .text("Month", Style(.heading))
    putMonths(on: &sheet, from: top)
    for (design, name) in book.designs.enumerated() {
      sheet[top - 1, design + 1] = .text(name, Style(.heading))
      for (index, period) in book.periods.enumerated() {
        let formula = usage.month(
          Place(top + index, 0).inColumn, of: Place(top - 1, design + 1).inRow)
        sheet[top + index, design + 1] = .formula(formula, cost(period, of: design), Style(.plain, .money))
      }
    }
    putTotals(
      book.designs.count, on: &sheet, from: top,
      values: book.designs.indices.map { design in book.periods.reduce(0) { $0 + cost($1, of: design) } })
    var chart = Chart(
      .lines, title: "Amortised cost by month", horizontal: "month", vertical: "\(Currency.ofStudy)",
      series: book.designs.indices.map { series(column: $0 + 1, top: top) },
      at: Place(second + months + 3, 0))
    chart.columns = 10
    sheet.charts.append(chart)
  }

  private func series(column: Int, top: Int) -> Chart.Series {
    func area(_ column: Int) -> String {
      Area(Place(top, column), Place(top + months - 1, column)).fixed(on: MonthSheet.name)
    }
    return Chart.Series(
      name: Place(top - 1, column).fixed(on: MonthSheet.name), categories: area(0), values: area(column))
  }

  /// By role, of the design that the reader chooses.
  private func putRoles(on sheet: inout Sheet) {
    let (top, chosen) = (second, Place(second - 2, 1))
    let shown = book.shown
    sheet[chosen.row, 0] = .text("Design (choose one):", Style(.heading))
    sheet[chosen] = .text(book.designs[shown], Style(.input))
    sheet.choices.append((chosen, book.designs))
    sheet[top - 1, 0] = .text("Month", Style(.heading))
    putMonths(on: &sheet, from: top)
    for (column, role) in roles.enumerated() {
      sheet[top - 1, column + 1] = .text(role.rawValue, Style(.heading))
      for (index, period) in book.periods.enumerated() {
        let formula = usage.month(
          Place(top + index, 0).inColumn, of: chosen.fixed, role: Place(top - 1, column + 1).inRow)
        sheet[top + index, column + 1] = .formula(
          formula, cost(period, of: shown, role: role), Style(.plain, .money))
      }
    }
    putTotals(
      roles.count, on: &sheet, from: top,
      values: roles.map { role in book.periods.reduce(0) { $0 + cost($1, of: shown, role: role) } })
    var chart = Chart(
      .stackedColumns, title: "The chosen design by role", horizontal: "month", vertical: "\(Currency.ofStudy)",
      series: roles.indices.map { series(column: $0 + 1, top: top) }, at: Place(second + months + 25, 0))
    chart.columns = 10
    sheet.charts.append(chart)
  }
}

extension CostBook {
  /// The roles that any design pays for, losses left out.
  var roles: [CostRole] {
    CostRole.allCases.filter { role in rows.contains { $0.line.role == role && $0.line.group != .outage } }
  }

  var groups: [CostGroup] { CostGroup.allCases.filter { group in rows.contains { $0.line.group == group } } }

  /// The design that is shown first where one is chosen: the cheapest that meets, else the first.
  var shown: Int {
    let meeting = repricing.designs.indices.filter { repricing.designs[$0].verdict == .yes }
    return meeting.min { sheets[$0].amortisedYear < sheets[$1].amortisedYear } ?? 0
  }
}
