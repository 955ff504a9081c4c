internal import Intake

/// Numbers of an object in one line of JSON, told in one pass over its bytes: a trace has millions of such lines.
///
/// Takes no more than JSON is; what it does not take may be JSON all the same, written in an unusual way, and is read by
/// whoever reads anything.
struct JSONNumbers {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let keys: [StaticString]
  private var position = 0
  private var found: [Double?]

  /// The numbers under these keys of the outermost object; nil where the line is not plainly an object that has each of
  /// them once.
  static func read(_ line: String, _ keys: [StaticString]) -> [Double]? {
    var line = line
    return line.withUTF8 { bytes in
      var scan = JSONNumbers(bytes: bytes, keys: keys, found: Array(repeating: nil, count: keys.count))
      guard scan.object(depth: 0) else { return nil }
      scan.skipBlanks()
      let values = scan.found.compactMap { $0 }
      return scan.position == bytes.count && values.count == keys.count ? values : nil
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, keys: [StaticString], found: [Double?]) {
    (self.bytes, self.keys, self.found) = (bytes, keys, found)
  }

  private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skipBlanks() {
    while byte == 32 || byte == 9 || byte == 13 || byte == 10 { position += 1 }
  }

  private mutating func take(_ expected: UInt8) -> Bool {
    guard byte == expected else { return false }
    position += 1
    return true
  }

  /// An object; at depth 0 the one whose numbers are wanted.
  private mutating func object(depth: Int) -> Bool {
    skipBlanks()
    guard take(UInt8(ascii: "{")) else { return false }
    skipBlanks()
    if take(UInt8(ascii: "}")) { return true }
    while true {
      skipBlanks()
      let start = position + 1
      guard string() else { return false }
      let key = start..<position - 1
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { return false }
      skipBlanks()
      if depth == 0, let index = keys.firstIndex(where: { isEqual(key, $0) }) {
        guard found[index] == nil, let value = number() else { return false }
        found[index] = value
      } else {
        guard value(depth: depth) else { return false }
      }
      skipBlanks()
      if take(UInt8(ascii: "}")) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  private func isEqual(_ range: Range<Int>, _ key: StaticString) -> Bool {
    guard range.count == key.utf8CodeUnitCount else { return false }
    return range.indices.allSatisfy { bytes[$0] == key.utf8Start[$0 - range.lowerBound] }
  }

  private mutating func value(depth: Int) -> Bool {
    guard depth < 32 else { return false }
    switch byte {
    case UInt8(ascii: "{"): return object(depth: depth + 1)
    case UInt8(ascii: "["): return array(depth: depth + 1)
    case UInt8(ascii: "\""): return string()
    case UInt8(ascii: "t"): return word("true")
    case UInt8(ascii: "f"): return word("false")
    case UInt8(ascii: "n"): return word("null")
    default: return skipNumber()
    }
  }

  private mutating func array(depth: Int) -> Bool {
    position += 1
    skipBlanks()
    if take(UInt8(ascii: "]")) { return true }
    while true {
      skipBlanks()
      guard value(depth: depth) else { return false }
      skipBlanks()
      if take(UInt8(ascii: "]")) { return true }
      guard take(UInt8(ascii: ",")) else { return false }
    }
  }

  private mutating func word(_ word: StaticString) -> Bool {
    guard isEqual(position..<min(bytes.count, position + word.utf8CodeUnitCount), word) else { return false }
    position += word.utf8CodeUnitCount
    return true
  }

  /// A text without escapes.
  private mutating func string() -> Bool {
    guard take(UInt8(ascii: "\"")) else { return false }
    while position < bytes.count {
      let next = bytes[position]
      position += 1
      if next == UInt8(ascii: "\"") { return true }
      if next == UInt8(ascii: "\\") || next < 32 { return false }
    }
    return false
  }

  private mutating func number() -> Double? {
    let start = position
    guard skipNumber() else { return nil }
    return decimal(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self))
  }

  /// A number by the grammar of JSON: no plus, no leading zeros, digits on both sides of the point.
  private mutating func skipNumber() -> Bool {
    _ = take(UInt8(ascii: "-"))
    if take(UInt8(ascii: "0")) {
      // `0e2` is a number that not all readers take: whoever reads anything decides.
      if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") { return false }
    } else if !digits() {
      return false
    }
    if take(UInt8(ascii: ".")) && !digits() { return false }
    guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { return true }
    position += 1
    if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
    return digits()
  }

  private mutating func digits() -> Bool {
    let start = position
    while byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") { position += 1 }
    return position > start
  }
}
