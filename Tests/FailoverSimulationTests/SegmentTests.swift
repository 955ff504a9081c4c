import EventKernel
import Foundation
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Incidents scored by branches: nothing about the main path changes, and the mean is what it was.
@Suite struct SegmentTests {
  /// Sums over years of one policy on the reference model.
  private struct Sum {
    var years = 0.0
    var mean = 0.0
    var squares = 0.0
    var likelihoods = LikelihoodSum()

    /// - Parameter value: What of a score counts, in seconds a year.
    init(
      _ service: Service, _ policy: SegmentPolicy, years: Int, seed: UInt64,
      value: (SegmentScore) -> Double = \.downtimeSeconds
    ) throws {
      let plan = try Plan(service, seed: seed)
      let world = try DemandWorld(service, seed: seed, number: 0)
      for year in 0..<years {
        var run = Replication(plan, world: world, number: UInt32(year))
        let (_, score) = run.run(policy)
        add(value(score))
        likelihoods.merge(score.likelihoods)
      }
    }

    private mutating func add(_ x: Double) {
      years += 1
      let step = (x - mean) / years
      squares += step * (x - mean) * (years - 1)
      mean += step
    }

    var error: Double { (squares / (years - 1) / years).squareRoot() }
  }

  /// Fails often enough that a few hundred years say something, and coincidences still count.
  private static let pair = ReferenceModel(activeActive: true, acceleration: 20).service
  private static let standby = ReferenceModel(acceleration: 4).service

  private func policy(_ branches: Double, _ service: Service, bias: HazardBias? = nil) -> SegmentPolicy {
    SegmentPolicy(branches, of: service, bias: bias)
  }

  @Test func theMainPathGoesOnAsEver() throws {
    let plan = try Plan(SegmentTests.standby, seed: 1)
    let world = try DemandWorld(SegmentTests.standby, seed: 1, number: 0)
    for number in UInt32(0)..<20 {
      var alone = Replication(plan, world: world, number: number)
      var scored = Replication(plan, world: world, number: number)
      let (expected, (outcome, _)) = (alone.run(), scored.run(policy(2, SegmentTests.standby)))
      #expect(outcome.lost == expected.lost && outcome.lostOutside == expected.lostOutside)
      #expect(outcome.nodeTime == expected.nodeTime && outcome.incidents == expected.incidents)
      #expect(outcome.outages.map(\.start) == expected.outages.map(\.start))
      #expect(outcome.outages.map(\.end) == expected.outages.map(\.end))
    }
  }

  /// Two estimators of one mean differ by less than four standard errors, and branches have a smaller one.
  @Test(arguments: [1.0, 4, 16])
  func theNumberOfBranchesIsNoMatter(branches: Double) throws {
    let crude = try ReferenceModel(acceleration: 4).downtimes(years: 1500, seed: 2).map { $0 * 60 }
    let mean = crude.reduce(0, +) / 1500
    let error = (crude.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 1499 / 1500).squareRoot()
    let sum = try Sum(SegmentTests.standby, policy(branches, SegmentTests.standby), years: 300, seed: 3)
    #expect(abs(sum.mean - mean) < 4 * (sum.error * sum.error + error * error).squareRoot())
    #expect(sum.error < error * 5.0.squareRoot())
  }

  /// A half of a branch on average, at twice the weight.
  @Test func aBranchByLotHasNoBias() throws {
    let lot = try Sum(SegmentTests.pair, policy(0.5, SegmentTests.pair), years: 600, seed: 4)
    let four = try Sum(SegmentTests.pair, policy(4, SegmentTests.pair), years: 300, seed: 5)
    #expect(abs(lot.mean - four.mean) < 4 * (lot.error * lot.error + four.error * four.error).squareRoot())
    #expect(four.error < four.mean / 8)
  }

  /// The product form of the accelerated twin: U = q^2 with q = 1 - A_region P(at least 4 of 5 nodes).
  @Test(arguments: [0.3, 0.7])
  func scaledHazardsHaveNoBias(c: Double) throws {
    let bias = HazardBias(sites: c, nodes: c)
    let sum = try Sum(SegmentTests.pair, policy(4, SegmentTests.pair, bias: bias), years: 300, seed: 6)
    let plain = try Sum(SegmentTests.pair, policy(16, SegmentTests.pair), years: 300, seed: 7)
    #expect(abs(sum.mean - plain.mean) < 4 * (sum.error * sum.error + plain.error * plain.error).squareRoot())
    #expect(abs(sum.likelihoods.mean - 1) < 4 * sum.likelihoods.standardError)
    // Power: the term that a strike adds is ln theta, of the order of 3 and more; without it the mean is far from 1.
    #expect(sum.likelihoods.standardError < 0.02)
  }

  /// The test of the mean ratio finds the mistake that it is there for.
  @Test func aRatioThatForgetsStrikesIsFound() throws {
    var bias = HazardBias()
    bias.forgetsStrikes = true
    let sum = try Sum(SegmentTests.pair, policy(4, SegmentTests.pair, bias: bias), years: 100, seed: 6)
    #expect(abs(sum.likelihoods.mean - 1) > 20 * sum.likelihoods.standardError)
  }

  @Test func withoutScalingEveryRatioIsOneAndEveryBitTheSame() throws {
    let service = SegmentTests.pair
    let none = try Sum(service, policy(4, service), years: 40, seed: 8)
    let zero = try Sum(service, policy(4, service, bias: HazardBias(sites: 0, nodes: 0)), years: 40, seed: 8)
    #expect(none.mean == zero.mean && none.squares == zero.squares)
    #expect(zero.likelihoods.sum == zero.likelihoods.count && zero.likelihoods.squares == zero.likelihoods.count)
  }

  /// Bounded whatever the repair: e^(sum of c) over two sites, each with its region and its nodes.
  @Test func ratiosStayBelowTheirBound() throws {
    let service = ReferenceModel(activeActive: true, acceleration: 5).service
    let sum = try Sum(service, policy(4, service, bias: HazardBias(sites: 0.7, nodes: 0.5)), years: 100, seed: 9)
    #expect(sum.likelihoods.largest <= exp(2.4) * (1 + 1e-9))
    #expect(sum.likelihoods.largest > 1.5)
  }

  /// Branches of one incident differ: residual lives are drawn anew.
  @Test func branchesHaveLuckOfTheirOwn() throws {
    let one = try Sum(SegmentTests.pair, policy(1, SegmentTests.pair), years: 200, seed: 10)
    let many = try Sum(SegmentTests.pair, policy(8, SegmentTests.pair), years: 200, seed: 10)
    #expect(one.mean != many.mean)
    #expect(many.error < one.error * 0.8)
  }

  @Test func aCoinInTwoStrataIsTheSameCoin() throws {
    var whole = policy(4, SegmentTests.standby)
    whole.stratifiesCoin = false
    let flat = try Sum(SegmentTests.standby, whole, years: 400, seed: 11)
    let strata = try Sum(SegmentTests.standby, policy(4, SegmentTests.standby), years: 400, seed: 12)
    #expect(abs(flat.mean - strata.mean) < 4 * (flat.error * flat.error + strata.error * strata.error).squareRoot())
    #expect(strata.error < flat.error)
  }

  /// Strikes less the hazards that were lived through: zero in the mean, for laws with and without memory.
  @Test func surprisesHaveNoMean() throws {
    for mode in 0...1 {
      let sum = try Sum(SegmentTests.pair, policy(1, SegmentTests.pair), years: 300, seed: 13) {
        $0.modes[mode].surprise
      }
      #expect(abs(sum.mean) < 4 * sum.error)
      #expect(sum.error < 3)
    }
  }

  /// Where a shock comes from: waited for in 40 times as many years, or inserted.
  @Test func aShockThatIsInsertedCostsAsMuchAsOneThatComes() throws {
    let service = ReferenceModel(activeActive: true, globalShock: true, acceleration: 20).service
    let shock = service.failures.firstIndex { $0.name == "global" }!
    let waited = try Sum(service, policy(4, service), years: 3000, seed: 14)
    let inserted = try Sum(
      service, SegmentPolicy(4, of: service, inserted: [shock]), years: 300, seed: 15)
    let error = (waited.error * waited.error + inserted.error * inserted.error).squareRoot()
    #expect(abs(waited.mean - inserted.mean) < 4 * error)
    #expect(inserted.error < waited.error)
  }

  /// What the rows of the ledger add up to is the score.
  @Test func weightedRowsAddUp() throws {
    let service = SegmentTests.standby
    var kept = policy(2, service)
    kept.keepsRows = true
    let plan = try Plan(service, seed: 16)
    let world = try DemandWorld(service, seed: 16, number: 0)
    for number in UInt32(0)..<10 {
      var run = Replication(plan, world: world, number: number)
      let (_, score) = run.run(kept)
      let rows = score.rows.reduce(0) { $0 + $1.weight * $1.outage.requestsLost }
      let outside = score.causes.reduce(0) { $0 + $1.lostOutside }
      #expect(abs(rows + outside - score.requestsLost) <= 1e-9 * max(1, score.requestsLost))
      let inOutages = score.causes.reduce(0) { $0 + $1.lostInOutages }
      #expect(abs(rows - inOutages) <= 1e-9 * max(1, rows))
    }
  }
}
