import OutputAnalysis

/// Pieces of a comment on a pull request, in the Markdown that GitHub and GitLab share.
enum MarkdownText {
  /// Words as they are: what Markdown or HTML would take for a mark is escaped.
  static func words(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\", "`", "*", "_", "[", "]", "|", "~", "#": escaped += "\\" + String(character)
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\n", "\r", "\r\n": escaped += " "
      // A mention would write to somebody.
      case "@": escaped += "&#64;"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  /// A table whose first row is its heading: the first column on the left, the others on the right.
  static func table(_ rows: [[String]]) -> [String] {
    guard let head = rows.first else { return [] }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let padded = rows.map { row in row + [String](repeating: "", count: max(0, head.count - row.count)) }
    let rule = "|" + head.indices.map { $0 == 0 ? "---|" : "--:|" }.joined()
    return [line(padded[0].map(words)), rule] + padded.dropFirst().map { line($0.map(words)) }
  }

  /// What a reader opens.
  static func details(_ summary: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : ["<details><summary>\(words(summary))</summary>", ""] + lines + ["", "</details>"]
  }

  static func bullets(_ sentences: [String]) -> [String] { sentences.map { "- \(words($0))" } }

  /// A sign beside the word, for those who look at a phone.
  static func verdict(_ word: String) -> String {
    let sign =
      switch Verdict(rawValue: word) {
      case .meets: "✅"
      case .misses: "❌"
      case .undecided: "❔"
      case .notJudged, nil: "➖"
      }
    return "\(sign) \(word)"
  }

  /// Where the figures came from, in a line that nobody needs to read.
  static func trail(_ trail: Trail?) -> [String] {
    guard let trail else { return [] }
    return [
      "",
      "<sub>nines \(trail.toolVersion) · plan \(trail.planHash.prefix(12)) · <code>\(words(trail.command))</code></sub>",
    ]
  }

  /// Paragraphs with an empty line between them.
  static func page(_ blocks: [[String]]) -> String {
    Array(blocks.filter { !$0.isEmpty }.joined(separator: [""])).joined(separator: "\n") + "\n"
  }
}

extension TextTable {
  /// The same rows as a table in Markdown, all columns.
  var markdown: [String] { MarkdownText.table(rows) }
}
