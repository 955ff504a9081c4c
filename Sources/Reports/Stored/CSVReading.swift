import Costing
internal import Currencies
internal import Intake

/// A table read back from comma-separated values, as RFC 4180 writes them, by the names of its columns. What was escaped
/// for spreadsheets is unescaped.
struct CSVReading {
  /// The columns, by the names that they have where amounts are dollars.
  let header: [String]
  let rows: [[String]]
  /// At which line each row begins.
  private let lines: [Int]

  /// - Throws: `StoredResultError` where a row has not as many cells as the header, or a quotation does not end.
  init(_ text: String) throws(StoredResultError) {
    let records: [CSVRow]
    do { records = try CSVRows.all(of: text) } catch {
      throw StoredResultError("line \(error.line): \(error.message)")
    }
    guard let first = records.first else { throw StoredResultError("the file is empty") }
    header = first.texts.map(Currency.plain)
    for row in records where row.cells.count != first.cells.count {
      throw StoredResultError("line \(row.line) has \(row.cells.count) cells under \(first.cells.count) columns")
    }
    rows = records.dropFirst().map { $0.texts.map(SpreadsheetText.unescaped) }
    lines = records.dropFirst().map(\.line)
  }

  /// Where a column stands.
  func column(_ name: String) throws(StoredResultError) -> Int {
    guard let column = header.firstIndex(of: name) else { throw StoredResultError("there is no column '\(name)'") }
    return column
  }

  func number(_ row: Int, _ column: Int) throws(StoredResultError) -> Double {
    guard let number = decimal(rows[row][column]) else { throw wrong(row, column, "a number") }
    return number
  }

  /// The number of a row, a world or a replication.
  func ordinal(_ row: Int, _ column: Int) throws(StoredResultError) -> Int {
    guard let value = OutsideNumber.ordinal.value(of: rows[row][column]), let number = wholeNumber(value) else {
      throw wrong(row, column, "a whole number from 0")
    }
    return number
  }

  /// Dollars with at most two decimals.
  func money(_ row: Int, _ column: Int) throws(StoredResultError) -> Money {
    let text = rows[row][column]
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, decimals.count <= 2, text.count <= 18,
      let cents = Int128(parts[0] + decimals + String(repeating: "0", count: 2 - decimals.count))
    else { throw wrong(row, column, "an amount in cents") }
    return Money(cents: cents)
  }

  private func wrong(_ row: Int, _ column: Int, _ expected: String) -> StoredResultError {
    StoredResultError("line \(lines[row]): '\(header[column])' is '\(rows[row][column])', not \(expected)")
  }
}
