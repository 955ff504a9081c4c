import ServiceModel

/// What a year may cost.
extension PlanDecoder {
  /// `budget: { at-most: $40M/y, in: 90% of years }`.
  func budget(_ objectives: FieldReader) -> BudgetObjective? {
    guard
      let reader = objectives.child("budget", shorthand: "at-most: VALUE, in: 90% of years", .moneyPer("y"))
    else { return nil }
    defer { reader.finish() }
    let example = "$40M/y"
    if !reader.has("at-most") { reader.missing("at-most", example: example) }
    return BudgetObjective(
      figure: reader.choice("of", BudgetObjective.Figure.self) ?? .cost,
      atMostDollars: reader.has("at-most")
        ? positive(reader, "at-most", .moneyPer("y"), remedy: context.currency.example("Write '\(example)'")) : 0,
      share: share(reader, "years"))
  }

  /// A budget that counts nodes for nothing would be kept by every design, and losses that have no price are no losses.
  func checkBudget(_ service: Service, _ reader: FieldReader) {
    guard let budget = service.objectives.budget else { return }
    let node = reader.node["objectives"]?["budget"]
    let unpriced = service.sites.filter { site in
      site.keep > .nothing && site.rented == nil && site.node.dollarsPerHour == nil && !service.ownsAllNodes(at: site)
    }
    if !unpriced.isEmpty {
      let names = unpriced.map { "'\($0.name)'" }.joined(separator: ", ")
      context.report(
        at: node?.position ?? reader.node.position,
        "the budget cannot be judged: the nodes of \(names) have no price",
        remedy: context.currency.example("Add 'price: $10/h' to their 'node', or a 'price-book'"))
    }
    let pricesRequests = service.traffic.mix?.services.contains { $0.loss != nil } ?? false
    if budget.figure == .total, service.prices.outage == nil, service.prices.credits == nil, !pricesRequests {
      context.report(
        at: node?["of"]?.position ?? reader.node.position,
        "'of: total' is no other than 'of: cost': the plan prices no outage",
        remedy: "Add 'prices.outage' or 'prices.credits', or leave 'of' out")
    }
  }
}
