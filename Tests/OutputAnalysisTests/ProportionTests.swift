import Testing

@testable import OutputAnalysis

@Suite struct ProportionTests {
  /// Wilson for 8 of 10, from the closed form with z = 1.959963984540054.
  @Test func wilsonByHand() {
    let interval = wilson(successes: 8, trials: 10)
    expectClose(interval.low, 0.4901624715052606, 1e-9)
    expectClose(interval.high, 0.9433178485456247, 1e-9)
    #expect(wilson(successes: 0, trials: 10).low == 0)
    #expect(wilson(successes: 10, trials: 10).high == 1)
  }

  @Test func designEffectDividesTheTrials() {
    let clustered = wilson(successes: 80, trials: 100, designEffect: 10)
    expectClose(clustered.low, wilson(successes: 8, trials: 10).low, 1e-12)
  }

  @Test func exactBoundsAtTheEnds() {
    let all = clopperPearson(successes: 10, trials: 10)
    #expect(all.high == 1)
    expectClose(all.low, 0.6915028921812392)
    #expect(exactLowerBound(successes: 0, trials: 10) == 0)
    #expect(poissonExact(events: 0).low == 0)
    expectClose(poissonUpperBound(events: 0, exposure: 100), 0.02995732273553991)
  }

  /// Worlds in which all ten years agree: each counts for one, the effect is ten times 1 + 1/(W - 1).
  @Test func perfectlyCorrelatedYears() {
    let worlds = (0..<40).map { (met: $0 < 30 ? 10 : 0, years: 10) }
    expectClose(designEffect(worlds), 10 * 40.0 / 39, 1e-12)
    let share = shareOfYearsInterval(worlds)
    #expect(share.estimate == 0.75)
    expectClose(share.low, wilson(successes: 30, trials: 40, designEffect: 40.0 / 39).low, 1e-12)
  }

  /// Independent years give an effect near 1, and never less.
  @Test func independentYears() {
    var stream = SplitMix(state: 7)
    let worlds = (0..<400).map { _ in (met: (0..<10).count { _ in stream.uniform() < 0.9 }, years: 10) }
    #expect((1..<1.25).contains(designEffect(worlds)))
    #expect(designEffect([(met: 5, years: 10), (met: 5, years: 10)]) == 1)
    #expect(designEffect([(met: 10, years: 10), (met: 10, years: 10)]) == 1)
  }

  @Test func verdicts() {
    let share = Interval(estimate: 0.92, low: 0.9, high: 0.94)
    #expect(verdict(share: share, required: 0.9) == .meets)
    #expect(verdict(share: share, required: 0.91) == .undecided)
    #expect(verdict(share: share, required: 0.93) == .undecided)
    #expect(verdict(share: share, required: 0.94) == .undecided)
    #expect(verdict(share: share, required: 0.95) == .misses)
  }
}
