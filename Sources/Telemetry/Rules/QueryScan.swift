import Foundation

/// What an expression of PromQL asks for, found without understanding the rest of it.
struct QueryScan: Equatable {
  /// A series that it reads, and how far back: the window in brackets and the offset, in seconds.
  struct Selector: Equatable {
    var metric: String
    var windowSeconds = 0.0
    var offsetSeconds = 0.0
    var reachSeconds: Double { windowSeconds + offsetSeconds }
  }
  private(set) var selectors: [Selector] = []
  /// The longest stretch into the past that a window, a subquery or an offset reaches.
  private(set) var reachSeconds = 0.0

  private static let words: Set<String> = [
    "and", "or", "unless", "bool", "offset", "inf", "nan", "atan2", "sum", "min", "max", "avg", "group", "stddev",
    "stdvar", "count", "count_values", "bottomk", "topk", "quantile",
  ]
  /// What a list of labels in parentheses follows.
  private static let beforeLabels: Set<String> = ["by", "without", "on", "ignoring", "group_left", "group_right"]

  init(_ text: String) {
    var rest = Substring(text)
    while let first = rest.first {
      switch first {
      case "\"", "'", "`": QueryScan.skipString(&rest)
      case "#": rest = rest.drop { $0 != "\n" }
      case "{": readMatchers(&rest)
      case "[": readWindow(&rest)
      case _ where first.isNumber || first == ".":
        // A number, or a duration behind 'offset'.
        let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." }
        rest = rest.dropFirst(word.count)
      case _ where QueryScan.isOfName(first):
        readWord(&rest)
      default: rest = rest.dropFirst()
      }
    }
  }

  private static func isOfName(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || character == "_" || character == ":")
  }

  private mutating func readWord(_ rest: inout Substring) {
    let word = String(rest.prefix { QueryScan.isOfName($0) })
    rest = rest.dropFirst(word.count)
    let next = rest.drop { $0.isWhitespace }
    if QueryScan.beforeLabels.contains(word.lowercased()) {
      if next.first == "(" { rest = next.drop { $0 != ")" } }
    } else if word.lowercased() == "offset" {
      let sign = next.first == "-" ? next.dropFirst() : next
      let duration = sign.prefix { $0.isLetter || $0.isNumber }
      if let seconds = QueryScan.seconds(duration) { extend(by: seconds, \.offsetSeconds) }
      rest = sign.dropFirst(duration.count)
    } else if !QueryScan.words.contains(word.lowercased()) && next.first != "(" {
      selectors.append(Selector(metric: word))
    }
  }

  /// What stands between braces; a name may be among it.
  private mutating func readMatchers(_ rest: inout Substring) {
    var inside = ""
    rest = rest.dropFirst()
    while let first = rest.first, first != "}" {
      if ["\"", "'", "`"].contains(first) {
        let before = rest
        QueryScan.skipString(&rest)
        inside += before.prefix(before.count - rest.count)
      } else {
        inside.append(first)
        rest = rest.dropFirst()
      }
    }
    rest = rest.dropFirst()
    if let found = inside.firstMatch(of: /__name__\s*=\s*["'`]([^"'`]*)["'`]/) {
      selectors.append(Selector(metric: String(found.output.1)))
    }
  }

  /// A window in brackets belongs to the selector before it, or to a subquery.
  private mutating func readWindow(_ rest: inout Substring) {
    let inside = rest.dropFirst().prefix { $0 != "]" }
    rest = rest.dropFirst(inside.count + 2)
    let duration = inside.prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces)
    if let seconds = QueryScan.seconds(Substring(duration)) { extend(by: seconds, \.windowSeconds) }
  }

  private mutating func extend(by seconds: Double, _ part: WritableKeyPath<Selector, Double>) {
    if !selectors.isEmpty { selectors[selectors.count - 1][keyPath: part] += seconds }
    reachSeconds = max(reachSeconds, selectors.last?.reachSeconds ?? seconds)
  }

  private static func skipString(_ rest: inout Substring) {
    let quote = rest.removeFirst()
    while let next = rest.popFirst(), next != quote {
      if next == "\\" && quote != "`" { _ = rest.popFirst() }
    }
  }

  /// A duration as Prometheus writes it: `5m`, `1h30m`, `250ms`; nil for anything else.
  static func seconds(_ text: Substring) -> Double? {
    let units = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_536_000]
    var rest = text
    var sum = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let number = Double(digits), let factor = units[String(unit)] else { return nil }
      sum += number * factor
    }
    return text.isEmpty ? nil : sum
  }
}
