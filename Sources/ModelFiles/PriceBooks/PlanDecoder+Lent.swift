import ServiceModel

/// Standby nodes that somebody else uses, and what they must agree with.
extension PlanDecoder {
  /// The `lent` mapping of a site.
  func lent(_ site: FieldReader, of place: Site, book: PriceBook?) -> LentNodes? {
    guard let reader = site.child("lent") else { return nil }
    defer { reader.finish() }
    let borrower = reader.requiredText("to", example: "test")
    if borrower == "production" {
      reader.error("to", "nodes are lent to somebody else than production", remedy: "Write 'test' or 'batch'")
    }
    let nodes = reader.requiredWhole("nodes", noun: "nodes")
    if !reader.has("hours-per-week") { reader.missing("hours-per-week", example: "40h") }
    let hours = (reader.optional("hours-per-week", .duration) ?? 0) / 3600
    if hours > 168 {
      reader.error("hours-per-week", "a week has 168 hours", remedy: "Write '40h', or '168h' for all of them")
    }
    if !reader.has("evict") { reader.missing("evict", example: "5min") }
    return LentNodes(
      borrower: borrower, nodes: nodes, neededNodes: reader.whole("needs", noun: "nodes"),
      hoursPerWeek: min(hours, 168), displaces: displaced(reader, at: place, book: book),
      evictSeconds: reader.optional("evict", .duration) ?? 0, breaks: reader.optional("breaks", .share) ?? 0)
  }

  /// What the borrower would buy otherwise: `displaces` and its `price`, or the site's own or the book's.
  private func displaced(_ reader: FieldReader, at site: Site, book: PriceBook?) -> DisplacedCapacity? {
    let written = reader.optional("price", .moneyPer("h"))
    guard let priceClass = reader.choice("displaces", DisplacedCapacity.PriceClass.self) else {
      if reader.has("price") && !reader.has("displaces") {
        reader.missing("displaces", example: "spot")
      }
      return nil
    }
    if let written { return DisplacedCapacity(priceClass: priceClass, dollarsPerHour: written) }
    let listed: Double? =
      priceClass == .onDemand
      ? site.node.dollarsPerHour
      : site.node.spotDollarsPerHour
        ?? listed(book, site, .spot)?.dollarsPerHour
    guard let listed else {
      reader.missing("price", example: "$16.95/h")
      return nil
    }
    return DisplacedCapacity(priceClass: priceClass, dollarsPerHour: listed)
  }

  /// Only nodes that run and take no traffic can be lent.
  func checkLent(of site: Site, in service: Service, _ reader: FieldReader) {
    guard let lent = site.lent, lent.nodes > 0, site.keep > .nothing else { return }
    let position = place(of: site, "lent", reader)
    let standing = service.standingNodes(at: site)
    if site.keep == .serving {
      context.report(
        at: position, "'\(site.name)' serves in design '\(service.design.name)': its nodes cannot be lent",
        remedy: "Write 'lent' in the designs in which the site stands by")
    } else if lent.nodes > standing {
      context.report(
        at: position,
        "'\(site.name)' lends \(lent.nodes) nodes and \(standing) stand there in design '\(service.design.name)'",
        remedy: standing == 0
          ? "Write 'lent' in the designs in which nodes run there" : "Lend \(standing) at most")
    }
    if site.spot > 0 {
      context.report(
        at: position, "'\(site.name)' lends nodes of which its provider may take back a share",
        remedy: "Take 'spot' away, or 'lent'")
    }
  }
}
