/// The signs of bars, plots and shortened names for a terminal that shows ASCII only.
private let plainSigns: [Character: Character] = [
  "█": "#", "░": ".", "━": "=", "·": ".", "●": "o", "◇": "^", "┊": ":", "…": "~",
]

/// The same lines in signs that every terminal shows; words stay as they are.
public func inPlainSigns(_ lines: [String]) -> [String] {
  lines.map { line in String(line.map { plainSigns[$0] ?? $0 }) }
}

/// Whether a terminal shows more than ASCII, by what its locale says; one that says nothing does.
///
/// - Parameter environment: `LC_ALL` comes before `LC_CTYPE`, and that before `LANG`.
public func showsUnicode(_ environment: [String: String]) -> Bool {
  let named = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty }
  return named.map { $0.lowercased().replacing("-", with: "").contains("utf8") } ?? true
}
