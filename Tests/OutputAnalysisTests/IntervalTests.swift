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
    let interval = meanInterval(sample)
    expectClose(interval.low, mean - g(t) * s / n.squareRoot(), 1e-12)
    expectClose(interval.high, mean - g(-t) * s / n.squareRoot(), 1e-12)
    #expect(interval.high - mean > mean - interval.low)
  }

  @Test func symmetricSamplesNeedNoCorrection() {
    let sample = [-3.0, -1, 0, 1, 3]
    expectClose(meanInterval(sample).high, studentInterval(sample).high, 1e-14)
  }

  @Test func whatDoesNotVaryIsExact() {
    #expect(meanInterval([0.1, 0.1, 0.1]) == Interval(exactly: 0.1))
    #expect(meanInterval([5]).high == .infinity)
    #expect(!meanInterval([5]).isExact)
  }

  @Test func jsonForm() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func json(_ interval: Interval) throws -> String { String(decoding: try encoder.encode(interval), as: UTF8.self) }
    #expect(try json(Interval(estimate: 2, low: 1, high: 4)) == #"{"high":4,"low":1,"mean":2}"#)
    #expect(try json(Interval(exactly: 2)) == #"{"exact":true,"high":2,"low":2,"mean":2}"#)
    #expect(try json(meanInterval([2])) == #"{"mean":2}"#)
    for interval in [Interval(estimate: 2, low: 1, high: 4), Interval(exactly: 2), meanInterval([2])] {
      #expect(try JSONDecoder().decode(Interval.self, from: encoder.encode(interval)) == interval)
    }
  }

  @Test func scalingKeepsOrder() {
    #expect(Interval(estimate: 2, low: 1, high: 4).scaled(by: -1) == Interval(estimate: -2, low: -4, high: -1))
    #expect(Interval(estimate: 2, low: 1, high: 4).relativeHalfWidth == 0.75)
  }
}
