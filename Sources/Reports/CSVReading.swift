import Costing

/// A table read back from comma-separated values, as RFC 4180 writes them, by the names of its columns.
struct CSVReading {
  let header: [String]
  let rows: [[String]]

  /// - Throws: `StoredResultError` where a row has not as many cells as the header, or a quotation does not end.
  init(_ text: String) throws(StoredResultError) {
    var records: [[String]] = []
    var (cells, cell) = ([String](), [UInt8]())
    var (isQuoted, wasQuote) = (false, false)
    // By bytes: a carriage return and its line feed are one character.
    for byte in text.utf8 {
      if isQuoted {
        if byte == UInt8(ascii: "\"") { (isQuoted, wasQuote) = (false, true) } else { cell.append(byte) }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""):
        // Two in a row are one of the cell.
        if wasQuote { cell.append(byte) }
        isQuoted = true
      case UInt8(ascii: ","):
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case UInt8(ascii: "\n"):
        records.append(cells + [String(decoding: cell, as: UTF8.self)])
        (cells, cell) = ([], [])
      case UInt8(ascii: "\r"): break
      default: cell.append(byte)
      }
      wasQuote = false
    }
    if isQuoted { throw StoredResultError("a quotation does not end") }
    if !cell.isEmpty || !cells.isEmpty { records.append(cells + [String(decoding: cell, as: UTF8.self)]) }
    guard let first = records.first else { throw StoredResultError("the file is empty") }
    header = first
    rows = Array(records.dropFirst())
    for (index, row) in rows.enumerated() where row.count != first.count {
      throw StoredResultError("line \(index + 2) has \(row.count) cells under \(first.count) columns")
    }
  }

  /// Where a column stands.
  func column(_ name: String) throws(StoredResultError) -> Int {
    guard let column = header.firstIndex(of: name) else { throw StoredResultError("there is no column '\(name)'") }
    return column
  }

  func number(_ row: Int, _ column: Int) throws(StoredResultError) -> Double {
    guard let number = Double(rows[row][column]), number.isFinite else { throw wrong(row, column, "a number") }
    return number
  }

  /// Dollars with at most two decimals.
  func money(_ row: Int, _ column: Int) throws(StoredResultError) -> Money {
    let text = rows[row][column]
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, decimals.count <= 2,
      let cents = Int128(parts[0] + decimals + String(repeating: "0", count: 2 - decimals.count))
    else { throw wrong(row, column, "an amount in cents") }
    return Money(cents: cents)
  }

  private func wrong(_ row: Int, _ column: Int, _ expected: String) -> StoredResultError {
    StoredResultError("line \(row + 2): '\(header[column])' is '\(rows[row][column])', not \(expected)")
  }
}
