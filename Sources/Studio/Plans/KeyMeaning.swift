import ModelFiles

extension PlanKey {
  /// The key of the table that stands for a path of a plan: `failures.NAME.per-year` for `failures.region.per-year`; what a
  /// design writes is a key of the plan itself.
  static func describing(_ path: [String]) -> PlanKey? {
    let own = path.first == "designs" && path.count > 2 ? Array(path.dropFirst(2)) : path
    return patterns[own.count]?.first { pattern, _ in
      zip(pattern, own).allSatisfy { part, word in
        part == "[]" ? Int(word) != nil : part == word || isPlaceholder(part)
      }
    }?.key
  }

  /// The words of each key's path, by their number; looked up, never iterated.
  private static let patterns = Dictionary(
    grouping: all.map { key in
      (words: key.path.replacing("[]", with: ".[]").split(separator: ".").map(String.init), key: key)
    }, by: \.words.count)

  private static func isPlaceholder(_ part: String) -> Bool {
    !part.isEmpty && part.allSatisfy { $0.isUppercase || $0 == "-" || $0 == "_" }
  }

  /// What may be chosen; nil where a value is written.
  var choices: [String]? {
    guard kinds.count == 1, kinds[0].hasPrefix("choice of ") else { return nil }
    return kinds[0].dropFirst("choice of ".count).split(separator: "|").map(String.init)
  }

  /// Whether a number is the whole of it, or the first thing that it says.
  var isQuantity: Bool {
    let words = [
      "share", "duration", "law", "rate", "per year", "number", "factor", "count", "price", "money", "bytes",
      "bandwidth",
      "power",
    ]
    return kinds.contains { kind in words.contains { kind.hasPrefix($0) } }
  }

  var isWhole: Bool {
    kinds.allSatisfy { $0.hasPrefix("count of nodes") || $0 == "count" || $0.hasPrefix("count of failures") }
  }
}
