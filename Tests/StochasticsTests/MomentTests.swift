import Foundation
import Numerics
import Testing

@testable import Stochastics

@Suite struct MomentTests {
  /// E[X] = ∫ S and E[X²] = ∫ 2 x S, over pieces between quantiles, which no formula of a moment has part in.
  @Test(arguments: laws)
  func momentsAgreeWithTheIntegratedSurvival(law: Distribution) throws {
    func integral(_ power: Int) throws -> Double {
      let ends = [0, 0.1, 0.3, 0.5, 0.899, 0.901, 0.99].map { $0 == 0 ? law.quantile(1e-12) : law.quantile($0) }
      let tails = [1e-4, 1e-6, 1e-9, 1e-12, 1e-16, 1e-22, 1e-30, 1e-40, 1e-60].map { law.upperQuantile($0) }
      var knots = [0.0]
      for x in ends + tails + [1, 3, 5, 8, 60, 600, 100] where x.isFinite { knots.append(x) }
      knots.sort()
      let pieces = zip(knots, knots.dropFirst()).filter { $1 - $0 > 1e-12 * $1 }
      return try pieces.reduce(0) { sum, ends in
        // Inside the piece: at its ends the survival may have a step.
        sum
          + (try integrate(over: ends.0.nextUp...ends.1.nextDown, tolerance: 1e-10) { x in
            power == 1 ? law.survival(x) : 2 * x * law.survival(x)
          })
      }
    }
    let mean = try integral(1)
    expectClose(law.mean, mean, 1e-7, "\(law)")
    let variance = try integral(2) - mean * mean
    #expect(abs(law.variance - variance) <= 1e-6 * (variance + mean * mean), "\(law): \(variance), \(law.variance)")
  }

  /// E[min(X, x)] is the integral of the survival, and its parts add up to the moments.
  @Test(arguments: laws)
  func limitedMeanIsTheIntegratedSurvival(law: Distribution) throws {
    for p in [0.05, 0.4, 0.8, 0.97] {
      let x = law.quantile(p)
      // Midpoints, because of the steps; `limitedMeanRisesAsTheSurvival` has the digits.
      var sum = 0.0
      let panels = 1000
      for i in 0..<panels { sum += law.survival((Double(i) + 0.5) / Double(panels) * x) }
      expectClose(law.limitedMean(x), sum * x / Double(panels), 2e-3, "\(law) up to \(x)")
    }
    expectClose(law.limitedMean(1e9), law.mean, 1e-9, "\(law)")
    #expect(law.limitedMean(.infinity) == law.mean)
    #expect(law.limitedMean(0) == 0)
    expectClose(law.partialMoment(1, upTo: .infinity), law.mean, 1e-12, "\(law)")
    let second = law.partialMoment(2, upTo: .infinity)
    expectClose(second - law.mean * law.mean + 1e-12 * second, law.variance + 1e-12 * second, 1e-8, "\(law)")
  }

  /// The slope of E[min(X, x)] is the survival, to many digits.
  @Test(arguments: smoothLaws)
  func limitedMeanRisesAsTheSurvival(law: Distribution) throws {
    for p in [0.2, 0.45, 0.9] {
      let (a, b) = (law.quantile(p), law.quantile(p + 0.04))
      let integral = try integrate(over: a...b, tolerance: 1e-12) { law.survival($0) }
      expectClose(law.limitedMean(b) - law.limitedMean(a), integral, 1e-9 * law.mean / integral, "\(law)")
    }
  }

  @Test func heavyTailsHaveNoMoments() {
    #expect(Distribution.pareto(shape: 1, scale: 2).mean == .infinity)
    #expect(Distribution.pareto(shape: 2, scale: 2).variance == .infinity)
    let mixed = Distribution.mixture([
      .init(share: 0.5, law: .pareto(shape: 0.9, scale: 1)), .init(share: 0.5, law: .constant(1)),
    ])
    #expect(mixed.mean == .infinity && mixed.variance == .infinity)
    expectClose(Distribution.pareto(shape: 1, scale: 2).limitedMean(10), 2 + 2 * log(5))
    // The moment of this law overflows, the part of it below an hour does not.
    let wide = Distribution.lognormal(median: 60, sigma: 40)
    #expect(wide.mean == .infinity && wide.limitedMean(3600) > 0 && wide.limitedMean(3600) < 3600)
  }

  /// A narrow law far from zero keeps the digits of its variance.
  @Test func narrowLawsKeepTheirVariance() {
    expectClose(Distribution.empirical(sample: [1e6, 1e6 + 1e-3]).variance, 1e-6 / 12, 1e-5)
    expectClose(Distribution.triangular(low: 1e6, mode: 1e6, high: 1e6 + 1).variance, 1.0 / 18, 1e-12)
    expectClose(
      Distribution.triangular(low: 1e6, mode: 1e6 + 0.5, high: 1e6 + 1).limitedMean(1e6 + 0.5) - 1e6, 0.5 - 1.0 / 12,
      1e-8)
  }
}
