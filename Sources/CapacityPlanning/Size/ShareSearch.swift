import Experiments
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// One fleet and the share of years in which it keeps the availability objectives.
public struct JudgedFleet: Sendable {
  /// Position on the ladder of purchasable fleets.
  public let step: Int
  /// Nodes at the planning peak, by serving site.
  public let nodes: [Int]
  /// By what is promised of availability: share of years that keep it, in the year of the horizon that keeps it least where
  /// years are judged apart.
  public let shares: [Interval]
  public let verdict: Verdict
  /// Mean over the years, in minutes a year of 8766 h.
  public let lostMinutes: Double
  public let years: Int

  public var totalNodes: Int { nodes.reduce(0, +) }
}

/// Finds the smallest fleet that keeps the availability objectives in enough years, whose worlds may have peaks of their
/// own, and in which some causes may be off.
///
/// Every fleet meets the same worlds, so that a larger one can be judged against a smaller one, and a search with a
/// cause off against one with all.
struct ShareSearch {
  let ladder: FleetLadder
  let size: StudySize
  /// The study as it was asked for.
  let asked: StudySize
  /// The peaks of the worlds; nil where all have the plan's.
  let strata: PeakStrata?
  /// Names of failure modes that are left out.
  let disabled: Set<String>
  private let report: @Sendable (Int) -> Void
  /// What the worlds have in common but for their peaks.
  private let demand: OrdinaryDemand?
  private var records: [Int: [WorldRecord]] = [:]
  private(set) var judged: [Int: JudgedFleet] = [:]
  /// Replications simulated so far.
  private(set) var done = 0

  /// - Parameter size: As of the study; with uncertain peaks there are five times as many worlds of a fifth of the years,
  ///   because each world has one peak.
  init(
    _ ladder: FleetLadder, size: StudySize, strata: PeakStrata? = nil, disabled: Set<String> = [],
    report: @escaping @Sendable (Int) -> Void
  ) {
    self.ladder = ladder
    self.strata = strata
    self.disabled = disabled
    demand = try? DemandWorld.ordinaryDemand(of: ladder.service)
    asked = size
    self.report = report
    self.size =
      strata == nil
      ? size
      : StudySize(
        seed: size.seed, worlds: 5 * size.worlds, replicationsPerWorld: max(1, size.replicationsPerWorld / 5),
        threads: size.threads)
  }

  /// Worlds with which a fleet far from the decision is judged: with uncertain peaks two of each stratum.
  private var fewWorlds: Int {
    strata.map { 2 * $0.count } ?? min(size.worlds, max(8, size.worlds / 5))
  }

  /// A fleet's verdict, from all worlds where few leave it undecided.
  mutating func judge(_ step: Int) async throws -> JudgedFleet {
    if let known = judged[step] { return known }
    let fleet = try await judge(step, worlds: fewWorlds)
    return fleet.verdict == .undecided ? try await judge(step, worlds: size.worlds) : fleet
  }

  private mutating func judge(_ step: Int, worlds: Int) async throws -> JudgedFleet {
    try await simulate(step, worlds: worlds)
    let fleet = judgement(step)
    judged[step] = fleet
    return fleet
  }

  /// Simulates all worlds of fleets of which the lost minutes are wanted.
  mutating func simulateFully(_ steps: [Int]) async throws {
    for step in steps { try await simulate(step, worlds: size.worlds) }
  }

  /// Lost minutes a year of one fleet less those of another one, on the worlds that both have seen.
  func lostMinutes(of step: Int, above other: Int) -> Interval? {
    guard let more = records[step], let less = records[other] else { return nil }
    let differences = zip(more, less).map { $0.lostMinutes - $1.lostMinutes }
    guard let strata else { return meanInterval(differences, of: .anyNumber) }
    return stratifiedMeanInterval(strata.gathered(differences))
  }

  private mutating func simulate(_ step: Int, worlds: Int) async throws {
    let known = records[step] ?? []
    guard known.count < worlds else { return }
    let service = ladder.service.holding(ladder.fleet(at: step))
    var size = size
    size.worlds = max(size.worlds, worlds)
    let (strata, disabled, study, demand) = (strata, disabled, size, demand)
    let name = KeptWorlds.current.map { _ in WorldName.design(service, without: disabled) }
    let new = try await shared(known.count..<worlds, threads: size.threads) { world in
      var (service, demand, name) = (service, demand, name)
      if let strata {
        // Standby fleets were bought for the plan's peak, not for the one that comes.
        service = service.withFleetsAsTheyStand
        service.traffic.peakRPS = strata.peakRPS(inWorld: world)
        demand = demand?.scaled(toPeak: service.traffic.peakRPS)
        name = name.map { WorldName.design($0, with: "standing fleets, peak", service.traffic.peakRPS) }
      }
      return try Study(
        [service], size: study, disabled: disabled, bill: .byPrices, demand: demand, named: name.map { [$0] }
      )
      .simulate(world: world)[0]
    }
    records[step] = known + new
    done += new.count * size.replicationsPerWorld
    report(done)
  }

  private func judgement(_ step: Int) -> JudgedFleet {
    let service = ladder.service
    let worlds = records[step] ?? []
    let judged = ObjectiveVerdict.availability(DesignRecord(service: service, worlds: worlds)).map { verdict in
      // Where worlds have peaks of their own, strata are weighed.
      let share =
        strata.map { stratifiedShareInterval($0.gathered(verdict.worlds)) }
        ?? shareOfYearsInterval(verdict.worlds, isCertain: service.isCertain)
      return (share: share, verdict: OutputAnalysis.verdict(share: share, required: verdict.requiredShare))
    }
    let each = service.judgedYears.count
    let shares = stride(from: 0, to: judged.count, by: each).compactMap { first in
      judged[first..<(first + each)].map(\.share).min { $0.estimate < $1.estimate }
    }
    let means = worlds.map(\.lostMinutes)
    return JudgedFleet(
      step: step, nodes: ladder.nodesAtPeak(on: step),
      shares: shares, verdict: .over(judged.map(\.verdict)),
      lostMinutes: strata.map { $0.mean(means) } ?? means.reduce(0, +) / Double(means.count),
      years: worlds.reduce(0) { $0 + $1.replications.count })
  }
}

extension ShareSearch: FleetJudge {
  var lastStep: Int { ladder.last }

  mutating func verdict(at step: Int, _ effort: JudgingEffort) async throws -> Verdict {
    switch effort {
    case .few: try await judge(step).verdict
    case .all: try await judge(step, worlds: size.worlds).verdict
    case .more(let times): try await judge(step, worlds: times * size.worlds).verdict
    }
  }
}

extension PeakStrata {
  /// Worlds by stratum.
  func gathered(_ kept: [(met: Int, years: Int)]) -> [ShareStratum] {
    var strata = (0..<count).map { ShareStratum(weight: weight(of: $0), worlds: []) }
    for (world, count) in kept.enumerated() { strata[stratum(ofWorld: world)].worlds.append(count) }
    return strata
  }

  /// What each world has, by stratum.
  func gathered(_ values: [Double]) -> [(weight: Double, values: [Double])] {
    var strata = (0..<count).map { (weight: weight(of: $0), values: [Double]()) }
    for (world, value) in values.enumerated() { strata[stratum(ofWorld: world)].values.append(value) }
    return strata
  }

  /// The mean over the law of the peak of what each world has.
  func mean(_ values: [Double]) -> Double {
    gathered(values).reduce(0) { $0 + $1.weight * $1.values.reduce(0, +) / Double(max(1, $1.values.count)) }
  }
}

extension Service {
  /// The same plan with every running fleet as a count of nodes, whatever the peak turns out to be.
  ///
  /// Fleets that a failover has yet to acquire are sized when it comes, for the peak that there is.
  var withFleetsAsTheyStand: Service {
    var service = self
    for index in sites.indices where sites[index].keep.runsNodes {
      service.sites[index].size = .nodes(standingNodes(at: sites[index]))
    }
    return service
  }
}
