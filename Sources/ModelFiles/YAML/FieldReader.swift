/// A cursor over one mapping: fields are asked for by name, problems are collected with the places they stand at.
///
/// After a problem the reader goes on with a value that means nothing (zero, an empty list), so that one pass finds all
/// of them; whoever decodes looks at `context.diagnostics.hasErrors` before using what was read. Each key that is asked
/// for counts as known; `finish()` reports the others.
public final class FieldReader {
  public let node: SourceNode
  /// Keys from the root, joined by points; empty at the root.
  public let path: String
  public let context: ReadingContext
  /// In the order in which they were asked for.
  private(set) var known: [String] = []
  /// What was said about keys that are not there, until it shows that one was only misspelt.
  private(set) var missed: [(key: String, diagnostic: Diagnostic)] = []

  /// - Parameters:
  ///   - node: A mapping; anything else is reported, and read as one without keys.
  ///   - remedy: What to write instead of anything else.
  init(_ node: SourceNode, path: String, context: ReadingContext, remedy: String?) {
    self.node = node
    self.path = path
    self.context = context
    if node.entries == nil {
      context.report(
        at: node.position, "expected keys and values at '\(path)', found \(node.shortDescription)",
        remedy: remedy ?? "Write 'key: value' lines below it, or '{}' when there is nothing to say")
    }
  }

  /// - Parameter node: A mapping; anything else is reported, and read as one without keys.
  public convenience init(_ node: SourceNode, path: String, context: ReadingContext) {
    self.init(node, path: path, context: context, remedy: nil)
  }

  // MARK: Keys

  /// The keys in the order of the file. Asking for them makes none of them known.
  public var keys: [String] { node.entries?.map(\.key) ?? [] }

  /// Whether something is written under `key`.
  public func has(_ key: String) -> Bool { node(key) != nil }

  /// The keys in the order of the file where they are names or values of the plan's own, such as failure scopes; words of
  /// the format that stand among them are left out.
  func names(_ placeholder: String, besides words: [String] = []) -> [String] {
    let names = keys.filter { !words.contains($0) }
    if let recorder = context.recorder {
      for name in names { recorder.name(path(of: name), under: path, as: placeholder) }
    }
    return names
  }

  /// What is written under `key`, whatever its form.
  public func node(_ key: String) -> SourceNode? { node(key, as: nil) }

  /// What is written under `key`, which somebody asks for as something of a kind.
  private func node(_ key: String, as kind: @autoclosure () -> String?) -> SourceNode? {
    if !known.contains(key) { known.append(key) }
    context.recorder?.ask(key, of: node, at: path, kind())
    return node[key]
  }

  /// The path of what is written under `key`.
  public func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Reports that `key` is not there.
  public func missing(_ key: String, example: String? = nil) {
    let here = path.isEmpty ? "" : " in '\(path)'"
    let written = context.currency.example(example ?? "...")
    missing(key, "'\(key)' is missing\(here)", remedy: "Add '\(key): \(written)'")
  }

  /// Reports that `key` is not there, in words of its own; nothing is said where the key turns out to be misspelt.
  func missing(_ key: String, _ message: String, remedy: String) {
    if !known.contains(key) { known.append(key) }
    // What is no mapping at all has been reported as that.
    guard node.entries != nil else { return }
    let diagnostic = context.document(at: node.position).diagnostic(at: node.position, message, remedy: remedy)
    missed.append((key, diagnostic))
    context.diagnostics.add(diagnostic)
  }

  /// The sentence for a name that is none of `names`.
  public static func suggestion(for name: String, among names: [String]) -> String {
    if let meant = nearest(to: name, among: names) { return "Did you mean '\(meant)'?" }
    return names.isEmpty ? "The plan names none" : "There is: \(names.joined(separator: ", "))"
  }

  /// Reports a key that is none of `names`, where keys are names of something.
  func unknown(_ key: String, _ message: String, among names: [String]) {
    guard let entry = node.entries?.first(where: { $0.key == key }) else { return }
    let candidates = names + missed.map(\.key)
    forgive(nearest(to: key, among: candidates))
    context.report(at: entry.keyPosition, message, remedy: FieldReader.suggestion(for: key, among: candidates))
  }

  /// Takes back that `key` is missing: it is there, misspelt.
  func forgive(_ key: String?) {
    for (missing, diagnostic) in missed where missing == key { context.diagnostics.remove(diagnostic) }
  }

  /// Reports a problem at what is written under `key`, or at the mapping.
  public func error(_ key: String?, _ message: String, remedy: String? = nil) {
    context.report(at: position(of: key), message, remedy: remedy)
  }

  /// Reports something the reader should look at, which does not forbid the use of the plan.
  public func warning(_ key: String?, _ message: String, remedy: String? = nil) {
    context.report(.warning, at: position(of: key), message, remedy: remedy)
  }

  private func position(of key: String?) -> SourcePosition {
    key.flatMap { node[$0]?.position } ?? node.position
  }

  // MARK: Mappings and lists

  /// A reader of the mapping under `key`; nil when there is none.
  ///
  /// - Parameters:
  ///   - shorthand: What one value alone must have meant, with VALUE where it stands: `per-year: VALUE`.
  ///   - kind: Of such a value.
  func child(_ key: String, shorthand: String, _ kind: QuantityKind) -> FieldReader? {
    node(key, as: "keys").map { node in
      let value = node.text.flatMap { text in
        (try? kind.value(of: text, in: context.currency)) != nil
          ? text : kind.meanings(of: text, in: context.currency).first
      }
      return FieldReader(
        node, path: path(of: key), context: context,
        remedy: value.map { "Write '\(key): { \(shorthand.replacing("VALUE", with: $0)) }'" })
    }
  }

  /// A reader of the mapping under `key`; nil when there is none.
  public func child(_ key: String) -> FieldReader? {
    node(key, as: "keys").map { FieldReader($0, path: path(of: key), context: context) }
  }

  /// As `child`, but its absence is an error.
  public func requiredChild(_ key: String) -> FieldReader? {
    if !has(key) { missing(key, example: "{ ... }") }
    return child(key)
  }

  /// The mappings under the names in `key`, in the order of the file: `sites: { a: {...}, b: {...} }`.
  public func children(_ key: String) -> [(name: String, reader: FieldReader)] {
    guard let child = child(key) else { return [] }
    return child.names("NAME").compactMap { name in child.child(name).map { (name, $0) } }
  }

  /// The items of the list under `key`; nil when there is none.
  public func list(_ key: String) -> [SourceNode]? { list(key, of: nil) }

  private func list(_ key: String, of kind: @autoclosure () -> String?) -> [SourceNode]? {
    guard let node = node(key, as: kind().map { "list of \($0)" } ?? "list") else { return nil }
    guard let items = node.items else {
      error(
        key, "expected a list at '\(path(of: key))', found \(node.shortDescription)",
        remedy: "Write '\(key): [\(node.text ?? "...")]'")
      return []
    }
    return items
  }

  /// The texts of the list under `key`; nil when there is none.
  public func textList(_ key: String) -> [String]? {
    list(key, of: "texts")?.enumerated().compactMap { index, item in
      context.scalar(item, path: "\(path(of: key))[\(index)]")
    }
  }

  // MARK: Texts and names

  /// The text under `key`; nil when there is none.
  public func text(_ key: String) -> String? {
    node(key, as: "text").flatMap { context.scalar($0, path: path(of: key)) }
  }

  /// As `text`, but its absence is an error.
  public func requiredText(_ key: String, example: String? = nil) -> String {
    if !has(key) { missing(key, example: example) }
    return text(key) ?? ""
  }

  /// One of the names of `E`; nil when there is none or when it is another.
  public func choice<E: RawRepresentable & CaseIterable>(_ key: String, _ type: E.Type) -> E?
  where E.RawValue == String {
    node(key, as: choiceKind(type)).flatMap { context.choice($0, path: path(of: key), type) }
  }

  /// As `choice`, but its absence is an error.
  public func requiredChoice<E: RawRepresentable & CaseIterable>(_ key: String, _ type: E.Type) -> E?
  where E.RawValue == String {
    if !has(key) { missing(key, example: E.allCases.first?.rawValue) }
    return choice(key, type)
  }

  /// The names of `E` in the list under `key`; nil when there is none.
  public func choices<E: RawRepresentable & CaseIterable>(_ key: String, _ type: E.Type) -> [E]?
  where E.RawValue == String {
    list(key, of: choiceKind(type))?.enumerated().compactMap { index, item in
      context.choice(item, path: "\(path(of: key))[\(index)]", type)
    }
  }

  private func choiceKind<E: RawRepresentable & CaseIterable>(_ type: E.Type) -> String where E.RawValue == String {
    "choice of \(E.allCases.map(\.rawValue).joined(separator: "|"))"
  }

  /// Whether a word stands under `key` that something else may stand under, such as `never`.
  func isWord(_ word: String, _ key: String) -> Bool { node(key, as: "choice of \(word)")?.text == word }

  /// `yes` or `no`; nil when there is none.
  public func flag(_ key: String) -> Bool? { choice(key, Flag.self).map { $0 == .yes } }

  private enum Flag: String, CaseIterable { case yes, no }

  // MARK: Quantities

  /// The value under `key` in the unit of `kind`; its absence is an error, and zero.
  public func required(_ key: String, _ kind: QuantityKind) -> Double {
    if !has(key) { missing(key, example: kind.examples[0]) }
    return optional(key, kind) ?? 0
  }

  /// The value under `key` in the unit of `kind`; nil when there is none or when it is wrong.
  public func optional(_ key: String, _ kind: QuantityKind) -> Double? {
    guard let value = node(key, as: kind.keyKind).flatMap({ context.quantity($0, kind, path: path(of: key)) }) else {
      return nil
    }
    // Laws may have long tails; a fixed time that no clock of a simulation reaches is a slip.
    if kind == .duration && value > FieldReader.longestSeconds {
      error(key, "'\(path(of: key))' is longer than 100y", remedy: "Write \(kind.quotedExamples)")
      return nil
    }
    return value
  }

  /// A hundred years of 8766 h.
  private static let longestSeconds = 100.0 * 8766 * 3600

  /// The two numbers of `2 of 3`; nil when there is none or when they are wrong. They are never uncertain.
  public func kOfN(_ key: String) -> (k: Int, n: Int)? {
    certainText(key, .kOfN).flatMap { try? outOf($0) }
  }

  /// The number and the model of `8xH100`; nil when there is none or when it is wrong. They are never uncertain.
  public func gpuCount(_ key: String) -> (count: Int, model: String?)? {
    certainText(key, .gpuCount).flatMap { try? gpus($0) }
  }

  /// A whole number that is never uncertain, such as a number of zones; nil when there is none or when it is wrong.
  public func whole(_ key: String, noun: String? = nil) -> Int? {
    guard let text = certainText(key, .count(noun)) else { return nil }
    return try? Int(QuantityKind.count(noun).value(of: text))
  }

  /// As `whole`, but its absence is an error, and zero.
  public func requiredWhole(_ key: String, noun: String? = nil) -> Int {
    if !has(key) { missing(key, example: QuantityKind.count(noun).examples[0]) }
    return whole(key, noun: noun) ?? 0
  }

  /// The text under `key` when it is a quantity of `kind`; nil after a problem.
  private func certainText(_ key: String, _ kind: QuantityKind) -> String? {
    guard let node = node(key, as: kind.keyKind), let text = context.scalar(node, path: path(of: key)),
      context.certain(text, kind, at: node.position, path: path(of: key)) != nil
    else { return nil }
    return text
  }

  /// The law under `key`; nil when there is none or when it is wrong.
  public func law(_ key: String, _ kind: QuantityKind = .duration) -> LawText? {
    node(key, as: "law of \(kind.keyKind)").flatMap { LawText($0, kind, path: path(of: key), context: context) }
  }
}
