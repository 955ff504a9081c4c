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

    /// Crude years: what the paths themselves have.
    init(_ service: Service, years: Int, seed: UInt64) throws {
      let plan = try Plan(service, seed: seed)
      let world = try DemandWorld(service, seed: seed, number: 0)
      for year in 0..<years {
        var run = Replication(plan, world: world, number: UInt32(year))
        add(run.run().downtime.seconds)
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

  /// A model without its nodes: only sites and shocks fail, often enough that a hundred years say something.
  private static func sites(_ model: ReferenceModel) -> Service {
    var service = model.service
    service.failures.removeAll { $0.name == "node" }
    return service
  }

  private static let pair = sites(ReferenceModel(activeActive: true, acceleration: 20))
  private static let standby = sites(ReferenceModel(acceleration: 4))

  private static let crudeStandby = Result { try Sum(standby, years: 1000, seed: 2) }

  /// Seconds a horizon in which both sites of the pair are out: q^2, where a site is out for a share q of the time.
  private static let pairIsDown: Double = {
    let q = meanOutage / (meanOutage + 262_980 / 20)
    return q * q * 525_960 * 60
  }()
  /// Minutes: lognormal with median 60 and sigma 1.
  private static let meanOutage = 60 * exp(0.5)

  private func policy(_ branches: Double, _ service: Service, bias: HazardBias? = nil) -> SegmentPolicy {
    SegmentPolicy(branches, of: service, bias: bias)
  }

  /// To the bit, in all that an outcome says.
  @Test func theMainPathGoesOnAsEver() throws {
    let service = ReferenceModel().service
    let plan = try Plan(service, seed: 1)
    let world = try DemandWorld(service, seed: 1, number: 0)
    for number in UInt32(0)..<10 {
      var alone = Replication(plan, world: world, number: number)
      var scored = Replication(plan, world: world, number: number)
      let (expected, (outcome, _)) = (alone.run(), scored.run(policy(1, service)))
      #expect(outcome.lost == expected.lost && outcome.lostOutside == expected.lostOutside)
      #expect(outcome.nodeTime == expected.nodeTime && outcome.incidents == expected.incidents)
      #expect(outcome.outages.map(\.start) == expected.outages.map(\.start))
      #expect(outcome.outages.map(\.end) == expected.outages.map(\.end))
    }
  }

  /// Two estimators of one mean differ by less than four standard errors, and branches have a smaller one: crude years
  /// have a relative one of 4 % here.
  @Test(arguments: [1.0, 4, 16])
  func theNumberOfBranchesIsNoMatter(branches: Double) throws {
    let crude = try SegmentTests.crudeStandby.get()
    let sum = try Sum(SegmentTests.standby, policy(branches, SegmentTests.standby), years: 100, seed: 3)
    #expect(abs(sum.mean - crude.mean) < 4 * (sum.error * sum.error + crude.error * crude.error).squareRoot())
    #expect(sum.error < crude.error * 10.0.squareRoot())
  }

  /// Half a branch on average, at twice the weight.
  @Test func aBranchByLotHasNoBias() throws {
    let lot = try Sum(SegmentTests.pair, policy(0.5, SegmentTests.pair), years: 900, seed: 4)
    #expect(abs(lot.mean - SegmentTests.pairIsDown) < 4 * lot.error)
    #expect(lot.error < SegmentTests.pairIsDown / 6)
  }

  /// The product form of the accelerated pair, and the mean likelihood ratio.
  @Test(arguments: [0.3, 0.7])
  func scaledHazardsHaveNoBias(c: Double) throws {
    let bias = HazardBias(sites: c, nodes: c)
    let sum = try Sum(SegmentTests.pair, policy(4, SegmentTests.pair, bias: bias), years: 100, seed: 6)
    #expect(abs(sum.mean - SegmentTests.pairIsDown) < 4 * sum.error)
    #expect(sum.error < SegmentTests.pairIsDown / 15)
    #expect(abs(sum.likelihoods.mean - 1) < 4 * sum.likelihoods.standardError)
    #expect(sum.likelihoods.standardError < 0.02)
  }

  /// With nodes too, whose lives have a memory: the ratio's mean at the true scale.
  @Test func livesWithAMemoryHaveTheirRatios() throws {
    let service = ReferenceModel(activeActive: true).service
    let sum = try Sum(service, policy(2, service, bias: HazardBias()), years: 100, seed: 17)
    #expect(abs(sum.likelihoods.mean - 1) < 4 * sum.likelihoods.standardError)
    #expect(sum.likelihoods.standardError < 0.05)
  }

  /// The test of the mean ratio finds the mistake that it is there for.
  @Test func aRatioThatForgetsStrikesIsFound() throws {
    var bias = HazardBias()
    bias.forgetsStrikes = true
    let sum = try Sum(SegmentTests.pair, policy(4, SegmentTests.pair, bias: bias), years: 20, seed: 6)
    #expect(abs(sum.likelihoods.mean - 1) > 20 * sum.likelihoods.standardError)
  }

  @Test func withoutScalingEveryRatioIsOneAndEveryBitTheSame() throws {
    let service = ReferenceModel(activeActive: true, acceleration: 20).service
    let none = try Sum(service, policy(2, service), years: 4, seed: 8)
    let zero = try Sum(service, policy(2, service, bias: HazardBias(sites: 0, nodes: 0)), years: 4, seed: 8)
    #expect(none.mean > 0)
    #expect(none.mean == zero.mean && none.squares == zero.squares)
    #expect(zero.likelihoods.sum == zero.likelihoods.count && zero.likelihoods.squares == zero.likelihoods.count)
  }

  /// Bounded whatever the repair: e^(sum of c) over two sites, each with its region and its nodes; and 2 for how long the
  /// first repair was drawn.
  @Test func ratiosStayBelowTheirBound() throws {
    let service = ReferenceModel(activeActive: true, acceleration: 5).service
    let sum = try Sum(service, policy(2, service, bias: HazardBias(sites: 0.7, nodes: 0.5)), years: 20, seed: 9)
    #expect(sum.likelihoods.largest <= 2 * exp(2.4) * (1 + 1e-9))
    #expect(sum.likelihoods.largest > 1.5)
  }

  /// Branches of one incident differ: residual lives are drawn anew.
  @Test func branchesHaveLuckOfTheirOwn() throws {
    let one = try Sum(SegmentTests.pair, policy(1, SegmentTests.pair), years: 100, seed: 10)
    let many = try Sum(SegmentTests.pair, policy(8, SegmentTests.pair), years: 100, seed: 10)
    #expect(one.mean != many.mean)
    #expect(many.error < one.error * 0.8)
  }

  @Test func aCoinInTwoStrataIsTheSameCoin() throws {
    var whole = policy(4, SegmentTests.standby)
    whole.stratifiesCoin = false
    let flat = try Sum(SegmentTests.standby, whole, years: 200, seed: 11)
    let strata = try Sum(SegmentTests.standby, policy(4, SegmentTests.standby), years: 200, seed: 12)
    #expect(abs(flat.mean - strata.mean) < 4 * (flat.error * flat.error + strata.error * strata.error).squareRoot())
    #expect(strata.error < flat.error)
  }

  /// Strikes less the hazards that were lived through: zero in the mean, for laws with and without memory. The nodes
  /// strike 60 times a year: what was 5 % off would be 5 standard errors off.
  @Test func surprisesHaveNoMean() throws {
    let service = ReferenceModel(activeActive: true).service
    for mode in 0...1 {
      let sum = try Sum(service, policy(0.01, service), years: 200, seed: 13) { $0.modes[mode].surprise }
      #expect(abs(sum.mean) < 4 * sum.error)
      #expect(sum.error < 0.7)
    }
  }

  /// U = 1 - A_shock (1 - q^2), with the shock never waited for.
  @Test func aShockThatIsInsertedCostsAsMuchAsOneThatComes() throws {
    let service = SegmentTests.sites(ReferenceModel(activeActive: true, globalShock: true, acceleration: 20))
    let shock = service.failures.firstIndex { $0.name == "global" }!
    let sum = try Sum(service, SegmentPolicy(1, of: service, inserted: [shock]), years: 500, seed: 15)
    let available = 1 / (1 + SegmentTests.meanOutage / (100 * 525_960 / 20))
    let share = 1 - available * (1 - SegmentTests.pairIsDown / (525_960 * 60))
    #expect(abs(sum.mean - share * 525_960 * 60) < 4 * sum.error)
    #expect(sum.error < share * 525_960 * 60 / 15)
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
