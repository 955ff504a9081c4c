import ServiceModel

/// Nodes that are paid for ahead, and what their price must agree with.
extension PlanDecoder {
  /// The `committed` mapping of a site.
  func committed(_ site: FieldReader) -> NodeCommitment? {
    guard let reader = site.child("committed") else { return nil }
    defer { reader.finish() }
    let nodes = reader.requiredWhole("nodes", noun: "nodes")
    let price = reader.required("price", .moneyPer("h"))
    if !reader.has("term") { reader.missing("term", example: "1y") }
    let years = reader.optional("term", .duration).map { $0 / (8766 * 3600) }
    let term: NodeCommitment.Term? = years == 1 ? .oneYear : years == 3 ? .threeYears : nil
    if years != nil && term == nil {
      reader.error("term", "a commitment lasts one year or three", remedy: "Write '1y' or '3y'")
    }
    let upfront = reader.optional("upfront", .share) ?? 0
    return term.map { NodeCommitment(nodes: nodes, term: $0, dollarsPerHour: price, upfrontShare: upfront) }
  }

  /// A commitment that costs more than the hour is a slip; a fleet that follows demand needs its hours to be matched.
  func checkCommitment(of site: Site, in service: Service, _ reader: FieldReader) {
    guard let committed = site.committed else { return }
    if let price = site.node.dollarsPerHour, committed.dollarsPerHour > price {
      context.report(
        at: place(of: site, "committed", reader),
        "'\(site.name)' pays more for a committed node than for one by the hour",
        remedy: "Check the two prices: who commits pays less")
    }
    if service.autoscaling != nil && site.keep == .serving && committed.nodes > 0 {
      context.report(
        at: place(of: site, "committed", reader),
        "the fleet of '\(site.name)' follows demand: what a commitment to it costs depends on each hour",
        remedy: "Take 'committed' away and ask 'plan.purchase' for the level")
    }
  }
}
