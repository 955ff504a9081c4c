/// What a design may lay over its plan.
extension PlanDecoder {
  /// All designs meet the same failures at the same sites: a design takes none of them out.
  func refuseTakingOut(_ overlay: SourceNode, design: String) {
    let remedies = [
      "sites": "Write 'keep: nothing' there", "failures": "Leave it out of all designs with 'nines compare --without'",
      "dependencies": "Write what does without it under 'without'",
    ]
    for (block, remedy) in remedies.sorted(by: { $0.key < $1.key }) {
      for entry in overlay[block]?.entries ?? [] where entry.value.isTakenOut {
        context.report(
          at: entry.keyPosition, "design '\(design)' cannot take '\(block).\(entry.key)' out: all designs share it",
          remedy: remedy)
      }
    }
  }

  /// A design says what the plan's sites keep; a site that only it names is a slip.
  func withoutUnknownSites(_ overlay: SourceNode, base: SourceNode) -> SourceNode {
    guard let sites = overlay["sites"] else { return overlay }
    let known = base["sites"]?.entries?.map(\.key) ?? []
    guard let entries = sites.entries, areNamesKnown else {
      if sites.entries == nil {
        context.report(
          at: sites.position, "expected sites of the plan, found \(sites.shortDescription)",
          remedy: "Write '{ \(known.last ?? "other"): { keep: warm } }'")
      }
      return without(["sites"], overlay)
    }
    for site in entries where !known.contains(site.key) {
      context.report(
        at: site.keyPosition, "the plan has no site '\(site.key)'",
        remedy: FieldReader.suggestion(for: site.key, among: known))
    }
    let kept = without(entries.map(\.key).filter { !known.contains($0) }, sites)
    return SourceNode(
      .mapping(
        (overlay.entries ?? []).map {
          $0.key == "sites" ? SourceNode.Entry(key: $0.key, keyPosition: $0.keyPosition, value: kept) : $0
        }), at: overlay.position)
  }

  private func without(_ keys: [String], _ mapping: SourceNode) -> SourceNode {
    SourceNode(.mapping((mapping.entries ?? []).filter { !keys.contains($0.key) }), at: mapping.position)
  }
}
