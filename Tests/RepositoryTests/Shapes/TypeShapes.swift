/// The types of a file, as far as its lines show them: what each stores, and the cases of enumerations.
struct TypeShapes {
  struct Shape {
    let kind: String
    let name: String
    let line: Int
    /// Names of stored properties, or of cases.
    var members: [String] = []
  }

  private(set) var shapes: [Shape] = []
  /// Whether each brace that opens is closed: otherwise nothing that was read means anything.
  let isBalanced: Bool

  init(_ code: CodeText) {
    // What each open brace belongs to: an index of `shapes`, or -1.
    var open: [Int] = []
    var brackets = 0
    var isBalanced = true
    var pending = -1
    for (index, line) in code.lines.enumerated() {
      if let owner = open.last, owner >= 0, brackets == 0 {
        shapes[owner].members += TypeShapes.members(of: shapes[owner].kind, line)
      }
      if brackets == 0, let found = TypeShapes.declaration(line) {
        pending = shapes.count
        shapes.append(Shape(kind: found.kind, name: found.name, line: index + 1))
      }
      for byte in line.utf8 {
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
        case UInt8(ascii: "{"):
          open.append(brackets == 0 ? pending : -1)
          if brackets == 0 { pending = -1 }
        case UInt8(ascii: "}"):
          if open.popLast() == nil { isBalanced = false }
        default: break
        }
      }
    }
    self.isBalanced = isBalanced && open.isEmpty && brackets == 0
  }

  private static let modifiers: Set<String> = [
    "public", "private", "internal", "package", "fileprivate", "final", "indirect", "lazy", "nonisolated", "weak",
    "unowned", "private(set)", "fileprivate(set)", "package(set)", "internal(set)", "override",
  ]

  /// The words of a line behind attributes and modifiers.
  private static func words(_ line: String) -> ArraySlice<Substring> {
    var rest = line.drop { $0 == " " }
    while rest.hasPrefix("@") {
      rest = rest.drop { $0 != " " && $0 != "(" }
      if rest.hasPrefix("(") {
        var depth = 0
        let end = rest.firstIndex { character in
          depth += character == "(" ? 1 : character == ")" ? -1 : 0
          return depth == 0
        }
        rest = end.map { rest[$0...].dropFirst() } ?? ""
      }
      rest = rest.drop { $0 == " " }
    }
    return rest.split(separator: " ").drop { modifiers.contains(String($0)) }
  }

  private static func declaration(_ line: String) -> (kind: String, name: String)? {
    let words = words(line)
    guard words.count > 1, let first = words.first, ["struct", "class", "actor", "enum"].contains(first) else {
      return nil
    }
    let name = words[words.startIndex + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name == "func" || name == "var" ? nil : (String(first), String(name))
  }

  /// What a line directly in a type adds to it.
  private static func members(of kind: String, _ line: String) -> [String] {
    let words = words(line)
    guard let first = words.first else { return [] }
    func name(_ part: some StringProtocol) -> String {
      String(part.drop { !$0.isLetter && $0 != "_" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
    if kind == "enum" {
      return first == "case" ? CodeText.parts(words.dropFirst().joined(separator: " ")).map(name) : []
    }
    guard first == "var" || first == "let" else { return [] }
    let rest = words.dropFirst().joined(separator: " ")
    let value = rest.firstIndex(of: "=") ?? rest.endIndex
    // What is computed has its braces before any value; an observer watches something that is stored.
    if let brace = rest.firstIndex(of: "{"), brace < value, !rest.contains("didSet"), !rest.contains("willSet") {
      return []
    }
    if rest.hasPrefix("(") { return CodeText.parts(rest.dropFirst().prefix { $0 != ")" }).map(name) }
    return CodeText.parts(rest).filter { $0.contains(":") || $0.contains("=") || !$0.contains(" ") || $0.first == " " }
      .map(name)
  }
}
