/// What Alertmanager asks of a label: `severity="critical"`, `alertname=~"Errors.*"`.
///
/// A label that is not there is one without text. Patterns hold for the whole text.
struct LabelMatcher: Equatable, Sendable {
  enum Way: String, CaseIterable, Sendable {
    // Those of two letters come first, so that a reader tells them from `=`.
    case matches = "=~"
    case matchesNot = "!~"
    case isNot = "!="
    case equals = "="
  }

  var label: String
  var way: Way
  var value: String

  /// - Parameter patterns: Those that have been compiled, to which its own is added.
  func holds(of alert: AlertIdentity, _ patterns: inout LabelPatterns) -> Bool {
    let text = alert[label]
    return switch way {
    case .equals: text == value
    case .isNot: text != value
    case .matches: patterns.match(value, text)
    case .matchesNot: !patterns.match(value, text)
    }
  }

  /// Whether its pattern, where it has one, is one.
  var isReadable: Bool { way == .equals || way == .isNot || LabelPatterns.compiled(value) != nil }

  /// The matchers of a text, separated by commas, with or without braces; nil where it is none.
  static func parse(_ text: String) -> [LabelMatcher]? {
    var rest = text[...].trimmed
    if rest.first == "{", rest.last == "}" { rest = rest.dropFirst().dropLast() }
    var matchers: [LabelMatcher] = []
    repeat {
      rest = rest.trimmed
      let name = rest.takeQuoted() ?? rest.take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == ":" }
      rest = rest.trimmed
      guard !name.isEmpty, let way = Way.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
      rest = rest.dropFirst(way.rawValue.count).trimmed
      let value = rest.takeQuoted() ?? String(rest.take { $0 != "," }[...].trimmed)
      matchers.append(LabelMatcher(label: name, way: way, value: value))
      rest = rest.trimmed
      guard rest.isEmpty || rest.first == "," else { return nil }
      rest = rest.dropFirst().trimmed
    } while !rest.isEmpty
    return matchers
  }
}

extension [LabelMatcher] {
  /// Whether all of them hold.
  func hold(of alert: AlertIdentity, _ patterns: inout LabelPatterns) -> Bool {
    for matcher in self { guard matcher.holds(of: alert, &patterns) else { return false } }
    return true
  }
}

/// The patterns of matchers, each compiled when it is asked for first. A compiled one stays where it is: it may not cross threads.
struct LabelPatterns {
  private var known: [String: Regex<AnyRegexOutput>?] = [:]

  mutating func match(_ pattern: String, _ text: String) -> Bool {
    let compiled = known[pattern] ?? LabelPatterns.compiled(pattern)
    known.updateValue(compiled, forKey: pattern)
    return compiled.map { text.wholeMatch(of: $0) != nil } ?? false
  }

  static func compiled(_ pattern: String) -> Regex<AnyRegexOutput>? { try? Regex("(?:" + pattern + ")") }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  fileprivate mutating func take(while isWanted: (Character) -> Bool) -> String {
    let taken = prefix(while: isWanted)
    self = dropFirst(taken.count)
    return String(taken)
  }

  /// What stands between the quotation mark that it begins with and the next one; nil where there are not two.
  fileprivate mutating func takeQuoted() -> String? {
    guard first == "\"" else { return nil }
    var (text, rest) = ("", dropFirst())
    while let next = rest.popFirst() {
      switch next {
      case "\"":
        self = rest
        return text
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        // A backslash before anything else belongs to a pattern.
        text += escaped == "n" ? "\n" : escaped == "\"" || escaped == "\\" ? String(escaped) : "\\\(escaped)"
      default: text.append(next)
      }
    }
    return nil
  }
}
