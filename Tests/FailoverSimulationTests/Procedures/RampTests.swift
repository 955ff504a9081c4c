import EventKernel
import ServiceModel
import Stochastics
import TestSupport
import Testing

@testable import FailoverSimulation

/// Clients that follow a DNS record: a hundred requests a second, a standby of full size.
@Suite struct RampTests {
  private func outcome(
    ttl: Double, ignoring: Double = 0, stay: Distribution = .constant(0), detection: Double = 30, lasts: Double = 6,
    tolerance: Double = 0.05
  ) throws -> Outcome {
    try run(
      twoSites([dated("region", .region, at: [1], lasts: lasts, sites: ["a"])]) {
        $0.detection = .takes(.constant(detection))
        $0.objectives = Objectives(outageTolerance: tolerance, holdSeconds: 0)
        $0.execution.move = TrafficMove(
          mechanism: .dns, ttlSeconds: ttl, ignoringTTL: ignoring, ignoringFor: stay)
        $0.failback = Failback(afterSeconds: 0)
      })
  }

  /// 95 % of the clients have followed after 95 % of the time to live.
  @Test(arguments: [60.0, 3600, 7201])
  func theInstantIsComputed(ttl: Double) throws {
    let outcome = try outcome(ttl: ttl)
    #expect(outcome.outages.count == 1)
    #expect(abs(outcome.outages[0].recoverySeconds - (30 + 0.95 * ttl)) < 1e-6)
    #expect(abs(outcome.requestsLost - 100 * (30 + ttl / 2)) < 100 * ttl * 1e-6)
  }

  /// A tenth ignores it: when half of them have followed, 95 % have. The law's median, whatever the law.
  @Test(arguments: [
    (Distribution.constant(1200), 1200.0), (.uniform(low: 600, high: 1800), 1200),
    (.lognormal(median: 1000, sigma: 0.6), 1000),
    (.mixture([.init(share: 0.5, law: .constant(300)), .init(share: 0.5, law: .constant(900))]), 300),
  ])
  func thoseWhoIgnoreItFollowByTheirLaw(stay: Distribution, median: Double) throws {
    let outcome = try outcome(ttl: 60, ignoring: 0.1, stay: stay)
    // Whole millionths of a hundred thousand clients: the instant is known as well as the law's slope there.
    #expect(abs(outcome.outages[0].recoverySeconds - (30 + median)) < 0.05)
    #expect(abs(outcome.requestsLost - (3000 + 90 * 30 + 10 * stay.mean)) < 0.5)
  }

  /// Who ignores the time to live stays as long as the law says, also when that is shorter: 100 x (0.6 x 150 + 0.4 x 300).
  @Test func whoIgnoresItMayBeQuicker() throws {
    let outcome = try outcome(
      ttl: 300, ignoring: 0.4, stay: .uniform(low: 0, high: 600), detection: 0, tolerance: 0.5)
    #expect(abs(outcome.requestsLost - 21_000) < 0.05)
  }

  /// The region is back while clients follow: lost are half a minute, and of the next 1770 s who had not followed.
  @Test func whatHappensBetweenTwoLooksIsExact() throws {
    let outcome = try outcome(ttl: 3600, lasts: 0.5)
    let lost = 3000 + 100 * (1770 - 1770.0 * 1770 / 7200)
    #expect(abs(outcome.requestsLost - lost) < 0.2)
    #expect(outcome.outages.map(\.recoverySeconds) == [1800])
  }

  /// A standby that carries 80 % of demand: 95 % is answered never, 70 % when 70 % have followed.
  @Test func aSmallStandbyDecidesWhichShareIsEnough() throws {
    let service = twoSites([dated("region", .region, at: [1], lasts: 6, sites: ["a"])]) {
      $0.sites[1].size = .nodes(8)
      $0.sites[1].quotaNodes = 8
      $0.detection = .takes(.constant(30))
      $0.objectives = Objectives(outageTolerance: 0.3, holdSeconds: 0)
      $0.execution.move = TrafficMove(mechanism: .dns, ttlSeconds: 3600)
      $0.execution.opensAt = 0.5
      $0.failback = Failback(afterSeconds: 0)
    }
    let outcome = try run(service)
    #expect(isNear(outcome.outages[0].recoverySeconds, 30 + 0.7 * 3600, within: 1e-6))
  }
}
