/// A place in one of the files of a reading. Lines and columns are counted from 1, columns in Unicode scalars.
public struct SourcePosition: Hashable, Comparable, Sendable {
  /// Which file: 0 for the plan, 1 for the price list that is laid over it, from 2 on what it imports.
  public let layer: Int
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int, layer: Int = 0) {
    self.layer = layer
    self.line = line
    self.column = column
  }

  /// The place in the same file at another line and column.
  func moved(toLine line: Int? = nil, column: Int) -> SourcePosition {
    SourcePosition(line: line ?? self.line, column: column, layer: layer)
  }

  public static func < (left: Self, right: Self) -> Bool {
    (left.layer, left.line, left.column) < (right.layer, right.line, right.column)
  }
}

/// A piece of a YAML document that knows where it was written.
///
/// Scalars stay text: whether `1e3` is a number is for the reader of a field to say, who knows what is expected there.
public struct SourceNode: Equatable, Sendable {
  /// A key of a mapping, with what is written under it.
  public struct Entry: Equatable, Sendable {
    public let key: String
    public let keyPosition: SourcePosition
    public let value: SourceNode

    public init(key: String, keyPosition: SourcePosition, value: SourceNode) {
      self.key = key
      self.keyPosition = keyPosition
      self.value = value
    }
  }

  public indirect enum Content: Equatable, Sendable {
    /// The text as the file means it: without quotes and escapes.
    case scalar(String)
    /// In the order of the file.
    case mapping([Entry])
    case sequence([SourceNode])
  }

  public let content: Content
  public let position: SourcePosition

  public init(_ content: Content, at position: SourcePosition) {
    self.content = content
    self.position = position
  }

  public var line: Int { position.line }
  public var column: Int { position.column }

  /// The text of a scalar, nil for everything else.
  public var text: String? {
    guard case .scalar(let text) = content else { return nil }
    return text
  }

  /// The entries of a mapping, nil for everything else.
  public var entries: [Entry]? {
    guard case .mapping(let entries) = content else { return nil }
    return entries
  }

  /// The items of a sequence, nil for everything else.
  public var items: [SourceNode]? {
    guard case .sequence(let items) = content else { return nil }
    return items
  }

  /// What is written under `key` of a mapping.
  public subscript(key: String) -> SourceNode? {
    entries?.first { $0.key == key }?.value
  }

  /// What is written at the end of some keys, each under the one before.
  func node(at path: some Sequence<String>) -> SourceNode? { path.reduce(self as SourceNode?) { $0?[$1] } }

  /// Whether `~` is written, which takes out what stands below (RFC 7396). A key with nothing behind it is likelier a slip.
  public var isTakenOut: Bool { text == "~" || text == "null" }

  /// Whether nothing is written after the key: `prices:` and the end of the line, or `~`.
  public var isEmpty: Bool { text.map { $0.isEmpty || $0 == "~" || $0 == "null" } ?? false }

  /// What the node is, for messages: `'many'`, `a mapping`, `a list`.
  var shortDescription: String {
    switch content {
    case .scalar(let text): text.isEmpty ? "nothing" : "'\(text)'"
    case .mapping: "a mapping"
    case .sequence: "a list"
    }
  }
}

/// Lays `overlay` over `base`: mappings are merged key by key, everything else is replaced.
///
/// Keys of the base keep their order, new keys follow in the order of the overlay. What came from the overlay keeps its
/// positions there, so that an error in it points to where it was written.
public func merge(base: SourceNode, overlay: SourceNode) -> SourceNode {
  guard let under = base.entries, let over = overlay.entries else { return overlay }
  var merged: [SourceNode.Entry] = under.compactMap { entry in
    guard let replacement = over.first(where: { $0.key == entry.key }) else { return entry }
    guard !replacement.value.isTakenOut else { return nil }
    return SourceNode.Entry(
      key: entry.key, keyPosition: replacement.keyPosition, value: merge(base: entry.value, overlay: replacement.value))
  }
  merged += over.filter { new in !under.contains { $0.key == new.key } }
  return SourceNode(.mapping(merged), at: base.position)
}
