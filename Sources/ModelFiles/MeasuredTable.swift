internal import Foundation

/// A CSV file with a header, read row by row: as much of it is in memory as one piece of a megabyte.
///
/// Fields are separated by commas and stand without quotes, as in files of measurements.
struct MeasuredTable {
  /// One row, reduced to the columns that were asked for.
  struct Row {
    let file: String
    /// Counted from 1, the header included.
    let line: Int
    let text: String
    /// The fields in the order in which they were asked for, with the column at which each begins.
    let fields: [(text: String, column: Int)]

    /// A finite number that is not negative.
    func number(_ index: Int, noun: String) throws(Diagnostics) -> Double {
      if let value = Double(fields[index].text), value >= 0, value < .infinity { return value }
      throw problem(index, "expected \(noun), found '\(fields[index].text)'")
    }

    func problem(_ index: Int, _ message: String, remedy: String? = nil) -> Diagnostics {
      Diagnostics([
        Diagnostic(
          file: file, line: line, column: fields[index].column, message: message, remedy: remedy, sourceLine: text)
      ])
    }
  }

  private let file: String
  private let handle: FileHandle

  /// - Parameter path: Absolute, or relative to the current directory; messages name it so.
  init(path: String) throws(Diagnostics) {
    file = path
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue,
      let handle = FileHandle(forReadingAtPath: path)
    else {
      throw Diagnostics([
        Diagnostic(
          file: path, line: 0, column: 0, message: "there is no such file, or it cannot be read",
          remedy: "Its path is relative to the plan")
      ])
    }
    self.handle = handle
  }

  /// Calls `body` with each row.
  ///
  /// - Parameter columns: The names under which each wanted column may stand, in any case.
  func forEachRow(_ columns: [[String]], _ body: (Row) throws(Diagnostics) -> Void) throws(Diagnostics) {
    defer { try? handle.close() }
    var indices: [Int] = []
    var width = 0
    var number = 0
    try forEachLine { text, isLast throws(Diagnostics) in
      if text.isEmpty && isLast { return }
      number += 1
      let fields = text.split(separator: ",", omittingEmptySubsequences: false)
      if number == 1 {
        indices = try places(of: columns, in: fields.map { trimmed($0) }, text)
        width = fields.count
        return
      }
      guard fields.count == width else {
        throw problem(
          line: number,
          isLast ? "the file ends in the middle of a row" : "expected \(width) fields, found \(fields.count)",
          remedy: isLast ? "Remove the last line, or write it out" : nil, text)
      }
      try body(
        Row(
          file: file, line: number, text: text,
          fields: indices.map {
            (trimmed(fields[$0]), text.distance(from: text.startIndex, to: fields[$0].startIndex) + 1)
          }))
    }
    if number < 2 { throw problem(line: max(1, number), "the file has no rows", remedy: nil, "") }
  }

  private func places(of columns: [[String]], in header: [String], _ text: String) throws(Diagnostics) -> [Int] {
    var indices: [Int] = []
    for names in columns {
      guard let index = header.firstIndex(where: { names.contains($0.lowercased()) }) else {
        throw problem(
          line: 1, "the header has no column '\(names[0])'",
          remedy: "It has: \(header.joined(separator: ", ")). Known names: \(names.joined(separator: ", "))", text)
      }
      indices.append(index)
    }
    return indices
  }

  /// Calls `body` with each line without its end, and whether it is the last.
  private func forEachLine(_ body: (String, Bool) throws(Diagnostics) -> Void) throws(Diagnostics) {
    var rest = Data()
    var isFirst = true
    while let piece = try? handle.read(upToCount: 1 << 20), !piece.isEmpty {
      rest.append(piece)
      var start = rest.startIndex
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        try body(line(rest[start..<end], isFirst: isFirst), false)
        isFirst = false
        start = rest.index(after: end)
      }
      rest = Data(rest[start...])
    }
    try body(line(rest, isFirst: isFirst), true)
  }

  private func line(_ bytes: Data, isFirst: Bool) -> String {
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("\r") { text.removeLast() }
    if isFirst, text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text
  }

  private func trimmed(_ field: Substring) -> String { field.trimmingCharacters(in: .whitespaces) }

  private func problem(line: Int, _ message: String, remedy: String?, _ text: String) -> Diagnostics {
    Diagnostics([Diagnostic(file: file, line: line, column: 1, message: message, remedy: remedy, sourceLine: text)])
  }
}
