import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Failures that strike parts of a site: disjoint parts add up, and a number of nodes counts those of the scope. Losses
/// by hand, in hours of all requests of a site whose capacity is the peak.
@Suite struct PartialEffectTests {
  private func hours(_ outcome: Outcome) -> Double { outcome.requestsLost / 360_000 }

  private func grey(_ scope: FailureScope, _ left: Impairment, target: FailureTarget = FailureTarget()) -> FailureMode {
    dated("grey", scope, at: [1], lasts: 3, target: target, effect: .impairs(left))
  }

  /// Whatever is struck one by one until all of it is: nothing is answered for three hours.
  @Test(arguments: [FailureScope.region, .zone, .rack, .node, .process, .gpu])
  func whatStrikesEveryPartStrikesTheWhole(scope: FailureScope) throws {
    for left in [Impairment(success: 0), Impairment(capacity: 0)] {
      var plan = OneFailure(failures: [grey(scope, left)])
      (plan.zones, plan.nodesPerRack, plan.replicasPerNode) = (2, 2, 2)
      #expect(abs(hours(try plan.outcome()) - 3) < 1e-9, "\(left)")
    }
  }

  /// Five of ten nodes of one zone, all of them of the other two racks: parts that overlap leave a share's share. Zone 0
  /// is struck to a half and everything to a half again: (5 x 1/4 + 5 x 1/2) / 10 = 3/8 is answered.
  @Test func whatOverlapsLeavesASharesShare() throws {
    let half = Impairment(success: 0.5)
    var plan = OneFailure(failures: [
      grey(.zone, half, target: FailureTarget(components: [0])), grey(.node, half),
    ])
    plan.failures[1].name = "other"
    plan.zones = 2
    #expect(abs(hours(try plan.outcome()) - 3 * 0.625) < 1e-9)
  }

  /// A node that answers nothing gives no answer a worth: of ten, one fails all and one answers with half the worth.
  @Test func worthIsThatOfAnswers() throws {
    let plan = OneFailure(failures: [
      grey(.node, Impairment(success: 0), target: FailureTarget(components: [0])),
      grey(.node, Impairment(quality: 0.5), target: FailureTarget(components: [1])),
    ])
    var service = plan.service
    service.failures[1].name = "other"
    let outcome = try run(service)
    #expect(abs(hours(outcome) - 0.3) < 1e-9)
    // In millionths of the site's answers: half the worth of a ninth of them.
    let answers = 0.9 * 3 * 360_000
    #expect(abs(Double(outcome.worthLost) / 1e15 - answers / 18) < answers * 1.1e-6)
  }

  /// A failed replica beside an impaired one of its node: nine of ten replicas of five nodes are up, one of them fails.
  @Test func anImpairedReplicaIsNotItsNeighbour() throws {
    var plan = OneFailure(failures: [
      dated("down", .process, at: [1], lasts: 3, target: FailureTarget(components: [0])),
      grey(.process, Impairment(success: 0), target: FailureTarget(components: [1])),
    ])
    (plan.nodes, plan.replicasPerNode) = (5, 2)
    plan.peak = 45
    #expect(abs(outcome(plan) - 3.0 / 9) < 1e-5)
  }

  private func outcome(_ plan: OneFailure) -> Double {
    (try? plan.outcome().requestsLost / (plan.peak * 3600)) ?? -1
  }

  /// Twenty nodes of ten a second, two zones two hours apart, an hour each, all capacity in use: N nodes of the zone are
  /// N twentieths of an hour, twice; no zone has more than ten.
  @Test(arguments: [(5, 0.5), (8, 0.8), (10, 1), (11, 1)])
  func aNumberOfNodesCountsThoseOfTheZone(nodes: Int, lost: Double) throws {
    var plan = OneFailure(failures: [
      dated("some", .zone, at: [1], target: FailureTarget(nodes: nodes), apartHours: 2)
    ])
    (plan.peak, plan.nodes, plan.zones) = (200, 20, 2)
    #expect(abs(outcome(plan) - lost) < 1e-9)
  }

  /// Racks of four: two nodes of each of the five, one after the other.
  @Test func aNumberOfNodesCountsThoseOfTheRack() throws {
    var plan = OneFailure(failures: [
      dated("some", .rack, at: [1], target: FailureTarget(nodes: 2), apartHours: 2)
    ])
    (plan.peak, plan.nodes, plan.zones, plan.nodesPerRack) = (200, 20, 1, 4)
    #expect(abs(outcome(plan) - 0.5) < 1e-9)
  }

  /// Fifteen nodes of a region whose pools have ten each: all of the first, five of the second, not ten and ten.
  @Test func aNumberOfNodesCountsThoseOfAllPools() throws {
    var service = twoSites([dated("some", .region, at: [1], target: FailureTarget(nodes: 15))]) {
      $0.sites[1].keep = .serving
      $0.sites[1].region = $0.sites[0].region
      $0.traffic = Traffic(peakRPS: 200)
    }
    service.detection = .takes(.constant(7200))
    #expect(abs(try run(service).requestsLost / 720_000 - 0.75) < 1e-5)
  }
}
