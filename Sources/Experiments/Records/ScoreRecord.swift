import EventKernel
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// What branches say of the years of one world.
public struct BranchedYears: Sendable {
  /// All years together.
  public var sums: SegmentScore
  /// Year by year: requests lost, seconds in outages, and by failure mode strikes less their compensator.
  var years: [(requestsLost: Double, downtimeSeconds: Double, surprises: [Double])] = []
  /// Rows of the ledger, where they are kept, by the failure mode that began the incident.
  var rows: [(begunBy: Int, row: WeightedOutageRecord)] = []
  /// The years' parts in the means; empty until all worlds are known.
  var estimates: [YearRecord] = []
}

/// A row of the ledger that stands for `weight` outages of its replication.
public struct WeightedOutageRecord: Sendable {
  public var replication: Int
  public var outage: Outage
  public var weight: Double
}

extension WorldRecord {
  /// The replications' parts in the means: what branches say, where there are any, and what they were otherwise.
  public var estimates: [YearRecord] { branched?.estimates ?? replications }

  /// Lost minutes a year, the mean over the replications.
  public var lostMinutes: Double { estimates.reduce(0) { $0 + $1.lostMinutes } / Double(replications.count) }

  /// Adds what branches say of the latest year.
  mutating func add(_ score: SegmentScore, replication: Int) {
    var sums = score
    sums.rows = []
    var all = branched ?? BranchedYears(sums: sums)
    if branched != nil { all.sums = all.sums.merged(with: sums) }
    all.years.append((score.requestsLost, score.downtimeSeconds, score.modes.map(\.surprise)))
    all.rows += score.rows.map {
      ($0.begunBy, WeightedOutageRecord(replication: replication, outage: $0.outage, weight: $0.weight))
    }
    branched = all
  }

  mutating func estimate(by branches: BranchScore) {
    guard let scored = branched?.years else { return }
    let demand = demand
    branched?.estimates = zip(replications, scored).map { year, scored in
      let (lost, downtime) = branches.estimate(scored)
      return YearRecord(
        lostMinutes: demand > 0 ? lost / demand * Horizon.yearMinutes : 0,
        downtimeMinutes: horizon.perYear(downtime / 60), requestsLost: horizon.perYear(lost), outages: year.outages)
    }
  }
}

/// Everything that the branches of a design say together, with the luck of how often failures struck taken out.
///
/// For a failure mode m whose strikes less their compensator are the martingale M, incidents that began with m cost Y in
/// N strikes. The estimate uses Y - (Y / N) M, which is Y scaled by (expected strikes / strikes): a control with the
/// regression coefficient that belongs to incidents that come independently. The bias is of the order of 1 / N.
/// Source: P. Glynn, R. Szechtman, Some new perspectives on the method of control variates, MCQMC 2000 (2002) 27.
public struct BranchScore: Sendable {
  public let sums: SegmentScore
  /// Expected strikes over strikes, by failure mode; the last, of the main path itself, is 1.
  public let factors: [Double]
  private let downtimePerStrike: [Double]
  private let lossPerStrike: [Double]

  /// - Returns: nil where years were scored as they came.
  init?(_ worlds: [WorldRecord]) {
    let scores = worlds.compactMap { $0.branched?.sums }
    guard let first = scores.first else { return nil }
    let sums = scores.dropFirst().reduce(first) { $0.merged(with: $1) }
    self.sums = sums
    // Below so many strikes the coefficient is too uncertain to be worth its bias.
    let fewest = 100.0
    func perStrike(_ value: (ModeScore) -> Double) -> [Double] {
      sums.modes.map { $0.strikes >= fewest ? value($0) / $0.strikes : 0 }
    }
    downtimePerStrike = perStrike(\.downtimeSeconds)
    lossPerStrike = perStrike(\.requestsLost)
    factors = sums.modes.map { $0.strikes >= fewest ? 1 - $0.surprise / $0.strikes : 1 } + [1]
  }

  /// A year's part in the means: requests lost, and seconds in outages.
  func estimate(
    _ year: (requestsLost: Double, downtimeSeconds: Double, surprises: [Double])
  ) -> (requestsLost: Double, downtimeSeconds: Double) {
    var (lost, downtime) = (year.requestsLost, year.downtimeSeconds)
    for mode in year.surprises.indices {
      lost -= lossPerStrike[mode] * year.surprises[mode]
      downtime -= downtimePerStrike[mode] * year.surprises[mode]
    }
    return (lost, downtime)
  }

  /// Outages of all replications.
  var outages: Double { (0..<factors.count).reduce(0) { $0 + cost(of: $1).outages } }

  /// What one cause cost over all years: requests lost in outages and outside them, and outages.
  func cost(of cause: Int) -> CauseScore {
    let count = factors.count
    return (0..<count).reduce(into: CauseScore()) { total, mode in
      let part = sums.causes[mode * count + cause]
      total.lostInOutages += factors[mode] * part.lostInOutages
      total.lostOutside += factors[mode] * part.lostOutside
      total.outages += factors[mode] * part.outages
    }
  }
}

extension DesignRecord {
  /// Branches in which something was lost.
  var lossyBranches: Int { branches?.sums.modes.reduce(0) { $0 + $1.lossy } ?? 0 }

  /// Requests demanded over all replications.
  var demand: Double { worlds.reduce(0) { $0 + $1.demand * Double($1.replications.count) } }

  /// The weighted ledger of a world: its weighted sums over all years are the headline. Empty where rows were not kept.
  public func weightedOutages(world: Int) -> [WeightedOutageRecord] {
    guard let branches else { return [] }
    return (worlds[world].branched?.rows ?? []).map { begunBy, row in
      var row = row
      row.weight *= branches.factors[begunBy]
      return row
    }
  }
}
