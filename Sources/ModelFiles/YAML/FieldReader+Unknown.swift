/// The end of a mapping: keys that nobody asked for.
extension FieldReader {
  /// Reports the keys that nobody asked for, with the known one they are probably meant to be: of the first of a mapping, and
  /// of the first of a plan, for nobody reads the remedies of thousands.
  ///
  /// - Parameters:
  ///   - complaint: What is wrong with them, where they may be keys of a plan in another place: `'keep' ...`.
  ///   - elsewhere: Where a key belongs that stands in the wrong place, as a sentence; nil where it is none of those.
  public func finish(unknown complaint: String? = nil, elsewhere: (SourceNode.Entry) -> String? = { _ in nil }) {
    let (here, asked) = (path.isEmpty ? "" : " in '\(path)'", Set(known))
    var count = 0
    for entry in node.entries ?? [] where !asked.contains(entry.key) {
      count += 1
      let isExplained = context.explainsKey(at: entry.keyPosition, isEarly: count <= Diagnostics.shown)
      let meant = isExplained ? meant(by: entry) : nil
      forgive(meant)
      let message = complaint.map { "'\(entry.key)'\(here) \($0)" } ?? "\(Diagnostic.unknownKey)'\(entry.key)'\(here)"
      context.report(
        at: entry.keyPosition, message, remedy: isExplained ? elsewhere(entry) ?? remedy(for: entry, meant) : nil)
    }
  }

  /// The known key that an unknown one probably is; one that is missing goes before one that is there.
  private func meant(by entry: SourceNode.Entry) -> String? {
    if let word = OtherWord(entry.key), known.contains(word.key) {
      // How often something fails is asked for by one name and may be said by either.
      if word.key == "every" { forgive("per-year") }
      return word.key
    }
    return nearest(to: entry.key, among: missed.map(\.key)) ?? nearest(to: entry.key, among: known)
  }

  private func remedy(for entry: SourceNode.Entry, _ meant: String?) -> String {
    if let word = OtherWord(entry.key), known.contains(word.key) {
      return "Write '\(word.key): \(word.value(entry.value.text))'"
    }
    if let meant { return "Did you mean '\(meant)'?" }
    // Between braces a key may stand alone, which is how a comma in a value and a colon without a space show.
    if entry.value.isEmpty {
      if let colon = entry.key.firstIndex(of: ":"), known.contains(String(entry.key[..<colon])) {
        return "Put a space behind the colon"
      }
      if entry.key.first?.isNumber == true {
        return "A comma ends a value between braces: write the number before it without one"
      }
      if entry.key.contains(" ") { return "A comma between braces begins a new key: put text that holds one in quotes" }
    }
    return known.isEmpty ? "Nothing is expected here" : "Known here: \(known.joined(separator: ", "))"
  }
}

/// What tables of reliability and other tools call a key of ours.
private struct OtherWord {
  let key: String
  /// Whether the value is the mean of times that vary.
  private let isMean: Bool

  init?(_ word: String) {
    switch word.lowercased() {
    case "mtbf", "mttf", "mean-time-between-failures": (key, isMean) = ("every", true)
    case "mttr", "mean-time-to-repair", "time-to-repair": (key, isMean) = ("lasts", true)
    case "afr", "failures-per-year", "times-per-year": (key, isMean) = ("per-year", false)
    case "qps", "rps": (key, isMean) = ("peak", false)
    default: return nil
    }
  }

  /// The value as it is written under our key.
  func value(_ text: String?) -> String {
    guard let text else { return "..." }
    guard isMean else { return text }
    let length =
      (try? QuantityKind.duration.value(of: text)) != nil ? text : QuantityKind.duration.meanings(of: text).first
    return length.map { "exponential mean \($0)" } ?? text
  }
}
