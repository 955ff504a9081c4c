import ServiceModel

/// One stage of a roadmap: a design, from a day on, with settings of its own.
public struct StageBlock: Equatable, Sendable {
  public let design: String
  public let from: CalendarDay
  /// Laid over the design: detection and automation change between stages, not only the topology.
  public let settings: [PlanSetting]
}

extension PlanDecoder {
  /// The `stages` list of the `plan` block, in the order of its dates.
  func stages(_ plan: FieldReader) -> [StageBlock] {
    let items = plan.list("stages") ?? []
    let stages = items.enumerated().compactMap { index, item in
      stage(FieldReader(item, path: "plan.stages[\(index)]", context: context))
    }
    for (before, after) in zip(stages, stages.dropFirst()) where before.from >= after.from {
      plan.error(
        "stages", "the stage from \(after.from) does not come after the one from \(before.from)",
        remedy: "Write stages in the order of their dates")
    }
    return stages
  }

  private func stage(_ reader: FieldReader) -> StageBlock? {
    defer { reader.finish() }
    var design = reader.requiredText("design", example: "hot-standby")
    if !design.isEmpty && context.document.root["designs"] != nil {
      design = describedDesign(design, at: reader.node["design"]?.position ?? reader.node.position) ?? design
    }
    if !reader.has("from") { reader.missing("from", example: "2027-07-01") }
    let from = day(reader, "from")
    if let from, from.day != 1 {
      reader.error("from", "a stage begins with a month", remedy: "Write '\(from.firstOfNextMonth)'")
    }
    let set = reader.child("set")
    let settings = (set?.names("PATH") ?? []).compactMap { path -> PlanSetting? in
      guard let node = set?.node(path), let text = node.text, !node.isEmpty else {
        set?.error(path, "expected one value at '\(path)'", remedy: "Write 'detect.failures: 3'")
        return nil
      }
      let setting = PlanSetting(path: path, text: text, node: SourceNode(.scalar(text), at: node.position))
      check(setting)
      return setting
    }
    return from.map { StageBlock(design: design, from: $0, settings: settings) }
  }
}
