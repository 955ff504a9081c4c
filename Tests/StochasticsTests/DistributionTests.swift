import Foundation
import Numerics
import Testing

@testable import Stochastics

@Suite struct DistributionTests {
  @Test(arguments: laws) func parametersAreAccepted(law: Distribution) throws { try law.validate() }

  @Test(arguments: smoothLaws)
  func quantileInvertsDistributionFunction(law: Distribution) {
    for p in [1e-9, 0.001, 0.1, 0.35, 0.5, 0.77, 0.95, 0.999] {
      let x = law.quantile(p)
      // Near the lower end x itself is rounded: p is met to the digits that x has.
      let slack = 1e-9 + 100 * x.ulp / max(1e-300, x - law.quantile(0))
      expectClose(law.cdf(x), p, slack, "\(law)")
      expectClose(law.survival(x), 1 - p, slack, "\(law)")
    }
  }

  /// The upper tail keeps its digits where 1 - q is 1: an outage of one in 10^18 has a length.
  @Test(arguments: smoothLaws)
  func upperQuantileInvertsSurvival(law: Distribution) {
    for q in [1e-18, 1e-9, 0.01, 0.2, 0.5, 0.9] {
      let x = law.upperQuantile(q)
      let end = law.upperQuantile(0)
      guard end == .infinity || q > 1e-6 else {
        #expect(x <= end && x > end - 0.01 * (end - law.quantile(0)), "\(law) at \(q)")
        continue
      }
      expectClose(law.survival(x), q, 2e-9, "\(law)")
      if q > 0.1 { expectClose(law.quantile(1 - q), x, 1e-9, "\(law)") }
    }
  }

  /// With steps or without, the quantile is the least x with P(X <= x) >= p.
  @Test(arguments: laws)
  func quantileIsTheLeastValueReached(law: Distribution) {
    for i in 1..<200 {
      let p = Double(i) / 200
      let x = law.quantile(p)
      #expect(law.cdf(x) >= p - 1e-12, "\(law) at \(p)")
      #expect(law.cdf(x - 1e-9 * x) <= p + 1e-12, "\(law) at \(p)")
    }
  }

  /// One uniform, a larger amount for a larger uniform, and the draw is the quantile; a mixture draws otherwise.
  @Test(arguments: laws)
  func drawsRiseWithTheirUniform(law: Distribution) {
    var last = 0.0
    for u in [0x1p-54, 1e-12, 1e-6, 0.01, 0.1, 0.4999, 0.5001, 0.89, 0.91, 0.999, 1 - 1e-9, 1 - 0x1p-53] {
      let x = law.quantile(u)
      #expect(x.isFinite && x >= last, "\(law) at \(u) gives \(x) after \(last)")
      if case .mixture = law { #expect(law.sample(at: u).isFinite) } else { #expect(x == law.sample(at: u)) }
      last = x
    }
  }

  /// Steps are met exactly, not to the last digit but one.
  @Test func discreteMixturesGiveTheirOwnValues() {
    let law = Distribution.mixture([.init(share: 0.9, law: .constant(60)), .init(share: 0.1, law: .constant(600))])
    #expect(law.sample(at: 0.899) == 60)
    #expect(law.sample(at: 0.901) == 600)
    let mixed = Distribution.mixture([
      .init(share: 0.3, law: .constant(5)), .init(share: 0.7, law: .exponential(mean: 10)),
    ])
    let below = 0.7 * -expm1(-0.5)
    #expect(mixed.quantile(below + 0.001) == 5 && mixed.quantile(below + 0.299) == 5)
    #expect(mixed.quantile(below - 0.001) < 5 && mixed.quantile(below + 0.301) > 5)
  }

  /// Drawing the part first is exact in law: of evenly spread uniforms the right share falls below any value.
  @Test func mixturesAreDrawnByTheirParts() {
    let law = Distribution.mixture([
      .init(share: 0.3, law: .constant(5)), .init(share: 0.7, law: .exponential(mean: 10)),
    ])
    let draws = (0..<100_000).map { law.sample(at: (Double($0) + 0.5) / 100_000) }
    for x in [1.0, 4.9, 5.1, 20, 60] {
      #expect(abs(Double(draws.filter { $0 <= x }.count) / 100_000 - law.cdf(x)) < 1e-4)
    }
  }

  /// Closed forms against GSL.
  @Test(arguments: [0x1p-54, 1e-12, 1e-6, 0.1, 0.5, 0.9, 0.999_999])
  func closedFormsAgreeWithGSL(u: Double) {
    expectClose(Distribution.exponential(mean: 3).sample(at: u), exponentialQuantile(u, mean: 3), 1e-12)
    for shape in [0.5, 0.8, 1, 3.5] {
      let law = Distribution.weibull(shape: shape, scale: 2)
      expectClose(law.sample(at: u), weibullQuantile(u, shape: shape, scale: 2), 1e-12)
      expectClose(law.cdf(law.sample(at: u)), weibullCDF(law.sample(at: u), shape: shape, scale: 2), 1e-12)
    }
    let lognormal = Distribution.lognormal(median: 60, sigma: 1)
    expectClose(lognormal.sample(at: u), lognormalQuantile(u, logMedian: log(60), sigma: 1), 1e-12)
    expectClose(lognormal.cdf(70 * u), lognormalCDF(70 * u, logMedian: log(60), sigma: 1), 1e-12)
    // Ten exponentials of one mean are one exponential, drawn by another way.
    let tenfold = Distribution.hyperexponential((0..<10).map { _ in (0.1, 3) })
    expectClose(tenfold.quantile(u), exponentialQuantile(u, mean: 3), 1e-12)
  }

  /// Parts of unlike kinds are inverted by search, parts that are all exponential by Newton: the same law.
  @Test(arguments: [0x1p-54, 1e-9, 0.03, 0.3, 0.89, 0.95, 0.999, 1 - 1e-12])
  func bothWaysThroughAMixtureAgree(u: Double) {
    let newton = Distribution.hyperexponential([(0.9, 1), (0.1, 20)])
    let search = Distribution.mixture([
      .init(share: 0.9, law: .gamma(shape: 1, scale: 1)), .init(share: 0.1, law: .weibull(shape: 1, scale: 20)),
    ])
    expectClose(newton.quantile(u), search.quantile(u), 1e-11)
    expectClose(newton.upperQuantile(u), search.upperQuantile(u), 1e-11)
  }

  /// Functions at the ends of the line.
  @Test(arguments: laws)
  func theWholeLawLiesBetweenZeroAndInfinity(law: Distribution) {
    #expect(law.cdf(-1) == 0 && law.survival(-1) == 1)
    #expect(law.cdf(.infinity) == 1 && law.survival(.infinity) == 0)
  }
}
