internal import Intake

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
    let rows: [CSVRow]
    do { rows = try CSVRows.all(of: text) } catch {
      throw DistributionError("line \(error.line): \(error.message); \(error.remedy.lowercasedFirst)")
    }
    guard let header = rows.first else { throw DistributionError("the table is empty; it needs a header and rows") }
    guard let index = header.texts.firstIndex(of: column) else {
      let names = header.texts.map { "'\($0)'" }.joined(separator: ", ")
      throw DistributionError("there is no column '\(column)'; the header has \(names)")
    }
    var sample: [Double] = []
    for row in rows.dropFirst() {
      guard index < row.cells.count else {
        throw DistributionError("line \(row.line): no column '\(column)'; give each row as many cells as the header")
      }
      let text = SpreadsheetText.unescaped(row.cells[index].text)
      guard let value = decimal(text), value >= 0 else {
        throw DistributionError(
          "line \(row.line): expected a number that is not negative in column '\(column)', found '\(text)'")
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
}

extension String {
  /// A sentence as it stands after a semicolon.
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
