import ServiceModel

// MARK: What leaves the sites and what stands in front of them

extension CostReckoning {
  /// Traffic to users, one charge a tier and site: each month's volume of a provider, all its sites together, climbs through
  /// the provider's tiers, and each site pays its share of every tier.
  ///
  /// A month that is covered in part is priced at the tiers that the whole month would reach, so its limits shrink
  /// with its hours.
  mutating func chargeUserEgress() {
    guard let egress = service.prices.userEgress, !egress.tiers.isEmpty else {
      return unpriced.append("traffic to users")
    }
    var providers: [String] = []
    for site in presentSites where !providers.contains(site.provider) { providers.append(site.provider) }
    for provider in providers {
      let sites = presentSites.filter { $0.provider == provider }
      charges += egressCharges(egress, tiers: egress.tiers(of: provider), sites: sites)
    }
  }

  private func egressCharges(_ egress: EgressPrice, tiers: [EgressPrice.Tier], sites: [Site]) -> [Charge] {
    let yearly = sites.map { answered(at: $0) * (egress.bytesPerRequest / 1e9) }
    let total = yearly.reduce(0) { $0 + $1.mean }
    let volumes = apportioned(total, over: periods)
    var lower = 0.0
    var charges: [Charge] = []
    for (index, tier) in tiers.enumerated() {
      let isLast = index == tiers.count - 1
      var left = zip(volumes, periods).map { volume, period in
        let above = max(.zero, volume - Quantity(lower * period.coverage))
        return isLast ? above : min(above, Quantity((tier.upToGBPerMonth - lower) * period.coverage))
      }
      // One more gigabyte is a gigabyte of the highest tier that is reached.
      let isTop = left.contains { $0 > .zero } && !isReached(above: tier.upToGBPerMonth, volumes)
      var share = total
      for (site, gigabytes) in zip(sites, yearly) {
        let part = left.map { share > 0 ? Quantity($0.units * min(1, gigabytes.mean / share)) : .zero }
        left = zip(left, part).map { $0 - $1 }
        share -= gigabytes.mean
        charges.append(
          Charge(
            group: .network, item: "user-egress", site: site, sku: "tier \(index + 1)", unit: .gigabytes,
            price: UnitPrice(dollars: tier.dollarsPerGB), amounts: part, certainty: .simulated,
            yearlyStandardError: isTop ? gigabytes.standardError : 0, origin: egress.origin))
      }
      lower = tier.upToGBPerMonth
    }
    return charges
  }

  private func isReached(above limit: Double, _ volumes: [Quantity]) -> Bool {
    limit.isFinite && zip(volumes, periods).contains { $0 > Quantity(limit * $1.coverage) }
  }

  /// A balancer at every site that keeps anything, and the traffic of each in capacity units of one GB an hour.
  mutating func chargeBalancer() {
    guard let balancer = service.prices.balancer else { return unpriced.append("the load balancer") }
    for site in ownSites {
      charges.append(
        Charge(
          group: .network, item: "load-balancer", site: site, unit: .units,
          price: UnitPrice(dollars: balancer.dollarsPerHour), amounts: held(1), origin: balancer.origin))
    }
    for site in presentSites {
      let yearly = answered(at: site) * (balancer.bytesPerRequest / 1e9)
      charges.append(
        Charge(
          group: .network, item: "load-balancer-traffic", site: site, unit: .balancerUnitHours,
          price: UnitPrice(dollars: balancer.dollarsPerUnitHour), amounts: apportioned(yearly.mean, over: periods),
          certainty: .simulated, yearlyStandardError: yearly.standardError, origin: balancer.origin))
    }
  }

  /// Conversation state: what the sites that answer copy to every other site that keeps anything, live copies where data
  /// is live, and one backup copy wherever there is a second site. Classes without state have none to pay for.
  mutating func chargeState() {
    guard let state = service.prices.state else { return unpriced.append("conversation state") }
    let bytes = state.bytesPerRequest * service.traffic.shareWithState
    let yearly = usage.requestsAnswered * (bytes / 1e9)
    for source in ownSites {
      for target in ownSites where target.name != source.name {
        let across = source.provider != target.provider
        let dollars = across ? state.syncAcrossProvidersDollarsPerGB ?? state.syncDollarsPerGB : state.syncDollarsPerGB
        let copied = answered(at: source) * (bytes / 1e9)
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
