import Control
import EventKernel
import ServiceModel
import Stochastics
import Testing

@testable import FailoverSimulation

/// Breakers and degraded modes, by hand.
@Suite struct ProtectionTests {
  /// Twenty requests in a row fail within 0.2 s; a probe every 30 s finds the site repaired at 120.2 s.
  @Test func aBreakerStaysOpenUntilAProbeIsAnswered() throws {
    var service = OneFailure(failures: [dated("down", .region, at: [1], lasts: 100.0 / 3600)]).service
    service.protection.breaker = CircuitBreaker(failures: 20, openSeconds: 30)
    let outcome = try run(service)
    #expect(abs(outcome.requestsLost - 12_020) < 1)
    #expect(outcome.outages.count == 1 && outcome.outages[0].cause == 0)
    #expect(abs(outcome.outages[0].recoverySeconds - 120.2) < 1e-6)
  }

  /// Three of ten nodes are gone for an hour: 80 are asked of 70. Shorter answers make it 105, until ten minutes after
  /// the repair; nobody is turned away.
  @Test func aDegradedModeBridgesAShortage() throws {
    var plan = OneFailure(failures: [dated("three", .region, at: [1], target: FailureTarget(nodes: 3))])
    plan.peak = 80
    var service = plan.service
    service.protection.degradedMode = DegradedMode(
      above: 0.95, below: 0.9, holdSeconds: 600, capacity: 1.5, quality: 0.8)
    let outcome = try run(service)
    #expect(outcome.lost == 0)
    func degraded(_ outcome: Outcome) -> Double { Double(outcome.degraded) / 1e15 }
    #expect(abs(degraded(outcome) - 336_000) < 1e-6)
    #expect(abs(Double(outcome.worthLost) / 1e15 - 67_200) < 1e-6)
    service.protection.degradedMode!.afterSeconds = 60
    #expect(abs(try run(service).requestsLost - 10 * 60) < 1e-6)
    // Between the two thresholds it stays as it is.
    service.protection.degradedMode!.below = 0.75
    let seconds = 47.0 * 3600 - 60
    #expect(abs(degraded(try run(service)) - 80 * seconds) < 1e-6)
  }
}

/// Breakers in front of dependencies and caches that are lost, by hand.
@Suite struct CacheAndCallTests {
  /// A knowledge base is down for 100 s. Twenty calls in a row fail in 0.2 s, then answers are worth 60 % until a probe
  /// succeeds at 120.2 s.
  @Test func anOpenBreakerMakesAnswersWorseInsteadOfNone() throws {
    var store = Dependency(name: "base", without: Impairment(quality: 0.6))
    store.breaker = CircuitBreaker(failures: 20, openSeconds: 30)
    let outcome = try OneFailure(
      failures: [
        dated("base-down", .dependency, at: [1], lasts: 100.0 / 3600, target: FailureTarget(dependency: "base"))
      ], dependencies: [store]
    ).outcome()
    #expect(abs(outcome.requestsLost - 20) < 1e-3)
    #expect(abs(Double(outcome.degraded) / 1e15 - 12_000) < 1e-3)
    #expect(abs(Double(outcome.worthLost) / 1e15 - 4800) < 1e-3)
  }

  /// A standby of the same size takes over with empty caches at 79 % of its speed and has no room to spare: with a
  /// refill time of 600 s it comes back in eight steps of 300 s, and is short of 21 % x 600 s x (1 - e^-4) of demand.
  @Test func aStandbyBeginsWithEmptyCaches() throws {
    var service = twoSites([dated("down", .region, at: [1], lasts: 10, sites: ["a"])])
    let warm = try run(service)
    service.replica.coldCache = ColdCache(speed: 0.79, refillSeconds: 600)
    let cold = try run(service)
    let short = 100 * 0.21 * 600 * (1 - 0.018_315_638_888_734_18)
    #expect(abs(cold.requestsLost - warm.requestsLost - short) < 0.1)
  }
}

/// The memory of breakers and modes by themselves.
@Suite struct ProtectionRuleTests {
  @Test func aRunOfFailuresTakesItsTime() {
    #expect(Breaker.meanAttempts(failing: 1, failures: 20) == 20)
    // Three tails in a row: fourteen tosses.
    #expect(abs(Breaker.meanAttempts(failing: 0.5, failures: 3) - 14) < 1e-12)
    #expect(Breaker.meanAttempts(failing: 0, failures: 3) == .infinity)
    var breaker = Breaker()
    breaker.observe(failing: 500_000, rate: 7_000_000, at: .zero, failures: 3)
    #expect(breaker.deadline == SimTime(seconds: 2))
    breaker.observe(failing: 0, rate: 7_000_000, at: SimTime(seconds: 1), failures: 3)
    #expect(breaker.deadline == .never)
  }
}
