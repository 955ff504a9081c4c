import ServiceModel

extension Charge {
  /// The line of one month, its cents still open.
  ///
  /// - Parameter years: Length of all months in years of 8766 h.
  func line(
    at index: Int, in period: BillingPeriod, of service: Service, studyID: String, isBaseline: Bool, years: Double
  ) -> CostLine {
    let node = unit == .nodeHours ? site?.node : nil
    let amount = amounts[index]
    // What is uncertain of the whole is spread over months as the amount is.
    let all = amounts.reduce(.zero, +).units
    let share = all > 0 ? amount.units / all : period.hours / (years * Double(BillingHours.year))
    let isPurchase = accounting == .purchase
    let listPrice = listPrice ?? price
    let provider =
      priceClass == .owned
      ? "own organisation" : site?.provider ?? (kind == .internal ? "" : service.servingSites.first?.provider ?? "")
    var line = CostLine(
      studyID: studyID, design: service.design, isBaseline: isBaseline, period: period, site: site?.name ?? "",
      provider: provider, region: site?.region ?? "",
      pool: node.map { "\(site?.name ?? "")/\($0.gpuModel.lowercased())" } ?? "", group: group,
      item: item, role: role, beneficiary: beneficiary, chargeKind: kind,
      chargeFrequency: frequency, priceClass: priceClass,
      commitmentID: commitmentID, commitmentStatus: commitmentStatus,
      reservationID: reservationStatus != nil ? site.map { "cr-\($0.name)-\($0.node.gpuModel.lowercased())" } : nil,
      reservationStatus: reservationStatus, sku: node?.sku ?? sku,
      gpuModel: node?.gpuModel ?? "", gpusPerUnit: node?.gpus,
      unitsMean: isPurchase || !countsNodes ? nil : node.map { _ in Quantity(amount.units / period.hours) },
      quantity: amount, unit: unit, listUnitPrice: listPrice, contractedUnitPrice: listPrice,
      effectiveUnitPrice: isPurchase ? UnitPrice(microdollars: 0) : price, listCost: .zero, contractedCost: .zero,
      cashCost: .zero, amortisedCost: .zero, currency: service.prices.currency.currency.code, certainty: certainty,
      amortisedCostSE: price * Quantity(yearlyStandardError * years * share), inFocus: kind != .internal,
      origin: origin, termMonths: termMonths)
    line.tags = Tag.laid(site?.tags ?? [], over: service.tags)
    return line
  }
}
