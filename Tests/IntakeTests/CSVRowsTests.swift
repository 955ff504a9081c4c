import Testing

@testable import Intake

/// Comma-separated values by RFC 4180, and what people send instead.
@Suite struct CSVRowsTests {
  private func texts(_ text: String) throws -> [[String]] { try CSVRows.all(of: text).map(\.texts) }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n\r\n", [["a", "b"], ["1", "2"]]),
    ("\u{feff}a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("\"a\",\"b, c\"\n\"say \"\"no\"\"\",\"two\nlines\"\n", [["a", "b, c"], ["say \"no\"", "two\nlines"]]),
    (" a , b \n\" 1 \",2\n", [["a", "b"], [" 1 ", "2"]]),
    ("# made by hand\na,b\n#1,2\n", [["a", "b"], ["#1", "2"]]),
    ("a,b\n,\n\"\",x\n", [["a", "b"], ["", ""], ["", "x"]]),
    ("a\n\"\"\n", [["a"], [""]]), ("", []), ("\n\n", []), ("x", [["x"]]),
  ])
  func rowsAreRead(text: String, rows: [[String]]) throws { #expect(try texts(text) == rows) }

  /// However a file is cut into pieces, its rows are the same.
  @Test func piecesMakeNoDifference() throws {
    let text = "\u{feff}\"a\r\nb\",c\r\n1,\"x \"\"y\"\"\"\r\n,\n"
    let whole = try CSVRows.all(of: text)
    let bytes = Array(text.utf8)
    for size in 1...bytes.count {
      var reading = CSVRows()
      var rows: [CSVRow] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        try reading.take(bytes[start..<min(start + size, bytes.count)]) { rows.append($0) }
      }
      try reading.finish { rows.append($0) }
      #expect(rows == whole)
    }
  }

  @Test func placesAreThoseOfTheFile() throws {
    let rows = try CSVRows.all(of: "a,b\n\"two\nlines\",ü,z\n3,4\n")
    #expect(rows.map(\.line) == [1, 2, 4])
    #expect(rows[2].cells.map(\.column) == [1, 3] && rows[0].cells.map(\.column) == [1, 3])
    #expect(rows[2].source == "3,4")
  }

  @Test(arguments: [
    ("a,b\n\"x,2\n", 2, "does not end"), ("a;b\n1,5;2\n", 1, "semicolons"), ("a\u{0}b\u{0}", 1, "UTF-16"),
    ("a\n" + String(repeating: "x", count: CSVRows.longestRow + 1), 2, "longer than"),
  ])
  func whatIsNoTableIsSaid(text: String, line: Int, message: String) {
    #expect { try CSVRows.all(of: text) } throws: { error in
      (error as? CSVProblem).map { $0.line == line && $0.message.contains(message) } ?? false
    }
  }

  @Test func aFileThatMayBeCutIsKnown() throws {
    func ends(_ text: String) throws -> Bool {
      var reading = CSVRows()
      try reading.take(text.utf8) { _ in }
      try reading.finish { _ in }
      return reading.endsWithLine
    }
    #expect(try ends("a\n12\n") && !ends("a\n12"))
  }

  /// What is written escaped is read unescaped; what begins with an apostrophe keeps it.
  @Test(arguments: ["-hot", "=1+1", "+5", "@x", "'quoted'", "'", "''", "plain", "", "a'b", "'-x"])
  func escapedTextComesBack(text: String) {
    #expect(SpreadsheetText.unescaped(SpreadsheetText.escaped(text)) == text)
    #expect(!["=", "+", "-", "@"].contains(SpreadsheetText.escaped(text).prefix(1)))
  }

  @Test func namesWithAnApostropheStayAsTheyAre() { #expect(SpreadsheetText.unescaped("'tis") == "'tis") }
}
