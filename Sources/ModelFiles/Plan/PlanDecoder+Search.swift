import ServiceModel

/// What a search of designs may vary, and when two designs are as good as each other.
public struct SearchBlock: Equatable, Sendable {
  /// A path and the values that it may take; the path `design` stands for the plan's designs.
  public struct Axis: Equatable, Sendable {
    public let path: String
    public let values: [PlanSetting]
  }

  public let axes: [Axis]
  /// Dollars a year below which a difference in cost does not matter.
  public let indifferenceDollars: Double
  /// Probability with which the design that is named meets the objectives and is the cheapest but for the indifference.
  public let confidence: Double
  /// What can be bought, and for how long; nil where only designs are searched.
  public let purchase: PurchaseBlock?
  /// Stages of a roadmap, in the order of their dates; empty where there is none.
  public let stages: [StageBlock]

  /// How many designs there are to look at.
  public var count: Int { axes.reduce(1) { $0 * $1.values.count } }
}

extension PlanDecoder {
  /// The most designs that one search may span.
  static let mostCandidates = 100_000

  /// The `plan` block; nil where there is none or nothing in it could be read.
  func searchBlock() -> SearchBlock? {
    guard context.document.root["plan"] != nil else { return nil }
    let root = FieldReader(context.document.root, path: "", context: context)
    guard let reader = root.child("plan") else { return nil }
    defer { reader.finish() }
    let axes = searchAxes(reader)
    let indifference = reader.optional("indifference", .money) ?? 0
    let confidence = reader.optional("confidence", .share) ?? 0.95
    let purchase = purchaseBlock(reader)
    if reader.has("confidence") && !(0.5..<1).contains(confidence) {
      reader.error("confidence", "the confidence must be at least 50% and below 100%", remedy: "Write '95%'")
    }
    if !axes.isEmpty && indifference <= 0 {
      if reader.has("indifference") {
        reader.error(
          "indifference", context.currency.example("the indifference must be more than $0"),
          remedy: context.currency.example("Write '$100000'"))
      } else {
        reader.missing("indifference", example: "$100000")
      }
    }
    let block = SearchBlock(
      axes: axes, indifferenceDollars: indifference, confidence: confidence, purchase: purchase,
      stages: stages(reader))
    if block.count > PlanDecoder.mostCandidates {
      reader.error(
        "vary", "these values span \(block.count) designs; a search takes at most \(PlanDecoder.mostCandidates)",
        remedy: "Leave out values, or vary fewer things at once")
    }
    return block
  }

  private func searchAxes(_ reader: FieldReader) -> [SearchBlock.Axis] {
    guard let vary = reader.child("vary") else { return [] }
    if vary.keys.isEmpty {
      reader.error(
        "vary", "'plan.vary' names nothing: the space of designs is empty",
        remedy: "Write 'vary: { buffer: 0% to 50% of requirement by 5% }'")
    }
    return vary.names("PATH").compactMap { path in
      guard let node = vary.node(path) else { return nil }
      let values = (node.items ?? [node]).flatMap { item in settings(item, path: path) }
      if values.isEmpty {
        vary.error(path, "no value is given for '\(path)': the space of designs is empty", remedy: "Write '[1, 2]'")
      }
      if path == "design" { return SearchBlock.Axis(path: path, values: values.map(named)) }
      // What a path names does not depend on the value that is laid there.
      values.first.map(check)
      return SearchBlock.Axis(path: path, values: values)
    }
  }

  private func settings(_ item: SourceNode, path: String) -> [PlanSetting] {
    guard let text = item.text, !item.isEmpty else {
      context.report(
        at: item.position, "expected a value, a list or a range at 'plan.vary.\(path)', found \(item.shortDescription)",
        remedy: "Write '[30%, 60%]', '1..5' or '0% to 50% of requirement by 5%'")
      return []
    }
    return (SettingRange.values(of: text) ?? [text]).map { value in
      PlanSetting(path: path, text: value, node: SourceNode(.scalar(value), at: item.position))
    }
  }

  /// A value of the path `design` by the design's own name.
  private func named(_ setting: PlanSetting) -> PlanSetting {
    let position = setting.node?.position ?? context.document.root.position
    guard let name = describedDesign(setting.text, at: position) else { return setting }
    return PlanSetting(path: setting.path, text: name, node: SourceNode(.scalar(name), at: position))
  }

  /// The one design that a name in the plan stands for; nil after a problem.
  func describedDesign(_ name: String, at position: SourcePosition) -> String? {
    // Where the designs could not be read, that has been said.
    guard !context.diagnostics.hasErrors else { return nil }
    let found = DesignName.find(name, in: described)
    if found.count == 1 { return found[0].design.name }
    let several = found.map { "'\($0.design.name)'" }.joined(separator: ", ")
    context.report(
      at: position,
      found.isEmpty ? "the plan has no design '\(name)'" : "'\(name)' stands for several designs: \(several)",
      remedy: found.isEmpty ? DesignName.remedy(for: name, among: described) : "Name one of them")
    return nil
  }
}
