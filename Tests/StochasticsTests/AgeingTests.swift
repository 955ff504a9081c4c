import Foundation
import Numerics
import Testing

@testable import Stochastics

@Suite struct AgeingTests {
  /// P(residual > x | age) = S(age + x) / S(age).
  @Test(arguments: smoothLaws, [0.01, 0.4, 0.99])
  func residualIsTheConditionalLaw(law: Distribution, p: Double) {
    let age = law.quantile(p)
    for u in [0.001, 0.1, 0.5, 0.9, 0.999] {
      let x = law.residual(at: u, age: age)
      #expect(abs(law.survival(age + x) / law.survival(age) - (1 - u)) < 1e-8, "\(law) at \(u)")
    }
  }

  /// Without age it is the law itself; past the end of a law nothing remains; a constant remembers.
  @Test func residualAtTheEnds() {
    for law in laws {
      #expect(law.residual(at: 0.3, age: 0) == law.sample(at: 0.3))
      #expect(law.residual(at: 0.3, age: -1) == law.sample(at: 0.3))
    }
    #expect(Distribution.constant(5).residual(at: 0.3, age: 2) == 3)
    for law in [Distribution.constant(5), .uniform(low: 1, high: 5), .triangular(low: 1, mode: 2, high: 5)] {
      #expect(law.residual(at: 0.3, age: 6) == 0)
      #expect(law.cumulativeHazard(age: 6) == .infinity)
    }
    let mixed = Distribution.mixture([.init(share: 0.9, law: .constant(60)), .init(share: 0.1, law: .constant(600))])
    #expect(mixed.residual(at: 0.3, age: 60) == 540)
    #expect(mixed.residual(at: 0.3, age: 30) == 30)
  }

  /// At ages at which the survival underflows the residual life is still a number, and the right one.
  @Test func veryOldThingsStillHaveAResidualLife() {
    // Beyond 1000 scales a gamma life has nearly the hazard 1 / scale: Q(t + x) / Q(t) = exp(-x) (1 + x / t)^(shape - 1).
    let gamma = Distribution.gamma(shape: 2, scale: 1)
    let x = gamma.residual(at: 0.5, age: 2000)
    expectClose(exp(-x) * (1 + x / 2001), 0.5, 1e-9)
    #expect(gamma.survival(2000) == 0)
    // A lognormal age of 45 sigma: the residual solves the ratio of tails, here by their logarithms.
    let lognormal = Distribution.lognormal(median: 1, sigma: 0.2)
    let age = exp(9.0)
    let rest = lognormal.residual(at: 0.5, age: age)
    #expect(lognormal.survival(age) == 0 && rest > 0)
    expectClose(normalLogUpperTail(log(age + rest) / 0.2) - normalLogUpperTail(45), -0.693147180559945, 1e-9)
    // A Weibull age that is 10^12 times the residual.
    let weibull = Distribution.weibull(shape: 3, scale: 1)
    expectClose(weibull.residual(at: 0.5, age: 1e4), 0.693147180559945 / 3e8, 1e-9)
    let hyper = Distribution.hyperexponential([(0.9, 1), (0.1, 20)])
    expectClose(hyper.residual(at: 0.5, age: 20_000), 20 * 0.693147180559945, 1e-8)
  }

  @Test(arguments: smoothLaws)
  func hazardInvertsItself(law: Distribution) {
    for p in [0.001, 0.2, 0.6, 0.999] {
      let age = law.quantile(p)
      expectClose(law.cumulativeHazard(age: age), -log1p(-law.cdf(age)), 1e-8, "\(law)")
      expectClose(law.age(atCumulativeHazard: law.cumulativeHazard(age: age)), age, 1e-8, "\(law)")
    }
    #expect(law.cumulativeHazard(age: 0) == 0 && law.cumulativeHazard(age: -1) == 0)
    guard law.upperQuantile(0) == .infinity else { return }
    let old = law.age(atCumulativeHazard: 2000)
    if old < 1e100 { expectClose(law.cumulativeHazard(age: old), 2000, 1e-9, "\(law)") }
  }

  /// The equilibrium law's distribution function is the integrated survival over the mean.
  @Test(arguments: laws)
  func equilibriumIsTheIntegratedSurvival(law: Distribution) {
    var last = 0.0
    for u in [1e-12, 0.001, 0.1, 0.5, 0.9, 0.999, 1 - 1e-9] {
      let x = law.equilibriumResidual(at: u)
      #expect(x.isFinite && x >= last, "\(law) at \(u)")
      expectClose(law.limitedMean(x) / law.mean, u, 1e-9, "\(law)")
      last = x
    }
  }

  /// The mean of the equilibrium law is E[X²] / 2 E[X]: things found at random are longer-lived than new ones.
  @Test(arguments: laws)
  func equilibriumHasTheInspectorsMean(law: Distribution) {
    let n = 500
    let draws = (0..<n).map { law.equilibriumResidual(at: (Double($0) + 0.5) / Double(n)) }
    let theory = (law.variance + law.mean * law.mean) / (2 * law.mean)
    let slack = law.cv > 2 ? 0.15 : 0.03
    expectClose(draws.reduce(0, +) / Double(n), theory, slack, "\(law)")
  }

  /// A durable fleet: the gamma quantile of shape 1 / 50 that this rests on is NaN in GSL.
  @Test func steepWeibullLivesStartInEquilibrium() {
    let law = Distribution.weibull(shape: 50, scale: 1000)
    for u in [1e-12, 0.01, 0.5, 0.9] { expectClose(law.equilibriumResidual(at: u), u * law.mean, 1e-3) }
  }

  @Test func withoutAMeanThereIsNoEquilibrium() {
    #expect(Distribution.pareto(shape: 1, scale: 1).equilibriumResidual(at: 0.5) == .infinity)
  }

  /// Oracle M01: the mean residual life of the lognormal at its median.
  @Test func meanResidualLife() {
    expectClose(Distribution.lognormal(median: 60, sigma: 1).meanResidual(age: 60), 106.45715746020056)
    expectClose(Distribution.exponential(mean: 3).meanResidual(age: 10), 3)
    #expect(Distribution.constant(3).meanResidual(age: 3) == 0)
  }
}
