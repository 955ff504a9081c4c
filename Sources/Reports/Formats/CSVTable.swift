internal import Currencies
internal import Intake

/// A table as comma-separated values: RFC 4180 with UTF-8 and line feeds, a header, and no total rows.
///
/// An empty cell means not applicable.
public struct CSVTable: Equatable, Sendable {
  /// One value of a row.
  public enum Cell: Equatable, Sendable {
    /// Written as it is: digits, sign and point.
    case number(String)
    /// Words. A spreadsheet would take `=`, `+`, `-` or `@` at the start for a formula: those get an apostrophe, and so
    /// does what begins with one.
    case text(String)
    case empty
  }

  public let header: [String]
  public private(set) var rows: [[Cell]] = []

  public init(header: [String]) { self.header = header }

  /// A table with one row for each element, a column's name beside its value.
  public init<Row>(_ elements: [Row], columns: [CSVColumn<Row>]) {
    header = columns.map(\.name)
    rows = elements.map { element in columns.map { $0.cell(element) } }
  }

  /// - Precondition: As many cells as the header has.
  public mutating func append(_ row: [Cell]) {
    precondition(row.count == header.count, "a row of \(row.count) cells in a table of \(header.count) columns")
    rows.append(row)
  }

  /// The whole file, a line feed after every line.
  public var text: String { headerLine + body }

  /// The one place where the name of a column gets the currency of its amounts.
  var headerLine: String { header.map { quoted(Currency.ofStudy.naming($0)) }.joined(separator: ",") + "\n" }

  /// The rows alone.
  var body: String {
    var text = ""
    for row in rows { text += row.map(written).joined(separator: ",") + "\n" }
    return text
  }

  private func written(_ cell: Cell) -> String {
    switch cell {
    case .number(let digits): digits
    case .text(let words):
      quoted(SpreadsheetText.escaped(words))
    case .empty: ""
    }
  }

  private func quoted(_ words: String) -> String {
    // By bytes: a carriage return and its line feed are one character, which neither of the two would match.
    guard words.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }) else {
      return words
    }
    let doubled = words.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    return "\"" + doubled + "\""
  }
}

/// A column of a table of `Row`s.
public struct CSVColumn<Row> {
  public let name: String
  public let cell: (Row) -> CSVTable.Cell

  public init(_ name: String, _ cell: @escaping (Row) -> CSVTable.Cell) {
    self.name = name
    self.cell = cell
  }
}
