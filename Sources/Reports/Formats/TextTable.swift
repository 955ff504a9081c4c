/// Columns of text for a terminal: the first left-aligned, the others right-aligned, as wide as their widest cell.
struct TextTable {
  private var rows: [[String]] = []
  private let gap = "  "

  mutating func append(_ cells: [String]) { rows.append(cells) }

  private var columnCount: Int { rows.map(\.count).max() ?? 0 }

  /// Widths of the columns that fit into `width`; the first two always stay.
  private func widths(within width: Int) -> [Int] {
    var widths = (0..<columnCount).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    while widths.count > 2, widths.reduce(0, +) + gap.count * (widths.count - 1) > width { widths.removeLast() }
    return widths
  }

  /// How many columns do not fit into `width`.
  func dropped(width: Int) -> Int { columnCount - widths(within: width).count }

  /// The rows as lines; columns that do not fit into `width` are dropped from the right.
  func lines(width: Int) -> [String] {
    let widths = widths(within: width)
    return rows.map { row in
      let cells = widths.indices.map { column -> String in
        let cell = row.indices.contains(column) ? row[column] : ""
        let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
        return column == 0 ? cell + padding : padding + cell
      }
      var line = cells.joined(separator: gap)
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}
