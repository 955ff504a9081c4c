internal import Foundation
internal import Intake

/// Where the columns of a trace in CSV stand.
struct TraceColumns {
  let time: Int
  let prompt: Int
  let output: Int

  init(_ header: CSVRow, path: String, remedy: String) throws(Diagnostic) {
    let names = header.texts.map { $0.lowercased() }
    func column(_ name: String) throws(Diagnostic) -> Int {
      guard let column = names.firstIndex(of: name.lowercased()) else {
        throw Diagnostic(
          file: path, line: header.line, column: 1, message: "the column '\(name)' is missing", remedy: remedy,
          sourceLine: header.source)
      }
      return column
    }
    time = try column("TIMESTAMP")
    prompt = try column("ContextTokens")
    output = try column("GeneratedTokens")
  }

  func line(_ row: CSVRow, path: String) throws(Diagnostic) -> TraceLine {
    let wanted = max(time, prompt, output) + 1
    guard row.cells.count >= wanted else {
      throw Diagnostic(
        file: path, line: row.line, column: 1, message: "the line has \(row.cells.count) of \(wanted) columns",
        remedy: "Complete the line, or remove it if it was cut", sourceLine: row.source)
    }
    func cell(_ index: Int) -> TraceLine.Cell {
      (SpreadsheetText.unescaped(row.cells[index].text), row.cells[index].column)
    }
    return TraceLine(
      path: path, number: row.line, source: { row.source }, time: cell(time), prompt: cell(prompt),
      output: cell(output), isJSON: false)
  }
}

/// One line of a trace, its numbers as they are written.
struct TraceLine {
  typealias Cell = (text: String, column: Int)

  let path: String
  let number: Int
  let source: () -> String
  let time: Cell
  let prompt: Cell
  let output: Cell
  let isJSON: Bool

  func problem(_ cell: Cell, _ message: String, remedy: String) -> Diagnostic {
    Diagnostic(
      file: path, line: number, column: cell.column, message: message, remedy: remedy, sourceLine: source())
  }

  func tokens(_ cell: Cell, _ kind: OutsideNumber) throws(Diagnostic) -> Int32 {
    guard let reason = kind.problem(withText: cell.text) else {
      return Int32(nearestWhole(kind.value(of: cell.text) ?? 1))
    }
    let isNone = decimal(cell.text).map { $0 < kind.least } ?? true
    throw problem(
      cell, isNone ? "'\(cell.text)' is not a number of tokens" : "'\(cell.text)' \(reason)",
      remedy: "Write a whole number from 1")
  }
}

extension TraceLine {
  private struct Mooncake: Decodable {
    var timestamp: Double
    var input_length: Double
    var output_length: Double
  }

  init(json line: String, path: String, number: Int) throws(Diagnostic) {
    let source = { String(line.prefix(200)) }
    guard let row = try? JSONDecoder().decode(Mooncake.self, from: Data(line.utf8)) else {
      throw Diagnostic(
        file: path, line: number, column: 1,
        message: "the line is not an object with timestamp, input_length and output_length",
        remedy: "Complete the line, or remove it if it was cut", sourceLine: source())
    }
    func cell(_ value: Double, _ key: String) -> Cell {
      let place = line.range(of: "\"\(key)\"").map { line.distance(from: line.startIndex, to: $0.lowerBound) + 1 }
      return (TraceLine.written(value), place ?? 1)
    }
    self.init(
      path: path, number: number, source: source, time: cell(row.timestamp, "timestamp"),
      prompt: cell(row.input_length, "input_length"), output: cell(row.output_length, "output_length"), isJSON: true)
  }

  /// Whole numbers without a point, as they were most likely written.
  private static func written(_ value: Double) -> String {
    value.magnitude < 1e15 ? wholeNumber(value).map(String.init) ?? "\(value)" : "\(value)"
  }
}
