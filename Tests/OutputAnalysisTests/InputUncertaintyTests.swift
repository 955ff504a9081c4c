import OutputAnalysis
import Testing

/// The band of uncertain inputs when all points share their luck.
@Suite struct InputUncertaintyTests {
  private let factors = (0..<16).map { 1 + Double($0) / 5 }

  /// Luck that multiplies every point alike is no noise between them: nothing is taken off the spread.
  @Test func commonLuckTakesNothingOff() {
    let luck = [0.5, 1.5, 0.9, 1.1]
    let points = InputPoint.onCommonLuck(factors.map { factor in luck.map { $0 * factor } })
    #expect(points.allSatisfy { $0.standardError < 1e-12 })
    let band = betweenPointBand(points, scale: .logarithmic)
    #expect(band.simulationShare < 1e-12)
    // As independent points the same luck of 21 % would have hidden a good part of it.
    let error = (0.25 + 0.25 + 0.01 + 0.01) / 3 / 4
    let apart = factors.map { InputPoint(mean: $0, standardError: $0 * error.squareRoot()) }
    #expect(betweenPointBand(apart, scale: .logarithmic).simulationShare > 0.1)
  }

  /// Where points differ by luck alone, luck explains what there is.
  @Test func luckOfTheirOwnExplainsThePoints() {
    // One world of a point is off by one, another one in each.
    let means = (0..<16).map { point in (0..<4).map { $0 == point % 4 ? 11.0 : 10.0 } }
    let points = InputPoint.onCommonLuck(means)
    #expect(points.allSatisfy { abs($0.mean - 10.25) < 1e-12 && $0.standardError > 0.2 && $0.standardError < 0.3 })
    #expect(betweenPointBand(points).simulationShare == 1)
  }
}
