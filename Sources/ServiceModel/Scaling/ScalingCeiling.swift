import Foundation
import Numerics
import Stochastics

/// How large an autoscaler can make a pool where the plan writes no `maximum`.
///
/// A simulation needs a slot for every node that a site can ever have, and a failure clock for each slot, so "no limit"
/// has to be a number: the nodes that the largest demand of the plan asks for. A quota limits it too.
extension Service {
  /// More nodes than this no site of a plan can have.
  public static let mostNodesOfASite = 100_000

  /// The most nodes that a site's autoscaler may ask for; nil where it has none.
  ///
  /// - Throws: `NumericalError` where the curves of demand have no solution.
  public func scalingCeiling(at site: Site) throws -> Int? {
    guard let scaling = autoscaling?.at(site.name), site.keep > .nothing, site.rented == nil else { return nil }
    let limit = min(site.quotaNodes ?? Service.mostNodesOfASite, Service.mostNodesOfASite)
    if let written = scaling.maximumNodes { return min(written, limit) }
    let load = try highestDemand() * Double(protection.retries?.attempts ?? 1)
    return min(max(nodesAsked(at: site, forRPS: load), scaling.minimumNodes), limit)
  }

  /// Slots for nodes of a pool that have failed, beside those that its autoscaler may have up: others take their place until they
  /// are mended. Of what strikes one place each by itself, six deviations more than are down on average; of what strikes many at
  /// once, so many; in all at most as many as the pool may have up.
  public func slotsForFailedNodes(at site: Site, besides count: Int) -> Int {
    let down = failures.filter { $0.isLoss && $0.sites?.contains(site.name) ?? true }
      .reduce(0) { $0 + nodesDown(by: $1, at: site, of: Double(count)) }
    return Int(min(down, Double(count)).rounded(.up))
  }

  private func nodesDown(by mode: FailureMode, at site: Site, of count: Double) -> Double {
    // Work that goes through the fleet spares so many nodes and comes to an end by itself.
    guard mode.target.rollOut == nil else { return 0 }
    if let nodes = mode.target.nodes { return Double(nodes) }
    // Of the slots that are added the same share is struck.
    if mode.target.share < 1 { return count * mode.target.share / (1 - mode.target.share) }
    let places: Double
    switch mode.scope {
    case .gpu: places = count * Double(site.node.gpus)
    case .process: places = count * Double(replicasPerNode(at: site))
    case .node: places = count
    case .rack: places = (count / Double(site.nodesPerRack ?? 1)).rounded(.up)
    case .zone: return site.zones > 1 ? count / Double(site.zones - 1) : 0
    case .region, .provider, .area, .everywhere, .edge, .dependency, .link, .procedure: return 0
    }
    guard mode.dates == nil, !failures.contains(where: { $0.effect == .strikes(mode.name) }) else { return count }
    let share = mode.lasts.mean / (mode.lasts.mean + mode.lifetime.mean)
    let mean = places * (share.isFinite ? share : 1)
    return (mean + 6 * mean.squareRoot() + 2) * count / max(1, min(places, count))
  }

  /// The nodes that the policies of a site's autoscaler ask for at a load that rests, its limits aside.
  public func nodesAsked(at site: Site, forRPS load: Double) -> Int {
    guard let scaling = autoscaling?.at(site.name) else { return 0 }
    return scaling.policies.map { nodes(askedFor: load, by: $0, scaling, at: site) }.max() ?? 0
  }

  /// Demand that no step of a world exceeds, but for one in a thousand million and one crowd in a million, in requests a
  /// second: the highest point of the curves at the end of growth, noise six deviations up, and the events that meet.
  func highestDemand() throws -> Double {
    let demand = try ordinaryDemand()
    let sigma = traffic.noise?.sigma ?? 0
    let growth = traffic.growth.map { max(1, pow(1 + $0.rate, (horizonHours / 24 + 21) / $0.periodDays)) } ?? 1
    let curve = demand.scale / 1e6 * (demand.period.max() ?? 0) * (demand.seasons.max() ?? 1)
    let events = traffic.highestEvents
    return curve * growth * exp(6 * sigma - sigma * sigma / 2) * (1 + events.lift) + events.added
  }

  private func nodes(askedFor load: Double, by policy: ScalingPolicy, _ scaling: Autoscaling, at site: Site) -> Int {
    let rated = replica.ratedRPS * site.throughput
    func replicas(_ perReplica: Double) -> Double { load / max(perReplica, 1e-300) }
    func replicas(_ target: ScalingTarget) -> Double {
      switch target {
      case .utilization(let u): replicas(rated * u)
      case .requestRate(let rps): replicas(rps)
      case .requestsPerReplica(let count): replicas(count / (scaling.responseSeconds ?? 1 / rated))
      }
    }
    let count: Double
    switch policy {
    case .target(let rule): count = replicas(.utilization(rule.utilization))
    case .horizontalPod(let rule): count = replicas(rule.target)
    case .knative(let rule): count = replicas(rule.target)
    case .ongoing(let rule): count = replicas(.requestsPerReplica(rule.perReplica))
    case .forecast(let rule): count = replicas(.utilization(rule.utilization))
    case .schedule(let rule): return rule.entries.map(\.nodes).max() ?? 0
    case .threshold(let rule):
      let perNode = Double(replicasPerNode(at: site))
      switch rule.metric {
      case .utilization(let u): count = replicas(.utilization(u)) + Double(rule.step) * perNode
      case .requestsPerReplica(let each): count = replicas(.requestsPerReplica(each)) + Double(rule.step) * perNode
      // It would go on while the rate is there, whatever it adds: what carries all demand is enough.
      case .requestRate: count = replicas(rated)
      }
    }
    let most = Double(Service.mostNodesOfASite * replicasPerNode(at: site))
    return nodes(forReplicas: Int(min(count, most).rounded(.up)), at: site)
  }
}

extension Traffic {
  /// The most that events which meet add to ordinary demand: as a share of it, and beside it in requests a second.
  fileprivate var highestEvents: (lift: Double, added: Double) {
    let meeting = campaigns.map { campaign in campaigns.filter { $0.meets(campaign) } }
    let lift = meeting.map { $0.reduce(0) { $0 + $1.lift.share } }.max() ?? 0
    let added = meeting.map { $0.reduce(0) { $0 + $1.lift.rps } }.max() ?? 0
    let crowds = crowds.reduce(0.0) { $0 + max(0, $1.factor.quantile(1 - 1e-6) - 1) }
    return (lift + crowds, added)
  }
}

extension Campaign {
  fileprivate func meets(_ other: Campaign) -> Bool {
    startSeconds < other.startSeconds + other.shape.totalSeconds
      && other.startSeconds < startSeconds + shape.totalSeconds
  }
}

extension Lift {
  fileprivate var share: Double { if case .factor(let factor) = self { max(0, factor - 1) } else { 0 } }
  fileprivate var rps: Double { if case .added(let rps) = self { max(0, rps) } else { 0 } }
}
