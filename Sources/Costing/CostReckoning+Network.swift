import ServiceModel

// MARK: What leaves the sites and what stands in front of them

extension CostReckoning {
  /// Traffic to users, one charge a tier: each month's volume, all sites together, climbs through the tiers.
  ///
  /// A month that is covered in part is priced at the tiers that the whole month would reach, so its limits shrink
  /// with its hours.
  mutating func chargeUserEgress() {
    guard let egress = service.prices.userEgress, !egress.tiers.isEmpty else {
      return unpriced.append("traffic to users")
    }
    let yearly = gigabytes(bytesPerRequest: egress.bytesPerRequest)
    let volumes = apportioned(yearly.mean, over: periods)
    var lower = 0.0
    var tiers: [Charge] = []
    for (index, tier) in egress.tiers.enumerated() {
      let isLast = index == egress.tiers.count - 1
      let amounts = zip(volumes, periods).map { volume, period in
        let above = max(.zero, volume - Quantity(lower * period.coverage))
        return isLast ? above : min(above, Quantity((tier.upToGBPerMonth - lower) * period.coverage))
      }
      tiers.append(
        Charge(
          group: .network, item: "user-egress", sku: "tier \(index + 1)", unit: .gigabytes,
          price: UnitPrice(dollars: tier.dollarsPerGB), amounts: amounts, certainty: .simulated, origin: egress.origin))
      lower = tier.upToGBPerMonth
    }
    // One more gigabyte is a gigabyte of the highest tier that is reached.
    if let top = tiers.lastIndex(where: { $0.amounts.contains { $0 > .zero } }) {
      tiers[top].yearlyStandardError = yearly.standardError
    }
    charges += tiers
  }

  /// A balancer at every site that keeps anything, and its traffic in capacity units of one GB an hour.
  mutating func chargeBalancer() {
    guard let balancer = service.prices.balancer else { return unpriced.append("the load balancer") }
    for site in ownSites {
      charges.append(
        Charge(
          group: .network, item: "load-balancer", site: site, unit: .units,
          price: UnitPrice(dollars: balancer.dollarsPerHour), amounts: held(1), origin: balancer.origin))
    }
    let yearly = gigabytes(bytesPerRequest: balancer.bytesPerRequest)
    charges.append(
      Charge(
        group: .network, item: "load-balancer-traffic", unit: .balancerUnitHours,
        price: UnitPrice(dollars: balancer.dollarsPerUnitHour), amounts: apportioned(yearly.mean, over: periods),
        certainty: .simulated, yearlyStandardError: yearly.standardError, origin: balancer.origin))
  }

  /// Conversation state: what the serving sites copy to every other site that keeps anything, live copies where data
  /// is live, and one backup copy wherever there is a second site.
  mutating func chargeState() {
    guard let state = service.prices.state else { return unpriced.append("conversation state") }
    let yearly = gigabytes(bytesPerRequest: state.bytesPerRequest)
    for source in service.servingSites {
      for target in ownSites where target.name != source.name {
        let across = source.provider != target.provider
        let dollars = across ? state.syncAcrossProvidersDollarsPerGB ?? state.syncDollarsPerGB : state.syncDollarsPerGB
        let copied = yearly * service.servingShare(of: source)
        charges.append(
          Charge(
            group: .state, item: "state-sync", site: source, sku: "to \(target.name)", unit: .gigabytes,
            price: UnitPrice(dollars: dollars), amounts: apportioned(copied.mean, over: periods),
            certainty: .simulated, yearlyStandardError: copied.standardError, origin: state.origin))
      }
    }
    let kept = yearly * (state.keptDays * 24 / Double(HoursBasis.simulatedYearHours))
    for site in ownSites where site.keep >= .data {
      charges.append(stored(kept, item: "live-state", at: site, state.liveDollarsPerGBMonth, state.origin))
    }
    if let site = backupSite {
      charges.append(stored(kept, item: "backups", at: site, state.backupDollarsPerGBMonth, state.origin))
    }
  }

  /// Where backups are kept: the first site without traffic, or the second that serves; nil with a single site.
  var backupSite: Site? {
    ownSites.first { $0.keep != .serving } ?? ownSites.dropFirst().first
  }

  /// Weights and images, at every site that keeps anything.
  mutating func chargeWeights() {
    guard let storage = service.prices.storage else { return unpriced.append("storage of weights and images") }
    for site in ownSites {
      charges.append(
        Charge(
          group: .storage, item: "weights", site: site, frequency: .recurring, unit: .gigabyteMonths,
          price: UnitPrice(dollars: storage.dollarsPerGBMonth),
          amounts: held(storage.gigabytesPerSite / HoursBasis.monthHours), origin: storage.origin))
    }
  }

  /// So many gigabytes all year. A year of 8766 h has twelve months of 730.5 h, so calendar months differ by their hours.
  private func stored(
    _ gigabytes: Estimate, item: String, at site: Site, _ dollarsPerGBMonth: Double, _ origin: PriceOrigin
  ) -> Charge {
    let yearly = gigabytes * 12
    return Charge(
      group: .storage, item: item, site: site, frequency: .recurring, unit: .gigabyteMonths,
      price: UnitPrice(dollars: dollarsPerGBMonth), amounts: apportioned(yearly.mean, over: periods),
      certainty: .simulated, yearlyStandardError: yearly.standardError, origin: origin)
  }
}
