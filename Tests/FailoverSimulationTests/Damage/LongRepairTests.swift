import Foundation
import Stochastics
import Testing

@testable import FailoverSimulation

@Suite struct LongRepairTests {
  private static let count = 200_000
  /// Repairs drawn longer, with their ratios, over an even grid of ordinary numbers.
  private static let grid: [(value: Double, ratio: Double)] = (0..<count).map { index in
    var draw = LongRepair(incident: Incident(clock: 3, ordinal: 1))
    let value = draw.value(at: (Double(index) + 0.5) / Double(count), Incident(clock: 3, ordinal: 1))
    return (value, draw.likelihoodRatio)
  }

  private func mean(_ part: (Double, Double) -> Double) -> Double {
    LongRepairTests.grid.reduce(0) { $0 + part($1.value, $1.ratio) } / Double(LongRepairTests.count)
  }

  /// A weighted mean is the plain one: of one, of a number in (0, 1), of its square and of an exponential time.
  @Test func weightedMeansAreThoseOfOrdinaryDraws() {
    #expect(abs(mean { $1 } - 1) < 1e-4)
    #expect(abs(mean { $0 * $1 } - 0.5) < 1e-4)
    #expect(abs(mean { $0 * $0 * $1 } - 1.0 / 3) < 1e-4)
    #expect(abs(mean { -log1p(-$0) * $1 } - 1) < 1e-3)
  }

  @Test func noRatioIsAboveTwo() {
    #expect(LongRepairTests.grid.allSatisfy { $0.ratio > 0 && $0.ratio < 2 && $0.value > 0 && $0.value < 1 })
  }

  /// The square of a lognormal time with sigma 1 has a mean square of e^4 times its squared mean; drawn longer, below 3.
  @Test func theSquareOfALongRepairIsEvenedOut() {
    let law = Distribution.lognormal(median: 1, sigma: 1)
    let squares = mean { pow(law.sample(at: $0), 2) * $1 }
    #expect(abs(squares / exp(2) - 1) < 1e-3)
    #expect(mean { pow(pow(law.sample(at: $0), 2) * $1, 2) } < 3 * squares * squares)
  }

  @Test func anotherFailureIsDrawnAsEver() {
    var draw = LongRepair(incident: Incident(clock: 3, ordinal: 1))
    #expect(draw.value(at: 0.75, Incident(clock: 3, ordinal: 2)) == 0.75)
    var nobody = LongRepair.none
    #expect(nobody.value(at: 0.75, .none) == 0.75)
    #expect(draw.likelihoodRatio == 1 && nobody.likelihoodRatio == 1)
  }
}
