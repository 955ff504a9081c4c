import ModelFiles

/// One rule of a file, as it was written.
struct WrittenRule {
  let isAlert: Bool
  let name: String
  let group: String
  let severity: String
  let forSeconds: Double
  let scan: QueryScan
  let position: SourcePosition
}

/// Reads the rules of a file, group by group.
///
/// Keys that mean nothing to Nines are promtool's to judge: a file that it takes is taken.
enum RuleReading {
  static func rules(_ context: ReadingContext) -> [WrittenRule] {
    let root = context.rootReader()
    guard let groups = root.list("groups") else {
      root.missing("groups", example: "[{ name: ..., rules: [...] }]")
      return []
    }
    return groups.enumerated().flatMap { index, item in
      let group = FieldReader(item, path: "groups[\(index)]", context: context)
      let name = group.requiredText("name", example: "errors")
      return (group.list("rules") ?? []).enumerated().compactMap { number, item in
        rule(FieldReader(item, path: "groups[\(index)].rules[\(number)]", context: context), of: name)
      }
    }
  }

  private static func rule(_ reader: FieldReader, of group: String) -> WrittenRule? {
    guard reader.node.entries != nil else { return nil }
    let alert = reader.text("alert")
    guard let name = alert ?? reader.text("record") else {
      reader.error(nil, "the rule at '\(reader.path)' has no name", remedy: "Write 'alert: NAME' or 'record: NAME'")
      return nil
    }
    if !reader.has("expr") { reader.missing("expr", example: "up == 0") }
    guard let expression = reader.node("expr") else { return nil }
    var wait = 0.0
    if reader.has("for"), let text = reader.text("for") {
      if let seconds = text == "0" ? 0 : QueryScan.seconds(Substring(text)) {
        wait = seconds
      } else {
        reader.error("for", "'\(text)' is no duration", remedy: "Write 90s, 5m or 1h30m")
      }
    }
    return WrittenRule(
      isAlert: alert != nil, name: name, group: group, severity: reader.child("labels")?.text("severity") ?? "",
      forSeconds: wait, scan: QueryScan(expression.text ?? ""), position: expression.position)
  }

  /// How far back an expression looks, through the records that it reads.
  static func reach(_ scan: QueryScan, _ recorded: [String: QueryScan], depth: Int = 0) -> Double {
    // Records may read themselves.
    guard depth < 8 else { return scan.reachSeconds }
    let below = scan.selectors.compactMap { selector in
      recorded[selector.metric].map { selector.reachSeconds + reach($0, recorded, depth: depth + 1) }
    }
    return max(scan.reachSeconds, below.max() ?? 0)
  }
}
