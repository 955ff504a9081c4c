import Costing
import Experiments
import OutputAnalysis
import ServiceModel

/// One fleet on a buffer curve: what it holds, how full it is, and what the simulation says of it.
public struct BufferPoint: Sendable {
  /// Position on the ladder of purchasable fleets; 0 is the requirement itself.
  public let step: Int
  /// The autoscaler's floor in nodes a site; nil where fleets are fixed.
  public let floor: Int?
  /// Nodes at the planning peak, by serving site.
  public let nodes: [Int]
  /// On these nodes.
  public let replicas: Int
  /// Capacity above the requirement at the planning peak, in rated replicas; the site-loss reserve included.
  public let replicasAboveRequirement: Double
  /// The same in nodes.
  public let nodesAboveRequirement: Int
  /// Of these, nodes and rated replicas that the loss of a site would take up; 0 where the plan holds no reserve.
  public let reserveNodes: Int
  public let reserveReplicas: Double
  /// The highest utilisation of a serving site at the planning peak.
  public let utilization: Double
  /// The same with one site lost, or as many as the plan says, wherever its load goes; nil where nothing is left to take it.
  public let utilizationSiteLost: Double?
  /// Figures and cost from the worlds that this point was given.
  public let design: ComparedDesign
  /// Mean lost minutes a year of each of these worlds.
  public let lostMinutesByWorld: [Double]
  /// Lost minutes a year of 8766 h: the largest fleet's, from all worlds, plus the paired difference to it.
  public internal(set) var lostMinutes: Interval

  /// Ready replicas above the requirement without the site-loss reserve: the buffer of the glossary.
  public var bufferReplicas: Double { replicasAboveRequirement - reserveReplicas }
  /// The same in nodes.
  public var bufferNodes: Int { nodesAboveRequirement - reserveNodes }
  /// Over all serving sites.
  public var totalNodes: Int { nodes.reduce(0, +) }
  /// Years and worlds that were simulated of it.
  public var years: Int { design.figures.replications }
  public var worlds: Int { lostMinutesByWorld.count }
  /// Of a year, amortised, outage losses left out.
  public var dollars: Double { design.sheet.amortisedYear.dollars }

  /// Share of years that keep the plan's first objective on availability; where classes or services are promised their own, the
  /// one of all that is kept least.
  public var objectiveShare: Interval? {
    promises.contains { $0.subject.trafficClass != nil } ? leastKept?.share : design.figures.availabilityShare
  }

  /// Whether the availability objectives are kept; other lines of the objectives are no matter of a buffer.
  public var verdict: Verdict { .over(promises.map(\.verdict)) }

  /// The verdicts on what is promised of availability, to all and to classes or services.
  public var promises: [ObjectiveVerdict] { design.figures.verdicts.filter { $0.subject.isAvailability } }

  /// What else the plan promises and this fleet is not known to keep: recovery, data loss, months, latency, a budget.
  public var unkeptOthers: [ObjectiveVerdict] {
    design.figures.verdicts.filter { !$0.subject.isAvailability && ($0.verdict == .misses || $0.verdict == .undecided) }
  }

  /// Of what is promised of availability the one whose share of years is the lowest against what is asked; the first of equals.
  public var leastKept: ObjectiveVerdict? {
    func margin(_ verdict: ObjectiveVerdict) -> Double { (verdict.share?.estimate ?? 1) - verdict.requiredShare }
    return promises.min { margin($0) < margin($1) }
  }

  init(_ record: DesignRecord, on ladder: FleetLadder, step: Int) {
    let service = ladder.service
    let sites = service.servingSites
    let nodes = ladder.nodesAtPeak(on: step)
    let (requirement, survivor) = (ladder.requirement, ladder.survivor)
    func rated(_ count: Int, _ site: Site) -> Double {
      Double(count * service.replicasPerNode(at: site)) * site.throughput
    }
    let holdsReserve = sites.count > 1 && service.sizing.siteLoss != .none
    let reserve = nodes.indices.map {
      holdsReserve ? max(0, min(nodes[$0], survivor[$0]) - requirement[$0]) : 0
    }
    self.step = step
    self.nodes = nodes
    floor = service.autoscaling == nil ? nil : ladder.fleet(at: step).max()
    replicas = zip(nodes, sites).reduce(0) { $0 + $1.0 * service.replicasPerNode(at: $1.1) }
    replicasAboveRequirement =
      zip(nodes, sites).reduce(0) { $0 + rated($1.0, $1.1) } - Double(service.requirementReplicas)
    nodesAboveRequirement = nodes.reduce(0, +) - requirement.reduce(0, +)
    reserveNodes = reserve.reduce(0, +)
    reserveReplicas = zip(reserve, sites).reduce(0) { $0 + rated($1.0, $1.1) }
    let capacities = zip(nodes, sites).map { rated($0, $1) * service.replica.ratedRPS }
    utilization = service.utilization(capacities)
    utilizationSiteLost = service.utilizationWithSiteLost(capacities)
    design = ComparedDesign(
      record, studyID: service.name, isBaseline: service.design.topology == .singleSite)
    lostMinutesByWorld = record.lostMinutesByWorld
    lostMinutes = record.lostMinutesInterval
  }

  /// Lost minutes a year of this fleet less those of another one, on the worlds that both have seen.
  public func lostMinutes(above other: BufferPoint) -> Interval {
    let count = min(worlds, other.worlds)
    return PairedDifference(
      from: Array(other.lostMinutesByWorld.prefix(count)), to: Array(lostMinutesByWorld.prefix(count))
    ).difference
  }

  /// Puts the lost minutes of a point that saw few worlds on the level of one that saw all: rows of one curve must not
  /// jump because they saw different worlds.
  mutating func anchor(to reference: BufferPoint) {
    guard worlds < reference.worlds else { return }
    let difference = lostMinutes(above: reference)
    let base = reference.lostMinutes
    let estimate = base.estimate + difference.estimate
    func reach(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
    lostMinutes = FigureRange.upTo(Horizon.yearMinutes).clipping(
      Interval(
        estimate: estimate,
        low: estimate - reach(base.estimate - base.low, difference.estimate - difference.low),
        high: estimate + reach(base.high - base.estimate, difference.high - difference.estimate)))
  }
}

extension Service {
  /// Load over capacity at the planning peak, of the fullest serving site; capacities in requests a second.
  func utilization(_ capacities: [Double]) -> Double {
    zip(servingSites, capacities).map { site, capacity in
      let share = servingShare(of: site)
      return share > 0 ? traffic.peakRPS * share / capacity : 0
    }.max() ?? .infinity
  }

  /// The same after the loss that leaves the fullest site: of a serving peer, or of the only one with its load on the
  /// largest standby.
  func utilizationWithSiteLost(_ capacities: [Double]) -> Double? {
    let sites = servingSites
    guard sites.count > 1 else {
      return sites.isEmpty
        ? nil
        : self.sites.filter { $0.keep > .nothing && $0.keep != .serving }.map { site in
          let replicas = failoverNodes(at: site) * replicasPerNode(at: site)
          return traffic.peakRPS / (Double(replicas) * site.throughput * replica.ratedRPS)
        }.min()
    }
    return zip(sites, capacities).map { traffic.peakRPS * shareAfterWorstLoss(of: $0) / $1 }.max()
  }
}
