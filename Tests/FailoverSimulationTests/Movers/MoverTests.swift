import EventKernel
import ServiceModel
import Stochastics
import TestSupport
import Testing

@testable import FailoverSimulation

/// Movers by name: a hundred requests a second, ten nodes of ten at each of two sites, the first of which is lost for six
/// hours after an hour.
@Suite struct MoverTests {
  private func outcome(
    _ move: TrafficMove, keep: Readiness = .warm, detection: Double = 30, lasts: Double = 6, peak: Double = 100,
    effect: FailureEffect = refused, number: UInt32 = 0, change: (inout Service) -> Void = { _ in }
  ) throws -> Outcome {
    try run(
      twoSites([dated("region", .region, at: [1], lasts: lasts, sites: ["a"], effect: effect)], keep: keep) {
        $0.traffic.peakRPS = peak
        $0.detection = .takes(.constant(detection))
        $0.execution.move = move
        $0.failback = Failback(afterSeconds: 0)
        change(&$0)
      }, number: number)
  }

  private static func gslb(_ ttl: Double = 60) -> TrafficMove {
    TrafficMove(
      mechanism: .gslb, ttlSeconds: ttl,
      checks: .probes(Probes(intervalSeconds: 30, timeoutSeconds: 4, failures: 3)))
  }

  private static func mesh() -> TrafficMove {
    let outliers = OutlierDetection(errors: 5, proxies: 10, timeoutSeconds: 10, ejectedForSeconds: 30)
    return TrafficMove(mechanism: .mesh, checks: .outliers(outliers))
  }

  /// The change waits for the next sync: 30 s of detection, uniformly up to a minute, 95 % of the time to live of a minute.
  @Test func aControllerWritesTheRecordAtItsNextSync() throws {
    let times = try (0..<200).map { number in
      try outcome(TrafficMove(mechanism: .externalDNS, ttlSeconds: 60, syncSeconds: 60), number: UInt32(number))
        .outages[0].recoverySeconds
    }
    #expect(times.allSatisfy { (87...147).contains($0) })
    // 30 + 30 + 57, with a standard deviation of 60 / √12 / √200 = 1.2 s.
    #expect(isNear(mean(times), 117, within: 4))
    #expect(times.max()! - times.min()! > 50)
  }

  /// All clients follow by the law of routes: at once after 40 s, or evenly over 100 s, of which 95 % have passed when 95 %
  /// have moved and on average half.
  @Test(arguments: [
    (Distribution.constant(40), 70.0, 7000.0), (.uniform(low: 0, high: 100), 125, 8000),
  ])
  func routesConverge(law: Distribution, recovery: Double, lost: Double) throws {
    let outcome = try outcome(TrafficMove(mechanism: .anycast, converges: law))
    #expect(outcome.outages.count == 1)
    #expect(abs(outcome.outages[0].recoverySeconds - recovery) < 0.05)
    #expect(abs(outcome.requestsLost - lost) < 1)
  }

  /// Between sites that serve already its own checks are enough: two intervals and a uniform part of a third, 75 s in the
  /// mean, then 90 % of a minute until a tenth of half of the users is left. Nobody else notices within ten minutes.
  @Test func healthCheckedAnswersNeedNobody() throws {
    let outcomes = try (0..<200).map {
      try outcome(Self.gslb(), keep: .serving, detection: 600, number: UInt32($0))
    }
    let times = outcomes.map { $0.outages[0].recoverySeconds }
    #expect(times.allSatisfy { (114...144).contains($0) })
    #expect(isNear(mean(times), 129, within: 2))
    // Half of a hundred a second for 75 s and the mean half of a minute: 50 x 105.
    #expect(isNear(mean(outcomes.map(\.requestsLost)), 5250, within: 100))
  }

  /// A silent site's probes fail after their timeout, 4 s later.
  @Test func aTimeoutDelaysItsChecks() throws {
    let silent = FailureEffect.loss(symptoms: [SymptomShare(.silent, 1)], containment: nil)
    let refusing = try outcome(Self.gslb(), keep: .serving, detection: 600)
    let hanging = try outcome(Self.gslb(), keep: .serving, detection: 600, effect: silent)
    #expect(abs(hanging.outages[0].recoverySeconds - refusing.outages[0].recoverySeconds - 4) < 1e-6)
  }

  /// Whoever is quicker takes the site out: an alarm after 5 s and 54 s of the time to live.
  @Test func thePlansOwnDetectionMayBeQuicker() throws {
    let outcome = try outcome(Self.gslb(), keep: .serving, detection: 5)
    #expect(abs(outcome.outages[0].recoverySeconds - 59) < 1e-3)
  }

  /// A standby has to be made ready by the failover: 60 s of detection, a minute of steps, 57 s of the time to live.
  @Test func aStandbyWaitsForTheProcedure() throws {
    let outcome = try outcome(Self.gslb(), detection: 60) {
      $0.execution.steps = [FailoverStep(name: "promote", takes: .constant(60))]
      $0.execution.move.after = [0]
    }
    #expect(abs(outcome.outages[0].recoverySeconds - 177) < 1e-3)
  }

  /// Ten proxies see five failures each of 50 requests a second after one second, ten more where each waits for its timeout.
  @Test(arguments: [(refused, 1.0), (.loss(symptoms: [SymptomShare(.silent, 1)], containment: nil), 11)])
  func proxiesLeaveOutWhoFailsThem(effect: FailureEffect, recovery: Double) throws {
    let outcome = try outcome(Self.mesh(), keep: .serving, detection: 600, effect: effect)
    #expect(abs(outcome.outages[0].recoverySeconds - recovery) < 1e-3)
    #expect(abs(outcome.requestsLost - 50 * recovery) < 0.1)
  }

  /// A site that is well after 100 s is tried again when its third ejection ends: 30 + 60 + 90 s after the first began. Of
  /// 150 a second the other one carries 100 until then, and 75 were lost for 50 / 75 of a second before.
  @Test func ejectionsGrowLonger() throws {
    let outcome = try outcome(Self.mesh(), keep: .serving, detection: 600, lasts: 100.0 / 3600, peak: 150)
    #expect(outcome.outages.count == 1)
    #expect(isNear(outcome.outages[0].recoverySeconds, 180 + 50.0 / 75, within: 1e-3))
    #expect(abs(outcome.requestsLost - (50 + 50 * 180)) < 0.1)
  }

  @Test func ejectionsAreFiveMinutesAtMost() {
    let outliers = OutlierDetection(errors: 5, proxies: 1, timeoutSeconds: 0, ejectedForSeconds: 100)
    // 100, 300, 600, then 300 more each.
    #expect([0.0, 100, 101, 600, 601, 901].map(outliers.triedAgain) == [100, 100, 300, 600, 900, 1200])
    #expect(outliers.secondsToEject(failing: 1, rate: 10) == 0.5)
    // Three failures in a row of chance 1/2 take (1 - 1/8) / (1/2 x 1/8) = 14 trials in the mean.
    let three = OutlierDetection(errors: 3, proxies: 2, timeoutSeconds: 0, ejectedForSeconds: 1)
    #expect(three.secondsToEject(failing: 0.5, rate: 7) == 4)
  }
}
