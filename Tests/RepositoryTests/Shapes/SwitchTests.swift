import Testing

/// A new case of an enumeration of ours stops the compiler wherever somebody must decide about it. Behind a `default:` it
/// would pass in silence.
@Suite struct SwitchTests {
  /// Switches that may keep their `default:`, each for a reason of its own. None does.
  static let excepted: Set<String> = []

  @Test func noDefaultStandsForCasesOfOurs() {
    let files = Repository.swiftSources.map { (path: $0.path, code: CodeText($0.text)) }
    let enumerations = files.flatMap { TypeShapes($0.code).shapes }.filter { $0.kind == "enum" }
    #expect(enumerations.count > 150)
    let places = files.flatMap { file in
      EnumSwitch.withDefault(in: file.code).compactMap { found -> String? in
        let place = "\(file.path):\(found.line)"
        guard !Self.excepted.contains(place),
          let meant = enumerations.first(where: { found.cases.isSubset(of: $0.members) })
        else { return nil }
        return "\(place): 'default:' stands for cases of \(meant.name); name them"
      }
    }
    #expect(places.isEmpty, "\(places.joined(separator: "\n"))")
  }

  /// What is looked for is found: a pattern with a value, two on a line, a condition, a pair.
  @Test func aDefaultIsFoundWhereverItHides() {
    let code = CodeText(
      """
      switch a {
      case .one(let x) where x == .max: b()
      case .two, .three: c("default:")
      default: break
      }
      switch (a, b) {
      case (.one, .four): d()
      // default: in words
      default: e(.five)
      }
      switch word { case "x": 1; default: 2 }
      switch word {
      case "x", "y": f(.six)
      default: 3
      }
      """)
    let found = EnumSwitch.withDefault(in: code)
    #expect(found.map(\.line) == [4, 9])
    #expect(found.map(\.cases) == [["one", "two", "three"], ["one", "four"]])
  }
}

/// A switch with a `default:` whose patterns are cases of an enumeration.
struct EnumSwitch {
  /// The line of its `default:`.
  let line: Int
  let cases: Set<String>

  static func withDefault(in code: CodeText) -> [EnumSwitch] {
    code.lines.indices.compactMap { index in
      let line = code.lines[index]
      guard line.drop(while: { $0 == " " }).hasPrefix("default:") else { return nil }
      let cases = patterns(before: index, in: code.lines).reduce(into: Set<String>()) { $0.formUnion(names(in: $1)) }
      return cases.isEmpty ? nil : EnumSwitch(line: index + 1, cases: cases)
    }
  }

  /// The patterns of the switch to which a line belongs, as deep as that line stands.
  private static func patterns(before last: Int, in lines: [String]) -> [String] {
    func depth(_ line: String) -> Int { line.prefix { $0 == " " }.count }
    let own = depth(lines[last])
    var patterns: [String] = []
    for index in lines.indices.prefix(last).reversed() {
      let line = lines[index].drop { $0 == " " }
      if line.isEmpty { continue }
      if depth(lines[index]) == own && line.hasPrefix("case ") {
        patterns.append(pattern(lines[index..<min(index + 4, last)].joined(separator: " ")))
      } else if depth(lines[index]) <= own && !line.hasPrefix("}") {
        break
      }
    }
    return patterns
  }

  /// What stands between `case` and its colon or its condition.
  private static func pattern(_ text: String) -> String {
    var depth = 0
    let end = text.firstIndex { character in
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      return character == ":" && depth == 0
    }
    let whole = text[..<(end ?? text.endIndex)]
    return String(whole.firstRange(of: " where ").map { whole[..<$0.lowerBound] } ?? whole)
  }

  /// Names behind a dot that has nothing before it.
  private static func names(in pattern: String) -> [String] {
    var names: [String] = []
    var before: Character = " "
    for index in pattern.indices {
      if pattern[index] == ".", " (".contains(before) {
        let name = pattern[pattern.index(after: index)...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        if !name.isEmpty { names.append(String(name)) }
      }
      before = pattern[index]
    }
    return names
  }
}
