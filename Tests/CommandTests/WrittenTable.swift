import Testing

/// A CSV text that the command wrote, by RFC 4180: a cell in quotes may hold commas, line breaks, and quotes that are doubled.
struct WrittenTable {
  let header: [String]
  /// By row, without the header.
  let cells: [[String]]

  init(_ text: String) {
    var (lines, line, cell, isQuoted) = ([[String]](), [String](), "", false)
    var last: Unicode.Scalar?
    // A line break of two characters would be one `Character`.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"":
        // The second of two within quotes stands for one.
        if !isQuoted && last == "\"" { cell.unicodeScalars.append(scalar) }
        isQuoted.toggle()
      case "," where !isQuoted:
        line.append(cell)
        cell = ""
      case "\r" where !isQuoted: break
      case "\n" where !isQuoted:
        lines.append(line + [cell])
        (line, cell) = ([], "")
      default: cell.unicodeScalars.append(scalar)
      }
      last = scalar
    }
    if !line.isEmpty || !cell.isEmpty { lines.append(line + [cell]) }
    header = lines.first ?? []
    cells = Array(lines.dropFirst())
  }

  /// By the names of the columns; of two columns of one name the first counts.
  var rows: [[String: String]] { cells.map { Dictionary(zip(header, $0)) { first, _ in first } } }

  /// The cells of some columns, row by row.
  func columns(_ names: [String]) throws -> [[String]] {
    let places = try names.map { name in
      try #require(header.firstIndex(of: name), "\(name) is not among \(header)")
    }
    return cells.map { row in places.map { row[$0] } }
  }

  /// The cells of a column.
  func column(_ name: String) throws -> [String] { try columns([name]).map { $0[0] } }
}

@Suite struct WrittenTableTests {
  @Test func quotesCommasAndLineBreaksAreRead() throws {
    let table = WrittenTable("name,note,n\r\n\"a, b\",\"said \"\"no\"\"\nand left\",1\nc,,2")
    #expect(table.header == ["name", "note", "n"])
    #expect(table.cells == [["a, b", "said \"no\"\nand left", "1"], ["c", "", "2"]])
    #expect(table.rows[1] == ["name": "c", "note": "", "n": "2"])
    #expect(try table.column("n") == ["1", "2"])
  }
}
