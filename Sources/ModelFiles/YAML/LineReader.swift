internal import Foundation

/// The lines of a file one after the other, without holding more of it than a block and a line.
struct LineReader {
  /// The longest line that is taken for one; beyond it the file is no text.
  private static let longest = 1 << 20

  /// What is wrong with a file as such.
  struct Problem: Error {
    let line: Int
    let message: String
  }

  private let handle: FileHandle
  private var block: [UInt8] = []
  private var position = 0
  /// Of the line returned last, counted from 1.
  private(set) var number = 0
  /// How much of the file has been read.
  private(set) var bytesRead = 0

  /// - Throws: What opening the file throws.
  init(path: String) throws { handle = try FileHandle(forReadingFrom: URL(filePath: path)) }

  /// The next line without its end; `nil` after the last.
  mutating func next() throws -> String? {
    var line: [UInt8] = []
    while true {
      if position == block.count {
        block = Array(try handle.read(upToCount: 1 << 18) ?? Data())
        position = 0
        bytesRead += block.count
        if block.isEmpty {
          if line.isEmpty { return nil }
          break
        }
      }
      if let end = block[position...].firstIndex(of: UInt8(ascii: "\n")) {
        let (start, rest) = (position, block[position..<end])
        position = end + 1
        if line.isEmpty {
          number += 1
          let isReturn = end > start && block[end - 1] == UInt8(ascii: "\r")
          return String(decoding: isReturn ? rest.dropLast() : rest, as: UTF8.self)
        }
        line += rest
        break
      }
      line += block[position...]
      position = block.count
      if line.count > Self.longest {
        throw Problem(line: number + 1, message: "the line is longer than \(Self.longest) bytes")
      }
    }
    number += 1
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }
}
