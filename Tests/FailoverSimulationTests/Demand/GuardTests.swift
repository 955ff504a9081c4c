import EventKernel
import Testing

@testable import FailoverSimulation

/// Breakers, degraded modes and caches by themselves: no plan, no estate, no luck.
@Suite struct GuardTests {
  private func time(_ seconds: Double) -> SimTime { SimTime(seconds: seconds) }

  /// Three failures at two attempts a second take a second and a half. Then it is open for ten seconds, and ten more after
  /// each probe that fails; a probe that is answered closes it.
  @Test func aBreakerOpensAfterItsFailuresAndClosesByAProbe() {
    var guards = Guards(sites: 2, hasModes: false, hasBreakers: true, called: 0)
    guards.attempts(at: 1, failing: 1_000_000, rate: 2_000_000, at: time(0), failures: 3)
    #expect(guards.earliestDeadline == time(1.5) && guards.areActing && !guards.breakers[1].isOpen)
    let open = Span(seconds: 10)
    guards.meetDeadline(of: 1, at: time(1.5), probeSucceeds: false, open: open)
    #expect(guards.breakers[1].isOpen && !guards.breakers[0].isOpen && guards.earliestDeadline == time(11.5))
    guards.meetDeadline(of: 1, at: time(11.5), probeSucceeds: false, open: open)
    #expect(guards.breakers[1].isOpen && guards.earliestDeadline == time(21.5))
    guards.meetDeadline(of: 1, at: time(21.5), probeSucceeds: true, open: open)
    #expect(!guards.areActing && guards.earliestDeadline == .never)
  }

  /// Each site has a breaker of its own in front of each dependency.
  @Test func aCallIsCutOffAtOneSiteAlone() {
    var guards = Guards(sites: 2, hasModes: false, hasBreakers: true, called: 3)
    guards.calls(of: 2, from: 0, failing: 1_000_000, rate: 1_000_000, at: time(0), failures: 5)
    guards.meetDeadline(ofCalls: 2, from: 0, at: time(5), probeSucceeds: false, open: Span(seconds: 30))
    let open = (0..<3).flatMap { dependency in (0..<2).filter { guards.isOpen(dependency: dependency, at: $0) } }
    #expect(open == [0] && guards.isOpen(dependency: 2, at: 0))
    guards.closeBreakers()
    #expect(guards.isOpen(dependency: 2, at: 0))
    guards.closeCalls(of: 2, from: 0)
    #expect(!guards.areActing)
  }

  /// High for half a minute begins it; low for a minute ends it, and a load between the two leaves it on.
  @Test func aModeBeginsAndEndsWithItsLoad() {
    var guards = Guards(sites: 1, hasModes: true, hasBreakers: false, called: 0)
    func tell(isHigh: Bool, isLow: Bool, at seconds: Double) -> Bool {
      guards.load(
        of: 0, isHigh: isHigh, isLow: isLow, at: time(seconds), after: Span(seconds: 30), hold: Span(seconds: 60))
    }
    #expect(!tell(isHigh: true, isLow: false, at: 0) && guards.earliestDeadline == time(30))
    guards.changeModes(at: time(30))
    #expect(guards.modes[0].isOn && guards.areActing)
    #expect(!tell(isHigh: false, isLow: false, at: 40) && guards.earliestDeadline == .never)
    #expect(!tell(isHigh: false, isLow: true, at: 50) && guards.earliestDeadline == time(110))
    guards.changeModes(at: time(110))
    #expect(!guards.areActing)
  }

  /// Eight steps of a minute after it began to answer a cache is warm; what it has of them is gone when it stops.
  @Test func aCacheWarmsUpStepByStep() {
    var caches = PrefixCaches(serving: [true, false])
    let step = Span(seconds: 60)
    #expect(caches[0].isWarm && caches[1].level == 0 && !caches.areFilling)
    caches.observe(1, answers: true, at: time(100), step: step)
    caches.observe(1, answers: true, at: time(130), step: step)
    #expect(caches.earliestDeadline == time(160))
    for count in 1...7 {
      caches.refill(at: caches.earliestDeadline, step: step)
      #expect(Int(caches[1].level) == count && caches.earliestDeadline == time(160 + 60 * Double(count)))
    }
    caches.refill(at: time(580), step: step)
    #expect(caches[1].isWarm && !caches.areFilling)
    caches.observe(1, answers: false, at: time(600), step: step)
    #expect(caches[1] == .cold)
  }
}
