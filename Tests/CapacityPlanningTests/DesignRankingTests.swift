import OutputAnalysis
import Testing

@testable import CapacityPlanning

/// Which design a report speaks of first.
@Suite struct DesignRankingTests {
  private func design(
    _ verdict: Verdict, short: [Double] = [], dollars: Double = 1, minutes: Double = 1, under dominator: Int? = nil
  ) -> RankedDesign {
    RankedDesign(
      verdict: verdict, shortfalls: short, dollarsPerYear: dollars, lostMinutesPerYear: minutes, dominator: dominator)
  }

  /// Not the one that loses least: the cheapest of those that meet.
  @Test func theCheapestThatMeetsIsFirst() {
    let designs = [
      design(.misses, short: [0.1], dollars: 1, minutes: 90), design(.meets, dollars: 5, minutes: 3),
      design(.meets, dollars: 4, minutes: 30), design(.undecided, short: [0.01], dollars: 2, minutes: 40),
    ]
    #expect(designs.bestFirst == [2, 1, 3, 0])
  }

  /// Of those that miss the first objective decides, and only then all together.
  @Test func whatFallsLeastShortComesCloser() {
    let designs = [
      design(.misses, short: [0.2, 0]), design(.misses, short: [0.1, 0.5]), design(.misses, short: [0.1, 0.4]),
      design(.misses, short: [0.1, 0.4]),
    ]
    #expect(designs.bestFirst == [2, 3, 1, 0])
  }

  @Test func whereNothingIsAskedLostMinutesDecide() {
    #expect([design(.notJudged, minutes: 9), design(.notJudged, minutes: 4)].bestFirst == [1, 0])
  }

  /// A dominated design stands behind one that comes no closer, unless it alone keeps what is asked.
  @Test func aBetterDesignKeepsWhatIsAskedNoWorse() {
    let beaten = [design(.misses, short: [0.1], under: 1), design(.misses, short: [0.2])]
    #expect(beaten.betterDesign(than: 0) == 1 && beaten.bestFirst == [1, 0])
    let meets = [design(.meets, dollars: 2, under: 1), design(.misses, short: [0.2])]
    #expect(meets.betterDesign(than: 0) == nil && meets.bestFirst == [0, 1])
  }

  /// An input stands out where the design that it moves most is moved more than chance would once in a hundred, at 16 points.
  @Test(arguments: [(0.634, false), (0.635, true), (-0.7, true), (-0.5, false)])
  func oneThresholdDecidesWhatStandsOut(rank: Double, standsOut: Bool) {
    let influence = InputInfluence(path: "p", correlations: [("a", 0.1), ("b", rank), ("c", -0.05)])
    #expect(influence.design == "b" && influence.rankCorrelation == rank)
    #expect(influence.standsOut == standsOut)
  }
}
