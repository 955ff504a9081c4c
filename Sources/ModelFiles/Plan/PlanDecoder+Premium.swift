import ServiceModel

/// What would make designs cheaper or dearer beside one another than they are.
extension PlanDecoder {
  /// A design without disaster recovery is the zero of a comparison: what it pays for disaster recovery is missing in every
  /// other design's premium.
  func checkBaseline(_ service: Service, _ reader: FieldReader) {
    let designs = context.document.root["designs"]?.entries ?? []
    guard service.design.topology == .singleSite, designs.count > 1,
      let entry = designs.first(where: { $0.key == service.design.name })
    else { return }
    let name = service.design.name
    if let labour = service.prices.labour, labour.persons > 0, labour.dollarsPerPersonYear > 0 {
      context.report(
        .warning, at: entry.keyPosition,
        "'\(name)' has no disaster recovery and pays for \(labour.persons) persons who run it: the others' premium is less by that",
        remedy: "Write 'prices: { labour: { persons: 0 } }' in it")
    }
    let rehearsed = service.drills.filter { $0.perYear > 0 && $0.nodeHours > 0 }.map(\.name)
    if let drill = rehearsed.first {
      context.report(
        .warning, at: entry.keyPosition,
        "'\(name)' has no second site and pays for drills that bring one up: \(rehearsed.joined(separator: ", "))",
        remedy: "Write 'drills: { \(drill): { per-year: 0 } }' in it")
    }
  }

  /// Spot nodes that nothing takes back are cheaper and as sure as any: that is no spot.
  func checkSpot(_ service: Service, _ reader: FieldReader) {
    guard !service.failures.contains(where: { $0.target.onlySpot }) else { return }
    for site in service.sites where service.spotNodes(at: site) > 0 {
      context.report(
        .warning, at: place(of: site, "spot", reader),
        "\(service.spotNodes(at: site)) nodes of '\(site.name)' are spot, and no failure of the plan takes them back",
        remedy: "Add a failure such as 'preemption: { scope: node, only: spot, per-year: 12, lasts: 30min }'")
    }
  }
}
