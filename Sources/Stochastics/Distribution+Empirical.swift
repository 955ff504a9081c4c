import Foundation

/// Laws from measurements.
extension Distribution {
  /// The law of a sample: linear between order statistics at (i - 1) / (n - 1), so that it keeps the least and the
  /// largest value and has nothing beyond them.
  ///
  /// - Parameter sample: At least two values; `validate()` refuses the law of fewer.
  public static func empirical(sample: [Double]) -> Distribution {
    let sorted = sample.sorted()
    return .empirical(
      sorted.enumerated().map { i, value in
        Knot(probability: sorted.count == 1 ? 1 : Double(i) / Double(sorted.count - 1), value: value)
      })
  }

  /// The law of one column of a table in CSV (RFC 4180): a header, then a measurement in each row.
  ///
  /// - Parameters:
  ///   - text: The file's content. Lines without content are passed over.
  ///   - column: The column's name in the header.
  ///   - unit: What one of the column's units is in the law's, such as 60 for minutes in a law of seconds.
  /// - Throws: `DistributionError` naming the line and what stands there, or the columns that there are.
  public static func empirical(
    csv text: String, column: String, unit: Double = 1
  ) throws(DistributionError) -> Distribution {
    let rows = try csvRows(text)
    guard let header = rows.first else { throw DistributionError("the table is empty; it needs a header and rows") }
    guard let index = header.fields.firstIndex(of: column) else {
      let names = header.fields.map { "'\($0)'" }.joined(separator: ", ")
      throw DistributionError("there is no column '\(column)'; the header has \(names)")
    }
    var sample: [Double] = []
    for row in rows.dropFirst() {
      guard index < row.fields.count else {
        throw DistributionError("line \(row.line): no column '\(column)'; give each row as many cells as the header")
      }
      guard let value = Double(row.fields[index]), value.isFinite, value >= 0 else {
        throw DistributionError(
          "line \(row.line): expected a number that is not negative in column '\(column)', found '\(row.fields[index])'"
        )
      }
      sample.append(value * unit)
    }
    guard sample.count >= 2 else {
      throw DistributionError("column '\(column)' has \(sample.count) values; an empirical law needs at least two")
    }
    let law = empirical(sample: sample)
    try law.validate()
    return law
  }

  /// The rows of a table with the lines they begin at. Quoted cells may hold commas, line ends and doubled quotes.
  public static func csvRows(_ text: String) throws(DistributionError) -> [(line: Int, fields: [String])] {
    var rows: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var (line, rowLine) = (1, 1)
    var (isQuoted, wasQuoted) = (false, false)
    func cell() -> String {
      let text = String(decoding: field, as: UTF8.self)
      return wasQuoted ? text : text.trimmingCharacters(in: .whitespaces)
    }
    func endField() {
      fields.append(cell())
      field = []
      wasQuoted = false
    }
    func endRow() {
      endField()
      if fields != [""] { rows.append((rowLine, fields)) }
      fields = []
    }
    let bytes = Array(text.utf8)
    // A byte order mark, as spreadsheets write it.
    var i = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && i < bytes.count && bytes[i] == UInt8(ascii: "\""):
        field.append(byte)
        i += 1
      case UInt8(ascii: "\"") where isQuoted: isQuoted = false
      case UInt8(ascii: "\"") where field.isEmpty: (isQuoted, wasQuoted) = (true, true)
      case UInt8(ascii: ",") where !isQuoted: endField()
      case UInt8(ascii: "\r") where !isQuoted: break
      case UInt8(ascii: "\n"):
        line += 1
        if isQuoted {
          field.append(byte)
        } else {
          endRow()
          rowLine = line
        }
      default: field.append(byte)
      }
    }
    guard !isQuoted else { throw DistributionError("line \(rowLine): a quoted cell does not end; close its quote") }
    if !field.isEmpty || !fields.isEmpty || wasQuoted { endRow() }
    return rows
  }
}
