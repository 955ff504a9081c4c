/// Points that were measured, beside what was fitted to them: for JSON, for a table, and so for a page.
public struct MeasuredPoints: Sendable {
  /// Of each value, with its unit last.
  public let columns: [String]
  public let rows: [[JSONValue]]

  /// The most points of one picture.
  public static let most = 400

  /// - Precondition: Each row has a value for each column.
  public init(columns: [String], rows: [[JSONValue]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row of points has a value for each column")
    (self.columns, self.rows) = (columns, rows)
  }

  /// An object for each point.
  public var json: JSONValue { .array(rows.map { .object(zip(columns, $0).map { (key: $0, value: $1) }) }) }

  /// `measured.csv`: a row for each point.
  public var table: CSVTable {
    CSVTable(
      rows,
      columns: columns.indices.map { place in
        CSVColumn(columns[place]) { row in
          switch row[place] {
          case .integer(let value): .whole(value)
          // What is beyond any measurement is beyond the decimals of a table.
          case .number(let value): .number(value.magnitude < 1e20 ? value : nil, decimals: 9)
          case .string(let words): .words(words)
          case .bool(let value): .truth(value)
          case .null, .natural, .array, .object: .empty
          }
        }
      })
  }

  /// Positions of at most so many of a number of points, evenly apart, the first and the last among them.
  public static func evenly(_ count: Int, most: Int = MeasuredPoints.most) -> [Int] {
    guard count > most, most > 1 else { return Array(0..<max(0, count)) }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }
}
