import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Who is to blame: the first failure at which, with it and the earlier ones alone, too little is answered. A region is
/// lost at 100 h; it takes 30 s to notice and 10 s to move everybody.
@Suite struct CauseTests {
  private let region = dated("region", .region, at: [100], lasts: 3, sites: ["a"])

  private func outcome(_ others: [FailureMode], change: (inout Service) -> Void = { _ in }) throws -> Outcome {
    try run(
      twoSites([region] + others, hours: 300) {
        $0.detection = .takes(.constant(30))
        $0.execution.move.takes = .constant(10)
        $0.failback = Failback(afterSeconds: 3600)
        change(&$0)
      })
  }

  private func expectTheRegion(_ outcome: Outcome, _ comment: Comment) {
    #expect(outcome.outages.map(\.cause) == [0], comment)
    #expect(outcome.outages.map(\.recoverySeconds) == [40], comment)
    #expect(outcome.outages.map(\.contributing) == [0], comment)
    // The change of traffic waits for nobody: all is lost for 40 s.
    #expect(abs(outcome.requestsLost - 4000) < 1e-6, comment)
  }

  /// A store that both would call and nobody misses has been down for four hours.
  @Test(arguments: [["a"], []])
  func aDependencyThatNobodyMisses(hosts: [String]) throws {
    let store = dated("store", .dependency, at: [96], lasts: 5, target: FailureTarget(dependency: "store"))
    let outcome = try outcome([store]) {
      $0.dependencies = [Dependency(name: "store", hosts: hosts, without: Impairment())]
    }
    expectTheRegion(outcome, "hosted at \(hosts)")
  }

  /// Twice the nodes that are needed: what some of them meet with is felt by nobody.
  @Test(arguments: [
    dated("x", .node, at: [96], lasts: 5, sites: ["a"], apartHours: 240),
    dated("x", .rack, at: [96], lasts: 5, sites: ["a"], apartHours: 240),
    dated("x", .zone, at: [96], lasts: 5, sites: ["a"], apartHours: 240),
    dated("x", .zone, at: [96], lasts: 5, sites: ["a"], target: FailureTarget(share: 0.5), apartHours: 240),
    dated("x", .region, at: [96], lasts: 5, sites: ["a"], target: FailureTarget(share: 0.3)),
    dated("x", .region, at: [96], lasts: 5, sites: ["a"], target: FailureTarget(nodes: 1)),
    dated("x", .region, at: [96], lasts: 5, sites: ["a"], effect: .impairs(Impairment(capacity: 0.9))),
    dated("x", .region, at: [96], lasts: 5, sites: ["a"], effect: .impairs(Impairment(quality: 0.5))),
    dated("x", .region, at: [96], lasts: 5, sites: ["a"], effect: .blocks([.acquire])),
    dated(
      "x", .region, at: [96], lasts: 5, sites: ["a"],
      target: FailureTarget(rollOut: RollOut(unavailable: .nodes(1), surge: .nodes(1), nodeSeconds: 1800))),
  ])
  func whatSpareCapacityAbsorbs(other: FailureMode) throws {
    let outcome = try outcome([other]) {
      for site in $0.sites.indices { $0.sites[site].size = .nodes(20) }
      ($0.sites[0].zones, $0.sites[0].nodesPerRack) = (2, 5)
    }
    expectTheRegion(outcome, "\(other.scope) \(other.effect)")
  }

  /// Three zones of five nodes, of which ten are needed: two that are lost together hurt, and the second is to blame.
  @Test func whatHurtsOnlyTogetherIsTheSecond() throws {
    func zone(_ name: String, _ part: Int, at hour: Double) -> FailureMode {
      dated(name, .zone, at: [hour], lasts: 4, target: FailureTarget(components: [part]))
    }
    for order in [["first", "second"], ["second", "first"]] {
      var plan = OneFailure(failures: order.map { zone($0, $0 == "first" ? 0 : 1, at: $0 == "first" ? 1 : 3) })
      (plan.nodes, plan.zones) = (15, 3)
      let outcome = try plan.outcome()
      #expect(outcome.outages.map { plan.failures[$0.cause].name } == ["second"])
      // From 3 h to 5 h there are five of the ten nodes that are needed.
      #expect(outcome.outages.map(\.recoverySeconds) == [7200])
      #expect(outcome.outages.map(\.contributing) == [0])
      #expect(outcome.lostOutside.allSatisfy { $0 == 0 })
    }
  }

  /// All ten nodes are needed; half are lost from 1 h to 3 h, the others from 2 h to 4 h: one outage, the first's.
  @Test func theFirstThatTakesEnoughIsToBlame() throws {
    func some(_ name: String, _ part: Int, at hour: Double) -> FailureMode {
      dated(name, .zone, at: [hour], lasts: 2, target: FailureTarget(components: [part]))
    }
    var plan = OneFailure(failures: [some("late", 1, at: 2), some("early", 0, at: 1)])
    plan.zones = 2
    let outcome = try plan.outcome()
    #expect(outcome.outages.map(\.cause) == [1])
    #expect(outcome.outages.map(\.recoverySeconds) == [3 * 3600])
  }

  /// Outside outages too: the second of two grey failures takes a hundredth, the first no more than the worth of answers.
  @Test func whatIsLostOutsideOutagesHasACause() throws {
    let plan = OneFailure(failures: [
      dated("worth", .region, at: [1], lasts: 3, effect: .impairs(Impairment(quality: 0.5))),
      dated("few", .region, at: [2], lasts: 1, effect: .impairs(Impairment(success: 0.99))),
    ])
    let outcome = try plan.outcome()
    #expect(outcome.outages.isEmpty)
    #expect(outcome.lostOutside.map { Double($0) / 1e15 } == [0, 3600, 0])
  }

  /// Demand above all that there is: a failure that nobody would miss is not to blame for it.
  @Test func overloadIsNobodysFailure() throws {
    var plan = OneFailure(failures: [
      dated("worth", .region, at: [0.5], lasts: 30, effect: .impairs(Impairment(quality: 0.5)))
    ])
    (plan.peak, plan.nodes) = (120, 10)
    let outcome = try plan.outcome()
    #expect(outcome.outages.map(\.cause) == [1])
  }
}
