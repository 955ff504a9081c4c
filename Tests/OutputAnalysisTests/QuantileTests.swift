import Foundation
import Testing

@testable import OutputAnalysis

@Suite struct QuantileTests {
  @Test func ranksOfTheMethodologyNote() {
    let ranks = quantileRanks(count: 1000, p: 0.95)
    #expect(ranks.low == 936 && ranks.high == 964)
  }

  @Test(arguments: [(0.5, 20), (0.9, 100), (0.95, 200), (0.99, 1000), (0.999, 10_000), (0.05, 200)])
  func minimumCounts(p: Double, count: Int) { #expect(minimumCount(forQuantile: p) == count) }

  @Test func interpolation() {
    #expect(quantile(ofSorted: [1, 2, 3, 5], 0.5) == 2.5)
    #expect(quantile(ofSorted: [1, 2, 3, 5], 1) == 5)
    #expect(quantile(ofSorted: [7], 0.95) == 7)
  }

  /// Failovers that never end are infinite; a quantile among them is infinite too, and no other is touched by them.
  @Test(arguments: [
    (0.25, 2.0), (0.5, 3.0), (0.6, Double.infinity), (0.75, .infinity), (0.95, .infinity), (1, .infinity),
  ])
  func whatNeverEndsLiesBeyondTheRest(p: Double, expected: Double) {
    #expect(quantile(ofSorted: [1, 2, 3, .infinity, .infinity], p) == expected)
  }

  /// Too few for an interval: a bound, from above from 59 observations on, else from below, else nothing.
  @Test func fewObservationsGiveBounds() {
    func values(_ count: Int) -> [Double] { (1...count).map(Double.init) }
    #expect(quantileInterval([], p: 0.95) == .noData)
    #expect(quantileInterval(values(59), p: 0.95) == .atMost(59, level: 0.95))
    #expect(quantileInterval(values(58), p: 0.95) == .atLeast(52, level: 0.95))
    #expect(quantileInterval(values(1), p: 0.5) == .noData)
    #expect(quantileInterval(values(1000).reversed(), p: 0.95).interval?.low == 936)
    #expect(quantileInterval(values(1000), p: 0.95).interval?.high == 964)
  }

  @Test func worldsStayWhole() {
    let sections = wholeWorldSections((0..<7).map { [Double($0)] }, count: 3)
    #expect(sections == [[0, 1], [2, 3], [4, 5, 6]])
  }

  @Test func worldsThatAgree() throws {
    #expect(quantileInterval(worlds: [[], []], p: 0.95) == .noData)
    // Every world the same: sections agree with the whole up to interpolation, so that interval is narrow.
    let worlds = (0..<40).map { _ in (1...100).map(Double.init) }
    let sectioned = try #require(sectionedQuantileInterval(worlds: worlds, p: 0.95).interval)
    #expect(abs(sectioned.estimate - 95) < 1 && sectioned.halfWidth < 0.5)
    // The design effect is at least 1, so ranks count these worlds as independent observations: 2.023 (4000 p q)^(1/2)
    // = 27.9 ranks around 3800, of which 40 a value.
    let ranked = try #require(quantileInterval(worlds: worlds, p: 0.95).interval)
    #expect(ranked.low == 95 && ranked.high == 96)
    // Few incidents: a bound, whatever the worlds.
    #expect(quantileInterval(worlds: [[1, 2], [3]], p: 0.95).interval == nil)
  }

  /// A world is all short or all long: its hundred observations count for one, and the tail may lie beyond all of them.
  @Test func worldsThatAreOneObservation() throws {
    let worlds = (0..<10).map { [Double](repeating: $0 == 9 ? 100 : 1, count: 100) }
    let interval = try #require(quantileInterval(worlds: worlds, p: 0.9).interval)
    #expect(interval.low == 1 && interval.high == .infinity)
  }

  /// 600 experiments of 40 worlds with 10 exponential recoveries each, correlated within worlds by a common factor of 1
  /// or 3: P(X > x) = (e^-x + e^-x/3)/2 = 0.1 at x = 4.93784. The bounds are five binomial standard errors wide.
  @Test func clusteredWorldsAreCovered() {
    var stream = SplitMix(state: 11)
    var (ranked, independent) = (0, 0)
    let experiments = 600
    let exact = 4.937839995813468
    for _ in 0..<experiments {
      let worlds = (0..<40).map { _ in
        let scale = stream.uniform() < 0.5 ? 1.0 : 3.0
        return (0..<10).map { _ in -scale * log(stream.uniform()) }
      }
      ranked += quantileInterval(worlds: worlds, p: 0.9).interval?.contains(exact) == true ? 1 : 0
      independent += quantileInterval(worlds.flatMap { $0 }, p: 0.9).interval?.contains(exact) == true ? 1 : 0
    }
    let coverage = Double(ranked) / Double(experiments)
    #expect((0.9...0.995).contains(coverage), "ranks with the design effect cover \(coverage)")
    #expect(
      independent + experiments / 50 < ranked, "ignoring worlds covers \(Double(independent) / Double(experiments))")
  }
}
