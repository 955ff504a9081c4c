import Testing

@testable import nines

@Suite struct GatheredSeriesTests {
  private func gathered(_ points: [(Double, Double)], limit: Int) -> GatheredSeries {
    var series = GatheredSeries(limit: limit)
    for (time, rate) in points { series.add(time, rate: rate) }
    series.end()
    return series
  }

  @Test func aShortSeriesStaysAsItIs() {
    let series = gathered([(0, 1), (60, 0.1), (180, 3)], limit: 4)
    #expect(series.seconds == [0, 60, 180] && series.rps == [1, 0.1, 3] && series.width == 1)
  }

  /// Six points into four places. When the fifth comes, 10 for 60 s and 20 for 60 s are 15; 30 for 60 s and 40 for 180 s are
  /// (1800 + 7200) / 240 = 37.5; the last two are 50 for 60 s and 70 for as long.
  @Test func neighboursAreAveragedByTime() {
    let series = gathered([(0, 10), (60, 20), (120, 30), (180, 40), (360, 50), (420, 70)], limit: 4)
    #expect(series.seconds == [0, 120, 360] && series.rps == [15, 37.5, 60] && series.width == 2)
  }

  /// A step that the file does not fill is left out: the mean of half a step is no mean of the step.
  @Test func whatIsNoWholeStepIsLeftOut() {
    let series = gathered([(0, 10), (60, 20), (120, 30), (180, 40), (240, 50)], limit: 4)
    #expect(series.seconds == [0, 120] && series.rps == [15, 35])
  }

  /// Whatever the length, no more places than the limit, and the requests of all whole steps.
  @Test(arguments: [7, 8, 9, 64, 1000, 4097])
  func noRequestIsLostOrMadeUp(count: Int) {
    let series = gathered((0..<count).map { (Double($0) * 30, Double($0 % 17)) }, limit: 8)
    #expect(series.seconds.count <= 8)
    let step = 30 * Double(series.width)
    #expect(series.seconds == series.seconds.indices.map { Double($0) * step })
    let points = series.seconds.count * series.width
    #expect(points > count - series.width)
    let requests = (0..<points).reduce(0) { $0 + Double($1 % 17) * 30 }
    #expect(abs(series.rps.reduce(0) { $0 + $1 * step } - requests) < 1e-6 * max(1, requests))
  }
}
