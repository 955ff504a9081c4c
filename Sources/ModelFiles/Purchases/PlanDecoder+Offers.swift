internal import Intake
import ServiceModel
import Stochastics

/// What can be bought, at every site or at one.
extension PlanDecoder {
  /// The `offers` mapping of a purchase.
  func offers(_ purchase: FieldReader) -> [PurchaseBlock.Offer] {
    guard purchase.has("offers") else {
      purchase.missing("offers", example: "{ on-demand: { price: $55.04/h } }")
      return []
    }
    let places = purchaseSites(purchase)
    let offers = purchase.children("offers").compactMap { name, offer in self.offer(name, offer, among: places) }
    if offers.contains(where: { $0.site != nil }), purchase.has("need"), !purchase.has("site") {
      purchase.error(
        "need", "a need that is told is that of one site, and some offers are those of one site",
        remedy: "Add 'site: \(offers.compactMap(\.site)[0])', or leave the need to the plan")
    }
    if !purchase.has("need") { checkPlaces(of: offers, purchase) }
    checkKinds(offers, purchase, at: places)
    checkPrices(offers, purchase, at: places)
    return offers
  }

  /// The sites that may be bought for.
  private func purchaseSites(_ purchase: FieldReader) -> [String] {
    if let one = purchase.text("site") { return [one] }
    return context.document.root["sites"]?.entries?.map(\.key) ?? []
  }

  /// What is to be had only where no design keeps anything, and no search lays anything there, is never bought.
  private func checkPlaces(of offers: [PurchaseBlock.Offer], _ purchase: FieldReader) {
    guard !described.isEmpty, !context.diagnostics.hasErrors else { return }
    let plan = context.document.root["plan"]
    let settings = [plan?["vary"]] + (plan?["stages"]?.items ?? []).map { $0["set"] }
    let varied = settings.flatMap { $0?.entries ?? [] }.map(\.key)
    for offer in offers {
      guard let site = offer.site, !varied.contains(where: { $0 == "sites.\(site)" || $0.hasPrefix("sites.\(site).") }),
        !described.contains(where: { $0.sites.contains { $0.name == site && $0.keep > .nothing } })
      else { continue }
      purchase.child("offers")?.child(offer.name)?.error(
        "site", "no design keeps anything at '\(site)', so that '\(offer.name)' is never bought",
        remedy: "Name a site that keeps something, or leave the offer out")
    }
  }

  /// At every site one offer is rented by the hour, and one at most may be taken back.
  private func checkKinds(_ offers: [PurchaseBlock.Offer], _ purchase: FieldReader, at places: [String]) {
    let scopes: [String?] = [nil] + offers.compactMap(\.site).uniqued().map { $0 }
    for site in scopes {
      let own = offers.filter { $0.site == site }
      let at = site.map { " at '\($0)'" } ?? ""
      if own.count(where: \.isSpot) > 1 {
        purchase.error("offers", "one offer can be spot\(at)", remedy: "Keep the cheaper one")
      }
      let hourly = own.count(where: \.isHourly)
      if hourly > 1 || (hourly == 0 && !offers.contains(where: \.isHourly)) {
        purchase.error(
          "offers",
          "exactly one offer must be without a 'term' and not spot\(at): what is rented by the hour; there are \(hourly)",
          remedy: hourly > 1 && places.count > 1
            ? "Keep one, or write 'site' where it is that of one site"
            : context.currency.example("Write 'on-demand: { price: $55.04/h }'"))
        return
      }
    }
    let without = places.filter { site in !offers.had(at: site).contains(where: \.isHourly) }
    if let site = without.first, offers.contains(where: \.isHourly) {
      purchase.error(
        "offers", "nothing is rented by the hour at '\(site)'",
        remedy: "Leave 'site' out of one offer without 'term', or write one for '\(site)'")
    }
  }

  /// Who commits, or may lose a node, pays no more than by the hour at one site at least; spot at every site.
  private func checkPrices(_ offers: [PurchaseBlock.Offer], _ purchase: FieldReader, at places: [String]) {
    for offer in offers where !offer.isHourly {
      guard let price = offer.dollarsPerHour else { continue }
      let hourly = places.compactMap { site -> (site: String, price: Double)? in
        let here = offers.had(at: site)
        guard here.contains(where: { $0.name == offer.name }), let rented = here.first(where: \.isHourly) else {
          return nil
        }
        return (rented.dollarsPerHour ?? nodePrice(at: site)).map { (site, $0) }
      }
      guard let lowest = hourly.min(by: { $0.price < $1.price }), let highest = hourly.map(\.price).max() else {
        continue
      }
      if offer.isSpot, price > lowest.price {
        let at = places.count > 1 ? " at '\(lowest.site)'" : ""
        purchase.child("offers")?.error(
          offer.name, "'\(offer.name)' is spot and costs more for an hour than on-demand\(at)",
          remedy: "Check the two prices: what may be taken back costs less")
      } else if !offer.isSpot, price > highest {
        purchase.child("offers")?.error(
          offer.name, "'\(offer.name)' costs more for an hour than what is rented by the hour",
          remedy: "Check the two prices: who commits pays less")
      }
    }
  }

  /// What an hour of a site's node costs in the plan; nil where it has no price.
  private func nodePrice(at site: String) -> Double? {
    described.lazy.compactMap { service in service.sites.first { $0.name == site }?.node.dollarsPerHour }.first
  }

  private func offer(_ name: String, _ reader: FieldReader, among places: [String]) -> PurchaseBlock.Offer? {
    defer { reader.finish() }
    let months = termMonths(reader)
    if reader.has("term") && (months ?? 0) < 1 {
      reader.error("term", "a term lasts a month at least", remedy: "Write '1y'")
    }
    if let months, months > 12 * PurchaseBlock.mostYears {
      reader.error("term", "a term lasts ten years at most", remedy: "Write '3y'")
    }
    let isSpot = reader.flag("spot") ?? false
    if isSpot { checkSpot(reader) }
    let isHourly = !reader.has("term") && !isSpot
    let site = self.site(reader)
    if let site, let one = places.first, places.count == 1, one != site {
      reader.error(
        "site", "the purchase is for '\(one)', and '\(name)' is to be had at '\(site)'",
        remedy: "Take it away, or leave 'site' out of the purchase")
    }
    let price = isHourly ? reader.optional("price", .moneyPer("h")) : reader.required("price", .moneyPer("h"))
    let days = reader.has("lead") ? lead(reader) : (p50: 0, p90: 0)
    return PurchaseBlock.Offer(
      name: name, site: site, dollarsPerHour: price, termMonths: months, leadDaysP50: days.p50, leadDaysP90: days.p90,
      limitNodes: reader.whole("limit", noun: "nodes"), upfrontShare: reader.optional("upfront", .share) ?? 0,
      holdsCapacity: reader.flag("holds-capacity") ?? false, isSpot: isSpot,
      origin: reader.has("price") ? origin(reader, "price") : PriceOrigin())
  }

  /// A term in months of a twelfth of 8766 hours.
  func termMonths(_ reader: FieldReader) -> Int? {
    reader.optional("term", .duration).map { Int(nearestWhole($0 / (8766.0 / 12 * 3600))) }
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

extension [String] {
  fileprivate func uniqued() -> [String] {
    reduce(into: []) { list, name in if !list.contains(name) { list.append(name) } }
  }
}
