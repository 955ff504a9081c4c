internal import Intake
import ServiceModel
import Stochastics

extension PlanDecoder {
  /// The `purchase` mapping of the `plan` block.
  func purchaseBlock(_ reader: FieldReader) -> PurchaseBlock? {
    guard let purchase = reader.child("purchase") else { return nil }
    defer { purchase.finish() }
    refuseToBeginWithinAMonth()
    let years = purchase.whole("years") ?? 3
    if !(1...PurchaseBlock.mostYears).contains(years) {
      purchase.error("years", "a purchase looks at one to ten years, not \(years)", remedy: "Write '3'")
    }
    let growth = growthWorlds(purchase)
    let offers = self.offers(purchase)
    let hourly = offers.first(where: \.isHourly)
    let block = PurchaseBlock(
      site: site(purchase), design: design(purchase), need: need(purchase), years: years, growthLow: growth.low,
      growthMid: growth.mid, growthHigh: growth.high, needByYear: needByYear(purchase, years: years),
      weights: worldWeights(purchase), discount: discount(purchase),
      offers: offers, existing: existing(purchase, besides: offers.map(\.name)),
      shortageDollarsPerHour: purchase.optional("shortage", .moneyPer("h")),
      ahead: ahead(purchase, hourly: hourly?.dollarsPerHour))
    if let peak = block.need?.max(), block.outgrows(peak: Double(peak)) {
      purchase.error(
        "need",
        "\(peak) nodes come to more than \(PurchaseBlock.mostNodes) in the last year of the world that grows most",
        remedy: "Count in larger units, such as racks, with their price, or look at fewer years")
    }
    return block
  }

  /// Purchases are reckoned by whole calendar months: what begins in the middle of one would pay for days before it.
  private func refuseToBeginWithinAMonth() {
    guard let begins = context.document.root["begins"], let day = begins.text.flatMap({ CalendarDay($0) }), day.day != 1
    else { return }
    var first = day
    first.day = 1
    context.report(
      at: begins.position, "a purchase is reckoned by calendar months, and the plan begins on \(day)",
      remedy: "Write 'begins: \(first)'")
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
}
