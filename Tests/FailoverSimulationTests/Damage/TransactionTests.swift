import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Requests that must commit at a second site: two sites serve half of a hundred requests a second each. Of two classes one, 40 %
/// of demand, commits half of its requests at the second site too.
@Suite struct TransactionTests {
  private func outcome(
    _ failures: [FailureMode], blocks: Bool = false, change: (inout Service) -> Void = { _ in }
  ) throws -> Outcome {
    try run(
      twoSites(failures, keep: .serving) {
        var orders = TrafficClass(name: "orders", share: 0.4, state: .stateless)
        orders.transactions = SpanningTransactions(partner: "b", share: 0.5, blocks: blocks)
        // Told apart by an objective of its own.
        orders.objectives = ClassObjectives(
          availability: AvailabilityObjective(figure: .requests, atLeast: 0.9, share: 0.9))
        $0.traffic.classes = [TrafficClass(name: "chat", share: 0.6, state: .stateless), orders]
        change(&$0)
      })
  }

  private let cut = dated("cut", .link, at: [1], lasts: 2, target: FailureTarget(between: ["a", "b"]))

  /// A fifth of what the first site answers needs the second one: 10 a second for two hours, of that class alone.
  @Test(arguments: [true, false])
  func aCutMakesThemFail(blocks: Bool) throws {
    let outcome = try outcome([cut], blocks: blocks)
    #expect(abs(outcome.requestsLost - 10 * 7200) < 1)
    #expect(abs(outcome.requestsLostByClass[0]) < 1)
    #expect(abs(outcome.requestsLostByClass[1] - 10 * 7200) < 1)
    #expect(outcome.outages.map(\.recoverySeconds) == [7200])
  }

  /// The second site is lost: its own half and a fifth of the other for a minute, then a fifth of all, which the first site
  /// answers: 60 x (50 + 10) + 7,140 x 20. The first site's loss costs its half for a minute: where all are answered at the
  /// second site nobody needs another one.
  @Test(arguments: [("b", 146_400.0), ("a", 3000.0)])
  func aLostPartnerDoesToo(site: String, lost: Double) throws {
    let outcome = try outcome([dated("region", .region, at: [1], lasts: 2, sites: [site])])
    #expect(abs(outcome.requestsLost - lost) < 1)
  }

  /// One of the first site's ten nodes dies while the second is cut off: for 2.5 x 10 + 5 = 30 s it swallows a tenth of its 50 a
  /// second, of all classes alike, and a request that it swallows fails once. Orders lose 0.4 x 150 and a fifth of the others,
  /// 10 x 7,200 - 0.2 x 150.
  @Test func whatDeadNodesSwallowIsLostOnce() throws {
    let node = dated("node", .node, at: [2], sites: ["a"], target: FailureTarget(components: [0]))
    let outcome = try outcome([cut, node]) {
      $0.detection = .probes(Probes(intervalSeconds: 10, timeoutSeconds: 5, failures: 3))
    }
    #expect(abs(outcome.requestsLostByClass[0] - 90) < 1)
    #expect(abs(outcome.requestsLostByClass[1] - (60 + 72_000 - 30)) < 1)
    #expect(abs(outcome.requestsLost - 72_120) < 1)
  }

  /// What a lost edge keeps out asks for no second site: of an hour's 100 a second each class loses its share.
  @Test func whatTheEdgeKeepsOutIsLostOnce() throws {
    let outcome = try outcome([cut, dated("edge", .edge, at: [2])])
    #expect(abs(outcome.requestsLostByClass[0] - 60 * 3600) < 1)
    #expect(abs(outcome.requestsLostByClass[1] - (40 * 3600 + 10 * 3600)) < 1)
  }

  /// Clients that wait are seen by whoever counts time-outs: after 60 x 0.1 / 0.2 = 30 s what the first site answers moves to
  /// the second. Transactions that fail at once are not.
  @Test(arguments: [(true, 300.0), (false, 72_000.0)])
  func blockedOnesTimeOut(blocks: Bool, lost: Double) throws {
    let outcome = try outcome([cut], blocks: blocks) {
      $0.detection = .layers(
        LayeredDetection(detectors: [
          Detector(name: "timeouts", layer: .business, sees: .rate(RateRule(signal: .timingOut, threshold: 0.1))),
          Detector(name: "health", layer: .service, sees: .loss(.constant(30))),
        ]))
    }
    #expect(abs(outcome.requestsLost - lost) < 1)
  }
}
