internal import Foundation

extension SourceDocument {
  /// A CSV file of incidents as if it were YAML: each row a mapping by the header's names, empty cells left out, a cell
  /// `[low, mid, high]` a list. Pieces keep the places at which they stand in the file.
  ///
  /// Fields may stand in double quotes, which they must where they hold a comma (RFC 4180); lines that begin with `#` are
  /// passed over.
  ///
  /// - Throws: `Diagnostics` where the file cannot be read or a row does not fit its header.
  init(rowsOf path: String) throws(Diagnostics) {
    // What can be wrong with a file as such is said as of a plan.
    let whole = try Self.lines(at: path)
    var diagnostics = Diagnostics()
    let place = SourcePlace(name: path, lines: whole, layer: 0)
    var header: [Cell] = []
    var rows: [SourceNode] = []
    for (index, line) in whole.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
      guard let cells = Cell.all(of: line, at: index + 1) else {
        diagnostics.add(
          place.diagnostic(
            at: SourcePosition(line: index + 1, column: 1), "a quote in this row is not closed",
            remedy: "Write \" at both ends of the field, and \"\" for a quote in it"))
        continue
      }
      guard !header.isEmpty else {
        header = cells
        continue
      }
      guard cells.count == header.count else {
        diagnostics.add(
          place.diagnostic(
            at: cells[0].position, "expected \(header.count) fields, found \(cells.count)",
            remedy: "A field that holds a comma stands in double quotes"))
        continue
      }
      let entries = zip(header, cells).filter { !$1.text.isEmpty }.map {
        SourceNode.Entry(key: $0.text, keyPosition: $0.position, value: $1.node)
      }
      rows.append(SourceNode(.mapping(entries), at: cells[0].position))
    }
    if header.isEmpty {
      diagnostics.add(
        place.diagnostic(
          at: SourcePosition(line: 1, column: 1), "the file has no header",
          remedy: "Write 'name,start,end,hit,effect' in its first line"))
    }
    guard !header.isEmpty else { throw diagnostics }
    let start = SourcePosition(line: 1, column: 1)
    let list = SourceNode(.sequence(rows), at: start)
    let entry = SourceNode.Entry(key: "incidents", keyPosition: start, value: list)
    self.init(name: path, lines: whole, root: SourceNode(.mapping([entry]), at: start), diagnostics: diagnostics)
  }

  private static func lines(at path: String) throws(Diagnostics) -> [String] {
    let text = try contents(of: path)
    return text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.unicodeScalars.first == "\u{FEFF}" ? String($0.unicodeScalars.dropFirst()) : String($0)
    }
  }

  private struct Cell {
    let text: String
    let position: SourcePosition

    /// The text, or the list of a text in brackets.
    var node: SourceNode {
      guard text.hasPrefix("["), text.hasSuffix("]") else { return SourceNode(.scalar(text), at: position) }
      let items = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false).map {
        SourceNode(.scalar($0.trimmingCharacters(in: .whitespaces)), at: position)
      }
      return SourceNode(.sequence(items), at: position)
    }

    /// The fields of a line; nil where a quote is not closed.
    static func all(of line: String, at number: Int) -> [Cell]? {
      var cells: [Cell] = []
      var text = ""
      var begins = 1
      var isQuoted = false
      var wasQuote = false
      for (index, character) in line.enumerated() {
        if isQuoted {
          if character == "\"" { (isQuoted, wasQuote) = (false, true) } else { text.append(character) }
          continue
        }
        if character == "\"" {
          // A second quote in a row is a quote of the text.
          if wasQuote { text.append("\"") }
          (isQuoted, wasQuote) = (true, false)
        } else if character == "," {
          cells.append(Cell(text.trimmingCharacters(in: .whitespaces), number, begins))
          (text, begins, wasQuote) = ("", index + 2, false)
        } else {
          text.append(character)
        }
      }
      cells.append(Cell(text.trimmingCharacters(in: .whitespaces), number, begins))
      return isQuoted ? nil : cells
    }

    private init(_ text: String, _ line: Int, _ column: Int) {
      self.text = text
      position = SourcePosition(line: line, column: column)
    }
  }
}
