import Foundation
import Testing

@testable import Stochastics

@Suite struct ParameterTests {
  /// Oracles M01 and M03, and the means of A02.
  @Test func oracles() throws {
    let m01 = Distribution.lognormal(median: 60, sigma: 1)
    expectClose(m01.mean, 98.92327624200769)
    expectClose(m01.variance.squareRoot(), 129.67184495370526)
    expectClose(m01.quantile(0.95), 310.81509613398094)
    expectClose(m01.quantile(0.99), 614.4284193787281)
    let m03 = Distribution.lognormal(median: 60, quantile: 240, at: 0.95)
    guard case .lognormal(60, let sigma) = m03 else { throw DistributionError("\(m03) is another law") }
    expectClose(sigma, 0.8428071278835985)
    expectClose(m03.mean, 85.58469664280825)
    expectClose(Distribution.weibull(shape: 1.5, scale: 1200).mean, 1083.2943515411202)
    expectClose(Distribution.lognormal(median: 1, sigma: 1).mean, 1.6487212707001282)
  }

  @Test func lawsHaveTheNumbersTheyAreMadeFrom() {
    let lognormal = Distribution.lognormal(mean: 10, cv: 0.5)
    expectClose(lognormal.mean, 10, 1e-13)
    expectClose(lognormal.cv, 0.5, 1e-13)
    let through = Distribution.lognormal(
      through: .init(probability: 0.25, value: 20), and: .init(probability: 0.95, value: 240))
    expectClose(through.quantile(0.25), 20, 1e-13)
    expectClose(through.quantile(0.95), 240, 1e-13)
    expectClose(Distribution.weibull(mean: 60, shape: 0.8).mean, 60, 1e-13)
    let gamma = Distribution.gamma(mean: 12, cv: 2)
    expectClose(gamma.mean, 12, 1e-13)
    expectClose(gamma.cv, 2, 1e-13)
    for cv in [1, 1.2, 2.2, 10] {
      let hyper = Distribution.hyperexponential(mean: 5, cv: cv)
      expectClose(hyper.mean, 5, 1e-13)
      expectClose(hyper.cv, cv, 1e-12)
    }
  }

  @Test(arguments: [
    Distribution.constant(-1), .constant(.nan), .constant(.infinity), .uniform(low: 4, high: 1),
    .uniform(low: -1, high: 1), .uniform(low: 2, high: 2), .uniform(low: .nan, high: 1), .uniform(low: 0, high: .nan),
    .triangular(low: 1, mode: 5, high: 4), .triangular(low: 1, mode: .nan, high: 4), .pert(low: 3, mode: 2, high: 4),
    .exponential(mean: -1), .exponential(mean: 0), .exponential(mean: .nan), .exponential(mean: .infinity),
    .weibull(shape: 0, scale: 1), .weibull(shape: 1, scale: -1), .weibull(shape: .nan, scale: 1),
    .lognormal(median: 1, sigma: -1), .lognormal(median: 1, sigma: 0), .lognormal(median: 0, sigma: 1),
    .lognormal(median: 60, quantile: 30, at: 0.95), .lognormal(median: 60, quantile: 70, at: 0.5),
    .lognormal(mean: -3, cv: 1), .gamma(shape: -1, scale: 1), .gamma(mean: 1, cv: 0), .pareto(shape: 1, scale: .nan),
    .pareto(shape: 0, scale: 1), .mixture([]), .mixture([.init(share: 0.5, law: .constant(1))]),
    .mixture([.init(share: 1.5, law: .constant(1)), .init(share: -0.5, law: .constant(1))]),
    .mixture([.init(share: .nan, law: .constant(1))]), .mixture([.init(share: 1, law: .exponential(mean: -1))]),
    .hyperexponential(mean: 1, cv: 0.5), .shifted(by: -1, .constant(1)), .shifted(by: 1, .constant(-1)),
    .shifted(by: .nan, .constant(1)), .truncated(.exponential(mean: 1), low: 5, high: 4),
    .truncated(.exponential(mean: 1), low: .nan, high: 4), .truncated(.exponential(mean: 1), low: 1, high: .nan),
    .truncated(.uniform(low: 1, high: 2), low: 3, high: 4), .truncated(.exponential(mean: -1), low: 0, high: 4),
    .empirical([]), .empirical([.init(probability: 0, value: 1)]), .empirical(sample: []), .empirical(sample: [1]),
    .empirical(sample: [1, .nan, 2]), .empirical(sample: [1, .infinity]), .empirical(sample: [-1, 2]),
    .empirical([.init(probability: 0, value: 2), .init(probability: 1, value: 1)]),
    .empirical([.init(probability: 0.1, value: 1), .init(probability: 1, value: 2)]),
    .empirical([
      .init(probability: 0, value: 1), .init(probability: 0, value: 2), .init(probability: 1, value: 2),
    ]),
  ])
  func impossibleParametersAreRefused(law: Distribution) {
    #expect(throws: DistributionError.self) { try law.validate() }
  }

  /// A refusal quotes what stands in the model.
  @Test func refusalsQuoteTheValue() {
    let error = #expect(throws: DistributionError.self) {
      try Distribution.shifted(by: 10, .exponential(mean: -4)).validate()
    }
    #expect(error?.description == "the mean of an exponential law must be positive, not -4.0")
  }
}
