import Foundation
import Numerics
import Testing

@testable import Stochastics

private let laws: [Distribution] = [
  .uniform(low: 1, high: 4), .triangular(low: 1, mode: 2, high: 5), .pert(low: 1, mode: 2, high: 5),
  .exponential(mean: 3), .weibull(shape: 0.8, scale: 2), .weibull(shape: 2.5, scale: 2),
  .lognormal(median: 60, sigma: 1), .gamma(shape: 2.5, scale: 2), .pareto(shape: 3.5, scale: 2),
  .hyperexponential([(0.9, 1), (0.1, 20)]), .shifted(by: 10, .lognormal(median: 45, sigma: 0.8)),
  .truncated(.exponential(mean: 3), low: 1, high: 9),
  .empirical([.init(probability: 0, value: 1), .init(probability: 0.5, value: 2), .init(probability: 1, value: 8)]),
]

@Suite struct DistributionTests {
  @Test(arguments: laws)
  func quantileInvertsDistributionFunction(law: Distribution) throws {
    try law.validate()
    for p in [0.001, 0.1, 0.35, 0.5, 0.77, 0.95, 0.999] {
      #expect(abs(law.cdf(law.quantile(p)) - p) < 1e-9, "\(law) at \(p)")
      #expect(abs(law.survival(law.quantile(p)) - (1 - p)) < 1e-9)
    }
  }

  /// Mean and variance against the quantile function itself, by stratified sampling with 200,000 midpoints.
  @Test(arguments: laws)
  func momentsAgreeWithTheDraws(law: Distribution) {
    let n = 200_000
    let draws = (0..<n).map { law.sample(at: (Double($0) + 0.5) / Double(n)) }
    let mean = draws.reduce(0, +) / Double(n)
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(n)
    #expect(abs(mean / law.mean - 1) < 2e-3, "\(law): \(mean) against \(law.mean)")
    #expect(abs(variance / law.variance - 1) < 3e-2, "\(law): \(variance) against \(law.variance)")
  }

  /// P(residual > x | age) = S(age + x) / S(age).
  @Test(arguments: laws)
  func residualIsTheConditionalLaw(law: Distribution) {
    let age = law.quantile(0.4)
    for u in [0.1, 0.5, 0.9] {
      let x = law.residual(at: u, age: age)
      #expect(abs(law.survival(age + x) / law.survival(age) - (1 - u)) < 1e-8, "\(law)")
    }
  }

  /// The equilibrium law's distribution function is the integrated survival over the mean.
  @Test(arguments: laws)
  func equilibriumIsTheIntegratedSurvival(law: Distribution) throws {
    for u in [0.1, 0.5, 0.9] {
      let x = law.equilibriumResidual(at: u)
      let passed = try integrate(over: 0...x, tolerance: 1e-9) { law.survival($0) } / law.mean
      #expect(abs(passed - u) < 1e-6, "\(law) at \(u): \(passed)")
    }
  }

  @Test(arguments: laws)
  func hazardInvertsItself(law: Distribution) {
    let age = law.quantile(0.6)
    #expect(abs(law.age(atCumulativeHazard: law.cumulativeHazard(age: age)) / age - 1) < 1e-8)
  }

  /// Closed forms against GSL.
  @Test func closedFormsAgreeWithGSL() {
    for u in [1e-6, 0.1, 0.5, 0.9, 0.999_999] {
      #expect(abs(Distribution.exponential(mean: 3).sample(at: u) / exponentialQuantile(u, mean: 3) - 1) < 1e-12)
      let weibull = Distribution.weibull(shape: 0.8, scale: 2).sample(at: u)
      #expect(abs(weibull / weibullQuantile(u, shape: 0.8, scale: 2) - 1) < 1e-12)
      let lognormal = Distribution.lognormal(median: 60, sigma: 1).sample(at: u)
      #expect(abs(lognormal / lognormalQuantile(u, logMedian: log(60), sigma: 1) - 1) < 1e-12)
    }
  }

  /// Oracles M01 and M03, and the means of A02.
  @Test func parameterisations() {
    let m01 = Distribution.lognormal(median: 60, sigma: 1)
    #expect(abs(m01.mean / 98.92327624200769 - 1) < 1e-9)
    #expect(abs(m01.variance.squareRoot() / 129.67184495370526 - 1) < 1e-9)
    #expect(abs(m01.quantile(0.95) / 310.81509613398094 - 1) < 1e-9)
    #expect(abs(m01.quantile(0.99) / 614.4284193787281 - 1) < 1e-9)
    let beyond =
      (try? integrate(over: 0...1, tolerance: 1e-10) { u in
        m01.residual(at: min(max(u, 1e-14), 1 - 1e-14), age: 60)
      }) ?? .nan
    #expect(abs(beyond / 106.45715746020056 - 1) < 1e-6)
    guard case .lognormal(_, let sigma) = Distribution.lognormal(median: 60, quantile: 240, at: 0.95) else { return }
    #expect(abs(sigma / 0.8428071278835985 - 1) < 1e-9)
    #expect(abs(Distribution.lognormal(median: 60, sigma: sigma).mean / 85.58469664280825 - 1) < 1e-9)
    #expect(abs(Distribution.weibull(shape: 1.5, scale: 1200).mean / 1083.2943515411202 - 1) < 1e-9)
    let fromMean = Distribution.lognormal(mean: 10, cv: 0.5)
    #expect(abs(fromMean.mean - 10) < 1e-12 && abs(fromMean.variance - 25) < 1e-10)
    #expect(abs(Distribution.weibull(mean: 60, shape: 0.8).mean - 60) < 1e-10)
  }

  @Test(arguments: [
    Distribution.exponential(mean: -1), .exponential(mean: .nan), .weibull(shape: 0, scale: 1),
    .lognormal(median: 1, sigma: -1), .uniform(low: 4, high: 1), .mixture([]), .constant(-1),
    .mixture([.init(share: 0.5, law: .constant(1))]), .shifted(by: -1, .constant(1)),
    .truncated(.exponential(mean: 1), low: 5, high: 4), .empirical([.init(probability: 0, value: 1)]),
  ])
  func impossibleParametersAreRefused(law: Distribution) {
    #expect(throws: DistributionError.self) { try law.validate() }
  }
}
