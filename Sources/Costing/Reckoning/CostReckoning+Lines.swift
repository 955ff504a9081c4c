import ServiceModel

// MARK: What the plan pays for beside

extension CostReckoning {
  /// The plan's own lines, after all nodes have been charged: licences count the hours of nodes that run.
  mutating func chargeLines() {
    for line in service.prices.lines {
      switch line.basis {
      case .nodeHour(let sites): chargeHours(line, at: sites)
      case .month: append(line, .recurring, .months, line.dollars, periods.map { Quantity($0.coverage) })
      case .thousandRequests:
        let requests = usage.requestsAnswered * 0.001
        append(line, .usageBased, .thousandRequests, line.dollars, used(requests), .simulated, requests.standardError)
      case .once(let day):
        append(
          line, .oneTime, .payments, line.dollars,
          periods.map { Quantity($0.covers(day) ? 1 : 0) })
      }
    }
  }

  private mutating func chargeHours(_ line: PricedLine, at sites: [String]?) {
    for site in ownSites where sites?.contains(site.name) ?? true {
      let running = charges.filter { $0.isOfRunningNodes && $0.site?.name == site.name }
      let amounts = periods.indices.map { period in running.reduce(Quantity.zero) { $0 + $1.amounts[period] } }
      guard amounts.contains(where: { $0 > .zero }) else { continue }
      let isSimulated = running.contains { $0.certainty == .simulated }
      append(
        line, .usageBased, .nodeHours, line.dollars, amounts, isSimulated ? .simulated : .fixed,
        running.reduce(0) { $0 + $1.yearlyStandardError }, site: site)
    }
  }

  private mutating func append(
    _ line: PricedLine, _ frequency: ChargeFrequency, _ unit: QuantityUnit, _ dollars: Double, _ amounts: [Quantity],
    _ certainty: Certainty = .fixed, _ error: Double = 0, site: Site? = nil
  ) {
    let isLabour = line.group == .labour
    charges.append(
      Charge(
        group: group(of: line), item: line.name, site: site, kind: isLabour ? .internal : .usage, frequency: frequency,
        priceClass: isLabour ? .flat : .onDemand, unit: unit, price: UnitPrice(dollars: dollars), amounts: amounts,
        certainty: certainty, yearlyStandardError: error, origin: line.origin, countsNodes: false))
  }

  private func group(of line: PricedLine) -> CostGroup {
    switch line.group {
    case .software: .software
    case .network: .network
    case .storage: .storage
    case .labour: .labour
    }
  }
}

extension Charge {
  /// Whether its node-hours are those of nodes that run, drills left out.
  fileprivate var isOfRunningNodes: Bool {
    group.isOfNodes && countsNodes && unit == .nodeHours && accounting != .purchase && role != .drill && !isIdle
      && reservationStatus != .unused && commitmentStatus != .unused
  }
}
