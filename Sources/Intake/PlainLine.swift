internal import Foundation

/// A whole line of comma-separated values in which nothing is quoted, its end included.
struct PlainLine {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Without the line feed, and the carriage return before it.
  private let content: UnsafeBufferPointer<UInt8>

  /// Nil for a line that must be looked at byte by byte: one with a quote, or a carriage return before its end.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    var end = bytes.count - 1
    if end > 0 && bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    content = UnsafeBufferPointer(rebasing: bytes[..<end])
    guard let start = content.baseAddress else { return }
    if memchr(start, 34, end) != nil || memchr(start, 13, end) != nil { return nil }
  }

  /// The cells, without white space around them; nil for a line that has nothing else.
  ///
  /// - Parameter count: How many are to be expected.
  func cells(about count: Int) -> [CSVCell]? {
    var cells: [CSVCell] = []
    cells.reserveCapacity(count)
    var (start, column, next) = (0, 1, 1)
    for position in 0...content.count {
      let byte = position < content.count ? content[position] : UInt8(ascii: ",")
      if byte & 0xC0 != 0x80 { next += 1 }
      guard byte == UInt8(ascii: ",") else { continue }
      cells.append(CSVCell(text: trimmed(start..<position), column: column))
      (start, column) = (position + 1, next)
    }
    return cells.count == 1 && cells[0].text.isEmpty ? nil : cells
  }

  private func trimmed(_ range: Range<Int>) -> String {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, PlainLine.isBlank(content[low]) { low += 1 }
    while high > low, PlainLine.isBlank(content[high - 1]) { high -= 1 }
    return String(decoding: UnsafeBufferPointer(rebasing: content[low..<high]), as: UTF8.self)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }
}
