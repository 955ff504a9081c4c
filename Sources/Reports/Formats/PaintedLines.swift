/// Lines of tables with the terminal's colours: headings strong, verdicts green, red and yellow.
///
/// Cells stand two blanks apart and words in sentences one, so that a verdict in a sentence is left as it is. Colour adds
/// to what is said and says nothing by itself.
public func painted(_ lines: [String]) -> [String] {
  lines.map { line in isHeading(line) ? strong(line) : paintedVerdicts(line) }
}

private let verdicts = [("meets", "32"), ("misses", "31"), ("undecided", "33"), ("refused", "33")]

private func strong(_ line: String) -> String { "\u{1B}[1m\(line)\u{1B}[0m" }

/// A heading of a table begins with words in capitals, and has columns.
private func isHeading(_ line: String) -> Bool {
  guard let columns = line.range(of: "  ") else { return false }
  let first = line[..<columns.lowerBound]
  let word = first.prefix { $0 != " " && $0 != "," }
  return word.count > 2 && word.allSatisfy { $0.isUppercase || $0 == "-" } && !line.hasPrefix(" ")
}

private func paintedVerdicts(_ line: String) -> String {
  var line = line
  for (word, code) in verdicts {
    guard let range = line.range(of: "  " + word), range.upperBound == line.endIndex || line[range.upperBound] == " "
    else { continue }
    let after = line[range.upperBound...].prefix(2)
    guard after.isEmpty || after == "  " else { continue }
    line.replaceSubrange(range, with: "  \u{1B}[\(code)m\(word)\u{1B}[0m")
  }
  return line
}
