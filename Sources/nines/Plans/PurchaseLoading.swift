import ArgumentParser
import CapacityPlanning
import Costing
import ModelFiles
import ServiceModel

/// A pool of nodes that is bought for.
struct PoolPurchase {
  let plan: PurchasePlan
  /// The bill of the best way to buy.
  let lines: [CostLine]
}

/// What a plan's `purchase` block asks, for the design that was found or named: for the site that it names, or for every one at
/// which the design holds nodes.
///
/// - Throws: `ExitCode.badModel` where the design holds nothing there, or the traffic's curves cannot be read.
func purchasePlans(_ block: PurchaseBlock, _ file: PlanFile, for found: Service?) throws
  -> [PoolPurchase]
{
  let named = block.design.flatMap { name in file.services.first { $0.design.name == name } }
  let service = named ?? found ?? file.services[file.services.count - 1]
  let first = service.servingSites[0]
  let one =
    block.site.flatMap { name in service.sites.first { $0.name == name } }
    ?? (block.need == nil ? nil : first)
  let home = (one ?? first).name
  let pools = try (one.map { [$0] } ?? service.sites).map { site in
    (
      site: site, course: try course(block, of: service, at: site),
      existing: block.existing.filter { ($0.site ?? home) == site.name }
    )
  }.filter { one != nil || $0.course.contains { $0 > 0 } || !$0.existing.isEmpty }
  guard pools.contains(where: { $0.course.contains { $0 > 0 } }) else {
    Terminal.printError(
      "error: the design '\(service.design.name)' holds no nodes at '\(home)': there is nothing to buy. "
        + "Name another 'design' or 'site' in 'plan.purchase'")
    throw ExitCode.badModel
  }
  return try pools.map { pool in
    try purchase(
      block, file, of: service, at: pool.site, course: pool.course, existing: pool.existing,
      orderPrefix: pools.count > 1 ? "\(pool.site.name)-" : "",
      searched: named == nil && found != nil
        ? PurchaseQuestion.SearchedCommitment(pool.site.committed) : nil)
  }
}

/// Nodes by hour, as the block says or the plan asks.
private func course(_ block: PurchaseBlock, of service: Service, at site: Site) throws -> [Double] {
  do {
    return try block.need.map { $0.map(Double.init) } ?? service.weeklyNeed(at: site)
  } catch {
    Terminal.printError("error: the need of '\(site.name)' cannot be told: \(error)")
    throw ExitCode.badModel
  }
}

private func purchase(
  _ block: PurchaseBlock, _ file: PlanFile, of service: Service, at site: Site, course: [Double],
  existing: [PurchaseBlock.Existing], orderPrefix: String,
  searched: PurchaseQuestion.SearchedCommitment?
) throws -> PoolPurchase {
  guard let peak = course.max(), !block.outgrows(peak: peak) else {
    Terminal.printError(
      "error: the need of '\(site.name)' comes to more than \(PurchaseBlock.mostNodes) nodes in the last year of the world "
        + "that grows most, the most that a purchase looks at. Look at fewer 'years', or check 'growth'")
    throw ExitCode.badModel
  }
  let usual = PurchaseQuestion.weights
  let weights = block.weights.map { own in own.map { Double($0) / 1000 } } ?? [usual.low, usual.mid, usual.high]
  let growths = [block.growthLow, block.growthMid, block.growthHigh]
  func world(_ name: String, weight: Double, _ place: Int) -> PurchaseQuestion.World {
    PurchaseQuestion.World(
      name: name, weight: weight, growth: growths[place], levels: block.needByYear.map { $0[place] })
  }
  let isSure = block.growthLow == block.growthHigh && block.needByYear.allSatisfy { $0[0] == $0[2] }
  let worlds =
    isSure
    ? [world("only", weight: 1, 1)]
    : ["low", "mid", "high"].enumerated().map { world($1, weight: weights[$0], $0) }
  let hourly = block.offers.first { $0.termMonths == nil && !$0.isSpot }
  let spot = block.offers.first(where: \.isSpot).map {
    SpotOffer(name: $0.name, price: UnitPrice(dollars: $0.dollarsPerHour), limit: $0.limitNodes ?? 0, origin: $0.origin)
  }
  let offers = block.offers.compactMap { offer in
    offer.termMonths.map { months in
      PurchaseQuestion.Offer(
        name: offer.name, price: UnitPrice(dollars: offer.dollarsPerHour), termMonths: months,
        leadDaysP50: offer.leadDaysP50, leadDaysP90: offer.leadDaysP90, limit: offer.limitNodes,
        upfrontShare: offer.upfrontShare, holdsCapacity: offer.holdsCapacity, origin: offer.origin)
    }
  }
  var question = PurchaseQuestion(
    site: site.name, pool: "\(site.name)/\(site.node.gpuModel.lowercased())", sku: site.node.sku,
    design: service.design.name, begins: service.begins, months: 12 * block.years, course: course,
    worlds: worlds,
    offers: offers, onDemandName: hourly?.name ?? "on-demand",
    onDemand: OnDemandOffer(
      price: UnitPrice(dollars: hourly?.dollarsPerHour ?? 0), limit: hourly?.limitNodes, spot: spot,
      origin: hourly?.origin),
    shortage: block.shortageDollarsPerHour.map { UnitPrice(dollars: $0) }, discount: block.discount,
    existing: existing.map(PurchaseQuestion.Held.init))
  question.orderPrefix = orderPrefix
  question.searched = searched
  let plan = PurchasePlan(question)
  let lines = costLines(
    plan.charges, at: site, of: service, listPrice: plan.question.onDemand.price, studyID: file.name
  )
  return PoolPurchase(plan: plan, lines: lines)
}

extension PurchaseQuestion.SearchedCommitment {
  /// What a site of the design that was found is committed to.
  init(_ committed: NodeCommitment?) {
    guard let committed, committed.nodes > 0 else {
      self.init(nodes: 0)
      return
    }
    self.init(
      nodes: committed.nodes, termMonths: 12 * committed.term.years,
      price: UnitPrice(dollars: committed.dollarsPerHour))
  }
}

extension PurchaseQuestion.Held {
  /// What a plan says is held already.
  init(_ existing: PurchaseBlock.Existing) {
    let priceClass: PriceClass =
      switch existing.termMonths {
      case 36: .committed3Y
      case .some: .committed1Y
      case nil: .owned
      }
    self.init(
      name: existing.name, nodes: existing.nodes, price: UnitPrice(dollars: existing.dollarsPerHour),
      endMonth: existing.endMonth, priceClass: priceClass, origin: existing.origin)
  }
}

extension LeadTimeOrder {
  /// What a plan asks to order now.
  init(_ ahead: PurchaseBlock.Ahead) {
    self.init(
      outlooks: ahead.outlooks.map { Outlook(nodes: $0.nodes, weight: $0.weight) },
      ownedPrice: UnitPrice(dollars: ahead.dollarsPerHour),
      shortagePrice: UnitPrice(dollars: ahead.shortageDollarsPerHour))
  }
}
