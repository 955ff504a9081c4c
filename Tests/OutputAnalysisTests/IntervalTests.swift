import Foundation
import Testing

@testable import OutputAnalysis

@Suite struct IntervalTests {
  /// The constants of oracle N01.
  @Test func confidenceConstants() {
    expectClose(studentFactor(count: 20), 2.093024054408309)
    expectClose(studentFactor(count: 20, comparisons: 5), 2.860934606464979)
    let share = clopperPearson(successes: 3, trials: 1000)
    expectClose(share.low, 0.0006190999316495713)
    expectClose(share.high, 0.008742023238478303)
    expectClose(clopperPearson(successes: 0, trials: 1000).high, 0.003682083896865672)
    expectClose(exactUpperBound(successes: 0, trials: 1000), 0.002991249545095296)
    let rate = poissonExact(events: 2)
    expectClose(rate.low, 0.2422092785439650)
    expectClose(rate.high, 7.224687667723960)
  }

  @Test func plainTByHand() {
    // 1, 2, 3: mean 2, s = 1, t(0.975, 2) = 4.302652729911275.
    let interval = studentInterval([1, 2, 3])
    expectClose(interval.low, 2 - 4.302652729911275 / 3.0.squareRoot())
    expectClose(interval.high, 2 + 4.302652729911275 / 3.0.squareRoot())
  }

  /// Willink's interval written out as printed, on a skewed sample.
  @Test func skewCorrectionIsWillinks() {
    let sample = [0.0, 0, 0, 0, 0, 0, 1, 2, 3, 20]
    let n = 10.0
    let mean = sample.reduce(0, +) / n
    let s = (sample.map { pow($0 - mean, 2) }.reduce(0, +) / (n - 1)).squareRoot()
    let third = n * sample.map { pow($0 - mean, 3) }.reduce(0, +) / ((n - 1) * (n - 2))
    let a = third / (6 * n.squareRoot() * s * s * s)
    let t = studentFactor(count: 10)
    func g(_ r: Double) -> Double { (cbrt(1 + 6 * a * (r - a)) - 1) / (2 * a) }
    let interval = meanInterval(sample, of: .anyNumber)
    expectClose(interval.low, mean - g(t) * s / n.squareRoot(), 1e-12)
    expectClose(interval.high, mean - g(-t) * s / n.squareRoot(), 1e-12)
    #expect(interval.high - mean > mean - interval.low)
  }

  @Test func symmetricSamplesNeedNoCorrection() {
    let sample = [-3.0, -1, 0, 1, 3]
    expectClose(meanInterval(sample, of: .anyNumber).high, studentInterval(sample).high, 1e-14)
  }

  @Test func whatDoesNotVaryIsExact() {
    #expect(meanInterval([0.1, 0.1, 0.1], of: .anyNumber) == Interval(exactly: 0.1))
    #expect(meanInterval([5], of: .anyNumber).high == .infinity)
    #expect(!meanInterval([5], of: .anyNumber).isExact)
  }

  @Test func jsonForm() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func json(_ interval: Interval) throws -> String { String(decoding: try encoder.encode(interval), as: UTF8.self) }
    #expect(try json(Interval(estimate: 2, low: 1, high: 4)) == #"{"high":4,"low":1,"mean":2}"#)
    #expect(try json(Interval(exactly: 2)) == #"{"exact":true,"high":2,"low":2,"mean":2}"#)
    #expect(try json(meanInterval([2], of: .anyNumber)) == #"{"mean":2}"#)
    for interval in [Interval(estimate: 2, low: 1, high: 4), Interval(exactly: 2), meanInterval([2], of: .anyNumber)] {
      #expect(try JSONDecoder().decode(Interval.self, from: encoder.encode(interval)) == interval)
    }
  }

  @Test func scalingKeepsOrder() {
    #expect(Interval(estimate: 2, low: 1, high: 4).scaled(by: -1) == Interval(estimate: -2, low: -4, high: -1))
    #expect(Interval(estimate: 2, low: 1, high: 4).relativeHalfWidth == 0.75)
  }

  /// Two worlds have one degree of freedom, t = 12.706: of 500 and 100 minutes the plain end is 300 - 12.706 x 200.
  @Test func endsStayWithinWhatAFigureCanBe() {
    let worlds = [500.0, 100]
    expectClose(meanInterval(worlds, of: .anyNumber).low, 300 - 12.706204736174705 * 200)
    #expect(meanInterval(worlds, of: .amount).low == 0)
    #expect(meanInterval(worlds, of: .upTo(1000)).high == 1000 && meanInterval(worlds, of: .amount).high > 2800)
    let share = meanInterval([0.2, 0.9], of: .share)
    #expect(share.low == 0 && share.high == 1 && share.estimate == 0.55)
    // A mean that is beyond the range by a rounding stays in its interval.
    #expect(FigureRange.share.clipping(Interval(estimate: 1 + 1e-16, low: 1, high: 1.1)).high == 1)
    #expect(FigureRange.share.clipping(Interval(exactly: 1)) == Interval(exactly: 1))
  }

  /// Forty worlds without a broken stream say that at most one year in so many broke all of them: 1 - 0.025^(1/400).
  @Test func whatNeverVariedIsNotCertain() {
    let none = [Double](repeating: 0, count: 40)
    let share = meanInterval(none, of: .share, observations: 400)
    expectClose(share.high, 1 - pow(0.025, 1.0 / 400))
    #expect(share.low == 0 && !share.isExact)
    let minutes = meanInterval([60, 60], of: .upTo(525_960), observations: 100)
    let others = 1 - pow(0.025, 1.0 / 100)
    expectClose(minutes.low, 60 * (1 - others))
    expectClose(minutes.high, 60 + (525_960 - 60) * others)
    // Only structure makes it certain.
    #expect(
      estimate(worldMeans: [60, 60], of: .upTo(525_960), isCertain: true, incidents: 2, exposure: 2)
        == .interval(Interval(exactly: 60)))
    #expect(shareOfYearsInterval([(met: 4, years: 4)], isCertain: true) == Interval(exactly: 1))
    #expect(shareOfYearsInterval([(met: 4, years: 4)]).low < 0.6)
  }
}
