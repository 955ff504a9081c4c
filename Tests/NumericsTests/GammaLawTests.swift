import Foundation
import Testing

@testable import Numerics

@Suite struct GammaLawTests {
  /// Over every shape and tail, also where GSL's own inverse is NaN or wrong.
  @Test(arguments: [0.001, 0.01, 0.05, 0.1, 0.3, 0.9, 1, 1.5, 5, 20, 100, 999, 1000, 1e4, 1e5, 1e6, 1e8])
  func quantileInvertsBothTails(shape: Double) {
    // ln x has a rounding of some units, which weighs by the root of the shape.
    for p in [0x1p-54, 1e-12, 1e-6, 0.001, 0.1, 0.3, 0.5] {
      let low = gammaQuantile(p, shape: shape, scale: 2)
      if low > 1e-290 {
        #expect(
          abs(gammaCDF(low, shape: shape, scale: 2) / p - 1) < max(1e-10, 3e-14 * shape.squareRoot()),
          "p \(p) gives \(low)")
      }
      let high = gammaUpperQuantile(p, shape: shape, scale: 2)
      if high > 1e-290 {
        #expect(
          abs(gammaUpperTail(high, shape: shape, scale: 2) / p - 1) < max(1e-10, 3e-14 * shape.squareRoot()),
          "q \(p) gives \(high)")
      }
      #expect(gammaQuantile(1 - p, shape: shape, scale: 2) >= low)
    }
  }

  /// Quantiles to 16 digits, by mpmath's incomplete gamma function at 60 digits.
  @Test(arguments: [
    (0.05, 0.1, 5.8446320572865211e-21),
    (0.05, 0.5, 5.5738784407462475e-7),
    (0.1, 0.1, 6.0730483627431838e-11),
    (0.1, 0.9, 0.26615455373883786),
    (0.3, 1e-06, 6.9726990964093485e-21),
    (1.5, 0.95, 3.907363951625589),
    (2.5, 0.001, 0.10510630131460958),
    (20.0, 0.5, 19.667672423305667),
    (1000.0, 0.01, 927.90815979664252),
  ])
  func quantileAgreesWithAnIndependentCalculation(shape: Double, p: Double, x: Double) {
    #expect(abs(gammaQuantile(p, shape: shape, scale: 1) / x - 1) < 1e-11)
  }

  /// Where the quantile underflows its logarithm does not: ln((p Gamma(shape + 1))^(1 / shape)).
  @Test func logarithmOfATinyQuantile() {
    #expect(abs(gammaLogQuantile(1e-10, shape: 0.02) / -1151.8534709635113 - 1) < 1e-12)
    #expect(gammaQuantile(1e-10, shape: 0.02, scale: 1) == 0)
  }

  /// Beyond 700 scales the tails are 0 and their logarithms are not. Values by mpmath.
  @Test func logarithmsOfVanishingTails() {
    #expect(abs(gammaLogUpperTail(1000, shape: 2.5, scale: 1) / -989.92155032737345 - 1) < 1e-13)
    #expect(abs(gammaLogUpperTail(1600, shape: 0.3, scale: 2) / -805.77589973247193 - 1) < 1e-13)
    #expect(abs(gammaLogUpperTail(3, shape: 2.5, scale: 1) - log(gammaUpperTail(3, shape: 2.5, scale: 1))) < 1e-14)
    #expect(abs(normalLogUpperTail(50) / -1254.8313611394199 - 1) < 1e-13)
    #expect(abs(normalLogUpperTail(-9) / -1.1285884059538406e-19 - 1) < 1e-12)
    #expect(gammaLogUpperTail(.infinity, shape: 2, scale: 1) == -.infinity)
    #expect(normalLogUpperTail(.infinity) == -.infinity)
  }
}
