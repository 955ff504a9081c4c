import Foundation
import Stochastics
import Testing

/// Ages that nobody saw begin, and the hazard of a first failure after watching began.
@Suite struct RecurrenceTests {
  private static let laws: [Distribution] = [
    .exponential(mean: 3), .weibull(shape: 0.8, scale: 3), .weibull(shape: 2.5, scale: 3),
    .gamma(shape: 1.7, scale: 2), .lognormal(median: 2, sigma: 0.7), .uniform(low: 1, high: 8),
    .shifted(by: 0.5, .weibull(shape: 0.8, scale: 2)),
  ]

  /// Q(x) = P(first failure after x) once more, by the trapezium rule over the survival: within 1e-5.
  private func later(_ law: Distribution, _ x: Double) -> Double {
    let n = 200_000
    let width = x / Double(n)
    var area = (law.survival(0) + law.survival(x)) / 2
    for i in 1..<n { area += law.survival(Double(i) * width) }
    return 1 - area * width / law.mean
  }

  @Test(arguments: laws.indices)
  func theHazardIsThatOfTheRecurrenceLaw(index: Int) {
    let law = RecurrenceTests.laws[index]
    for watched in [0.4, 2, 5] {
      #expect(abs(exp(-law.equilibriumHazard(watched: watched)) - later(law, watched)) < 1e-5)
    }
    #expect(law.equilibriumHazard(watched: 0) == 0)
  }

  /// P(age > x | age > watched) = Q(x) / Q(watched), at the point drawn.
  @Test(arguments: laws.indices)
  func theAgeHasTheLawOfWhatIsOldEnough(index: Int) {
    let law = RecurrenceTests.laws[index]
    // Without memory the age says nothing, and is left where it was watched from.
    if case .exponential = law { return #expect(law.equilibriumAge(at: 0.3, watched: 2) == 2) }
    for watched in [0.4, 2, 5] {
      for u in [0.01, 0.3, 0.9] {
        let age = law.equilibriumAge(at: u, watched: watched)
        #expect(age >= watched)
        #expect(abs(later(law, age) / later(law, watched) - (1 - u)) < 1e-4)
      }
    }
    #expect(law.equilibriumAge(at: 0.3, watched: 0) == law.equilibriumResidual(at: 0.3))
  }

  @Test func aJumpHasNoHazard() {
    #expect(!Distribution.constant(3).hasDensity)
    #expect(!Distribution.shifted(by: 1, .constant(3)).hasDensity)
    #expect(
      !Distribution.mixture([.init(share: 0.5, law: .constant(1)), .init(share: 0.5, law: .exponential(mean: 1))])
        .hasDensity)
    #expect(Distribution.shifted(by: 1, .lognormal(median: 1, sigma: 1)).hasDensity)
  }
}
