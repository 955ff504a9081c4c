import EventKernel
import ServiceModel
import Testing

@testable import FailoverSimulation

/// Clients between their attempts, by themselves: three attempts, half of those that fail come back.
@Suite struct OrbitTests {
  private let plan = RetryPlan(
    ClientRetries(attempts: 3, backoffSeconds: 10, multiplier: 1, jitter: .none, share: 0.5), patience: .constant(30))

  /// Of a hundred first attempts twenty are refused and thirty hang: half of the twenty back off, the others give up.
  @Test func failedAttemptsGoWhereTheyBelong() {
    var orbit = RetryOrbit(stages: plan.stays.count)
    let lost = orbit.take(.init(first: 100, again: 0, turnedAway: 0, refused: 20, hanging: 30), plan)
    #expect(lost == 10 && Array(orbit.entering) == [30, 10, 0, 0, 0])
    #expect(orbit.contents.allSatisfy { $0 == 0 })
  }

  /// Patience in two phases of 15 s, the second of which nobody begins with: thirty enter the first, and whoever leaves it goes on to the
  /// second, whose clients come back or give up.
  @Test func patienceInPhasesIsPassedPhaseByPhase() {
    let phased = RetryPlan(
      ClientRetries(attempts: 2, backoffSeconds: 10, multiplier: 1, jitter: .none, share: 0.5),
      patience: .gamma(shape: 2, scale: 15))
    #expect(phased.stays.map(\.seconds) == [15, 15, 10, 15, 15])
    #expect(phased.backingOff(0) == 2 && phased.waiting(1) == 3)
    var orbit = RetryOrbit(stages: phased.stays.count)
    let attempts = RetryOrbit.Attempts(first: 100_000_000, again: 0, turnedAway: 0, refused: 0, hanging: 30_000_000)
    #expect(orbit.take(attempts, phased) == 0)
    #expect(Array(orbit.entering) == [30_000_000, 0, 0, 0, 0])
    orbit.move(15_000_000_000)
    // 450 hang in the first phase, which 30 a second leave over a tick that is far shorter than a phase.
    orbit.look(phased, at: SimTime(seconds: 15), demand: 100_000_000, isDue: true)
    #expect(orbit.leaving[0] == 30_000_000 && orbit.leaving[1] == 0)
    #expect(orbit.take(attempts, phased) == 0)
    #expect(Array(orbit.entering) == [30_000_000, 30_000_000, 0, 0, 0])
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
