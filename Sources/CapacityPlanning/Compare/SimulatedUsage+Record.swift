import Costing
import Experiments
import ServiceModel

extension SimulatedUsage {
  /// Usage per year of 8766 h and by part of the horizon: what ran beyond the standing fleets, what was answered and lost.
  init(_ record: DesignRecord) {
    self.init(worlds: record.worlds.map { SimulatedUsage($0, of: record.service) })
  }

  /// The usage of one world.
  init(_ world: WorldRecord, of service: Service) { self.init(world.billedParts, of: service) }

  /// The usage of a world, or of one replication.
  init(_ parts: BilledParts, of service: Service) {
    func amount(_ parts: [Double]) -> Costing.Estimate { service.amount(parts) }
    self.init(
      sites: service.sites.indices.map { index in
        var usage = service.usage(at: index, parts)
        if !parts.answeredAt.isEmpty { usage.answeredRequests = amount(parts.answeredAt[index]) }
        return usage
      },
      requestsAnswered: amount(parts.requestsAnswered), requestsLost: amount(parts.requestsLost),
      outageMinutes: amount(parts.downtimeMinutes))
    outageLengths = service.prices.outage?.growth.map(\.fromMinutes) ?? []
    outageMinutesByLength = parts.outageMinutesByLength.map(amount)
    lostByService = zip(parts.lostByService, service.traffic.mix?.weights ?? []).map {
      Costing.Estimate(service.horizon.perYear($0 / $1))
    }
    if let credits = service.prices.credits {
      creditLevels = credits.tiers.map(\.below)
      creditMonths = parts.creditMonths.map(amount)
    }
  }
}

extension Service {
  /// What arose by part of the horizon, with its mean per year.
  fileprivate func amount(_ parts: [Double]) -> Costing.Estimate {
    Costing.Estimate(horizon.perYear(parts.reduce(0, +)), parts: parts)
  }

  /// The node-hours and rented requests of a site in one world.
  fileprivate func usage(at index: Int, _ used: BilledParts) -> SiteUsage {
    let site = sites[index]
    if isAutoscaled(site) {
      var usage = SiteUsage(site: site.name, autoscaledNodeHours: amount(used.nodeHours[index]))
      if drawsByDemand {
        usage.drawnOwnedNodeHours = amount(used.ownedHours[index])
        usage.drawnCommittedNodeHours = amount(used.committedHours[index])
      }
      return usage
    }
    if site.rented != nil && site.keep > .nothing {
      return SiteUsage(site: site.name, rentedRequests: amount(used.requestsRented))
    }
    // What a standby gives up in one month saves nothing in another: it is paid all the same.
    let standing = Double(standingNodes(at: site))
    let rented = 1 - paidShareOfBurst(at: site)
    let beyond = zip(used.nodeHours[index], parts).map { max(0, $0 - standing * $1.hours) * rented }
    return SiteUsage(site: site.name, burstNodeHours: amount(beyond))
  }

  /// Share of the nodes that a failover adds at a site which are reserved or one's own, and paid for whether they run or
  /// not. They are asked for and given back together with the others, so it is a share of node-hours too.
  public func paidShareOfBurst(at site: Site) -> Double {
    let added = failoverNodes(at: site) - standingNodes(at: site)
    let paid = min(added, reservedNodes(at: site) + spareOwnedNodes(at: site))
    return added > 0 ? Double(paid) / Double(added) : 0
  }
}

extension YearlyBill {
  /// What years cost by the prices of their plan: see `costsOfYears`.
  public static let byPrices = YearlyBill { service, used in
    guard let budget = service.objectives.budget else { return [] }
    return costsOfYears(of: service, usage: SimulatedUsage(used, of: service), budget.figure).map { Double($0.cents) }
  }
}
