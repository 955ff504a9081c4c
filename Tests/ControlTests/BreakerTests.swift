import Testing

@testable import Control

/// How many attempts a breaker waits for.
@Suite struct BreakerTests {
  /// Two failures in a row of a fair coin come after (1 - 1/4) / (1/2 x 1/4) = 6 tosses.
  @Test func aRunOfFailuresIsWaitedFor() {
    #expect(Breaker.meanAttempts(failing: 0.5, failures: 2) == 6)
    #expect(Breaker.meanAttempts(failing: 0.5, failures: 2, upTo: 6) == 6)
    #expect(Breaker.meanAttempts(failing: 1, failures: 20, upTo: 1) == 20)
    #expect(Breaker.meanAttempts(failing: 0, failures: 20) == .infinity)
  }

  /// A product that is not finished gives the same number or none, and none only beyond what was asked for.
  @Test func aRunThatTakesLongerThanAnybodyAsksIsNotWorkedOut() {
    for failures in [1, 2, 5, 20, 200] {
      for share in [0.001, 0.05, 0.3, 0.5, 0.9, 0.95, 0.99, 0.999] {
        for limit in [0, 0.5, 1, 10, 1e9, 55e9, 1e12, .infinity] {
          let all = Breaker.meanAttempts(failing: share, failures: failures)
          let some = Breaker.meanAttempts(failing: share, failures: failures, upTo: limit)
          #expect(some == all || some == .infinity && all > limit, "\(failures) at \(share) up to \(limit)")
        }
      }
    }
  }
}
