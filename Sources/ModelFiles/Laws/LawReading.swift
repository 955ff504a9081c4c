extension LawText {
  /// Reads the law a node describes; nil after a problem, which is reported.
  ///
  /// - Parameters:
  ///   - node: A text (`lognormal median 45min sigma 0.8`, `90s`), `[low, mid, high]`, a list of parts, or quantiles.
  ///   - kind: What the law is a law of; nearly always `.duration`.
  public init?(_ node: SourceNode, _ kind: QuantityKind, path: String, context: ReadingContext) {
    switch node.content {
    case .scalar:
      guard let text = context.scalar(node, path: path) else { return nil }
      var phrase = LawPhrase(text, kind, at: node.position, path: path, context: context)
      guard let law = phrase.law() else { return nil }
      self = law
    case .sequence(let items) where items.contains { $0.entries != nil }:
      guard let parts = Self.parts(items, kind, at: node.position, path: path, context: context) else { return nil }
      self = .mixture(parts)
    case .sequence:
      guard let value = context.quantity(node, kind, path: path) else { return nil }
      self = .constant(value)
    case .mapping(let entries):
      var points: [Quantile] = []
      for entry in entries {
        guard let share = context.certain(entry.key, .share, at: entry.keyPosition, path: path),
          let text = context.scalar(entry.value, path: "\(path).\(entry.key)"),
          let value = context.certain(text, kind, at: entry.value.position, path: "\(path).\(entry.key)")
        else { return nil }
        points.append(Quantile(share: share, value: value))
      }
      guard Self.isDistribution(points) else {
        context.report(at: node.position, "the quantiles at '\(path)' \(quantileRule)", remedy: quantileExample)
        return nil
      }
      self = .empirical(points)
    }
  }

  private static func parts(
    _ items: [SourceNode], _ kind: QuantityKind, at position: SourcePosition, path: String, context: ReadingContext
  ) -> [Part]? {
    var parts: [Part] = []
    for (index, item) in items.enumerated() {
      context.recorder?.piece("\(path)[\(index)]", as: "LAW[]")
      let reader = FieldReader(item, path: "\(path)[\(index)]", context: context)
      guard item.entries != nil else { continue }
      if !reader.has("share") { reader.missing("share", example: "85%") }
      let text = reader.text("share")
      let share = text.flatMap {
        context.certain($0, .share, at: reader.node["share"]!.position, path: reader.path(of: "share"))
      }
      if !reader.has("law") { reader.missing("law", example: "lognormal median 45min sigma 0.8") }
      let law = reader.law("law", kind)
      reader.finish()
      if let share, let law { parts.append(Part(share: share, law: law)) }
    }
    guard parts.count == items.count else { return nil }
    let sum = parts.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) < 1e-9 else {
      let percent = (sum * 100_000).rounded() / 1000
      context.report(at: position, "the shares at '\(path)' add up to \(percent)%", remedy: "Let them add up to 100%")
      return nil
    }
    return parts
  }

  /// Shares from 0 to 1, rising, and values that do not fall.
  static func isDistribution(_ points: [Quantile]) -> Bool {
    guard points.count >= 2, points.first?.share == 0, points.last?.share == 1 else { return false }
    return zip(points, points.dropFirst()).allSatisfy { $0.share < $1.share && $0.value <= $1.value }
  }
}

let quantileRule = "do not rise from 0% to 100%"
let quantileExample = "Write 'quantiles 0% 1min 50% 5min 100% 1h'"
