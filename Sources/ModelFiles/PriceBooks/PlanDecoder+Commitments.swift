import ServiceModel

/// Nodes that are paid for ahead, and what their price must agree with.
extension PlanDecoder {
  /// The `committed` mapping of a site.
  func committed(_ reader: FieldReader, of site: Site, book: PriceBook?) -> NodeCommitment? {
    guard let reader = reader.child("committed") else { return nil }
    defer { reader.finish() }
    let nodes = reader.requiredWhole("nodes", noun: "nodes")
    if !reader.has("term") { reader.missing("term", example: "1y") }
    let years = reader.optional("term", .duration).map { $0 / (8766 * 3600) }
    let term: NodeCommitment.Term? = years == 1 ? .oneYear : years == 3 ? .threeYears : nil
    if years != nil && term == nil {
      reader.error("term", "a commitment lasts one year or three", remedy: "Write '1y' or '3y'")
    }
    let upfront = reader.optional("upfront", .share) ?? 0
    guard let term else { return nil }
    let listed =
      laidOver(term, of: site)
      ?? (reader.has("price") ? nil : committedPrice(reader, term: term, of: site, book: nodes > 0 ? book : nil))
    let isListed = listed != nil || (book != nil && !reader.has("price"))
    // What is laid over the plan holds, and the plan's own price is read all the same: it may be mistyped.
    let own = reader.has("price") || !isListed ? reader.required("price", .moneyPer("h")) : 0
    var committed = NodeCommitment(
      nodes: nodes, term: term, dollarsPerHour: isListed ? listed?.dollarsPerHour ?? 0 : own, upfrontShare: upfront)
    committed.origin = isListed ? listed?.origin : origin(reader, "price")
    return committed
  }

  /// The `owned` mapping of a site.
  func owned(_ site: FieldReader) -> OwnedNodes? {
    guard let reader = site.child("owned") else { return nil }
    defer { reader.finish() }
    let nodes = reader.requiredWhole("nodes", noun: "nodes")
    let capex = reader.required("capex", .money)
    let life = positive(reader, "life", .duration) / (8766 * 3600)
    let pue = reader.optional("pue", .number) ?? 1
    if pue < 1 {
      reader.error("pue", "a building draws no less than its machines: \(pue) is below 1", remedy: "Write '1.56'")
    }
    let (busy, idle) = (reader.optional("busy", .power) ?? 0, reader.optional("idle", .power) ?? 0)
    if idle > busy {
      reader.error("idle", "a machine that waits draws more than one that serves", remedy: "Check 'busy' and 'idle'")
    }
    if busy > 0 && !reader.has("power") { reader.missing("power", example: "$0.09/kWh") }
    let contracted = reader.optional("contracted", .power) ?? 0
    if contracted > 0 && !reader.has("colocation") { reader.missing("colocation", example: "$184.06/kW-month") }
    var machines = OwnedNodes(
      nodes: nodes, capex: capex, lifeYears: life, residual: reader.optional("residual", .share) ?? 0,
      capitalRate: reader.optional("capital", .share) ?? 0, supportRate: reader.optional("support", .share) ?? 0,
      contractedKW: contracted, busyKW: busy, idleKW: idle, pue: max(1, pue),
      dollarsPerKWh: reader.optional("power", .moneyPer("kWh")) ?? 0,
      colocationDollarsPerKWMonth: reader.optional("colocation", .moneyPer("kW-month")) ?? 0,
      origin: origin(reader, "capex"))
    func named(_ key: String) -> PriceOrigin? { reader.has(key) ? origin(reader, key) : nil }
    machines.wearOrigin = PriceOrigin.joining(origin(reader, "life"), named("residual"))
    machines.capitalOrigin = PriceOrigin.joining(origin(reader, "life"), named("residual"), named("capital"))
    machines.supportOrigin = named("support")
    machines.colocationOrigin = named("colocation")
    machines.powerOrigin = named("power")
    return machines
  }

  /// Machines of one's own need an hourly price beside them for what stands or is acquired beyond them.
  func checkOwned(of site: Site, in service: Service, _ reader: FieldReader) {
    guard let owned = site.owned, owned.nodes > 0 else { return }
    if site.node.dollarsPerHour == nil && !service.ownsAllNodes(at: site) {
      context.report(
        at: place(of: site, "owned", reader),
        "'\(site.name)' owns \(owned.nodes) nodes and has no price for those that it would rent beside them",
        remedy: "Add 'price' to its 'node', or own as many as may ever run there")
    }
  }

  /// A commitment that costs more than the hour is a slip.
  func checkCommitment(of site: Site, in service: Service, _ reader: FieldReader) {
    guard let committed = site.committed else { return }
    if let price = site.node.dollarsPerHour, committed.dollarsPerHour > price {
      let written = reader.node["sites"]?[site.name]?["committed"]?["price"]?.position
      context.report(
        at: written ?? place(of: site, "committed", reader),
        "'\(site.name)' pays more for a committed node than for one by the hour",
        remedy: "Check the two prices: who commits pays less")
    }
  }
}
