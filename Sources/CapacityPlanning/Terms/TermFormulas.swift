import Foundation
import Numerics
import QueueingTheory
import ServiceModel

/// The terms of a buffer by formula: C >= n(c(D (1 + z cv) / (1 - lost share) + ramp x lag)), with c the rule for slots
/// and n the spares of a pool of nodes.
struct TermFormulas {
  @Shared var service: Service
  let peak: UncertainInputName?
  let sites: [Site]
  /// Nodes of each serving site for its share of the planning peak.
  let requirement: [Int]

  /// Share of time in which the nodes' requirement must be up.
  static let poolTarget = 0.9999
  /// Share of requests that may wait for a slot at the planning peak.
  static let waiting = 0.05

  init(_ service: Service, peak: UncertainInputName?) {
    self.service = service
    self.peak = peak
    sites = service.servingSites
    requirement = sites.map { service.requirementNodes(at: $0) }
  }

  var all: [TermAlone] {
    let ordinary = [stochastic, demandAbovePeak, forecast, ramp, spares, zone, site]
    return service.failures.contains(where: \.takesPartOfASite) ? ordinary + [part] : ordinary
  }

  /// Capacity above the requirement as a share of it, in rated replicas.
  func overRequirement(_ nodes: [Int]) -> Double {
    let rated = zip(nodes, sites).reduce(0) {
      $0 + Double($1.0 * service.replicasPerNode(at: $1.1)) * $1.1.throughput
    }
    return rated / Double(service.requirementReplicas) - 1
  }

  /// Nodes by site with all terms at once.
  ///
  /// - Parameter above: Demand above the planning peak, as a factor of it.
  func composite(demandAbove above: Double) -> [Int] {
    let growth = 1 + (forecastGrowth ?? 0)
    return sites.map { site in
      let share = service.shareToBuy(of: site)
      let lost = max(1 + service.zoneLossShare(at: site), survivorFactor(site))
      let rise = (rampRPS?.growth ?? 0) * share
      func nodes(_ lost: Double) -> Int {
        let load = service.traffic.peakRPS * share * growth * above * lost + rise
        return service.nodes(forReplicas: staffed(load, at: site), at: site)
      }
      // A zone, a peer, or part of the site: not at once.
      return unitsNeeded(
        needed: max(nodes(lost), nodesBeforeLoss(leaving: nodes(1), at: site)),
        unitUnavailability: service.nodeUnavailability, target: TermFormulas.poolTarget)
    }
  }

  private func term(
    _ term: SizeTerm, nodes: [Int]? = nil, replicas: Int? = nil, _ basis: String
  ) -> TermAlone {
    let over = nodes.map { nodes in
      replicas.map { Double($0) / Double(service.requirementReplicas) - 1 }
        ?? Double(nodes.reduce(0, +)) / Double(requirement.reduce(0, +)) - 1
    }
    return TermAlone(
      term: term, nodes: nodes.map { $0.reduce(0, +) }, replicas: nodes == nil ? nil : replicas,
      overRequirement: over, basis: basis)
  }

  // MARK: Demand

  private var stochastic: TermAlone {
    guard let slots = sites.first.flatMap(slots) else {
      return term(
        .stochastic,
        "not computed: the plan does not say how many requests a replica holds at once; add 'replica.slots', or 'iteration'"
      )
    }
    let loads = sites.map { service.traffic.peakRPS * service.servingShare(of: $0) }
    let replicas = zip(loads, sites).map { staffed($0, at: $1) }
    let offered = zip(loads, sites).reduce(0) { $0 + offeredLoad($1.0, at: $1.1) }
    var basis =
      "P(wait) <= 5 % with \(slots.count) slots a replica: a + \(number(halfinWhitt)) sqrt(a), "
      + "a = \(Int(offered.rounded())) erlangs"
    if let index = dispersion {
      let more = zip(loads, sites).reduce(0) { $0 + staffed($1.0, at: $1.1, dispersion: index) }
      basis += "; at the noise's dispersion over 60 s, \(number(index)): \(more) replicas"
    }
    return term(
      .stochastic, nodes: zip(replicas, sites).map { service.nodes(forReplicas: $0, at: $1) },
      replicas: replicas.reduce(0, +), basis)
  }

  private var halfinWhitt: Double { (try? halfinWhittFactor(probabilityOfWaiting: TermFormulas.waiting)) ?? 0 }

  /// Slots of a replica at a site and the load at which all are busy.
  private func slots(at site: Site) -> (count: Int, fullRPS: Double)? {
    if let pool = site.pool { return (Int(pool.sequences), pool.saturation) }
    return service.replica.slots.map { ($0, service.replica.ratedRPS * site.throughput) }
  }

  private func offeredLoad(_ load: Double, at site: Site) -> Double {
    slots(at: site).map { load / $0.fullRPS * Double($0.count) } ?? 0
  }

  /// Replicas for a load at a site with room for random arrivals where slots are known; what the load needs where not, or
  /// where a rating below saturation holds more than that room.
  private func staffed(_ load: Double, at site: Site, dispersion: Double = 1) -> Int {
    let rated = service.replicas(for: load, throughput: site.throughput)
    guard let slots = slots(at: site),
      let needed = try? slotsNeeded(
        offeredLoad: offeredLoad(load, at: site), probabilityOfWaiting: TermFormulas.waiting, dispersion: dispersion)
    else { return rated }
    return max(rated, (needed + slots.count - 1) / slots.count)
  }

  /// The noise's index of dispersion over a minute at the mean rate; nil without noise.
  private var dispersion: Double? {
    guard let noise = service.traffic.noise,
      let demand = try? OrdinaryDemand(service.traffic, begins: service.begins, days: 365)
    else { return nil }
    return noise.indexOfDispersion(over: 60, meanRPS: demand.meanRPS, step: demand.stepSeconds)
  }

  private var demandAbovePeak: TermAlone {
    term(
      .demandAbovePeak,
      service.traffic.noise == nil
        ? "nothing: demand follows its curve and never exceeds the planning peak"
        : "no formula: the planning peak is P99.9 of noisy demand and holds most of the noise; simulated")
  }

  private var forecast: TermAlone {
    guard let peak, let growth = forecastGrowth else {
      return term(.forecastError, "not computed: the plan gives its peak as one number")
    }
    let loads = sites.map { service.traffic.peakRPS * (1 + growth) * service.servingShare(of: $0) }
    let share = service.wantedShareOfYears
    return term(
      .forecastError, nodes: zip(loads, sites).map { service.nodes(for: $0, at: $1) },
      replicas: service.requiredReplicas(timesPeak: 1 + growth),
      "\(number(share * 100)) % quantile of the uncertain peak, \(number(peak.value(at: share))) rps: "
        + "+\(number(growth * 100)) % of demand")
  }

  /// By how much the peak's quantile, for the share of years in which the objective is wanted, exceeds its median.
  var forecastGrowth: Double? {
    peak.map { max(0, $0.value(at: service.wantedShareOfYears) / $0.mid - 1) }
  }

  // MARK: Autoscaling

  private var ramp: TermAlone {
    guard service.autoscaling != nil else { return term(.rampLag, "nothing: fleets are fixed and wait for no node") }
    guard let ramp = rampRPS else { return term(.rampLag, "not computed: the curve of demand is not known") }
    let loads = sites.map { (service.traffic.peakRPS + ramp.growth) * service.servingShare(of: $0) }
    return term(
      .rampLag, nodes: zip(loads, sites).map { service.nodes(for: $0, at: $1) },
      "steepest rise of the curve within a lag of \(number(ramp.lag / 60)) min: \(number(ramp.growth)) rps")
  }

  /// The largest rise of ordinary demand while nodes are on their way; nil where no autoscaler waits for any.
  private var rampRPS: (lag: Double, growth: Double)? {
    guard let scaling = service.autoscaling,
      let demand = try? OrdinaryDemand(service.traffic, begins: service.begins, days: 365)
    else { return nil }
    let lag = scaling.metricDelaySeconds + scaling.evaluationSeconds + scaling.startLag.mean
    let steps = max(1, Int((lag / demand.stepSeconds).rounded(.up)))
    let rises = demand.period.indices.map {
      demand.period[($0 + steps) % demand.period.count] - demand.period[$0]
    }
    let perStep = (rises.max() ?? 0) * demand.scale / 1e6 / (Double(steps) * demand.stepSeconds)
    let (_, growth) = rampHeadroom(
      ramp: max(0, perStep), metricDelay: scaling.metricDelaySeconds, evaluationPeriod: scaling.evaluationSeconds,
      readyDelay: scaling.startLag.mean)
    return (lag, growth)
  }

  // MARK: Failures

  private var spares: TermAlone {
    let down = service.nodeUnavailability
    guard down > 0 else { return term(.nodeSpares, "no node of the plan fails") }
    return term(
      .nodeSpares,
      nodes: requirement.map { unitsNeeded(needed: $0, unitUnavailability: down, target: TermFormulas.poolTarget) },
      "least n with the requirement up at 99.99 %, nodes \(number((1 - down) * 100, 4)) % available")
  }

  private var zone: TermAlone {
    let shares = sites.map { service.zoneLossShare(at: $0) }
    guard shares.contains(where: { $0 > 0 }) else { return term(.zoneLoss, "no zone of the plan fails by itself") }
    return term(
      .zoneLoss, nodes: zip(requirement, shares).map { Int((Double($0) * (1 + $1) - 1e-9).rounded(.up)) },
      "1 zone of z lost at the peak: 1/(z - 1)")
  }

  private var site: TermAlone {
    guard sites.count > 1 else {
      return term(.siteLoss, "one site serves: its loss is the standby's matter, not the buffer's")
    }
    return term(
      .siteLoss, nodes: sites.map { service.survivorNodes(at: $0) },
      "\(service.sizing.lostSites) of \(sites.count) serving sites lost at the peak: "
        + (service.peaksByOrigin != nil
          ? "what their users send to each of the others"
          : service.balancesBetweenSites ? "its share goes to those behind its balancer" : "k/(r - k)"))
  }

  private var part: TermAlone {
    let share = number(service.wantedShareOfYears * 100)
    return term(
      .partialLoss, nodes: zip(requirement, sites).map { nodesBeforeLoss(leaving: $0, at: $1) },
      "least n of which the requirement is left when part of a site is struck, in \(share) % of strikes")
  }

  /// The nodes of a site of which so many are left when a failure takes a part of them: by coins of its own, a binomial
  /// quantile.
  private func nodesBeforeLoss(leaving needed: Int, at site: Site) -> Int {
    service.failures.filter { $0.takesPartOfASite && $0.sites?.contains(site.name) ?? true }.reduce(needed) {
      most, mode in
      if let work = mode.target.rollOut {
        var nodes = needed
        // Work that takes out whole fleets, of whatever size, is no matter of nodes.
        while nodes - work.counts(of: nodes).unavailable < needed && nodes < 10 * needed { nodes += 1 }
        return max(most, nodes)
      }
      if let nodes = mode.target.nodes { return max(most, needed + nodes) }
      let struck = mode.target.share * (mode.scope == .zone ? 1 / Double(site.zones) : 1)
      return max(
        most,
        unitsNeeded(needed: needed, unitUnavailability: struck, target: service.wantedShareOfYears))
    }
  }

  /// What a site carries after the loss of any one peer, against its own share.
  private func survivorFactor(_ site: Site) -> Double {
    if let own = service.routedShare(of: site) { return own > 0 ? service.shareAfterWorstLoss(of: site) / own : 1 }
    if service.balancesBetweenSites { return service.shareAfterWorstLoss(of: site) / service.servingShare(of: site) }
    return sites.filter { $0.name != site.name }.map { 1 / (1 - service.servingShare(of: $0)) }.max() ?? 1
  }

  private func number(_ value: Double, _ decimals: Int = 1) -> String {
    let factor = pow(10, Double(decimals))
    let rounded = (value * factor).rounded() / factor
    return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
  }
}
