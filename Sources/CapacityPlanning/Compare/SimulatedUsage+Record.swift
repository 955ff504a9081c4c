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
      let (owned, ahead) = (used.nodeHours(at: index, upTo: .owned), used.nodeHours(at: index, upTo: .paidAhead))
      if let owned, let ahead, site.paidAheadNodes > 0 {
        usage.drawnOwnedNodeHours = amount(owned)
        usage.drawnCommittedNodeHours = amount(zip(ahead, owned).map { $0 - $1 })
      }
      return usage
    }
    if site.rented != nil && site.keep > .nothing {
      return SiteUsage(site: site.name, rentedRequests: amount(used.requestsRented))
    }
    return usage(ofFixed: site, used.nodeHours[index]) { used.nodeHours(at: index, upTo: $0) }
  }

  /// What ran at a site beyond its standing fleet, by what pays for it. Of the nodes that run, the first stand, the next are
  /// reserved; machines of one's own and commitments pay for the first, whatever they are; what lies above all of them is
  /// rented.
  private func usage(ofFixed site: Site, _ all: [Double], _ upTo: (HeldLevel) -> [Double]?) -> SiteUsage {
    let standing = standingNodes(at: site)
    /// Hours between two levels, less those of nodes that stand in every hour: what a standby gives up in one month saves
    /// nothing in another.
    func beyond(_ hours: [Double], above lower: [Double]? = nil, standing: Int) -> Costing.Estimate {
      amount(
        parts.indices.map { part in
          max(0, hours[part] - (lower?[part] ?? 0) - Double(standing) * parts[part].hours)
        })
    }
    guard let owned = upTo(.owned), let ahead = upTo(.paidAhead), let kept = upTo(.kept) else {
      return SiteUsage(site: site.name, burstNodeHours: beyond(all, standing: standing))
    }
    let (own, paid) = (nodes(upTo: .owned, at: site), nodes(upTo: .paidAhead, at: site))
    let held = nodes(upTo: .kept, at: site)
    var usage = SiteUsage(site: site.name, burstNodeHours: beyond(all, above: paid > held ? ahead : kept, standing: 0))
    if own > standing { usage.drawnOwnedNodeHours = beyond(owned, standing: standing) }
    if paid > max(own, standing) {
      usage.drawnCommittedNodeHours = beyond(ahead, above: owned, standing: max(0, standing - own))
    }
    if held > standing { usage.reservedRunNodeHours = beyond(kept, standing: standing) }
    return usage
  }
}

extension YearlyBill {
  /// What years cost by the prices of their plan: see `costsOfYears`.
  public static let byPrices = YearlyBill { service, used in
    guard let budget = service.objectives.budget else { return [] }
    return costsOfYears(of: service, usage: SimulatedUsage(used, of: service), budget.figure).map { Double($0.cents) }
  }
}
