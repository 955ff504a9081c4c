import Foundation
import Testing

@testable import OutputAnalysis

@Suite struct EstimateTests {
  @Test func fewIncidentsGiveABoundManyAnInterval() {
    let means = [0.0, 0, 5, 0, 3, 1]
    guard case .rare(let statement) = estimate(worldMeans: means, incidents: 9, exposure: 1000) else {
      Issue.record("nine incidents are too few for an interval")
      return
    }
    // Half the 97.5 % quantile of chi-squared with 20 degrees of freedom, 34.169607.
    expectClose(statement.highestRate, 17.084803 / 1000, 1e-6)
    #expect(estimate(worldMeans: means, incidents: 10, exposure: 1000) == .interval(meanInterval(means, of: .amount)))
    // Nothing seen is not exactly zero.
    #expect(estimate(worldMeans: [0, 0, 0], incidents: 0, exposure: 300).interval == nil)
  }

  @Test func sentences() {
    #expect(
      RareEventStatement(incidents: 3, exposure: 1000).description
        == "3 outages in 1000 years: at most 7.76 in 1000 years, with 95 % confidence")
    #expect(
      RareEventStatement(incidents: 1, exposure: 1, level: 0.975).sentence(noun: "stock-out", unit: "month")
        == "1 stock-out in 1 month: at most 5.58 in 1 month, with 97.5 % confidence")
  }

  @Test func pairs() {
    let first = [1.0, 2, 3, 4]
    let pair = PairedDifference(from: first, to: [2, 3, 4, 6])
    expectClose(pair.difference.estimate, 1.25)
    expectClose(pair.correlation!, 6.5 / (5 * 8.75).squareRoot())
    // Variances 5/3, 35/12 and 1/4.
    expectClose(pair.varianceReduction, (5.0 / 3 + 35.0 / 12) / 0.25)
    #expect(pair.identicalPairs == 0)
    let same = PairedDifference(from: first, to: first)
    #expect(same.difference == Interval(exactly: 0) && same.varianceReduction == .infinity)
    #expect(same.identicalPairs == 4)
    #expect(PairedDifference(from: [1, 1], to: [1, 2]).correlation == nil)
  }

  /// Welch by hand: variances of the means 1/3 and 4/3, so df = (5/3)²/(1/18 + 16/18) = 50/17.
  @Test func welch() {
    let interval = welchInterval(from: [1, 2, 3], to: [2, 4, 6])
    #expect(interval.estimate == 2)
    // t(0.975, 50/17) = 3.2195...: between those of 2 and 3 degrees of freedom.
    #expect((3.1825..<4.3027).contains(interval.halfWidth / (5.0 / 3).squareRoot()))
    #expect(welchInterval(from: [1, 1], to: [3, 3]) == Interval(exactly: 2))
  }

  @Test func bandWithoutNoiseIsTheQuantiles() {
    let points = (0...20).map { InputPoint(mean: Double($0), standardError: 0) }
    let band = betweenPointBand(points)
    expectClose(band.low, 1)
    expectClose(band.high, 19)
    #expect(band.simulationShare == 0)
  }

  @Test func bandOfNoiseAloneIsAPoint() {
    let points = [9.0, 10, 11].map { InputPoint(mean: $0, standardError: 1) }
    let band = betweenPointBand(points)
    #expect(band == InputBand(low: 10, high: 10, simulationShare: 1))
  }

  /// Half the variance is noise: deviations shrink by the square root of a half.
  @Test func bandShrinks() {
    let points = (0...20).map { InputPoint(mean: Double($0), standardError: (38.5 / 2).squareRoot()) }
    let band = betweenPointBand(points)
    expectClose(band.simulationShare, 0.5)
    expectClose(band.high, 10 + 9 * 0.5.squareRoot())
  }

  @Test func logarithmicBand() {
    let points = (0...20).map { InputPoint(mean: exp(Double($0)), standardError: 0) }
    let band = betweenPointBand(points, scale: .logarithmic)
    expectClose(band.low, exp(1))
    expectClose(band.high, exp(19))
    // A mean of zero has no logarithm: linear then.
    let withZero = [0.0, 1, 2].map { InputPoint(mean: $0, standardError: 0) }
    #expect(betweenPointBand(withZero, scale: .logarithmic) == betweenPointBand(withZero))
  }

  @Test func stoppingNeedsConfirmation() {
    let wide = Interval(estimate: 10, low: 5, high: 15)
    let narrow = Interval(estimate: 10, low: 9.5, high: 10.5)
    var rule = StoppingRule(relativeHalfWidth: 0.1, minimum: 200, cap: 2000)
    #expect(rule.decide(replications: 50, interval: narrow) == .simulate(upTo: 200))
    #expect(rule.decide(replications: 200, interval: narrow) == .simulate(upTo: 250))
    // Five times too wide takes 25 times as many; the step is at most to four times as many.
    #expect(rule.decide(replications: 250, interval: wide) == .simulate(upTo: 1000))
    #expect(rule.decide(replications: 1000, interval: narrow) == .simulate(upTo: 1250))
    #expect(rule.decide(replications: 1250, interval: narrow) == .converged)
    #expect(rule.decide(replications: 2000, interval: wide) == .notConverged)
    // Twice too wide takes four times as many, and 0.7 of that is where the next look is.
    #expect(rule.decide(replications: 500, reached: 0.2) == .simulate(upTo: 1400))
    #expect(rule.decide(replications: 800, reached: .infinity) == .simulate(upTo: 2000))
    #expect(rule.decide(replications: 200, reached: 0) == .converged)
  }

  /// No outage in n years excludes, at 99.9 %, rates above 6.9 / n; ±10 % takes 385 outages.
  @Test func whatIsTooRareForTheCapIsKnownBeforeIt() {
    func canReach(_ incidents: Int, _ years: Double) -> Bool {
      RareEventStatement(incidents: incidents, exposure: years)
        .canReach(relativeHalfWidth: 0.1, withinExposure: 100_000)
    }
    #expect(canReach(0, 200) && canReach(0, 1790))
    #expect(!canReach(0, 1810))
    #expect(canReach(9, 5000) && !canReach(1, 100_000))
  }
}
