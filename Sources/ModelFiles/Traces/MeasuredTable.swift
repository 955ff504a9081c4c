internal import Foundation
internal import Intake

/// A CSV file with a header, read row by row: as much of it is in memory as one piece.
struct MeasuredTable {
  /// One row, reduced to the columns that were asked for.
  struct Row {
    let file: String
    fileprivate let row: CSVRow
    /// Counted from 1, the header included.
    var line: Int { row.line }
    /// The fields in the order in which they were asked for, with the column at which each begins.
    let fields: [(text: String, column: Int)]

    /// A number within its limits.
    func number(_ index: Int, _ kind: OutsideNumber) throws(Diagnostics) -> Double {
      let found = fields[index].text
      if let value = kind.value(of: found) { return value }
      guard let value = decimal(found), value > kind.most, let reason = kind.problem(with: value) else {
        throw problem(index, "expected \(kind.noun), found '\(found)'")
      }
      throw problem(index, "'\(found)' \(reason)")
    }

    func problem(_ index: Int, _ message: String, remedy: String? = nil) -> Diagnostics {
      Diagnostics([
        Diagnostic(
          file: file, line: line, column: fields[index].column, message: message, remedy: remedy,
          sourceLine: row.source)
      ])
    }
  }

  private let file: String

  /// - Parameter path: Absolute, or relative to the current directory; messages name it so.
  init(path: String) throws(Diagnostics) {
    file = path
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue,
      FileManager.default.isReadableFile(atPath: path)
    else {
      throw Diagnostics([
        Diagnostic(
          file: path, line: 0, column: 0, message: "there is no such file, or it cannot be read",
          remedy: "Its path is relative to the plan")
      ])
    }
  }

  /// Calls `body` with each row.
  ///
  /// - Parameter columns: The names under which each wanted column may stand, in any case.
  func forEachRow(_ columns: [[String]], _ body: (Row) throws(Diagnostics) -> Void) throws(Diagnostics) {
    do {
      var rows = try CSVFile(path: file)
      guard let header = try rows.next(), let first = try rows.next() else {
        throw problem(line: 1, "the file has no rows", remedy: nil, "")
      }
      let indices = try places(of: columns, in: header)
      var next: CSVRow? = first
      while let row = next {
        next = try rows.next()
        guard row.cells.count == header.cells.count else {
          let isCut = next == nil && !rows.endsWithLine
          throw problem(
            line: row.line,
            isCut
              ? "the file ends in the middle of a row"
              : "expected \(header.cells.count) fields, found \(row.cells.count)",
            remedy: isCut ? "Remove the last line, or write it out" : nil, row.source)
        }
        try body(
          Row(
            file: file, row: row,
            fields: indices.map { (SpreadsheetText.unescaped(row.cells[$0].text), row.cells[$0].column) }))
      }
    } catch let problems as Diagnostics {
      throw problems
    } catch let problem as CSVProblem {
      throw self.problem(line: problem.line, problem.message, remedy: problem.remedy, "")
    } catch {
      throw problem(line: 0, "the file cannot be read further", remedy: nil, "")
    }
  }

  private func places(of columns: [[String]], in header: CSVRow) throws(Diagnostics) -> [Int] {
    var indices: [Int] = []
    for names in columns {
      guard let index = header.texts.firstIndex(where: { names.contains($0.lowercased()) }) else {
        throw problem(
          line: header.line, "the header has no column '\(names[0])'",
          remedy: "It has: \(header.texts.joined(separator: ", ")). Known names: \(names.joined(separator: ", "))",
          header.source)
      }
      indices.append(index)
    }
    return indices
  }

  private func problem(line: Int, _ message: String, remedy: String?, _ text: String) -> Diagnostics {
    Diagnostics([
      Diagnostic(
        file: file, line: line, column: line > 0 ? 1 : 0, message: message, remedy: remedy,
        sourceLine: text.isEmpty ? nil : text)
    ])
  }
}
