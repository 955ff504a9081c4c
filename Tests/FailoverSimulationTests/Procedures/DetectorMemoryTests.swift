import EventKernel
import ServiceModel
import Testing

@testable import Control
@testable import FailoverSimulation

/// What detectors remember, by itself.
@Suite struct DetectorMemoryTests {
  private func time(_ seconds: Double) -> SimTime { SimTime(seconds: seconds) }
  private let minute = Span(seconds: 60)

  /// A fifth of a minute's requests is twelve seconds' worth: at two in five it takes thirty seconds to come together. What
  /// was bad until second 40 has left the window at second 100.
  @Test func aWindowIsReachedAndForgotten() {
    var detectors = DetectorMemory(sites: 2, detectors: 2)
    let rule = RateLaw(RateRule(signal: .failing, threshold: 0.2), requests: [])
    detectors.observe(SignalLevels(failing: 400_000), of: 1, at: time(0), reach: minute)
    let reached = detectors.crossing(of: rule, detector: 1, site: 1, since: time(0), staysFor: .zero, from: time(0))
    #expect(reached == time(30))
    #expect(
      detectors.crossing(of: rule, detector: 1, site: 0, since: time(0), staysFor: .zero, from: time(0)) == .never)
    #expect(detectors.forgetsAt(reach: minute) == .never)
    detectors.observe(SignalLevels(), of: 1, at: time(40), reach: minute)
    #expect(detectors.forgetsAt(reach: minute) == time(100) && !detectors.areForgotten)
    detectors.observe(SignalLevels(), of: 1, at: time(100), reach: minute)
    #expect(detectors.areForgotten)
  }

  /// Users have met with it since it began to be so bad; nothing has no beginning.
  @Test func aUsersViewKeepsItsBeginning() {
    let start = DetectorMemory(sites: 1, detectors: 1)
    var detectors = start
    for seconds in [5.0, 9] { detectors.observe(userLevel: 500_000, of: 0, at: time(seconds)) }
    #expect(detectors.userViews[0].level == 500_000 && detectors.userViews[0].since == time(5))
    #expect(!detectors.areSettled(as: start))
    detectors.observe(userLevel: 0, of: 0, at: time(12))
    #expect(detectors.userViews[0].since == .zero && detectors.areSettled(as: start))
  }
}
