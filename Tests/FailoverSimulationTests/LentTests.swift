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

  /// All 100 requests a second for the minute of detection, then the 40 of the lent nodes until they are back.
  @Test func lentNodesAreUsableAfterTheEviction() throws {
    #expect(try run(service()).requestsLost == 100 * 60 + 40 * 600)
    #expect(try run(service(lent: 10)).requestsLost == 100 * 60 + 100 * 600)
    #expect(try run(service(evict: 0)).requestsLost == 100 * 60)
    #expect(try run(service(lent: 0)).requestsLost == 100 * 60)
  }

  /// A loaded standby climbs its last rung, and the lent part of it after the eviction.
  @Test func aLowerRungIsClimbedAfterTheEviction() throws {
    #expect(try run(service(lent: 0, keep: .loaded)).requestsLost == 100 * 120)
    #expect(try run(service(keep: .loaded)).requestsLost == 100 * 120 + 40 * 600)
    #expect(try run(service(keep: .booted)).requestsLost == 100 * 240 + 40 * 600)
  }

  /// What a test has broken is booted, loaded and warmed anew.
  @Test func aBrokenNodeStartsAnew() throws {
    #expect(try run(service(breaks: 1)).requestsLost == 100 * 60 + 40 * (600 + 300 + 120 + 60))
  }

  /// Each lent node by itself: over 400 failovers the mean number of broken ones is 4 x 25 % within five standard errors.
  @Test func nodesBreakIndependently() throws {
    let lost = try run(service(breaks: 0.25, days: 400)).requestsLost / 400
    let broken = (lost - 100 * 60 - 40 * 600) / (10 * 480)
    #expect(abs(broken - 1) < 5 * (4 * 0.25 * 0.75 / 400).squareRoot())
    let none = try run(service(breaks: 1e-9, days: 400)).requestsLost / 400
    #expect(none == 100 * 60 + 40 * 600)
  }

  /// They run whoever uses them: ten nodes at each site in every hour, before, while and after they are needed, whatever
  /// the rung. Every node is there again for the next failover.
  @Test(arguments: [Readiness.booted, .loaded, .warm])
  func lendingChangesNoNodeHours(keep: Readiness) throws {
    for nodes in [0, 4, 10] {
      let outcome = try run(service(lent: nodes, breaks: 0.5, keep: keep, days: 3))
      #expect(outcome.nodeHours(site: 0) == 10 * 96)
      #expect(outcome.nodeHours(site: 1) == 10 * 96)
      #expect(outcome.failovers.count == 3)
    }
  }
}
