import Foundation
import Testing

@testable import Numerics

/// Every law and every quantile over the range that a study can reach, against values from elsewhere.
///
/// GSL 2.7.1 was gone over in the same way against SciPy 1.11 and mpmath: its normal law, and Student's quantile from 1 to
/// 10⁹ degrees of freedom, hold to 10⁻⁷ and better. Its inverses of the chi-squared, gamma, beta and F laws do not, nor do
/// its incomplete gamma function from 10⁵ on and its incomplete beta function from 10⁶ on: they are not called there.
@Suite struct LawRangeTests {
  /// Tails of the gamma law at large shapes: sums of the series x^n / (a (a + 1) ... (a + n)) in mpmath at 30 digits.
  @Test(arguments: [
    (1e5, -1.96, 0.024822536961618776), (1e6, -0.9, 0.18407694680602631), (1e6, 0.3, 0.61802710338800816),
    (1e6, -4.5, 3.2963040141976456e-6),
  ])
  func gammaTailsKeepTheirDigits(shape: Double, deviations: Double, below: Double) {
    let x = shape + deviations * shape.squareRoot()
    #expect(abs(gammaCDF(x, shape: shape, scale: 1) / below - 1) < 1e-12)
    #expect(abs(gammaUpperTail(x, shape: shape, scale: 1) / (1 - below) - 1) < 1e-12)
  }

  /// One event more: *P(a, x) - P(a + 1, x) = x^a exp(-x) / Γ(a + 1)* holds where the routine changes and beyond it.
  @Test(arguments: [998.7, 999.5, 1000, 5000, 1e5, 1e6, 1e8])
  func gammaTailsDifferByThePoissonProbability(shape: Double) {
    for deviations in [-6.0, -3, -1, -0.1, 0, 0.2, 1, 3, 6] {
      let x = shape + deviations * shape.squareRoot()
      let step = gammaCDF(x, shape: shape, scale: 1) - gammaCDF(x, shape: shape + 1, scale: 1)
      // ln Γ(a + 1) by Stirling's series, so that it cancels against a ln x - x.
      let logRatio = shape * log1pMinus((x - shape) / shape)
      let probability = exp(logRatio - 1 / (12 * shape)) / (2 * Double.pi * shape).squareRoot()
      #expect(abs(step - probability) < 1e-9 * probability + 4e-16, "\(shape) at \(deviations)")
    }
  }

  /// Beta quantiles, by Newton's method on mpmath's incomplete beta function at 40 digits. GSL's is NaN for the first five.
  @Test(arguments: [
    (0.005, 297.0, 4.0, 0.96389174024914805),
    (1e-05, 380, 21, 0.88754934768449481),
    (0.0005, 999, 2, 0.99004618565904919),
    (0.05, 1995, 6, 0.99475072471306651),
    (0.005, 2000, 8001, 0.18979174221693305),
    (0.025, 9999, 2, 0.99944296300205295),
    (0x1p-54, 2, 3, 3.0416867978252866e-9),
    (0.3, 0.5, 0.5, 0.20610737385376342),
    (1e-12, 3.5, 0.5, 0.00053035325882869551),
    (0.025, 20.5, 0.5, 0.88336101709512458),
    // SciPy's betaincinv (Boost).
    (0.025, 95000, 5001, 0.9486310791194196),
    (0.025, 950_000, 50001, 0.949571030631536),
    (0.025, 9.5e6, 500_001, 0.9498647384756921),
    (0.0005, 1e8, 1e8, 0.4998836623131535),
    (0.025, 1, 1e9, 2.531780798396938e-11),
  ])
  func betaQuantiles(p: Double, a: Double, b: Double, x: Double) {
    #expect(abs(betaQuantile(p, a, b) / x - 1) < 2e-11)
    #expect(abs((1 - betaUpperQuantile(p, b, a)) - x) < 2e-11 * x + 1.2e-16)
  }

  /// Quantile and distribution function undo each other for every count of few cases and for many counts of many.
  @Test(arguments: [1, 2, 3, 7, 20, 100, 365, 1000, 4000, 10_000, 100_000, 1_000_000, 10_000_000])
  func betaRoundTrip(trials: Int) {
    let shares = [0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1]
    let counts = Set(shares.map { Int($0 * Double(trials)) } + (0...min(trials, 10)).flatMap { [$0, trials - $0] })
    for count in counts where count > 0 {
      let (a, b) = (Double(count), Double(trials - count + 1))
      for p in [1e-9, 1e-5, 0.0005, 0.005, 0.025, 0.05, 0.5, 0.95, 0.999] {
        let x = betaQuantile(p, a, b)
        // Where x is near 1 it is itself rounded.
        let slack = 1e-9 + 4e-16 * b / max(1e-16, 1 - x)
        #expect(abs(betaCDF(x, a, b) / p - 1) < slack, "\(count) of \(trials) at \(p): \(x)")
        #expect(abs(1 - betaUpperQuantile(p, b, a) - x) < 1e-15)
      }
    }
  }

  /// SciPy's f.isf (Boost). GSL's is NaN for all but the first and the last two.
  @Test(arguments: [
    (39.0, 360.0, 1.657237582645479), (1, 9998, 6.63743064245497), (6, 6993, 2.804550303672349),
    (8, 44991, 2.5116726478354026), (39, 9960, 1.6027643336820694), (1, 2, 98.50251256281398),
    (15998, 799_950, 1.0264634809606623),
  ])
  func fisherQuantiles(numerator: Double, denominator: Double, value: Double) {
    #expect(abs(fisherUpperQuantile(0.01, numerator: numerator, denominator: denominator) / value - 1) < 1e-10)
  }

  /// SciPy's betaincc. Beyond four thousand million trials too: a count is no `UInt32`.
  @Test(arguments: [
    (1000, 0.95, 936, 0.02842839728399537), (10_000_000, 0.9, 9_000_000, 0.5001541914303896),
    (10_000_000, 0.5, 5_000_000, 0.5001261566229471), (2_000_000_000, 0.99, 1_980_000_000, 0.5000301840570305),
    (5_000_000_000, 0.95, 4_749_980_000, 0.09718967596993226),
  ])
  func binomialDistributionFunction(trials: Int, probability: Double, count: Int, mass: Double) {
    #expect(abs(binomialCDF(count, trials: trials, probability: probability) / mass - 1) < 1e-9)
    #expect(binomialQuantile(mass * (1 + 1e-8), trials: trials, probability: probability) >= count)
    #expect(binomialQuantile(mass * (1 - 1e-7), trials: trials, probability: probability) <= count)
  }

  @Test func binomialEnds() {
    #expect(binomialCDF(-1, trials: 3, probability: 0.5) == 0 && binomialCDF(3, trials: 3, probability: 0.5) == 1)
    #expect(abs(binomialCDF(1, trials: 3, probability: 0.5) - 0.5) < 1e-14)
    #expect(binomialCDF(2, trials: 3, probability: 0) == 1 && binomialCDF(2, trials: 3, probability: 1) == 0)
  }

  /// SciPy's stdtrit and ndtri.
  @Test(arguments: [
    (1.0, 0.025, 12.706204736174705), (2.94117647, 0.025, 3.2187586149063967), (39, 0.025, 2.022690920036761),
    (39, 1e-6, 5.577384158087601), (15999, 0.025, 1.9601122717865993), (1e9, 0.025, 1.9599639869123253),
  ])
  func studentQuantiles(freedom: Double, q: Double, value: Double) {
    #expect(abs(studentTUpperQuantile(q, degreesOfFreedom: freedom) / value - 1) < 1e-9)
    #expect(abs(studentTQuantile(q, degreesOfFreedom: freedom) / -value - 1) < 1e-9)
  }

  /// For every number of worlds that a study can have, Student's quantile by its distribution function.
  @Test func studentRoundTrip() {
    for freedom in Array(1...400) + Array(stride(from: 401, through: 16_000, by: 97)) {
      for q in [0.25, 0.025, 0.0005, 1e-6] {
        let t = studentTQuantile(q, degreesOfFreedom: Double(freedom))
        #expect(abs(studentTCDF(t, degreesOfFreedom: Double(freedom)) / q - 1) < 1e-6, "\(freedom) at \(q)")
      }
    }
  }

  @Test(arguments: [
    (0x1p-54, 8.292361075813597), (1e-300, 37.0470962993612), (0.025, 1.9599639845400545), (0.4, 0.2533471031357997),
  ])
  func normalQuantiles(q: Double, value: Double) {
    #expect(abs(normalUpperQuantile(q) / value - 1) < 1e-12)
    #expect(abs(normalQuantile(q) / -value - 1) < 1e-12)
    #expect(abs(normalUpperTail(value) / q - 1) < 1e-9)
  }

  /// Quantiles of laws of durations from the smallest uniform that is drawn to the largest, by their inverses by hand.
  @Test(arguments: [0x1p-54, 1e-12, 1e-6, 0.01, 0.5, 0.99, 1 - 1e-9, 1 - 0x1p-53])
  func durationQuantiles(p: Double) {
    let hazard = -log1p(-p)
    #expect(abs(exponentialQuantile(p, mean: 3) / (3 * hazard) - 1) < 1e-12)
    for shape in [0.3, 0.8, 1, 2.5, 20] {
      #expect(abs(weibullQuantile(p, shape: shape, scale: 2) / (2 * pow(hazard, 1 / shape)) - 1) < 1e-12)
    }
    #expect(abs(lognormalQuantile(p, logMedian: 1, sigma: 2) / exp(1 + 2 * normalQuantile(p)) - 1) < 1e-12)
  }
}
