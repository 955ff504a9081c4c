import ModelFiles
import Reports

/// The name in the place of another one that a diagnostic proposes: what a click puts there.
struct Mending: Equatable {
  let line: Int
  let column: Int
  let wrong: String
  let right: String

  /// Nil where the diagnostic proposes no name, or the line does not read as it says.
  init?(_ diagnostic: Diagnostic) {
    guard diagnostic.line > 0, let remedy = diagnostic.remedy, let source = diagnostic.sourceLine,
      let meant = remedy.firstMatch(of: /Did you mean '([^']+)'/)
    else { return nil }
    let here = String(String.UnicodeScalarView(source.unicodeScalars.dropFirst(max(0, diagnostic.column - 1))))
    let quoted = diagnostic.message.matches(of: /'([^']+)'/).map { String($0.output.1) }
    guard let wrong = quoted.first(where: { here.hasPrefix($0) }) else { return nil }
    (line, column, self.wrong, right) = (diagnostic.line, diagnostic.column, wrong, String(meant.output.1))
  }
}

/// A problem of the text, with what mends it.
func diagnosticJSON(_ diagnostic: Diagnostic) -> JSONValue {
  var pairs: [(key: String, value: JSONValue)] = [
    ("line", .integer(diagnostic.line)), ("column", .integer(diagnostic.column)),
    ("severity", .string(diagnostic.severity.rawValue)), ("message", .string(diagnostic.message)),
    ("remedy", .string(diagnostic.remedy ?? "")),
  ]
  if let mending = Mending(diagnostic) {
    pairs.append(("wrong", .string(mending.wrong)))
    pairs.append(("right", .string(mending.right)))
  }
  return .object(pairs)
}

/// What the reference says of a path, for beside the text.
struct KeyWords {
  let text: String

  init(_ path: String) {
    let key = PlanKey.describing(path.split(separator: ".").map(String.init))
    text =
      key.map { "\(path): \($0.meaning) (\($0.kinds.joined(separator: " or ")); without it: \($0.standard))" } ?? path
  }
}
