import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Failures that no health check sees, and dependencies: losses by hand, in hours of all requests.
@Suite struct GreyFailureTests {
  private func hours(_ outcome: Outcome) -> Double { outcome.requestsLost / 360_000 }

  /// Two fifths of the requests fail for two hours; the standby is never asked, for nothing looks wrong.
  @Test func aGreyFailureIsNoReasonToFailOver() throws {
    let outcome = try run(
      twoSites([dated("grey", .region, at: [1], lasts: 2, sites: ["a"], effect: .impairs(Impairment(success: 0.6)))]))
    #expect(abs(hours(outcome) - 0.8) < 1e-9)
    #expect(outcome.failovers.isEmpty)
    #expect(outcome.incidents == [1])
    #expect(outcome.outages.count == 1 && outcome.outages[0].cause == 0)
  }

  @Test func halfTheCapacityIsHalfTheAnswersAtThePeak() throws {
    let mode = dated("slow", .region, at: [1], effect: .impairs(Impairment(capacity: 0.5)))
    #expect(abs(hours(try OneFailure(failures: [mode]).outcome()) - 0.5) < 1e-9)
    var quiet = OneFailure(failures: [mode])
    quiet.nodes = 20
    #expect(try quiet.outcome().lost == 0)
  }

  /// Answers of lesser worth are answers: nothing is lost, and their worth is counted apart.
  @Test func lesserAnswersAreCountedApart() throws {
    let outcome = try OneFailure(
      failures: [dated("model", .region, at: [1], effect: .impairs(Impairment(quality: 0.8)))]
    ).outcome()
    #expect(outcome.lost == 0)
    #expect(abs(Double(outcome.degraded) / 1e15 - 360_000) < 1e-6)
    #expect(abs(Double(outcome.worthLost) / 1e15 - 72_000) < 1e-6)
  }

  /// A node that fails all its requests and stays in rotation takes a tenth of them with it; a GPU of two half of that.
  @Test(arguments: [(FailureScope.node, 0.1), (.gpu, 0.05), (.process, 0.05)])
  func onePartSpoilsItsShare(scope: FailureScope, share: Double) throws {
    var plan = OneFailure(
      failures: [dated("bad", scope, at: [1], effect: .impairs(Impairment(success: 0)), apartHours: 100)])
    plan.replicasPerNode = 2
    if scope == .node { plan.failures.append(dated("never", .gpu, at: [1000])) }
    #expect(abs(hours(try plan.outcome()) - share) < 1e-9)
  }

  @Test func twoAtOnceLeaveASharesShare() throws {
    let half = FailureEffect.impairs(Impairment(success: 0.5))
    let modes = [
      dated("one", .region, at: [1], lasts: 2, effect: half),
      dated("two", .everywhere, at: [2], lasts: 2, effect: half),
    ]
    #expect(abs(hours(try OneFailure(failures: modes).outcome()) - (0.5 + 0.75 + 0.5)) < 1e-9)
  }

  // MARK: Dependencies

  private func store(_ hosts: [String] = [], quorum: Int = 1, success: Double = 0.3) -> Dependency {
    Dependency(name: "store", hosts: hosts, quorum: quorum, without: Impairment(success: success))
  }

  private func storeFails(_ at: [Double], lasts: Double = 1, sites: [String]? = nil) -> FailureMode {
    dated(
      "store-down", .dependency, at: at, lasts: lasts, sites: sites, target: FailureTarget(dependency: "store"))
  }

  /// Each site's own instance: the one at the standby is missed by nobody.
  @Test(arguments: [("a", 0.7), ("b", 0.0)])
  func anInstanceIsMissedWhereItIsUsed(site: String, lost: Double) throws {
    let outcome = try run(twoSites([storeFails([1], sites: [site])], dependencies: [store()]))
    #expect(abs(hours(outcome) - lost) < 1e-9)
  }

  /// Hosted at the standby: its site's loss and the cut of the cable take it away as its own failure does; with a second
  /// host nobody notices, unless both are needed.
  @Test(arguments: [(["b"], 1, 0.7), (["a", "b"], 1, 0), (["a", "b"], 2, 0.7)] as [([String], Int, Double)])
  func aHostedDependencyGoesWithItsHosts(hosts: [String], quorum: Int, lost: Double) throws {
    let ways = [
      dated("region", .region, at: [1], sites: ["b"]),
      dated("cable", .link, at: [1], target: FailureTarget(between: ["a", "b"])),
      storeFails([1], sites: ["b"]),
    ]
    for mode in ways {
      let outcome = try run(twoSites([mode], dependencies: [store(hosts, quorum: quorum)]))
      #expect(abs(hours(outcome) - lost) < 1e-9, "\(mode.name)")
      #expect(outcome.outages.allSatisfy { $0.cause == 0 })
    }
  }

  /// A store that bears sixty of a hundred requests a second: of the other forty three tenths are answered.
  @Test func aDependencyHasACapacityOfItsOwn() throws {
    var small = store()
    small.capacityRPS = 60
    var plan = OneFailure(failures: [], dependencies: [small])
    plan.hours = 24
    #expect(abs(hours(try plan.outcome()) - 24 * 0.28) < 1e-6)
  }

  /// The failover waits for a configuration store that is down: the site is lost at 1 h, the store answers at 2 h.
  @Test func nothingChangesWithoutTheConfigurationStore() throws {
    let region = dated("region", .region, at: [1], lasts: 4, sites: ["a"])
    func lost(_ failures: [FailureMode]) throws -> Double {
      hours(
        try run(
          twoSites(failures, dependencies: [store(success: 1)]) {
            $0.execution.move.dependencies = ["store"]
          }))
    }
    #expect(abs(try lost([region]) - 1.0 / 60) < 1e-9)
    #expect(abs(try lost([region, storeFails([0.5], lasts: 1.5, sites: ["b"])]) - 1) < 1e-9)
  }

  /// A step of the procedure waits for the registry.
  @Test func aStepWaitsForWhatItNeeds() throws {
    let region = dated("region", .region, at: [1], lasts: 4, sites: ["a"])
    let service = twoSites(
      [region, storeFails([0.5], lasts: 1.5, sites: ["b"])], dependencies: [store(success: 1)]
    ) {
      $0.execution.steps = [FailoverStep(name: "pull", takes: .constant(600), dependencies: ["store"])]
      $0.execution.move.after = [0]
    }
    #expect(abs(hours(try run(service)) - (1 + 1.0 / 6)) < 1e-9)
  }

  /// The copy stops when the cable is cut: half an hour of changes is missing beside the lag.
  @Test func whatWasNotSentDuringACutIsLost() throws {
    let service = twoSites([
      dated("cable", .link, at: [0.5], lasts: 3, target: FailureTarget(between: ["a", "b"])),
      dated("region", .region, at: [1], lasts: 4, sites: ["a"]),
    ]) { $0.traffic.classes = [TrafficClass(name: "chat", share: 1, state: .replication(lag: .constant(2)))] }
    let outcome = try run(service)
    #expect(outcome.failovers.map(\.dataLossSeconds) == [[1802]])
  }

  /// A control plane that is out stops nobody who runs, and everybody who wants nodes.
  @Test func aControlPlaneBlocksAcquiringAndNotServing() throws {
    let plane = dated("plane", .region, at: [0.5], lasts: 1.5, effect: .blocks([.acquire]))
    #expect(try run(twoSites([plane], keep: .data)).lost == 0)
    let region = dated("region", .region, at: [1], lasts: 4, sites: ["a"])
    #expect(abs(hours(try run(twoSites([plane, region], keep: .data))) - 1) < 1e-9)
  }
}
