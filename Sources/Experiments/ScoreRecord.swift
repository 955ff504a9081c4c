import EventKernel
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// What branches say of one year, beside what it was on its main path.
public struct ScoredYear: Equatable, Sendable {
  public var downtimeSeconds: Double
  public var requestsLost: Double
  /// By failure mode: strikes less the hazards that its components have lived through.
  public var surprises: [Double]
}

/// A row of the ledger that stands for `weight` outages of its replication.
public struct WeightedOutageRecord: Sendable {
  public var replication: Int
  public var outage: Outage
  public var weight: Double
}

extension WorldRecord {
  /// Adds what branches say of the latest year.
  mutating func add(_ score: SegmentScore, replication: Int) {
    years[years.count - 1].scored = ScoredYear(
      downtimeSeconds: score.downtimeSeconds, requestsLost: score.requestsLost,
      surprises: score.modes.map(\.surprise))
    weighted += score.rows.map {
      ($0.begunBy, WeightedOutageRecord(replication: replication, outage: $0.outage, weight: $0.weight))
    }
    var sums = score
    sums.rows = []
    self.score = self.score.map { $0.merged(with: sums) } ?? sums
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
    let scores = worlds.compactMap(\.score)
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
  func estimate(_ year: ScoredYear) -> (requestsLost: Double, downtimeSeconds: Double) {
    var (lost, downtime) = (year.requestsLost, year.downtimeSeconds)
    for mode in year.surprises.indices {
      lost -= lossPerStrike[mode] * year.surprises[mode]
      downtime -= downtimePerStrike[mode] * year.surprises[mode]
    }
    return (lost, downtime)
  }

  /// Outages a year.
  func outages(years: Int) -> Double {
    (0..<factors.count).reduce(0) { $0 + cost(of: $1).outages } / Double(years)
  }

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

  /// Requests demanded over all years.
  var demand: Double { worlds.reduce(0) { $0 + $1.demand * Double($1.years.count) } }

  /// Fills in what branches say of each year, which only all years together decide.
  mutating func estimateYears() {
    guard let branches else { return }
    for world in worlds.indices {
      for year in worlds[world].years.indices {
        guard let scored = worlds[world].years[year].scored else { continue }
        let (lost, downtime) = branches.estimate(scored)
        let demand = worlds[world].demand
        worlds[world].years[year].estimatedRequestsLost = lost
        worlds[world].years[year].estimatedDowntimeMinutes = downtime / 60
        worlds[world].years[year].estimatedLostMinutes =
          demand > 0 ? lost / demand * service.horizonHours * 60 : 0
      }
    }
  }

  /// The weighted ledger of a world: its weighted sums over all years are the headline. Empty where rows were not kept.
  public func weightedOutages(world: Int) -> [WeightedOutageRecord] {
    guard let branches else { return [] }
    return worlds[world].weighted.map { begunBy, row in
      var row = row
      row.weight *= branches.factors[begunBy]
      return row
    }
  }
}
