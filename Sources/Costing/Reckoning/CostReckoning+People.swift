import ServiceModel

// MARK: What no provider bills

extension CostReckoning {
  /// People who run the disaster recovery. A person-year is spread evenly over its 8766 hours.
  mutating func chargeLabour() {
    guard let labour = service.prices.labour else { return unpriced.append("labour") }
    charges.append(
      Charge(
        group: .labour, item: "disaster-recovery labour", kind: .internal, frequency: .recurring, priceClass: .flat,
        unit: .personHours,
        price: UnitPrice(dollars: labour.dollarsPerPersonYear / Double(BillingHours.year)),
        amounts: held(labour.persons), origin: labour.origin))
  }

  /// Losses by lost request, by minute of outage and in credits, only where the plan prices them: there is no default.
  mutating func chargeOutages() {
    chargeCredits()
    chargeServices()
    guard let outage = service.prices.outage else {
      if service.prices.credits == nil && !service.pricesLostRequests { unpriced.append("outages") }
      return
    }
    charge("lost-requests", .units, outage.dollarsPerLostRequest, usage.requestsLost, outage.origin)
    guard !outage.growth.isEmpty, usage.outageMinutesByLength.count == outage.growth.count + 1 else {
      return charge(
        "outage-minutes", .minutes, outage.dollarsPerOutageMinute, usage.outageMinutes,
        outage.minuteOrigin ?? outage.origin)
    }
    let rates = [outage.dollarsPerOutageMinute] + outage.growth.map(\.dollarsPerMinute)
    let names = ["outage-minutes"] + outage.growth.map { "outage-minutes from \(decimalText($0.fromMinutes)) min" }
    let origins = [outage.minuteOrigin] + outage.growth.map(\.origin)
    for (band, minutes) in usage.outageMinutesByLength.enumerated() {
      charge(names[band], .minutes, rates[band], minutes, origins[band] ?? outage.origin)
    }
  }

  /// What customers get back, by the months that fall into each tier.
  private mutating func chargeCredits() {
    guard let credits = service.prices.credits else { return }
    for (tier, months) in zip(credits.tiers, usage.creditMonths) {
      charge(
        "sla-credit below \(decimalText(100 * tier.below)) %", .units, credits.dollarsPerMonth * tier.share, months,
        credits.origin)
    }
  }

  /// What lost requests of each of several services cost, where the plan says.
  private mutating func chargeServices() {
    for (own, lost) in zip(service.traffic.mix?.services ?? [], usage.lostByService) {
      guard let loss = own.loss else { continue }
      charge("lost-requests \(own.name)", .units, loss.dollars, lost, loss.origin)
    }
  }

  private mutating func charge(
    _ item: String, _ unit: QuantityUnit, _ dollars: Double, _ amount: Estimate, _ origin: PriceOrigin
  ) {
    guard dollars != 0 else { return }
    charges.append(
      Charge(
        group: .outage, item: item, kind: .internal, priceClass: .flat, unit: unit,
        price: UnitPrice(dollars: dollars), amounts: used(amount), certainty: .simulated,
        yearlyStandardError: amount.standardError, origin: origin))
  }

  /// At most six decimals, none that are zero.
  private func decimalText(_ value: Double) -> String {
    let text = Quantity(value).description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Service {
  /// Whether lost requests of one of several services have a price.
  public var pricesLostRequests: Bool { traffic.mix?.services.contains { $0.loss != nil } ?? false }
}
