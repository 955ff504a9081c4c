import ServiceModel

// MARK: What leaves the sites and what stands in front of them

extension CostReckoning {
  /// Traffic to users, one charge a tier and site: each month's volume of a provider in each world, all its sites together,
  /// climbs through the provider's tiers, and each site pays its share of every tier. Lines have the mean of the worlds in
  /// every tier, so that they stay quantity times price: the tiers of the mean are not the mean of the tiers.
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
    let worlds = usage.worlds.isEmpty ? [usage] : usage.worlds
    let climbed = worlds.map { world in
      EgressLadder(
        tiers, periods: periods,
        volumes: sites.map { calendar.units(answered(at: $0, world) * (egress.bytesPerRequest / 1e9)) })
    }
    let rows = tiers.indices.flatMap { tier in sites.indices.map { (tier: tier, site: $0) } }
    // Rounded together month by month, so that a month's tiers and sites sum to its volume.
    let amounts = roundedTogether(
      periods.indices.flatMap { period in
        rows.map { row in
          climbed.reduce(0) { $0 + $1.gigabytes[row.tier][row.site][period] } / Double(climbed.count)
        }
      })
    return rows.enumerated().map { place, row in
      let yearly = climbed.map { $0.gigabytes[row.tier][row.site].reduce(0, +) / calendar.years }
      // Where worlds are not known, one more gigabyte is a gigabyte of the highest tier that is reached.
      let error =
        worlds.count >= 2
        ? Estimate(over: yearly).standardError
        : climbed[0].top == row.tier
          ? answered(at: sites[row.site]).standardError * (egress.bytesPerRequest / 1e9) : 0
      return Charge(
        group: .network, item: CostItem.userEgress, site: sites[row.site], sku: "tier \(row.tier + 1)",
        unit: .gigabytes, price: UnitPrice(dollars: tiers[row.tier].dollarsPerGB),
        amounts: periods.indices.map { amounts[$0 * rows.count + place] }, certainty: .simulated,
        yearlyStandardError: error, origin: tiers[row.tier].origin ?? egress.origin)
    }
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
          price: UnitPrice(dollars: balancer.dollarsPerUnitHour), amounts: used(yearly),
          certainty: .simulated, yearlyStandardError: yearly.standardError,
          origin: balancer.unitOrigin ?? balancer.origin))
    }
  }

  /// Conversation state: what the sites that answer copy to every other site that keeps anything, live copies where data
  /// is live, and one backup copy wherever there is a second site. Classes without state have none to pay for, nor
  /// those whose state is in the memory of a site only.
  mutating func chargeState() {
    chargeCopies()
    chargeSaves()
    guard let state = service.prices.state else { return unpriced.append("conversation state") }
    let yearly = usage.requestsAnswered * (state.bytesPerRequest * service.traffic.shareOfCopiedState / 1e9)
    let kept = yearly * (state.keptDays * 24 / Double(BillingHours.year))
    for site in ownSites where site.keep >= .data {
      charges.append(
        stored(kept, item: "live-state", at: site, state.liveDollarsPerGBMonth, state.liveOrigin ?? state.origin))
    }
    if let site = backupSite {
      charges.append(
        stored(
          kept, item: CostItem.backups, at: site, state.backupDollarsPerGBMonth, state.backupOrigin ?? state.origin))
    }
  }

  /// What the sites that answer copy to others, at the price of the link between the two or else of any copy.
  private mutating func chargeCopies() {
    let state = service.prices.state
    for source in ownSites {
      for target in ownSites where target.name != source.name {
        let link = service.link(between: source.name, target.name)
        let across = source.provider != target.provider
        let dollarsAcross = across ? state?.syncAcrossProvidersDollarsPerGB : nil
        guard let dollars = link?.dollarsPerGB ?? dollarsAcross ?? state?.syncDollarsPerGB else { continue }
        let origin = dollarsAcross == nil ? state?.origin : state?.acrossOrigin ?? state?.origin
        let copied = answered(at: source) * (service.copiedBytesPerRequest / 1e9)
        charges.append(
          Charge(
            group: .state, item: "state-sync", site: source, sku: "to \(target.name)", unit: .gigabytes,
            price: UnitPrice(dollars: dollars), amounts: used(copied),
            certainty: .simulated, yearlyStandardError: copied.standardError,
            origin: (link?.dollarsPerGB == nil ? origin : link?.origin) ?? PriceOrigin()))
      }
    }
  }

  /// What replicas save of the state on their GPUs at another site, at the price of the link there or else of any copy.
  private mutating func chargeSaves() {
    guard let saves = service.keptSaves, saves.bytes > 0, let keeper = saves.site else { return }
    for site in ownSites where site.keep == .serving && site.name != keeper {
      let link = service.link(between: site.name, keeper)
      guard let dollars = link?.dollarsPerGB ?? service.prices.state?.syncDollarsPerGB else { continue }
      let hourly = saves.bytes / 1e9 * service.savedReplicas(at: site) * 3600 / saves.everySeconds
      charges.append(
        Charge(
          group: .state, item: "gpu-state", site: site, sku: "to \(keeper)", unit: .gigabytes,
          price: UnitPrice(dollars: dollars), amounts: held(hourly),
          origin: (link?.dollarsPerGB == nil ? service.prices.state?.origin : link?.origin) ?? PriceOrigin()))
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
          amounts: held(storage.gigabytesPerSite / BillingHours.month), origin: storage.origin))
    }
  }

  /// So many gigabytes all year. A year of 8766 h has twelve months of 730.5 h, so calendar months differ by their hours.
  private func stored(
    _ gigabytes: Estimate, item: String, at site: Site, _ dollarsPerGBMonth: Double, _ origin: PriceOrigin
  ) -> Charge {
    let yearly = gigabytes * 12
    return Charge(
      group: .storage, item: item, site: site, frequency: .recurring, unit: .gigabyteMonths,
      price: UnitPrice(dollars: dollarsPerGBMonth), amounts: used(yearly),
      certainty: .simulated, yearlyStandardError: yearly.standardError, origin: origin)
  }
}

extension Service {
  /// Bytes of state that a request leaves to be copied to each other site: of classes whose changes have a size of their
  /// own those, of the others that keep state what a plan prices as the state of a request.
  fileprivate var copiedBytesPerRequest: Double {
    guard changedBytesPerRequest > 0 else { return (prices.state?.bytesPerRequest ?? 0) * traffic.shareOfCopiedState }
    return traffic.classes.reduce(0) { sum, trafficClass in
      switch trafficClass.state {
      case .stateless, .memory: sum
      case .replication(_, _, let bytes) where bytes > 0: sum + trafficClass.share * bytes
      case .replication, .checkpoint, .cache, .synchronous:
        sum + trafficClass.share * (prices.state?.bytesPerRequest ?? 0)
      }
    }
  }
}
