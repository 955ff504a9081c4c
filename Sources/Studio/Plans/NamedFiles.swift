import ModelFiles

/// Which files a text names, so that a request can name none that the plan on disk does not name already.
enum NamedFiles {
  /// Keys behind which the reader of plans opens a file.
  static let keys: Set<String> = ["import", "series", "file", "trace", "price-book"]

  /// What stands behind such a key, and whatever looks like a path.
  static func all(in node: SourceNode, under key: String = "") -> Set<String> {
    switch node.content {
    case .mapping(let entries): return entries.reduce(into: []) { $0.formUnion(all(in: $1.value, under: $1.key)) }
    case .sequence(let items): return items.reduce(into: []) { $0.formUnion(all(in: $1, under: key)) }
    case .scalar(let text): return keys.contains(key) || isPath(text) ? [text] : []
    }
  }

  private static func isPath(_ text: String) -> Bool {
    text.hasPrefix("/") || text.hasPrefix("~") || text.contains("..")
      || [".csv", ".tsv", ".yaml", ".yml", ".json"].contains { text.lowercased().hasSuffix($0) }
  }
}
