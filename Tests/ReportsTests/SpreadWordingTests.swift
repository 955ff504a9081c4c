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

  @Test func whatTheInputsHideIsSaid() {
    #expect(ComparisonSentences.inputsWithinSimulation([]) == nil)
    #expect(
      ComparisonSentences.inputsWithinSimulation(["one", "two"])
        == "inputs, within +-: what the uncertain inputs move the lost minutes of one, two by is not seen, because it is less "
        + "than the error of the simulation. More replications would show it.")
  }
}
