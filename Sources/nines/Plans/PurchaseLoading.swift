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
      site: site, course: try course(block, file, of: service, at: site),
      existing: block.existing.filter { ($0.site ?? home) == site.name }
    )
  }.filter { one != nil || $0.course.contains { $0 > 0 } || !$0.existing.isEmpty }
  guard pools.contains(where: { $0.course.contains { $0 > 0 } }) else {
    throw refused(
      file, at: ["plan.purchase.site", "plan.purchase.design"],
      "the design '\(service.design.name)' holds no nodes at '\(home)': there is nothing to buy",
      remedy: "Name another 'design' or 'site' in 'plan.purchase'")
  }
  return try pools.map { pool in
    try purchase(
      block, file, of: service, at: pool.site, course: pool.course, existing: pool.existing,
      orderPrefix: pools.count > 1 ? "\(pool.site.name)-" : "",
      searched: named == nil && found != nil
        ? PurchaseQuestion.SearchedCommitment(pool.site.committed) : nil)
  }
}

/// Says at its place why nothing can be bought.
private func refused(_ file: PlanFile, at keys: [String], _ message: String, remedy: String) -> ExitCode {
  Terminal.printError(file.problem(at: keys + ["plan.purchase"], message, remedy: remedy).description)
  return .badModel
}

/// Nodes by hour, as the block says or the plan asks.
private func course(_ block: PurchaseBlock, _ file: PlanFile, of service: Service, at site: Site) throws -> [Double] {
  do {
    return try block.need.map { $0.map(Double.init) } ?? service.weeklyNeed(at: site)
  } catch {
    throw refused(
      file, at: ["traffic"], "the need of '\(site.name)' cannot be told: \(error)",
      remedy: "Write the need of a course as 'plan.purchase.need'")
  }
}

/// What is rented by the hour at a site, and what may be taken back there.
private func hourlyOffer(_ offers: [PurchaseBlock.Offer], _ file: PlanFile, at site: Site) throws -> OnDemandOffer {
  let hourly = offers.first(where: \.isHourly)
  guard let price = hourly?.dollarsPerHour ?? site.node.dollarsPerHour else {
    throw refused(
      file, at: ["plan.purchase.offers"],
      "the nodes of '\(site.name)' have no price, and '\(hourly?.name ?? "on-demand")' gives none",
      remedy: "Write a 'price' in that offer, or one of the site's node")
  }
  let spot = offers.first(where: \.isSpot).map {
    SpotOffer(
      name: $0.name, price: UnitPrice(dollars: $0.dollarsPerHour ?? 0), limit: $0.limitNodes ?? 0, origin: $0.origin)
  }
  // A price may be laid over the plan, or varied, so that the two are what they are only here.
  if let spot, spot.price > UnitPrice(dollars: price) {
    throw refused(
      file, at: ["plan.purchase.offers.\(spot.name)"],
      "'\(spot.name)' is spot and costs more for an hour than on-demand at '\(site.name)'",
      remedy: "Check the two prices: what may be taken back costs less")
  }
  return OnDemandOffer(
    price: UnitPrice(dollars: price), limit: hourly?.limitNodes, spot: spot,
    origin: hourly?.dollarsPerHour == nil ? nil : hourly?.origin)
}

private func purchase(
  _ block: PurchaseBlock, _ file: PlanFile, of service: Service, at site: Site, course: [Double],
  existing: [PurchaseBlock.Existing], orderPrefix: String,
  searched: PurchaseQuestion.SearchedCommitment?
) throws -> PoolPurchase {
  guard let peak = course.max(), !block.outgrows(peak: peak) else {
    throw refused(
      file, at: ["plan.purchase.growth", "plan.purchase.need-by-year"],
      "the need of '\(site.name)' comes to more than \(PurchaseBlock.mostNodes) nodes in the last year of the world that"
        + " grows most, the most that a purchase looks at",
      remedy: "Look at fewer 'years', or check 'growth'")
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
  let had = block.offers(at: site.name)
  let offers = had.compactMap { offer in
    offer.termMonths.map { months in
      PurchaseQuestion.Offer(
        name: offer.name, price: UnitPrice(dollars: offer.dollarsPerHour ?? 0), termMonths: months,
        leadDaysP50: offer.leadDaysP50, leadDaysP90: offer.leadDaysP90, limit: offer.limitNodes,
        upfrontShare: offer.upfrontShare, holdsCapacity: offer.holdsCapacity, origin: offer.origin)
    }
  }
  var question = PurchaseQuestion(
    site: site.name, pool: "\(site.name)/\(site.node.gpuModel.lowercased())", sku: site.node.sku,
    design: service.design.name, begins: service.begins, months: 12 * block.years, course: course,
    worlds: worlds,
    offers: offers, onDemandName: had.first(where: \.isHourly)?.name ?? "on-demand",
    onDemand: try hourlyOffer(had, file, at: site),
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
