internal import Currencies

extension ReadingContext {
  /// The text of a scalar, which is kept as a reading; nil after a problem.
  func scalar(_ node: SourceNode, path: String) -> String? {
    guard let text = node.text, !node.isEmpty else {
      report(
        at: node.position, "expected one value at '\(path)', found \(node.isEmpty ? "nothing" : node.shortDescription)")
      return nil
    }
    record(text, at: node.position, path: path)
    return text
  }

  /// One of the names of `E`; nil after a problem.
  func choice<E: RawRepresentable & CaseIterable>(_ node: SourceNode, path: String, _ type: E.Type) -> E?
  where E.RawValue == String {
    guard let text = scalar(node, path: path) else { return nil }
    if let value = E(rawValue: text) { return value }
    let names = E.allCases.map(\.rawValue)
    let remedy =
      nearest(to: text, among: names).map { "Did you mean '\($0)'?" } ?? "Write one of \(names.joined(separator: ", "))"
    report(at: node.position, "unknown '\(text)' at '\(path)'", remedy: remedy)
    return nil
  }

  /// The value of a number, of `[low, mid, high]` or of what was seen at the point of this pass; nil after a problem.
  func quantity(_ node: SourceNode, _ kind: QuantityKind, path: String) -> Double? {
    switch node.content {
    case .scalar:
      guard let text = scalar(node, path: path) else { return nil }
      guard Observation.isMeant(by: text, kind) else { return certain(text, kind, at: node.position, path: path) }
      return observed(text, kind, at: node.position, path: path)
    case .sequence(let items): return uncertain(items, kind, at: node.position, path: path)
    case .mapping:
      report(
        at: node.position, "expected \(kind.noun) at '\(path)', found keys",
        remedy: "Write \(currency.example(kind.quotedExamples))")
      return nil
    }
  }

  /// The value of a text; nil after a problem.
  func certain(_ text: String, _ kind: QuantityKind, at position: SourcePosition, path: String) -> Double? {
    do {
      return try kind.value(of: text, in: currency)
    } catch {
      switch error {
      case .form:
        report(
          at: position, "expected \(kind.noun) at '\(path)', found '\(text)'",
          remedy: kind.remedy(for: text, in: currency))
      case .negative:
        report(at: position, "'\(text)' at '\(path)' is negative", remedy: kind.remedy(for: text, in: currency))
      case .outOfBounds:
        let meant = kind.meanings(of: text, in: currency)
        report(
          at: position, "'\(text)' at '\(path)' is not \(currency.example(kind.boundsText))",
          remedy: meant.isEmpty ? nil : kind.remedy(for: text, in: currency))
      case .noRate(let other):
        report(
          at: position, "'\(text)' at '\(path)' is in \(other), of which the plan has no rate",
          remedy: currency.remedy(for: other) + (saysCurrency ? "" : "; or write 'currency: \(other)' at the top"))
      case .ambiguous(let may):
        let codes = may.map(\.code).joined(separator: " or ")
        report(
          at: position, "'\(text)' at '\(path)' may be \(codes)",
          remedy: "Write \(codes) instead of the sign"
            + (saysCurrency ? "" : ", or 'currency: \(may[0])' at the top, in which the study counts then"))
      }
      return nil
    }
  }

  /// Whether the plan says in which currency it counts: one that does not may have meant another than dollars.
  private var saysCurrency: Bool { document.root["currency"] != nil }

  private func uncertain(_ items: [SourceNode], _ kind: QuantityKind, at position: SourcePosition, path: String)
    -> Double?
  {
    let example = "Write '[low, mid, high]': the median in the middle, nine cases in ten between low and high"
    guard items.count == 3 else {
      report(at: position, "expected three values at '\(path)', found \(items.count)", remedy: example)
      return nil
    }
    let texts = items.compactMap { scalar($0, path: path) }
    guard texts.count == 3 else { return nil }
    let values = zip(items, texts).compactMap { certain($1, kind, at: $0.position, path: path) }
    guard values.count == 3 else { return nil }
    for index in 1...2 where values[index] < values[index - 1] {
      report(
        at: items[index].position, "'\(texts[index])' at '\(path)' is below '\(texts[index - 1])'", remedy: example)
      return nil
    }
    return value(
      of: UncertainInput(
        path: path, low: values[0], mid: values[1], high: values[2], kind: kind, unit: kind.unitText(of: texts[1]),
        line: position.line, column: position.column))
  }
}

/// The name among `candidates` that `word` probably is; nil when none is close.
///
/// Close is a Damerau-Levenshtein distance of at most a third of the longer word: one slip in a short word, two or three
/// in a long one. The first of the closest is taken.
public func nearest(to word: String, among candidates: [String]) -> String? {
  var best: (name: String, distance: Int)?
  let (written, length) = (Array(word.lowercased()), word.count)
  for name in candidates {
    let most = min(3, max(length, name.count) / 3)
    let other = Array(name.lowercased())
    // No fewer edits than the difference of their lengths.
    guard abs(written.count - other.count) <= most else { continue }
    let distance = editDistance(written, other)
    guard distance <= most, distance < best?.distance ?? .max else { continue }
    best = (name, distance)
  }
  return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string
/// alignment: Damerau, CACM 7 (1964) 171; no part is edited twice).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  // Words as long as this are no slip of each other, and the table would be large.
  guard a.count <= 64, b.count <= 64 else { return .max }
  var table = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { table[i][0] = i }
  for j in 0...b.count { table[0][j] = j }
  for i in a.indices {
    for j in b.indices {
      let replaced = table[i][j] + (a[i] == b[j] ? 0 : 1)
      table[i + 1][j + 1] = min(table[i][j + 1] + 1, table[i + 1][j] + 1, replaced)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        table[i + 1][j + 1] = min(table[i + 1][j + 1], table[i - 1][j - 1] + 1)
      }
    }
  }
  return table[a.count][b.count]
}

extension StudyCurrency {
  /// What to do about a price in a currency that cannot be counted.
  func remedy(for other: Currency) -> String {
    "Write it in \(currency), or add 'rates: { \(other): { is: ..., on: ... } }': what one \(other) costs in \(currency), and"
      + " on which day"
  }
}
