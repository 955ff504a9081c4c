internal import Foundation

/// A file of comma-separated values, row after row: as much of it is in memory as one piece.
public struct CSVFile {
  private let handle: FileHandle
  private var reading = CSVRows()
  private var waiting: [CSVRow] = []
  private var position = 0
  private var isDone = false

  /// - Throws: What opening the file throws.
  public init(path: String) throws { handle = try FileHandle(forReadingFrom: URL(filePath: path)) }

  /// How much of the file has been read.
  public private(set) var bytesRead = 0

  /// Whether what has been read ends with the end of a line; a file that does not may have been cut.
  public var endsWithLine: Bool { reading.endsWithLine }

  /// The next row; `nil` after the last.
  ///
  /// - Throws: `CSVProblem` where it is no such text, or what reading throws.
  public mutating func next() throws -> CSVRow? {
    while position == waiting.count {
      guard !isDone else { return nil }
      waiting.removeAll(keepingCapacity: true)
      position = 0
      let piece = try handle.read(upToCount: 1 << 18) ?? Data()
      bytesRead += piece.count
      if piece.isEmpty {
        isDone = true
        try reading.finish { waiting.append($0) }
      } else {
        try reading.take(piece) { waiting.append($0) }
      }
    }
    defer { position += 1 }
    return waiting[position]
  }
}
