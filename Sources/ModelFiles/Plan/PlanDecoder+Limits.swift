import ServiceModel

/// Limits of a time, each with the share of cases that must keep it: one behind a key, or several.
extension PlanDecoder {
  typealias Limit = (within: Double, share: Double)

  /// The share that the limits of a block have in common; 0 where each names its own.
  func sharedShare(_ block: FieldReader, _ noun: String) -> Double {
    let named = block.keys.filter { $0 != "in" && block.node[$0]?.isLimits == true }
    guard named.count == block.keys.count(where: { $0 != "in" }), !named.isEmpty else { return share(block, noun) }
    if block.has("in") {
      block.error(
        "in", "each limit of '\(block.path)' has a share of its own, so this 'in' says nothing", remedy: "Leave it out")
    }
    return 0
  }

  /// `30min`, with the block's share; or `{ within: 30min, in: 99% of outages }`, or a list of these from the shortest on.
  func limits(_ block: FieldReader, _ key: String, _ noun: String, _ common: Double) -> [Limit] {
    guard let node = block.node(key), node.isLimits else {
      return [(block.required(key, .duration), common)]
    }
    let rows = (node.items ?? [node]).enumerated().map { index, row -> Limit in
      let path = node.items == nil ? block.path(of: key) : "\(block.path(of: key))[\(index)]"
      let reader = FieldReader(row, path: path, context: context)
      defer { reader.finish() }
      return (reader.required("within", .duration), share(reader, noun))
    }
    for (shorter, longer) in zip(rows, rows.dropFirst())
    where longer.within <= shorter.within || longer.share <= shorter.share {
      block.error(
        key,
        "of the limits at '\(block.path(of: key))' a longer one must hold in a larger share: else the shorter implies it",
        remedy: "Write '[{ within: 2min, in: 90% of \(noun) }, { within: 30min, in: 99% of \(noun) }]'")
      break
    }
    return rows
  }
}

extension SourceNode {
  /// Whether it is a limit with a share of its own, or a list of them, and not a quantity.
  fileprivate var isLimits: Bool { entries != nil || items?.contains { $0.entries != nil } == true }
}
