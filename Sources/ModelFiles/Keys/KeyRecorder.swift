/// A key that a plan's format knows: what a reader asked for, whether or not the plan has it.
struct AskedKey: Hashable, Comparable {
  /// Keys from the root, joined by points, with placeholders where a plan writes names: `sites.NAME.keep`. Items of a
  /// list are `[]`.
  let path: String
  /// What decides which keys are known here: the scope of a failure, the kind of a policy; empty elsewhere.
  let context: String

  static func < (left: Self, right: Self) -> Bool { (left.path, left.context) < (right.path, right.context) }
}

/// Notes every key that the readers of one pass ask for: the format of a plan as the program knows it.
///
/// What is read is the same with and without it. Readers of a pass that nobody records ask for one optional value.
final class KeyRecorder {
  /// What was asked for by each key: kinds in the order of asking, such as `share` or `choice of none|kept`.
  private(set) var asked: [AskedKey: [String]] = [:]
  /// Paths of one plan by their placeholders: `sites.east` is `sites.NAME`.
  private var patterns: [String: String] = ["": ""]
  private var contexts: [String: String] = [:]

  /// Where the value of one key decides what the others mean.
  private static let deciding = [
    "failures.NAME": "scope", "autoscaling.policies[]": "kind", "autoscaling.sites.NAME.policies[]": "kind",
  ]

  init() {}

  /// Says that what stands at `path` has a name of the plan's own.
  func name(_ path: String, under parent: String, as placeholder: String) {
    let pattern = pattern(of: parent)
    patterns[path] = pattern.isEmpty ? placeholder : "\(pattern).\(placeholder)"
  }

  /// Says that what stands at `path` is a piece that can stand in many places.
  func piece(_ path: String, as pattern: String) { patterns[path] = pattern }

  /// Notes that `key` of the mapping at `path` is known.
  func ask(_ key: String, of mapping: SourceNode, at path: String, _ kind: String?) {
    let pattern = pattern(of: path.isEmpty ? key : "\(path).\(key)")
    let asked = AskedKey(path: pattern, context: context(of: mapping, at: path))
    var kinds = self.asked[asked] ?? []
    if let kind, !kinds.contains(kind) { kinds.append(kind) }
    self.asked[asked] = kinds
  }

  /// The path with placeholders; what nobody has named stands for itself.
  private func pattern(of path: String) -> String {
    if let known = patterns[path] { return known }
    let pattern: String
    if path.hasSuffix("]"), let bracket = path.lastIndex(of: "[") {
      pattern = self.pattern(of: String(path[..<bracket])) + "[]"
    } else if let point = path.lastIndex(of: ".") {
      pattern = self.pattern(of: String(path[..<point])) + path[point...]
    } else {
      pattern = path
    }
    patterns[path] = pattern
    return pattern
  }

  /// The value that decides what the keys of a mapping mean, or of one that it stands in.
  private func context(of mapping: SourceNode, at path: String) -> String {
    if let key = KeyRecorder.deciding[pattern(of: path)] {
      contexts[path] = mapping[key]?.text ?? ""
    }
    var place = path[...]
    while true {
      if let known = contexts[String(place)] { return known }
      guard let point = place.lastIndex(of: ".") else { return "" }
      place = place[..<point]
    }
  }
}

extension PlanFile {
  /// The keys that a reading of a plan asks for, whether or not the plan is right.
  static func keys(askedOf document: SourceDocument) -> KeyRecorder {
    let recorder = KeyRecorder()
    let context = ReadingContext(document: document, prices: nil, point: .middle, recorder: recorder)
    let decoder = PlanDecoder(context)
    _ = decoder.designs(nil)
    _ = decoder.expectations()
    _ = decoder.searchBlock()
    return recorder
  }
}
