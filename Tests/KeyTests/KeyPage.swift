/// `docs/reference/keys.md`, which grows from the table.
enum KeyPage {
  static var text: String {
    var lines = [
      "# Every key of a plan", "",
      "This page is made from [keys.tsv](keys.tsv), the table that a test holds against the program: it asks every reader of a",
      "plan which keys it knows, sets each key to two values in a small plan and demands that the figure named here moves as",
      "said, or that the key is refused. [The plan](plan-format.md) explains them; [the output](output.md) explains the figures,",
      "which are those of `result.json` for a design, or of the file or command before the colon.", "",
      "`NAME`, `SCOPE`, `CLASS`, `HOUR`, `DATE`, `VOLUME`, `LENGTH`, `SHARE` and `PATH` stand for what the plan itself names, `[]`",
      "for the items of a list, `LAW` for any key that takes a law. Any mapping may have an `import` beside its keys.",
      "",
      "An editor that speaks to a YAML language server completes and checks all of them, with the schema that",
      "`nines schema` prints and this line at the head of a plan:", "",
      "```yaml", "# yaml-language-server: $schema=plan.schema.json", "```", "",
    ]
    let blocks = ordered(KeyTable.rows.map { String($0.path.prefix { $0 != "." && $0 != "[" }) })
    let tops = blocks.filter { block in
      !KeyTable.rows.contains { $0.path.hasPrefix("\(block).") || $0.path.hasPrefix("\(block)[") }
    }
    lines.append(
      "Contents: [top level](#top-level) · "
        + blocks.filter { !tops.contains($0) }.map { "[\($0)](#\($0.lowercased()))" }.joined(separator: " · "))
    lines += section("Top level", KeyTable.rows.filter { tops.contains($0.path) })
    for block in blocks where !tops.contains(block) {
      lines += section(block, KeyTable.rows.filter { $0.path.prefix { $0 != "." && $0 != "[" } == block })
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func ordered(_ names: [String]) -> [String] {
    var found: [String] = []
    for name in names where !found.contains(name) { found.append(name) }
    return found
  }

  private static func section(_ title: String, _ rows: [KeyRow]) -> [String] {
    var lines = [
      "", "## \(title)", "", "| Key | Kind | Default | Meaning | Moves | Needs |", "|---|---|---|---|---|---|",
    ]
    for path in ordered(rows.map(\.path)) {
      let own = rows.filter { $0.path == path }
      let effects = own.map(effect).filter { !$0.isEmpty }
      let needs = ordered(own.filter { $0.effect != .refused }.map(\.needs).filter { !$0.isEmpty })
      let cells = [
        "`\(path)`", own[0].kind.replacing("|", with: ", "), own[0].standard, own[0].meaning.replacing("|", with: ", "),
        ordered(effects).joined(separator: "; "), needs.first.map { "`\($0.replacing(" ;; ", with: "`, `"))`" } ?? "",
      ]
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    return lines
  }

  /// `lost_minutes_per_year.mean` falls from `5` to `10`.
  private static func effect(_ row: KeyRow) -> String {
    let scopes = row.contexts.isEmpty ? "" : " (\(row.contexts.joined(separator: ", ")))"
    let figure = "`\(row.figure)`"
    let values = [row.values.low, row.values.high].map { $0 == "-" ? "nothing" : "`\($0)`" }
    let from = " from \(values[0]) to \(values[1])"
    return switch row.effect {
    case .up, .likelyUp: "\(figure) rises\(from)\(scopes)"
    case .down, .likelyDown: "\(figure) falls\(from)\(scopes)"
    case .changes: "\(figure) changes\(from)\(scopes)"
    case .refused: "\(values[1]) is refused: \(row.words)\(scopes)"
    case .warned: "\(values[1]) is warned of: \(row.words)\(scopes)"
    case .holds: ""
    }
  }
}
