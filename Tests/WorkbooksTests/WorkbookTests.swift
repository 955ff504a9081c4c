import Foundation
import Testing

@testable import Workbooks

/// What a workbook is before anybody calculates it; `make check-xlsx` has LibreOffice do that.
@Suite struct WorkbookTests {
  @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")])
  func columnsAreLetters(column: Int, letters: String) {
    #expect(Place(0, column).text == letters + "1")
    #expect(Place(9, column).fixed == "$\(letters)$10")
    #expect(Place(9, column).inColumn == "$\(letters)10")
    #expect(Place(9, column).inRow == "\(letters)$10")
  }

  @Test func sheetsAreQuotedWhereFormulasNeedIt() {
    #expect(quotedSheet("Usage") == "Usage")
    #expect(quotedSheet("Costs by month") == "'Costs by month'")
    #expect(quotedSheet("it's") == "'it''s'")
    #expect(Area(Place(4, 0), Place(9, 1)).fixed(on: "Usage") == "Usage!$A$5:$B$10")
  }

  /// Neither stands in a file: a spreadsheet would not open it.
  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func whatIsNoNumberIsNoCell(number: Double) {
    #expect(Cell.number(number, Style()).value == .empty)
    #expect(Cell.formula("1/0", number, Style()).value == .formula("1/0", .text("")))
    #expect(Cell.number(nil, Style()).value == .empty)
    #expect(Cell.number(1.5, Style()).value == .number(1.5))
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "\u{1}\u{2}", "a\u{0}b", "<&>\"'"])
  func aTextIsAText(text: String) throws {
    #expect(Cell.text(text).value == .text(text))
    #expect(try !bytes(ofOne: .text(text)).isEmpty)
  }

  @Test func anEmptyTextIsAnEmptyCell() { #expect(Cell.text("").value == .empty) }

  @Test func equalWorkbooksAreEqualBytes() throws {
    #expect(try bytes(ofOne: .number(2.5, Style(.input, .price))) == bytes(ofOne: .number(2.5, Style(.input, .price))))
    #expect(try bytes(ofOne: .number(2.5, Style(.input, .price))) != bytes(ofOne: .number(2.6, Style(.input, .price))))
  }

  /// Longer than a cell: cut and not lost with the file.
  @Test func aLongTextIsCut() throws {
    #expect(try !bytes(ofOne: .text(String(repeating: "ü", count: 40_000))).isEmpty)
  }

  @Test func whatNoWorkbookHoldsIsAnError() {
    var workbook = Workbook(title: "t", subject: "s")
    workbook.sheets = [Sheet("a/b")]
    #expect(throws: WorkbookError.self) { try workbook.bytes(through: place()) }
    var names = Workbook(title: "t", subject: "s")
    names.sheets = [Sheet("a")]
    names.names = [("1 2", "a!$A$1")]
    #expect(throws: WorkbookError.self) { try names.bytes(through: place()) }
  }

  @Test func aDiskThatTakesNothingIsAnError() throws {
    var workbook = Workbook(title: "t", subject: "s")
    workbook.sheets = [Sheet("a")]
    #expect(throws: WorkbookError.self) { try workbook.bytes(through: "/nowhere/at/all.xlsx") }
  }

  /// Whoever makes it finds nothing left behind.
  @Test func nothingIsLeftBehind() throws {
    let path = place()
    var workbook = Workbook(title: "t", subject: "s")
    workbook.sheets = [Sheet("a")]
    _ = try workbook.bytes(through: path)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  /// A chart of nothing is left out: the same bytes as of a sheet without it.
  @Test func aChartOfNothingIsLeftOut() throws {
    func bytes(_ charts: [Chart]) throws -> [UInt8] {
      var sheet = Sheet("one")
      sheet[0, 0] = .number(1, Style())
      sheet.charts = charts
      var workbook = Workbook(title: "t", subject: "s")
      workbook.sheets = [sheet]
      return try workbook.bytes(through: place())
    }
    let empty = Chart(.points, title: "t", horizontal: "x", vertical: "y", series: [], at: Place(3, 0))
    #expect(try bytes([empty]) == bytes([]))
  }

  private func bytes(ofOne cell: Cell) throws -> [UInt8] {
    var sheet = Sheet("one")
    sheet[0, 0] = cell
    sheet.frozen = Place(1, 0)
    sheet.choices = [(Place(0, 1), ["a", "b"])]
    sheet.charts = [
      Chart(
        .points, title: "t", horizontal: "x", vertical: "y",
        series: [.init(name: "one!$A$1", categories: "one!$A$1", values: "one!$A$1")], at: Place(3, 0))
    ]
    var workbook = Workbook(title: "t", subject: "s")
    workbook.sheets = [sheet]
    workbook.names = [("first", "one!$A$1")]
    return try workbook.bytes(through: place())
  }

  private func place() -> String {
    FileManager.default.temporaryDirectory.appending(path: "workbook-\(UUID().uuidString).xlsx").path
  }
}
