internal import Intake
import ServiceModel
import Stochastics

extension PlanDecoder {
  /// The `purchase` mapping of the `plan` block.
  func purchaseBlock(_ reader: FieldReader) -> PurchaseBlock? {
    guard let purchase = reader.child("purchase") else { return nil }
    defer { purchase.finish() }
    let years = purchase.whole("years") ?? 3
    if !(1...PurchaseBlock.mostYears).contains(years) {
      purchase.error("years", "a purchase looks at one to ten years, not \(years)", remedy: "Write '3'")
    }
    let growth = growthWorlds(purchase)
    let offers = purchase.children("offers").compactMap { name, offer in self.offer(name, offer) }
    if !purchase.has("offers") { purchase.missing("offers", example: "{ on-demand: { price: $55.04/h } }") }
    if offers.filter(\.isSpot).count > 1 {
      purchase.error("offers", "one offer can be spot", remedy: "Keep the cheaper one")
    }
    let hourly = offers.filter { $0.termMonths == nil && !$0.isSpot }
    if purchase.has("offers") && hourly.count != 1 {
      purchase.error(
        "offers",
        "exactly one offer must be without a 'term' and not spot: what is rented by the hour; there are \(hourly.count)",
        remedy: context.currency.example("Write 'on-demand: { price: $55.04/h }'"))
    }
    for offer in offers {
      guard let price = hourly.first?.dollarsPerHour, offer.dollarsPerHour > price else { continue }
      if offer.isSpot {
        purchase.child("offers")?.error(
          offer.name, "'\(offer.name)' is spot and costs more for an hour than on-demand",
          remedy: "Check the two prices: what may be taken back costs less")
        continue
      }
      purchase.child("offers")?.error(
        offer.name, "'\(offer.name)' costs more for an hour than what is rented by the hour",
        remedy: "Check the two prices: who commits pays less")
    }
    let block = PurchaseBlock(
      site: site(purchase), design: design(purchase), need: need(purchase), years: years, growthLow: growth.low,
      growthMid: growth.mid, growthHigh: growth.high, needByYear: needByYear(purchase, years: years),
      weights: worldWeights(purchase), discount: discount(purchase),
      offers: offers, existing: existing(purchase, besides: offers.map(\.name)),
      shortageDollarsPerHour: purchase.optional("shortage", .moneyPer("h")),
      ahead: ahead(purchase, hourly: hourly.first?.dollarsPerHour))
    if let peak = block.need?.max(), block.outgrows(peak: Double(peak)) {
      purchase.error(
        "need",
        "\(peak) nodes come to more than \(PurchaseBlock.mostNodes) in the last year of the world that grows most",
        remedy: "Count in larger units, such as racks, with their price, or look at fewer years")
    }
    return block
  }

  /// The `ahead` mapping: needs with their weights, the price of a node ordered now and of one that is missing.
  private func ahead(_ purchase: FieldReader, hourly: Double?) -> PurchaseBlock.Ahead? {
    guard let reader = purchase.child("ahead") else { return nil }
    defer { reader.finish() }
    let nodes = numbers(reader, "need", .count("nodes"), example: "[61, 69, 77]")
    let weights = numbers(reader, "weights", .share, example: "[25%, 50%, 25%]")
    let price = reader.required("price", .moneyPer("h"))
    let shortage = reader.optional("shortage", .moneyPer("h")) ?? hourly ?? 0
    guard !nodes.isEmpty, !weights.isEmpty else { return nil }
    if nodes.contains(where: { $0 > Double(PurchaseBlock.mostNodes) }) {
      reader.error(
        "need", "a purchase looks at up to \(PurchaseBlock.mostNodes) nodes",
        remedy: "Count in larger units, such as racks, with their price")
    }
    let thousandths = weights.map { Int(nearestWhole($0 * 1000)) }
    guard nodes.count == weights.count, thousandths.allSatisfy({ $0 > 0 }), thousandths.reduce(0, +) == 1000 else {
      reader.error(
        "weights", "\(nodes.count) needs have as many weights above zero, which sum to 100%",
        remedy: "Write 'need: [61, 69, 77]' and 'weights: [25%, 50%, 25%]'")
      return nil
    }
    guard shortage > 0 else {
      reader.error(
        "shortage", "a node that is missing costs nothing",
        remedy: context.currency.example("Write 'shortage: $55.04/h'"))
      return nil
    }
    return PurchaseBlock.Ahead(
      outlooks: zip(nodes, thousandths).map { .init(nodes: Int($0), weight: $1) }, dollarsPerHour: price,
      shortageDollarsPerHour: shortage)
  }

  func numbers(_ reader: FieldReader, _ key: String, _ kind: QuantityKind, example: String) -> [Double] {
    guard let items = reader.list(key) else {
      reader.missing(key, example: example)
      return []
    }
    let values = items.enumerated().compactMap { index, item in
      context.quantity(item, kind, path: "\(reader.path(of: key))[\(index)]")
    }
    return values.count == items.count ? values : []
  }

  func site(_ reader: FieldReader) -> String? {
    guard let name = reader.text("site") else { return nil }
    let known = context.document.root["sites"]?.entries?.map(\.key) ?? []
    if !known.contains(name) {
      reader.error(
        "site", "the plan has no site '\(name)'", remedy: FieldReader.suggestion(for: name, among: known))
    }
    return name
  }

  private func design(_ reader: FieldReader) -> String? {
    guard let name = reader.text("design") else { return nil }
    let known = context.document.root["designs"]?.entries?.map(\.key) ?? []
    if !known.contains(name) {
      reader.error(
        "design", "the plan has no design '\(name)'", remedy: FieldReader.suggestion(for: name, among: known))
    }
    return name
  }

  private func need(_ reader: FieldReader) -> [Int]? {
    guard let items = reader.list("need") else { return nil }
    let nodes = items.enumerated().compactMap { index, item in
      context.quantity(item, .count("nodes"), path: "plan.purchase.need[\(index)]").map { Int($0) }
    }
    if items.isEmpty {
      reader.error("need", "the need of a course has one hour at least", remedy: "Write 'need: [45, 51, 56]'")
    }
    return nodes.count == items.count && !nodes.isEmpty ? nodes : nil
  }

  private func discount(_ reader: FieldReader) -> Double? {
    guard let share = reader.optional("discount", .share) else { return nil }
    guard share < 1 else {
      reader.error("discount", "money of a year later is worth something: 100% is no rate", remedy: "Write '8%'")
      return nil
    }
    return share
  }

  private func offer(_ name: String, _ reader: FieldReader) -> PurchaseBlock.Offer? {
    defer { reader.finish() }
    let price = reader.required("price", .moneyPer("h"))
    let months = reader.optional("term", .duration).map { Int(nearestWhole($0 / (8766.0 / 12 * 3600))) }
    if reader.has("term") && (months ?? 0) < 1 {
      reader.error("term", "a term lasts a month at least", remedy: "Write '1y'")
    }
    if let months, months > 12 * PurchaseBlock.mostYears {
      reader.error("term", "a term lasts ten years at most", remedy: "Write '3y'")
    }
    let isSpot = reader.flag("spot") ?? false
    if isSpot { checkSpot(reader) }
    let days = reader.has("lead") ? lead(reader) : (p50: 0, p90: 0)
    return PurchaseBlock.Offer(
      name: name, dollarsPerHour: price, termMonths: months, leadDaysP50: days.p50, leadDaysP90: days.p90,
      limitNodes: reader.whole("limit", noun: "nodes"), upfrontShare: reader.optional("upfront", .share) ?? 0,
      holdsCapacity: reader.flag("holds-capacity") ?? false, isSpot: isSpot, origin: origin(reader, "price"))
  }

  /// Spot nodes have no term, hold nothing and cover a part of the need only: somebody says which part may be taken back.
  private func checkSpot(_ reader: FieldReader) {
    if !reader.has("limit") { reader.missing("limit", example: "10 nodes") }
    for key in ["term", "lead", "upfront", "holds-capacity"] where reader.has(key) {
      reader.error(key, "spot nodes are rented by the hour: '\(key)' says nothing of them", remedy: "Take it away")
    }
  }

  /// Quantiles of the law of the lead time, in days.
  private func lead(_ reader: FieldReader) -> (p50: Double, p90: Double) {
    guard let law = reader.distribution("lead") else { return (0, 0) }
    guard law.quantile(0.9) <= Double(PurchaseBlock.mostYears) * 8766 * 3600 else {
      reader.error(
        "lead", "one order in ten comes after more than ten years",
        remedy: "Write 'lead: lognormal median 12w sigma 0.5'")
      return (0, 0)
    }
    return (law.quantile(0.5) / 86_400, law.quantile(0.9) / 86_400)
  }
}
