internal import Foundation

/// A cell of a row of comma-separated values.
public struct CSVCell: Equatable, Sendable {
  /// Without its quotes; without the white space around it where it had none.
  public let text: String
  /// Where it begins in its line, counted from 1 in characters.
  public let column: Int
}

/// A row with the line of the file at which it begins.
public struct CSVRow: Equatable, Sendable {
  public let line: Int
  public let cells: [CSVCell]
  fileprivate let bytes: [UInt8]

  /// As it stands in the file, cut where it is long; for messages.
  public var source: String {
    String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }.prefix(200), as: UTF8.self)
  }

  public var texts: [String] { cells.map(\.text) }
}

/// What is wrong with a text of comma-separated values as such.
public struct CSVProblem: Error, Equatable, Sendable {
  public let line: Int
  public let message: String
  public let remedy: String
}

/// Comma-separated values as RFC 4180 has them, taken in pieces of any length: cells in double quotes may hold commas,
/// line ends and doubled quotes; a byte order mark, carriage returns and lines without content are passed over.
///
/// What is no such text is said: UTF-16, semicolons between the fields, a quotation without an end.
public struct CSVRows: Sendable {
  /// The longest row, so that a file without line ends is refused before it fills the memory.
  public static let longestRow = 1 << 20
  /// Lines before the header that begin with this are remarks.
  public static let remark = UInt8(ascii: "#")

  private var cell: [UInt8] = []
  private var cells: [CSVCell] = []
  private var state = State.start
  private var line = 1
  private var rowLine = 1
  private var column = 1
  private var cellColumn = 1
  private var bytes: [UInt8] = []
  private var first: [UInt8] = []
  private var hasBegun = false
  /// Whether a row other than remarks has been handed out.
  private var hasRows = false
  /// Cells of the row before.
  private var width = 0
  /// Whether the last byte was the end of a line.
  public private(set) var endsWithLine = true

  private enum State {
    /// At the beginning of a cell.
    case start
    /// Within a cell without quotes.
    case plain
    /// Within quotes.
    case quoted
    /// After a quote within quotes: the end of the quotation, or the first of two.
    case closing
    /// Within a line that is a remark.
    case remark
  }

  public init() {}

  /// Takes more of the text and hands out the rows that it ends.
  public mutating func take(_ bytes: some Sequence<UInt8>, _ body: (CSVRow) throws -> Void) throws {
    let isTaken: Bool? = try bytes.withContiguousStorageIfAvailable { piece in
      try take(piece, body)
      return true
    }
    guard isTaken == nil else { return }
    for byte in bytes { try takeAny(byte, body) }
  }

  private mutating func take(_ piece: UnsafeBufferPointer<UInt8>, _ body: (CSVRow) throws -> Void) throws {
    var position = 0
    while position < piece.count {
      // Most lines are whole, and without quotes: those need not be looked at byte by byte.
      if hasRows, state == .start, bytes.isEmpty,
        let end = lineFeed(in: piece, from: position),
        let line = PlainLine(UnsafeBufferPointer(rebasing: piece[position...end]))
      {
        try take(line, body)
        position = end + 1
      } else {
        try takeAny(piece[position], body)
        position += 1
      }
    }
  }

  private func lineFeed(in piece: UnsafeBufferPointer<UInt8>, from position: Int) -> Int? {
    guard let start = piece.baseAddress, let end = memchr(start + position, 10, piece.count - position) else {
      return nil
    }
    return UnsafeRawPointer(end) - UnsafeRawPointer(start)
  }

  private mutating func take(_ plain: PlainLine, _ body: (CSVRow) throws -> Void) throws {
    endsWithLine = true
    guard plain.bytes.count <= CSVRows.longestRow else { throw tooLong }
    if let cells = plain.cells(about: width) {
      width = cells.count
      try body(CSVRow(line: rowLine, cells: cells, bytes: Array(plain.bytes)))
    }
    nextLine()
  }

  private mutating func takeAny(_ byte: UInt8, _ body: (CSVRow) throws -> Void) throws {
    if hasBegun {
      try take(byte, body)
    } else {
      first.append(byte)
      if first.count == 3 { try begin(body) }
    }
  }

  /// Hands out what stands after the last end of a line.
  public mutating func finish(_ body: (CSVRow) throws -> Void) throws {
    if !hasBegun { try begin(body) }
    guard state != .quoted else {
      throw CSVProblem(line: rowLine, message: "a quoted cell does not end", remedy: "Close its quote")
    }
    if !cells.isEmpty || !cell.isEmpty || state == .closing || state == .plain { try endRow(body) }
  }

  private mutating func begin(_ body: (CSVRow) throws -> Void) throws {
    hasBegun = true
    if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) || first.contains(0) {
      throw CSVProblem(line: 1, message: "the file is UTF-16", remedy: "Save it as UTF-8")
    }
    if first == [0xEF, 0xBB, 0xBF] { first = [] }
    for byte in first { try take(byte, body) }
  }

  private mutating func take(_ byte: UInt8, _ body: (CSVRow) throws -> Void) throws {
    endsWithLine = byte == UInt8(ascii: "\n")
    bytes.append(byte)
    if bytes.count > CSVRows.longestRow {
      throw tooLong
    }
    if byte & 0xC0 != 0x80 { column += 1 }
    switch (state, byte) {
    case (.quoted, UInt8(ascii: "\"")): state = .closing
    case (.quoted, _):
      cell.append(byte)
      if byte == UInt8(ascii: "\n") { line += 1 }
    case (.remark, UInt8(ascii: "\n")):
      state = .start
      nextLine()
    case (.remark, _): break
    case (.closing, UInt8(ascii: "\"")):
      cell.append(byte)
      state = .quoted
    case (.start, UInt8(ascii: "\"")): state = .quoted
    case (.start, CSVRows.remark) where cells.isEmpty && !hasRows: state = .remark
    case (_, UInt8(ascii: ",")): endCell()
    case (_, UInt8(ascii: "\n")): try endRow(body)
    case (_, UInt8(ascii: "\r")): break
    case (.start, UInt8(ascii: " ")), (.start, UInt8(ascii: "\t")): break
    case (.closing, UInt8(ascii: " ")), (.closing, UInt8(ascii: "\t")): break
    case (.start, _), (.plain, _), (.closing, _):
      cell.append(byte)
      if state == .start { state = .plain }
    }
  }

  private var tooLong: CSVProblem {
    CSVProblem(
      line: rowLine, message: "the row is longer than \(CSVRows.longestRow) bytes",
      remedy: "Check that it is a table, with its line ends")
  }

  private mutating func endCell() {
    if state != .closing { while let last = cell.last, last == 32 || last == 9 { cell.removeLast() } }
    cells.append(CSVCell(text: String(decoding: cell, as: UTF8.self), column: cellColumn))
    cell.removeAll(keepingCapacity: true)
    cellColumn = column
    state = .start
  }

  private mutating func endRow(_ body: (CSVRow) throws -> Void) throws {
    let isBlank = cells.isEmpty && cell.isEmpty && state != .closing
    if !isBlank {
      endCell()
      let row = CSVRow(line: rowLine, cells: cells, bytes: bytes)
      cells.removeAll(keepingCapacity: true)
      if !hasRows, row.cells.count == 1, row.cells[0].text.contains(";") {
        throw CSVProblem(
          line: rowLine, message: "the fields are separated by semicolons",
          remedy: "Save it with commas between the fields and points in the numbers")
      }
      hasRows = true
      try body(row)
    }
    state = .start
    nextLine()
  }

  private mutating func nextLine() {
    line += 1
    (rowLine, column, cellColumn) = (line, 1, 1)
    bytes.removeAll(keepingCapacity: true)
  }
}

extension CSVRows {
  /// The rows of a whole text.
  public static func all(of text: String) throws(CSVProblem) -> [CSVRow] {
    var rows: [CSVRow] = []
    var reading = CSVRows()
    do {
      try reading.take(text.utf8) { rows.append($0) }
      try reading.finish { rows.append($0) }
    } catch let problem as CSVProblem {
      throw problem
    } catch {
      preconditionFailure("appending throws nothing: \(error)")
    }
    return rows
  }
}
