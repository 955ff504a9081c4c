/// Columns of text for a terminal: names left-aligned, the others right-aligned, as wide as their widest cell.
struct TextTable {
  private(set) var rows: [[String]] = []
  /// How many columns at the left say what a row is about.
  private let nameCount: Int
  private let gap = "  "

  init(nameCount: Int = 1) { self.nameCount = nameCount }

  mutating func append(_ cells: [String]) { rows.append(cells) }

  private var columnCount: Int { rows.map(\.count).max() ?? 0 }

  /// The widest first column that a narrow terminal leaves whole: beyond it names lose their middle.
  private static let widestName = 24

  /// Columns that stand side by side within a width, block by block; the names begin each block.
  private func blocks(within width: Int, _ widths: [Int]) -> [[Int]] {
    guard widths.count > nameCount else { return [Array(widths.indices)] }
    let names = Array(0..<nameCount)
    let namesWidth = names.reduce(0) { $0 + widths[$1] } + gap.count * (nameCount - 1)
    var blocks: [[Int]] = []
    var block = names
    var used = namesWidth
    for column in widths.indices.dropFirst(nameCount) {
      if block.count > nameCount, used + gap.count + widths[column] > width {
        blocks.append(block)
        (block, used) = (names, namesWidth)
      }
      block.append(column)
      used += gap.count + widths[column]
    }
    return blocks + [block]
  }

  /// The rows with names that leave room for what is said of them, and the widths of their columns.
  private func fitted(to width: Int) -> (rows: [[String]], widths: [Int]) {
    let widths = (0..<columnCount).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    let whole = widths.reduce(0, +) + gap.count * max(0, widths.count - 1)
    guard whole > width, let first = widths.first, first > TextTable.widestName else { return (rows, widths) }
    // All that the others leave, or a quarter of the terminal where they fill it anyway.
    let others = whole - first
    let room = min(first, max(width / 4, width - others, 20))
    let names = ShortNames.cut(rows.map { $0.first ?? "" }, to: room)
    let cut = zip(rows, names).map { row, name in row.isEmpty ? row : [name] + row.dropFirst() }
    return (cut, [cut.map { $0.first?.count ?? 0 }.max() ?? 0] + widths.dropFirst())
  }

  /// How many columns do not fit into `width` side by side.
  func dropped(width: Int) -> Int { columnCount - firstBlock(width: width).count }

  private func firstBlock(width: Int) -> [Int] { blocks(within: width, fitted(to: width).widths).first ?? [] }

  /// The rows as lines; columns that do not fit into `width` are left out, those on the right first.
  func fitting(width: Int) -> [String] {
    let (rows, widths) = fitted(to: width)
    return lines(of: rows, widths, firstBlock(width: width), width: width)
  }

  /// The rows as lines; columns that do not fit into `width` follow below, behind the names again.
  func lines(width: Int) -> [String] {
    let (rows, widths) = fitted(to: width)
    let blocks = blocks(within: width, widths)
    return Array(blocks.map { lines(of: rows, widths, $0, width: width) }.joined(separator: [""]))
  }

  private func lines(of rows: [[String]], _ widths: [Int], _ columns: [Int], width: Int) -> [String] {
    // A column of prose that is wider than the terminal goes on below itself.
    if nameCount == 1, columns.count == 2, widths[columns[0]] + gap.count + widths[columns[1]] > width {
      let indent = String(repeating: " ", count: widths[0] + gap.count)
      return rows.flatMap { row -> [String] in
        let name = row.first ?? ""
        let words = row.indices.contains(columns[1]) ? row[columns[1]].trimmed : ""
        let start = name + String(repeating: " ", count: max(0, widths[0] + gap.count - name.count))
        return Wording.wrapped(words, width: max(8, width - indent.count), indent: "").enumerated()
          .map { ($0 == 0 ? start : indent) + $1 }
      }
    }
    return rows.map { row in
      let cells = columns.map { column -> String in
        let cell = row.indices.contains(column) ? row[column] : ""
        let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
        return column < nameCount ? cell + padding : padding + cell
      }
      var line = cells.joined(separator: gap)
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.hasSuffix(" ") { text.removeLast() }
    while text.hasPrefix(" ") { text.removeFirst() }
    return String(text)
  }
}
