/// The code of a Swift file, line by line: without comments, its texts emptied, so that each brace and colon is one of the
/// language.
///
/// No parser of Swift: it knows comments, texts (nested interpolations and raw ones included) and regular expressions between
/// slashes that end on their line.
struct CodeText {
  let lines: [String]

  init(_ text: String) {
    var reader = CodeReader(bytes: Array(text.utf8))
    reader.readCode(isInterpolation: false)
    lines = String(decoding: reader.code, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// What a line opens and closes of round and square brackets.
  static func brackets(_ line: some StringProtocol) -> Int {
    line.utf8.reduce(0) { $0 + ("([".utf8.contains($1) ? 1 : ")]".utf8.contains($1) ? -1 : 0) }
  }

  /// The parts of a text between commas that stand in no bracket.
  static func parts(_ text: some StringProtocol) -> [String] {
    var parts = [""]
    var depth = 0
    var before: Character = " "
    for character in text {
      if "([{<".contains(character) && (character != "<" || before.isLetter) { depth += 1 }
      if ")]}>".contains(character) && depth > 0 && (character != ">" || before != "-") { depth -= 1 }
      if character == "," && depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
      before = character
    }
    return parts
  }
}

private struct CodeReader {
  let bytes: [UInt8]
  private var at = 0
  private(set) var code: [UInt8] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Reads to the end or, within a text, to the bracket that ends the interpolation, whose code is left out.
  mutating func readCode(isInterpolation: Bool) {
    var depth = 0
    while at < bytes.count {
      if starts("//") {
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
      } else if starts("/*") {
        while at < bytes.count, !starts("*/") { skip() }
        at = min(bytes.count, at + 2)
      } else if let hashes = hashesOfText {
        readText(hashes)
      } else if let end = endOfExpression {
        at = end
      } else {
        if isInterpolation {
          if bytes[at] == UInt8(ascii: "(") { depth += 1 }
          if bytes[at] == UInt8(ascii: ")") {
            depth -= 1
            if depth < 0 {
              at += 1
              return
            }
          }
          skip()
        } else {
          code.append(bytes[at])
          at += 1
        }
      }
    }
  }

  /// The number signs before the quotation mark that begins a text here; nil where none begins.
  private var hashesOfText: Int? {
    var next = at
    while next < bytes.count, bytes[next] == UInt8(ascii: "#") { next += 1 }
    return next < bytes.count && bytes[next] == UInt8(ascii: "\"") ? next - at : nil
  }

  /// Behind the regular expression that begins here; nil where none does. What is divided stands before a slash and a space.
  private var endOfExpression: Int? {
    guard bytes[at] == UInt8(ascii: "/"), at + 1 < bytes.count, !" =".utf8.contains(bytes[at + 1]),
      let before = code.last(where: { $0 != UInt8(ascii: " ") }), "=(,:{\n?".utf8.contains(before)
    else { return nil }
    var end = at + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "\n") {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return end < bytes.count && bytes[end] == UInt8(ascii: "/") ? end + 1 : nil
  }

  private mutating func readText(_ hashes: Int) {
    at += hashes
    let signs = String(repeating: "#", count: hashes)
    let end = (starts("\"\"\"") ? "\"\"\"" : "\"") + signs
    at += end.utf8.count - hashes
    code += Array("\"\"".utf8)
    while at < bytes.count, !starts(end) {
      if starts("\\" + signs + "(") {
        at += 2 + hashes
        readCode(isInterpolation: true)
      } else if starts("\\" + signs) {
        at += 1 + hashes
        skip()
      } else {
        skip()
      }
    }
    at = min(bytes.count, at + end.utf8.count)
  }

  private func starts(_ text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

  /// Leaves a byte out; lines keep their numbers.
  private mutating func skip() {
    if at < bytes.count, bytes[at] == UInt8(ascii: "\n") { code.append(bytes[at]) }
    at += 1
  }
}
