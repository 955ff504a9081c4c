internal import Foundation
internal import Intake

extension SourceDocument {
  /// A CSV file of incidents as if it were YAML: each row a mapping by the header's names, empty cells left out, a cell
  /// `[low, mid, high]` a list. Pieces keep the places at which they stand in the file.
  ///
  /// Fields may stand in double quotes, which they must where they hold a comma (RFC 4180); rows that begin with `#` are
  /// passed over.
  ///
  /// - Throws: `Diagnostics` where the file cannot be read or a row does not fit its header.
  init(rowsOf path: String) throws(Diagnostics) {
    // What can be wrong with a file as such is said as of a plan.
    let text = try SourceDocument.contents(of: path)
    let whole = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    var diagnostics = Diagnostics()
    let place = SourcePlace(name: path, lines: whole, layer: 0)
    let start = SourcePosition(line: 1, column: 1)
    let table: [CSVRow]
    do throws(CSVProblem) { table = try CSVRows.all(of: text) } catch {
      let position = SourcePosition(line: error.line, column: 1)
      diagnostics.add(place.diagnostic(at: position, error.message, remedy: error.remedy))
      throw diagnostics
    }
    guard let header = table.first else {
      diagnostics.add(
        place.diagnostic(
          at: start, "the file has no header", remedy: "Write 'name,start,end,hit,effect' in its first line"))
      throw diagnostics
    }
    var rows: [SourceNode] = []
    for row in table.dropFirst() where row.texts.first?.hasPrefix("#") == false {
      let position = SourcePosition(line: row.line, column: 1)
      guard row.cells.count == header.cells.count else {
        diagnostics.add(
          place.diagnostic(
            at: position, "expected \(header.cells.count) fields, found \(row.cells.count)",
            remedy: "A field that holds a comma stands in double quotes"))
        continue
      }
      let entries = zip(header.cells, row.cells).filter { !$1.text.isEmpty }.map { key, cell in
        SourceNode.Entry(
          key: key.text, keyPosition: SourcePosition(line: header.line, column: key.column),
          value: SourceDocument.node(cell, line: row.line))
      }
      rows.append(SourceNode(.mapping(entries), at: position))
    }
    let list = SourceNode(.sequence(rows), at: start)
    let entry = SourceNode.Entry(key: "incidents", keyPosition: start, value: list)
    self.init(name: path, lines: whole, root: SourceNode(.mapping([entry]), at: start), diagnostics: diagnostics)
  }

  /// The text of a cell, or the list of a text in brackets.
  private static func node(_ cell: CSVCell, line: Int) -> SourceNode {
    let (text, position) = (SpreadsheetText.unescaped(cell.text), SourcePosition(line: line, column: cell.column))
    guard text.hasPrefix("["), text.hasSuffix("]") else { return SourceNode(.scalar(text), at: position) }
    let items = text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false).map {
      SourceNode(.scalar($0.trimmingCharacters(in: .whitespaces)), at: position)
    }
    return SourceNode(.sequence(items), at: position)
  }
}
