import Costing
internal import Currencies
import Workbooks

/// The sheet of designs: what each pays for a year by role and by kind of thing, which nodes it holds, and at which value of
/// a lost minute any two change places.
struct DesignSheet {
  static let name = "Designs"

  private let book: CostBook
  private let usage: UsageSheet
  private let summary: SummarySheet

  init(_ book: CostBook, usage: UsageSheet, summary: SummarySheet) {
    (self.book, self.usage, self.summary) = (book, usage, summary)
  }

  private var count: Int { book.designs.count }
  /// The first row of each block, below its heading.
  private var roleRow: Int { 4 }
  private var groupRow: Int { roleRow + count + 4 }
  private var nodeRow: Int { groupRow + count + 4 }
  private var gridRow: Int { nodeRow + count + 4 }

  var sheet: Sheet {
    var sheet = Sheet(DesignSheet.name)
    let widest = max(book.roles.count + 2, book.groups.count + 2, count)
    sheet.widths = [26] + [Double](repeating: 17, count: widest)
    sheet.frozen = Place(0, 1)
    sheet[0, 0] = .text("Designs", Style(.title))
    putRoles(on: &sheet)
    putGroups(on: &sheet)
    putNodes(on: &sheet)
    putGrid(on: &sheet)
    return sheet
  }

  /// A heading, the designs below it, and a cell for each column.
  private func put(
    _ title: String, _ headings: [String], at row: Int, on sheet: inout Sheet,
    cell: (_ design: Int, _ column: Int) -> Cell
  ) {
    sheet[row - 2, 0] = .text(title, Style(.note))
    sheet.put((["Design"] + headings).map { .text($0, Style(.heading)) }, at: row - 1)
    for design in 0..<count {
      sheet[row + design, 0] = .formula(
        summary.name(of: design).fixed(on: SummarySheet.name), .text(book.designs[design]), Style())
      for column in headings.indices { sheet[row + design, column + 1] = cell(design, column) }
    }
  }

  private func sum(_ design: Int, _ columns: Int, at row: Int) -> String {
    let area = Area(Place(row + design, 1), Place(row + design, columns))
    return "ROUND(SUM(\(area.fixed)),2)"
  }

  /// What the parts of a design come to beside what the summary says: zero, unless something is lost between them.
  private func check(_ design: Int, _ columns: Int, at row: Int) -> Cell {
    let whole = summary.cost(of: design).fixed(on: SummarySheet.name)
    return .formula(
      "ROUND(\(Place(row + design, columns + 1).text)-\(whole),2)", 0, Style(.note, .money))
  }

  private func putRoles(on sheet: inout Sheet) {
    let (row, roles) = (roleRow, book.roles)
    put(
      "Amortised cost a year by role, \(Currency.ofStudy)", roles.map(\.rawValue) + ["all", "check"], at: row,
      on: &sheet
    ) {
      design, column in
      guard column < roles.count else {
        return column > roles.count
          ? check(design, roles.count, at: row)
          : .formula(sum(design, roles.count, at: row), year(design) { _ in true }, Style(.total, .money))
      }
      return .formula(
        usage.costYear(
          of: Place(row + design, 0).inColumn, role: Place(row - 1, column + 1).inRow),
        year(design) { $0.role == roles[column] }, Style(.plain, .money))
    }
  }

  private func putGroups(on sheet: inout Sheet) {
    let (row, groups) = (groupRow, book.groups.filter { $0 != .outage })
    put(
      "The same by what is paid for, \(Currency.ofStudy)", groups.map(\.rawValue) + ["all", "check"], at: row,
      on: &sheet
    ) {
      design, column in
      guard column < groups.count else {
        return column > groups.count
          ? check(design, groups.count, at: row)
          : .formula(sum(design, groups.count, at: row), year(design) { _ in true }, Style(.total, .money))
      }
      return .formula(
        usage.costYear(
          of: Place(row + design, 0).inColumn, group: Place(row - 1, column + 1).inRow),
        year(design) { $0.group == groups[column] }, Style(.plain, .money))
    }
  }

  private func putNodes(on sheet: inout Sheet) {
    let (row, roles) = (
      nodeRow, book.roles.filter { role in book.rows.contains { $0.line.role == role && $0.isNodes } }
    )
    put("Nodes held, mean of all hours, by role", roles.map(\.rawValue), at: row, on: &sheet) { design, column in
      let hours = book.rows.reduce(0) { sum, line in
        line.design == design && line.isNodes && line.line.role == roles[column] ? sum + line.line.quantity.units : sum
      }
      return .formula(
        usage.nodes(of: Place(row + design, 0).inColumn, role: Place(row - 1, column + 1).inRow), hours / book.hours,
        Style(.plain, .decimals(2)))
    }
  }

  /// A cell is the value of a lost minute from which the design of the row is cheaper in total than that of the column, which
  /// loses more.
  private func putGrid(on sheet: inout Sheet) {
    let row = gridRow
    put(
      "From which value of a lost minute, in \(Currency.ofStudy), the design of the row is cheaper in total than that of the column, which"
        + " loses more minutes", book.designs, at: row, on: &sheet
    ) { design, column in
      func place(_ place: Place) -> String { place.fixed(on: SummarySheet.name) }
      let (own, other) = (place(summary.minutes(of: design)), place(summary.minutes(of: column)))
      let formula =
        "IF(\(other)>\(own),(\(place(summary.cost(of: design)))-\(place(summary.cost(of: column))))/(\(other)-\(own)),\"\")"
      guard let value = breakEven(design, column) else {
        return .formula(formula, .text(""), Style(.plain, .money))
      }
      return .formula(formula, value, Style(.plain, .money))
    }
  }

  /// Nil where the second design loses no more than the first.
  private func breakEven(_ design: Int, _ other: Int) -> Double? {
    let minutes = [design, other].map { book.repricing.designs[$0].stored.minutesPerYear }
    guard minutes[1] > minutes[0] else { return nil }
    let costs = [design, other].map { book.sheets[$0].amortisedYear.dollars }
    return (costs[0] - costs[1]) / (minutes[1] - minutes[0])
  }

  private func year(_ design: Int, where condition: (CostLine) -> Bool) -> Double {
    book.sheets[design].yearly(\.amortisedCost) { $0.group != .outage && condition($0) }.dollars
  }

  // MARK: What the summary asks for

  /// The break-evens of a design against those that lose more.
  func againstWorse(_ design: Int) -> String {
    Area(Place(gridRow + design, 1), Place(gridRow + design, count)).fixed(on: DesignSheet.name)
  }

  /// Those of the designs that lose less against it.
  func againstBetter(_ design: Int) -> String {
    Area(Place(gridRow, design + 1), Place(gridRow + count - 1, design + 1)).fixed(on: DesignSheet.name)
  }
}

extension CostBook.Row {
  /// Whether its hours are those of nodes that no other line counts.
  var isNodes: Bool { line.unitsMean != nil }
}
