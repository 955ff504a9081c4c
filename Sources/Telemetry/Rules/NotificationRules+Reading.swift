import ModelFiles

extension NotificationRules {
  /// Reads the routes and inhibitions of a configuration of Alertmanager.
  ///
  /// Keys that mean nothing to Nines are Alertmanager's to judge (`amtool check-config`).
  ///
  /// - Throws: `Diagnostics` with every problem that one pass can find.
  public init(path: String) throws(Diagnostics) { try self.init(SourceDocument(path: path)) }

  /// Reads a text as if it were a file called `name`.
  public init(text: String, name: String) throws(Diagnostics) { try self.init(SourceDocument(text: text, name: name)) }

  private init(_ document: SourceDocument) throws(Diagnostics) {
    let context = ReadingContext(document: document)
    let top = context.rootReader()
    self.init(groupBy: [])
    if let route = top.requiredChild("route") {
      root = NotificationRules.route(route)
      // What the top does not say is Alertmanager's own.
      root.waitSeconds = root.waitSeconds ?? 30
    }
    inhibitions = (top.list("inhibit_rules") ?? []).enumerated().map { index, item in
      NotificationRules.inhibition(FieldReader(item, path: "inhibit_rules[\(index)]", context: context))
    }
    guard !context.diagnostics.hasErrors else { throw context.diagnostics }
  }

  private static func route(_ reader: FieldReader) -> NotificationRoute {
    NotificationRoute(
      matchers: matchers(reader, ""), groupBy: reader.textList("group_by"), receiver: reader.text("receiver"),
      waitSeconds: wait(reader), goesOn: reader.text("continue") == "true",
      routes: (reader.list("routes") ?? []).enumerated().map { index, item in
        route(FieldReader(item, path: "\(reader.path(of: "routes"))[\(index)]", context: reader.context))
      })
  }

  /// `group_wait: 30s`, in Prometheus' words: 1m30s.
  private static func wait(_ reader: FieldReader) -> Double? {
    guard let text = reader.text("group_wait") else { return nil }
    guard let seconds = QueryScan.seconds(text[...]) else {
      reader.error("group_wait", "'\(text)' is no duration of Prometheus", remedy: "Write 30s or 1m30s")
      return nil
    }
    return seconds
  }

  private static func inhibition(_ reader: FieldReader) -> InhibitRule {
    let rule = InhibitRule(
      source: matchers(reader, "source_"), target: matchers(reader, "target_"), equal: reader.textList("equal") ?? [])
    // A name is for people.
    _ = reader.node("name")
    reader.finish()
    return rule
  }

  /// Of `matchers`, and of `match` and `match_re` as they were written before.
  private static func matchers(_ reader: FieldReader, _ prefix: String) -> [LabelMatcher] {
    var found: [LabelMatcher] = []
    for (key, way) in [(prefix + "match", LabelMatcher.Way.equals), (prefix + "match_re", .matches)] {
      guard let labels = reader.child(key) else { continue }
      for label in labels.keys {
        guard let value = labels.text(label), let position = labels.node(label)?.position else { continue }
        let matcher = LabelMatcher(label: label, way: way, value: value)
        check(matcher, at: position, reader.context)
        found.append(matcher)
      }
    }
    for item in reader.list(prefix + "matchers") ?? [] {
      guard let matchers = LabelMatcher.parse(item.text ?? "") else {
        reader.context.report(
          at: item.position, "'\(item.text ?? "")' at '\(reader.path(of: prefix + "matchers"))' is no matcher",
          remedy: "Write a label, =, !=, =~ or !~, and a value, such as severity=\"critical\"")
        continue
      }
      for matcher in matchers { check(matcher, at: item.position, reader.context) }
      found += matchers
    }
    return found
  }

  private static func check(_ matcher: LabelMatcher, at position: SourcePosition, _ context: ReadingContext) {
    guard !matcher.isReadable else { return }
    context.report(
      at: position, "'\(matcher.value)' is no regular expression",
      remedy: "Write one for the whole text of '\(matcher.label)', such as warning|info")
  }
}
