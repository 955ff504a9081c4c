import OutputAnalysis
import Testing

@testable import Reports

/// A figure and its uncertainty are read together: one unit for both, and no digits that the width does not carry.
@Suite struct SpreadWordingTests {
  private static func about(_ seconds: Double, _ half: Double) -> Interval {
    Interval(estimate: seconds, low: seconds - half, high: seconds + half)
  }

  /// 357 s and 840 s are 5.95 and 14 minutes; 605.5 s and 4.92 s are 10.09 and 0.08 minutes; 2 h and 90 s are 0.025 h of 2 h.
  @Test(arguments: [
    (357.0, 840.0, "6 +-14 min"), (605.5, 4.92, "10.09 +-0.08 min"), (53.5, 4.9, "53.5 +-4.9 s"),
    (197.0, 239.0, "197 +-239 s"), (7200.0, 90.0, "2.00 +-0.03 h"), (30.0, 0.001, "30.00 +-0.01 s"),
  ])
  func bothAreInOneUnit(seconds: Double, half: Double, words: String) {
    #expect(Wording.duration(Self.about(seconds, half)) == words)
  }

  @Test func whatIsKnownHasNoWidth() {
    #expect(Wording.duration(Interval(exactly: 5400)) == "90 min")
    #expect(
      Wording.duration(Interval(estimate: 90, low: -.infinity, high: .infinity)) == "90 s, no interval")
  }

  /// 556 s between 540.4 and 601 s; 20 minutes between 18.6 and 31 minutes, written as 1116 and 1860 s.
  @Test func quantilesHaveBothEnds() {
    let known = Estimate.interval(Interval(estimate: 556, low: 540.4, high: 601))
    #expect(Wording.durationBetweenEnds(556, known) == "556 s (540 to 601)")
    let longer = Estimate.interval(Interval(estimate: 1200, low: 1116, high: 1860))
    #expect(Wording.durationBetweenEnds(1200, longer) == "20 min (19 to 31)")
    let open = Estimate.interval(Interval(estimate: 5.5, low: -.infinity, high: .infinity))
    #expect(Wording.durationBetweenEnds(5.5, open) == "5.5 s (0.0 to never)")
    #expect(Wording.durationBetweenEnds(60, .atMost(90, level: 0.95)) == "60 s (at most 90)")
    // 21,041 s are 5.84 h: five digits of seconds would be read by nobody.
    #expect(Wording.durationBetweenEnds(60, .atMost(21_041, level: 0.95)) == "60 s (at most 5.8 h)")
    let far = Estimate.interval(Interval(estimate: 556, low: 540.4, high: 21_041))
    #expect(Wording.durationBetweenEnds(556, far) == "556 s (540 s to 5.8 h)")
    #expect(Wording.durationBetweenEnds(nil, .noData) == "-")
  }

  @Test func aValueThatIsNotTriedIsNamed() {
    #expect(
      SensitivitySentences.outside("buffer", written: "25%", of: "designs")
        == "The plan's own value of buffer, 25%, is none of those that are tried: none of these designs is the plan as it is."
    )
    #expect(
      SensitivitySentences.outside("detect.failures", written: nil, of: "values")
        == "The plan's own value of detect.failures, by default, is none of those that are tried: none of these values is the "
        + "plan as it is.")
  }

  @Test func whatTheInputsHideIsSaid() {
    #expect(ComparisonSentences.inputsWithinSimulation([]) == nil)
    #expect(
      ComparisonSentences.inputsWithinSimulation(["one", "two"])
        == "inputs, within +-: what the uncertain inputs move the lost minutes of one, two by is not seen, because it is less "
        + "than the error of the simulation. More replications would show it.")
  }
}
