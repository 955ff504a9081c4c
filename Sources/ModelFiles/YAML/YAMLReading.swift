internal import Foundation
internal import Yams

/// One pass of libyaml over a text, and what we refuse of the YAML it accepts.
///
/// Refused are anchors and aliases (a plan repeats itself by designs, not by references, and a few aliases of aliases
/// fill the memory), several documents and a root that is no mapping.
struct YAMLReading {
  private let text: String
  private let place: SourcePlace
  private(set) var diagnostics = Diagnostics()
  /// Keys renamed to let libyaml go on behind a key written twice, by where they stand.
  private var renamed: [SourcePosition: String] = [:]

  init(text: String, place: SourcePlace) throws(Diagnostics) {
    // Yams keeps a pointer into the text; only a text longer than a machine word stays where it is.
    self.text = text.utf8.count < 64 ? text + String(repeating: "\n", count: 64) : text
    self.place = place
    try refuseAliases()
  }

  /// The mapping the text consists of.
  mutating func root() throws(Diagnostics) -> SourceNode {
    let node = try parsed()
    guard case .mapping = node else {
      throw fatal(
        at: position(of: node), "expected keys and values at the top of the file",
        remedy: "Begin with 'service: my-service'")
    }
    return converted(node)
  }

  // MARK: Parsing

  /// Bytes that are read at most, over and over, to find all keys that are written twice.
  private static let mostBytesReadAgain = 2 << 20

  /// The root as Yams composes it. Yams gives up at the first key written twice; it is renamed and read again, so that
  /// one pass finds all of them: a hundred in a plan as people write them, fewer in a text of thousands of lines.
  private mutating func parsed() throws(Diagnostics) -> Node {
    var lines = text
    let rounds = max(1, min(100, YAMLReading.mostBytesReadAgain / text.utf8.count))
    for _ in 0..<rounds {
      do {
        return try onlyDocument(of: lines)
      } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
        let position = at(context.mark.line, context.mark.column)
        guard let key = keys.first, renamed[position] == nil, let next = renamedKey(at: position, in: lines) else {
          throw fatal(at: position, "the key '\(keys.first ?? "")' is written twice", remedy: "Keep one of them")
        }
        renamed[position] = key
        lines = next
      } catch let error as Diagnostics {
        throw error
      } catch let error as YamlError {
        throw located(error, in: lines)
      } catch {
        throw fatal(at: at(1, 1), "this is not YAML: \(error)", remedy: nil)
      }
    }
    let (position, key) = renamed.min { $0.key < $1.key } ?? (at(1, 1), "")
    throw fatal(
      at: position, "the key '\(key)' is written twice, and further keys are",
      remedy: "Keep one of each, and check again")
  }

  private func onlyDocument(of text: String) throws -> Node {
    let parser = try Parser(yaml: text, encoding: .utf8)
    guard let node = try parser.nextRoot() else {
      throw fatal(
        at: at(1, 1), "the file is empty",
        remedy: "Begin with 'service: my-service', or copy models/chat-api.yaml")
    }
    if let second = try parser.nextRoot() {
      throw fatal(
        at: position(of: second), "a second document begins here", remedy: "Keep one plan in a file and remove '---'")
    }
    return node
  }

  /// The text with the first character of the key at `position` replaced by one that no keyboard writes.
  private func renamedKey(at position: SourcePosition, in text: String) -> String? {
    guard place.lines.indices.contains(position.line - 1), renamed.count < 6000 else { return nil }
    let line = Array(place.lines[position.line - 1].unicodeScalars)
    var column = position.column - 1
    guard line.indices.contains(column) else { return nil }
    if line[column] == "\"" || line[column] == "'" { column += 1 }
    guard line.indices.contains(column), !"\"'[{]},:?!&*|> ".unicodeScalars.contains(line[column]) else { return nil }
    var scalars = Array(text.unicodeScalars)
    guard let offset = offset(ofLine: position.line, in: scalars) else { return nil }
    scalars[offset + column] = Unicode.Scalar(UInt32(0xE000 + renamed.count))!
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func offset(ofLine line: Int, in scalars: [Unicode.Scalar]) -> Int? {
    var current = 1
    var index = 0
    while current < line, index < scalars.count {
      switch scalars[index] {
      case "\r" where index + 1 < scalars.count && scalars[index + 1] == "\n": break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": current += 1
      default: break
      }
      index += 1
    }
    return current == line ? index : nil
  }

  /// Anchors and aliases, found in the text before libyaml sees them: one `&` or `*` before a word, where a value begins.
  private func refuseAliases() throws(Diagnostics) {
    for (index, text) in place.lines.enumerated() where text.contains("&") || text.contains("*") {
      let line = ScannedLine(text)
      for column in line.scalars.indices.dropLast() where line.scalars[column] == "&" || line.scalars[column] == "*" {
        guard column < line.commentStart, !line.isQuoted[column] else { continue }
        let next = line.scalars[column + 1]
        guard next.properties.isAlphabetic || ("0"..."9").contains(next) || next == "_" || next == "-" else { continue }
        let before = line.trimmedText(before: column)
        guard before.isEmpty || "[{,:-?".contains(before.last!) else { continue }
        throw fatal(
          at: at(index + 1, column + 1),
          "'\(line.scalars[column])' begins an anchor or an alias, which plans do without",
          remedy: "Write the value again, or put text that begins so in quotes")
      }
    }
  }

  // MARK: From Yams' nodes to ours

  private func at(_ line: Int, _ column: Int) -> SourcePosition {
    SourcePosition(line: line, column: column, layer: place.layer)
  }

  private func position(of node: Node) -> SourcePosition {
    at(node.mark?.line ?? 1, node.mark?.column ?? 1)
  }

  private mutating func converted(_ node: Node) -> SourceNode {
    let here = position(of: node)
    switch node {
    case .scalar(let scalar):
      refuseUnseen(in: scalar.string, at: here, isKey: false)
      return SourceNode(.scalar(scalar.string), at: here)
    case .sequence(let sequence):
      return SourceNode(.sequence(mended(items: sequence.map { converted($0) })), at: here)
    case .mapping(let mapping): return SourceNode(.mapping(entries(of: mapping)), at: here)
    case .alias: return SourceNode(.scalar(""), at: here)
    }
  }

  /// Reports a character that quotes and escapes can bring into a name or a text, and that comes out on terminals and pages.
  private mutating func refuseUnseen(in text: String, at position: SourcePosition, isKey: Bool) {
    guard let character = UnseenCharacter(in: text, isKey: isKey) else { return }
    diagnostics.add(
      place.diagnostic(
        at: position, "the \(isKey ? "key" : "text") holds \(character.description)", remedy: "Leave it out"))
  }

  private mutating func entries(of mapping: Node.Mapping) -> [SourceNode.Entry] {
    var entries: [SourceNode.Entry] = []
    var places: [String: SourcePosition] = [:]
    for (keyNode, valueNode) in mapping {
      let here = position(of: keyNode)
      guard let written = keyNode.scalar?.string else {
        diagnostics.add(place.diagnostic(at: here, "a key is one word", remedy: "Write 'key: value'"))
        continue
      }
      let key = renamed[here] ?? written
      refuseUnseen(in: key, at: here, isKey: true)
      let value = converted(valueNode)
      if let first = places[key] {
        let place = "\(first.line):\(first.column)"
        diagnostics.add(
          self.place.diagnostic(
            at: here, "the key '\(key)' is written twice, first at \(place)", remedy: "Keep one of them"))
      } else {
        places[key] = here
        entries.append(SourceNode.Entry(key: key, keyPosition: here, value: value))
      }
    }
    return mended(entries: entries)
  }

  // MARK: Values cut at a comma

  /// `{ lasts: lognormal(median 80min, sigma 1.1) }` reads as the keys `lasts` and `sigma 1.1)`. The parts are put
  /// together again, so that this is the only complaint about them.
  private mutating func mended(entries: [SourceNode.Entry]) -> [SourceNode.Entry] {
    var result: [SourceNode.Entry] = []
    for entry in entries {
      if let last = result.last, let open = last.value.text, isCut(open), entry.value.isEmpty {
        let whole = "\(open), \(entry.key)"
        let value = SourceNode(
          .scalar(isCut(whole) ? whole : complained(whole, at: last.value.position)), at: last.value.position)
        result[result.count - 1] = SourceNode.Entry(key: last.key, keyPosition: last.keyPosition, value: value)
      } else {
        result.append(entry)
      }
    }
    return result
  }

  private mutating func mended(items: [SourceNode]) -> [SourceNode] {
    var result: [SourceNode] = []
    for item in items {
      if let last = result.last, let open = last.text, isCut(open), let more = item.text {
        let whole = "\(open), \(more)"
        result[result.count - 1] = SourceNode(
          .scalar(isCut(whole) ? whole : complained(whole, at: last.position)), at: last.position)
      } else {
        result.append(item)
      }
    }
    return result
  }

  /// More parentheses are opened than closed.
  private func isCut(_ text: String) -> Bool {
    text.contains("(") && text.count { $0 == "(" } > text.count { $0 == ")" }
  }

  private mutating func complained(_ whole: String, at position: SourcePosition) -> String {
    let plain = String(whole.map { "(),=".contains($0) ? " " : $0 }).split(separator: " ").joined(separator: " ")
    diagnostics.add(
      place.diagnostic(
        at: position, "a comma ends a value between braces, '\(whole)' is cut in pieces", remedy: "Write '\(plain)'"))
    return plain
  }

  // MARK: Errors

  private func fatal(at position: SourcePosition, _ message: String, remedy: String?) -> Diagnostics {
    Diagnostics([place.diagnostic(at: position, message, remedy: remedy)])
  }

  private func located(_ error: YamlError, in text: String) -> Diagnostics {
    func failure(_ line: Int, _ column: Int, _ problem: String) -> Diagnostics {
      if problem.contains("Maximum nesting level") {
        return fatal(
          at: at(line, column), "brackets or blocks are nested more deeply here than any plan is",
          remedy: "Close what is open")
      }
      return fatal(
        at: at(line, column), "this is not YAML: \(problem)", remedy: remedy(for: problem))
    }
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let doing = context.map { " \($0.text) that begins at \($0.mark.line):\($0.mark.column)" } ?? ""
      return failure(mark.line, mark.column, problem + doing)
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let lines = before.split(omittingEmptySubsequences: false) { $0.isNewline }
      return failure(lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1, problem)
    default: return failure(1, 1, "\(error)")
    }
  }

  /// What to do about the problems of libyaml that people meet.
  private func remedy(for problem: String) -> String? {
    let remedies = [
      ("cannot start any token", "Indent with spaces, and put text that begins with a special character in quotes"),
      ("mapping values are not allowed", "Check the indentation, and put text that holds ': ' in quotes"),
      ("expected ',' or '", "Close the brace or bracket, and put a comma between its entries"),
      ("unexpected end of stream", "Close the quotes"),
      ("expected key", "Check the indentation of this line"),
      ("expected ':'", "Write 'key: value', with a space behind the colon"),
      ("control characters", "Remove the invisible character"),
    ]
    return remedies.first { problem.contains($0.0) }?.1
  }
}
