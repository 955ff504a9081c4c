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
        price: UnitPrice(dollars: labour.dollarsPerPersonYear / Double(HoursBasis.simulatedYearHours)),
        amounts: held(labour.persons), origin: labour.origin))
  }

  /// Losses by lost request and by minute of outage, only where the plan prices them: there is no default.
  mutating func chargeOutages() {
    guard let outage = service.prices.outage else { return unpriced.append("outages") }
    let losses: [(item: String, unit: QuantityUnit, dollars: Double, amount: Estimate)] = [
      ("lost-requests", .units, outage.dollarsPerLostRequest, usage.requestsLost),
      ("outage-minutes", .minutes, outage.dollarsPerOutageMinute, usage.outageMinutes),
    ]
    for loss in losses where loss.dollars != 0 {
      charges.append(
        Charge(
          group: .outage, item: loss.item, kind: .internal, priceClass: .flat, unit: loss.unit,
          price: UnitPrice(dollars: loss.dollars), amounts: apportioned(loss.amount.mean, over: periods),
          certainty: .simulated, yearlyStandardError: loss.amount.standardError, origin: outage.origin))
    }
  }
}
