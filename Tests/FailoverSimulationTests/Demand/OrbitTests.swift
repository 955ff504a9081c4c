import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Clients between their attempts, by themselves: three attempts, half of those that fail come back.
@Suite struct OrbitTests {
  private let plan = RetryPlan(
    ClientRetries(attempts: 3, backoffSeconds: 10, multiplier: 1, jitter: .none, share: 0.5), timeoutSeconds: 30)

  /// Of a hundred first attempts twenty are refused and thirty hang: half of the twenty back off, the others give up.
  @Test func failedAttemptsGoWhereTheyBelong() {
    var orbit = RetryOrbit(stages: plan.stays.count)
    let lost = orbit.take(.init(first: 100, again: 0, turnedAway: 0, refused: 20, hanging: 30), plan)
    #expect(lost == 10 && Array(orbit.entering) == [30, 10, 0, 0, 0])
    #expect(orbit.contents.allSatisfy { $0 == 0 })
  }

  /// Whom a budget turns away gives up at once.
  @Test func thoseWhoAreTurnedAwayGiveUp() {
    var orbit = RetryOrbit(stages: plan.stays.count)
    let lost = orbit.take(.init(first: 100, again: 0, turnedAway: 7, refused: 0, hanging: 0), plan)
    #expect(lost == 7 && orbit.entering.allSatisfy { $0 == 0 })
  }

  /// A hundred answers are broken off where nobody is on a second attempt: fifty clients back off, fifty give up, and the
  /// orbit is looked at anew.
  @Test func attemptsThatFailAtOnceEnterTheirBackoff() {
    var orbit = RetryOrbit(stages: plan.stays.count)
    let request: Int128 = 1_000_000_000_000_000
    let lost = orbit.fail(100 * request, first: 10_000_000, arrivals: 10_000_000, plan, at: SimTime(seconds: 5))
    #expect(lost == 50 * request && orbit.contents[1] == 50 * request && orbit.total == 50 * request)
    #expect(orbit.tickAt == SimTime(seconds: 5) && !orbit.isEmpty)
  }

  /// Ten a second enter a stage that is left by none: after two seconds it holds twenty.
  @Test func contentsFollowTheirRates() {
    var orbit = RetryOrbit(stages: plan.stays.count)
    _ = orbit.take(.init(first: 20_000_000, again: 0, turnedAway: 0, refused: 0, hanging: 10_000_000), plan)
    orbit.move(2_000_000_000)
    #expect(orbit.contents[0] == 20_000_000_000_000_000)
    orbit.note(refused: 0, hanging: 10_000_000)
    #expect(!orbit.hasShifted(refused: 0, hanging: 10_100_000) && orbit.hasShifted(refused: 0, hanging: 11_000_000))
    orbit.blame(Cause(mode: 2, clock: 7, since: SimTime(seconds: 1)))
    #expect(orbit.cause == (2, 7, SimTime(seconds: 1)))
  }
}
