import ModelFiles

/// The text of a plan, in which single values can be replaced: comments, order and all else stay as they are.
public struct PlanText: Equatable, Sendable {
  /// A value as it stands in the text.
  public struct Value: Equatable, Sendable {
    /// `detect.failures`; items of a list by their number, counted from 1.
    public let path: String
    /// As written, quotes and brackets included.
    public let written: String
    /// The numbers of `[low, mid, high]`; nil for one value.
    public let items: [String]?
    /// Where the value begins, for messages and to find its source.
    public let line: Int
    public let column: Int
    /// Offsets in the scalars of the whole text.
    let range: Range<Int>
    /// Without quotes.
    let text: String
  }

  public let text: String
  /// All values that can be replaced, in the order of the text.
  public let values: [Value]

  /// - Throws: `Diagnostics` where the text cannot be read as YAML.
  public init(_ text: String, name: String) throws(Diagnostics) {
    self.text = text
    let document = try SourceDocument(text: text, name: name)
    values = ValueFinder(text).values(of: document.root)
  }

  /// The text with these values in the place of what is written at their paths.
  ///
  /// - Throws: `EditRefusal` where a path is not there, or a value would change more than itself.
  public func replacing(_ changes: [(path: String, text: String)], name: String) throws(EditRefusal) -> PlanText {
    var wanted: [(value: Value, text: String)] = []
    for change in changes {
      guard let value = values.first(where: { $0.path == change.path }) else {
        throw EditRefusal(change.path, "the plan does not write this key", "Write it in the text of the plan")
      }
      wanted.removeAll { $0.value == value }
      wanted.append((value, change.text))
    }
    wanted.sort { $0.value.range.lowerBound < $1.value.range.lowerBound }
    let scalars = Array(text.unicodeScalars)
    var edited = String.UnicodeScalarView()
    var end = 0
    for (value, text) in wanted {
      edited += scalars[end..<value.range.lowerBound] + Array(text.unicodeScalars)
      end = value.range.upperBound
    }
    edited += scalars[end...]
    let changed = Dictionary(uniqueKeysWithValues: wanted.map { ($0.value.path, $0.text) })
    for (value, text) in wanted
    where text.unicodeScalars.contains(where: { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) }) {
      throw EditRefusal(value.path, "a value stays on its line", "Write '\(value.written)' or the like")
    }
    // What was typed must be one value in the place of one: `5, evil: 3` is not.
    guard let result = try? PlanText(String(edited), name: name), result.values.count == values.count,
      zip(result.values, values).allSatisfy({ new, old in
        new.path == old.path && new.written == changed[old.path] ?? old.written
      })
    else {
      let first = wanted.first { !PlanText.standsAlone($0.text, at: $0.value.path) } ?? wanted[0]
      throw EditRefusal(
        first.value.path, "'\(first.text)' is not one value", "Write '\(first.value.written)' or the like")
    }
    return result
  }

  /// Whether a text by itself would be read as one value.
  private static func standsAlone(_ text: String, at path: String) -> Bool {
    guard let alone = try? PlanText("{ value: \(text) }", name: path), alone.values.count == 1 else { return false }
    return alone.values[0].written == text
  }
}

/// Why a value was not put into a plan.
public struct EditRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  public let path: String
  public let reason: String
  public let remedy: String

  init(_ path: String, _ reason: String, _ remedy: String) {
    (self.path, self.reason, self.remedy) = (path, reason, remedy)
  }

  public var description: String { "\(path): \(reason). \(remedy)" }
}

/// Finds where the values of a document begin and end in its text.
private struct ValueFinder {
  private let scalars: [Unicode.Scalar]
  /// Offset of the first scalar of each line, as the reader of plans counts lines.
  private var starts: [Int] = [0]

  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    // A byte order mark is no part of the first line.
    if scalars.first == "\u{FEFF}" { starts[0] = 1 }
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "\r" where index + 1 < scalars.count && scalars[index + 1] == "\n": continue
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": starts.append(index + 1)
      default: continue
      }
    }
  }

  func values(of root: SourceNode) -> [PlanText.Value] {
    var found: [PlanText.Value] = []
    collect(root, path: [], into: &found)
    return found.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func collect(_ node: SourceNode, path: [String], into found: inout [PlanText.Value]) {
    switch node.content {
    case .mapping(let entries):
      for entry in entries { collect(entry.value, path: path + [entry.key], into: &found) }
    case .sequence(let items):
      let texts = items.compactMap(\.text)
      if texts.count == items.count, items.count == 3, let range = brackets(node) {
        found.append(value(node, path, range, text: texts.joined(separator: ", "), items: texts))
      } else {
        for (index, item) in items.enumerated() { collect(item, path: path + ["\(index + 1)"], into: &found) }
      }
    case .scalar(let text):
      guard !text.isEmpty, let range = scalar(node, text) else { return }
      found.append(value(node, path, range, text: text, items: nil))
    }
  }

  private func value(
    _ node: SourceNode, _ path: [String], _ range: Range<Int>, text: String, items: [String]?
  ) -> PlanText.Value {
    PlanText.Value(
      path: path.joined(separator: "."), written: written(range), items: items, line: node.line, column: node.column,
      range: range, text: text)
  }

  private func written(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }

  private func start(_ node: SourceNode) -> Int? {
    guard starts.indices.contains(node.line - 1) else { return nil }
    let start = starts[node.line - 1] + node.column - 1
    return start < scalars.count ? start : nil
  }

  /// A value in quotes up to the closing one; a plain one is written as it is meant. What goes over several lines is left out.
  private func scalar(_ node: SourceNode, _ text: String) -> Range<Int>? {
    guard let start = start(node) else { return nil }
    let quote = scalars[start]
    guard quote == "\"" || quote == "'" else {
      let end = start + text.unicodeScalars.count
      return end <= scalars.count && Array(text.unicodeScalars) == Array(scalars[start..<end]) ? start..<end : nil
    }
    return closing(quote, from: start).map { start..<($0 + 1) }
  }

  private func closing(_ quote: Unicode.Scalar, from start: Int) -> Int? {
    var index = start + 1
    while index < scalars.count, scalars[index] != "\n" {
      if scalars[index] == "\\", quote == "\"" {
        index += 1
      } else if scalars[index] == quote {
        guard quote == "'", index + 1 < scalars.count, scalars[index + 1] == "'" else { return index }
        index += 1
      }
      index += 1
    }
    return nil
  }

  /// `[low, mid, high]` on one line.
  private func brackets(_ node: SourceNode) -> Range<Int>? {
    guard let start = start(node), scalars[start] == "[" else { return nil }
    var index = start + 1
    while index < scalars.count, scalars[index] != "\n" {
      switch scalars[index] {
      case "]": return start..<(index + 1)
      case "#", "[", "{": return nil
      case "\"", "'":
        guard let end = closing(scalars[index], from: index) else { return nil }
        index = end
      default: break
      }
      index += 1
    }
    return nil
  }
}
