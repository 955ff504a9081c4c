import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Standby nodes that somebody else uses: late at a failover by what the eviction takes, and paid all the same.
@Suite struct LentTests {
  /// Four of ten standby nodes are lent; the first site is lost for five hours, ten hours after the start.
  private func service(
    lent nodes: Int = 4, evict: Double = 600, breaks: Double = 0, keep: Readiness = .warm, days: Int = 1
  ) -> Service {
    let loss = dated("loss", .region, at: (0..<days).map { 10 + 24 * Double($0) }, lasts: 5, sites: ["a"])
    return twoSites([loss], hours: 24 * Double(days + 1), keep: keep) {
      $0.replica.start = ColdStart(boot: .constant(300), load: .constant(120), initialise: .constant(60))
      $0.failback = Failback(afterSeconds: 0)
      $0.sites[1].lent = LentNodes(
        borrower: "test", nodes: nodes, hoursPerWeek: 40, evictSeconds: evict, breaks: breaks)
    }
  }

  private func lost(_ service: Service) throws -> Double { try run(service).requestsLost }

  /// All 100 requests a second for the minute of detection, then the 40 of the lent nodes until they are back.
  @Test func lentNodesAreUsableAfterTheEviction() throws {
    #expect(try lost(service()) == 30_000.0)
    #expect(try lost(service(lent: 10)) == 66_000.0)
    #expect(try lost(service(evict: 0)) == 6000.0)
    #expect(try lost(service(lent: 0)) == 6000.0)
  }

  /// A loaded standby climbs its last rung, and the lent part of it after the eviction.
  @Test func aLowerRungIsClimbedAfterTheEviction() throws {
    #expect(try lost(service(lent: 0, keep: .loaded)) == 12_000.0)
    #expect(try lost(service(keep: .loaded)) == 36_000.0)
    #expect(try lost(service(keep: .booted)) == 48_000.0)
  }

  /// What a test has broken is booted, loaded and warmed anew.
  @Test func aBrokenNodeStartsAnew() throws {
    #expect(try lost(service(breaks: 1)) == 49_200.0)
  }

  /// Each lent node by itself: over 400 failovers the mean number of broken ones is 4 x 25 % within five standard errors.
  @Test func nodesBreakIndependently() throws {
    let mean = try lost(service(breaks: 0.25, days: 400)) / 400
    let broken = (mean - 30_000) / 4800
    let error = (4 * 0.25 * 0.75 / 400.0).squareRoot()
    #expect(abs(broken - 1) < 5 * error)
    let none = try lost(service(breaks: 1e-9, days: 400)) / 400
    #expect(none == 30_000.0)
  }

  /// They run whoever uses them: ten nodes at each site in every hour, before, while and after they are needed, whatever
  /// the rung. Every node is there again for the next failover.
  @Test(arguments: [Readiness.booted, .loaded, .warm])
  func lendingChangesNoNodeHours(keep: Readiness) throws {
    for nodes in [0, 4, 10] {
      let outcome = try run(service(lent: nodes, breaks: 0.5, keep: keep, days: 3))
      #expect(outcome.nodeHours(site: 0) == 10 * 96)
      #expect(outcome.nodeHours(site: 1) == 10 * 96)
      #expect(!outcome.failovers.isEmpty)
    }
  }
}
