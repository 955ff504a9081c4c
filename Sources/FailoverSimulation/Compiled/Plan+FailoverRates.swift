import Foundation
import ServiceModel
import Stochastics

extension Plan {
  /// How often a second demand comes to each site that stands by, for want of the site that serves: the rate of failures
  /// that take a lone serving site away and not the standby, for the first standby in the plan's order.
  ///
  /// It says how long ago a failover last showed what had rotted when the year begins. Failures that take nodes are not
  /// counted, nor what two failures do together.
  static func failoverRates(
    _ service: Service, sites: ContiguousArray<SitePlan>, modes: ContiguousArray<ModePlan>,
    clocks: ContiguousArray<ClockPlan>
  ) -> ContiguousArray<Double> {
    var rates = ContiguousArray(repeating: 0.0, count: sites.count)
    let serving = sites.indices.filter { sites[$0].home > 0 }
    guard serving.count == 1,
      let first = sites.indices.first(where: { sites[$0].home == 0 && sites[$0].keep > .nothing })
    else { return rates }
    for clock in clocks {
      let mode = modes[Int(clock.mode)]
      let perSecond = service.failures[Int(clock.mode)].strikesPerSecond
      if let name = mode.triggers, let other = modes.first(where: { $0.name == name }), other.losesSites {
        func hits(_ site: Int) -> Double { isStruck(site, by: clock, mode, sites) ? mode.target.share : 0 }
        // One coin where both are struck as one: sites of a region, or of a provider.
        let asOne =
          other.scope == .provider
          ? sites[serving[0]].provider == sites[first].provider : sites[serving[0]].region == sites[first].region
        if !asOne { rates[first] += hits(serving[0]) * (1 - hits(first)) * perSecond }
        continue
      }
      guard mode.isLoss && !mode.strikesNodes || mode.seenThrough != nil else { continue }
      let chance = chanceOfFailover(clock, mode, from: serving[0], to: first, service, sites)
      rates[first] += chance * (1 - (mode.seenThrough ?? 0)) * perSecond
    }
    return rates
  }

  private static func isStruck(
    _ site: Int, by clock: ClockPlan, _ mode: ModePlan, _ sites: ContiguousArray<SitePlan>
  ) -> Bool {
    switch mode.scope {
    case .everywhere: true
    case .provider: sites[site].provider == clock.part
    case .gpu, .process, .node, .rack, .zone, .region, .area, .edge, .dependency, .link, .procedure:
      sites[Int(clock.site)].region == sites[site].region
    }
  }

  /// Chance that a strike takes one site away and leaves another.
  private static func chanceOfFailover(
    _ clock: ClockPlan, _ mode: ModePlan, from serving: Int, to standby: Int, _ service: Service,
    _ sites: ContiguousArray<SitePlan>
  ) -> Double {
    func isStruck(_ site: Int) -> Bool { Plan.isStruck(site, by: clock, mode, sites) }
    switch mode.scope {
    case .region, .provider: return isStruck(serving) && !isStruck(standby) ? 1 : 0
    case .area:
      guard let law = mode.target.radiusKilometres else { return isStruck(serving) && !isStruck(standby) ? 1 : 0 }
      let centre = service.sites[Int(clock.site)]
      return max(
        0,
        law.cdf(centre.kilometres(to: service.sites[standby])) - law.cdf(centre.kilometres(to: service.sites[serving])))
    case .gpu, .process, .node, .rack, .zone, .everywhere, .edge, .dependency, .link, .procedure: return 0
    }
  }
}

extension Plan {
  /// The dates on which traffic is moved to each site on purpose: of a lone serving site, to the first standby in the plan's
  /// order.
  static func evacuationLooks(
    sites: ContiguousArray<SitePlan>, modes: ContiguousArray<ModePlan>, clocks: ContiguousArray<ClockPlan>
  ) -> ContiguousArray<[FailureDates]> {
    var looks = ContiguousArray(repeating: [FailureDates](), count: sites.count)
    guard sites.count(where: { $0.home > 0 }) == 1,
      let first = sites.indices.first(where: { sites[$0].home == 0 && sites[$0].keep > .nothing })
    else { return looks }
    looks[first] = clocks.compactMap { clock in
      let mode = modes[Int(clock.mode)]
      return mode.evacuation == nil ? nil : mode.dates
    }
    return looks
  }
}

extension FailureMode {
  /// How often a component is struck in the long run.
  fileprivate var strikesPerSecond: Double {
    guard let dates else { return 1 / (lifetime.mean + lasts.mean) }
    return dates.repeatsEverySeconds.map { dates.chance / $0 } ?? 0
  }
}

extension FailureDates {
  /// How long before the start the last date was that counted, if dates go back for ever; nil where they do not.
  ///
  /// - Parameter u: A uniform in (0, 1) that decides how many of the last ones did not count.
  func lastBeforeStart(at u: Double) -> Double? {
    guard let every = repeatsEverySeconds, let first = seconds.first, chance > 0 else { return nil }
    let sinceLast = every - first.truncatingRemainder(dividingBy: every)
    return sinceLast + every * (chance < 1 ? (log(u) / log1p(-chance)).rounded(.down) : 0)
  }
}
