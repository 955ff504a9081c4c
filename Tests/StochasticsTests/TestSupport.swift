import Testing

@testable import Stochastics

/// Laws with a density everywhere on their support.
let smoothLaws: [Distribution] = [
  .uniform(low: 1, high: 4), .triangular(low: 1, mode: 2, high: 5), .triangular(low: 0, mode: 0, high: 5),
  .triangular(low: 1, mode: 5, high: 5), .pert(low: 1, mode: 2, high: 5), .pert(low: 0, mode: 5, high: 5),
  .exponential(mean: 3), .weibull(shape: 0.8, scale: 2), .weibull(shape: 2.5, scale: 2), .weibull(shape: 20, scale: 2),
  .lognormal(median: 60, sigma: 1), .lognormal(median: 0.01, sigma: 0.1), .gamma(shape: 2.5, scale: 2),
  .gamma(shape: 0.3, scale: 2), .pareto(shape: 3.5, scale: 2), .hyperexponential([(0.9, 1), (0.1, 20)]),
  .hyperexponential(mean: 100, cv: 2.2),
  .mixture([
    .init(share: 0.7, law: .lognormal(median: 1, sigma: 0.5)), .init(share: 0, law: .pareto(shape: 0.5, scale: 1)),
    .init(share: 0.3, law: .shifted(by: 100, .weibull(shape: 1.5, scale: 30))),
  ]),
  .shifted(by: 10, .lognormal(median: 45, sigma: 0.8)), .shifted(by: 1, .shifted(by: 2, .uniform(low: 0, high: 1))),
  .truncated(.exponential(mean: 3), low: 1, high: 9), .truncated(.lognormal(median: 60, sigma: 1), low: 0, high: 600),
  .truncated(.exponential(mean: 3), low: 30, high: .infinity),
  .empirical([.init(probability: 0, value: 1), .init(probability: 0.5, value: 2), .init(probability: 1, value: 8)]),
]

/// Laws whose distribution function has steps.
let steppedLaws: [Distribution] = [
  .constant(5), .shifted(by: 2, .constant(3)),
  .mixture([.init(share: 0.9, law: .constant(60)), .init(share: 0.1, law: .constant(600))]),
  .mixture([.init(share: 0.3, law: .constant(5)), .init(share: 0.7, law: .exponential(mean: 10))]),
  .empirical(sample: [3, 1, 3, 3, 8]),
]

let laws = smoothLaws + steppedLaws

/// Agreement to a relative tolerance, 1e-9 for formulas.
func expectClose(
  _ value: Double, _ expected: Double, _ tolerance: Double = 1e-9, _ what: @autoclosure () -> String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    abs(value - expected) <= tolerance * abs(expected), "\(value) is not \(expected) \(what())",
    sourceLocation: sourceLocation)
}
