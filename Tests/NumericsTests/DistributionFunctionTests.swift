import Testing

@testable import Numerics

@Suite struct DistributionFunctionTests {
  /// Quantile and distribution function undo each other over the body and both tails.
  @Test(arguments: [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999])
  func quantileInvertsDistribution(p: Double) {
    #expect(abs(normalCDF(normalQuantile(p)) / p - 1) < 1e-9)
    #expect(abs(exponentialCDF(exponentialQuantile(p, mean: 3), mean: 3) / p - 1) < 1e-9)
    #expect(abs(weibullCDF(weibullQuantile(p, shape: 0.8, scale: 2), shape: 0.8, scale: 2) / p - 1) < 1e-9)
    #expect(abs(gammaCDF(gammaQuantile(p, shape: 2.5, scale: 2), shape: 2.5, scale: 2) / p - 1) < 1e-8)
    #expect(abs(lognormalCDF(lognormalQuantile(p, logMedian: 1, sigma: 2), logMedian: 1, sigma: 2) / p - 1) < 1e-9)
  }

  @Test func rootAndIntegral() throws {
    #expect(abs(try findRoot(in: 0...2) { $0 * $0 - 2 } - 1.4142135623730951) < 1e-11)
    #expect(abs(try integrate(over: 0...3) { $0 * $0 } - 9) < 1e-10)
    #expect(throws: NumericalError.self) { try findRoot(in: 0...1) { $0 + 1 } }
  }

  /// A steep daily profile: a cubic spline would dip to -49, this curve stays within its knots.
  @Test func monotoneCurveNeverOvershoots() throws {
    let curve = try MonotoneCurve(x: [0, 6, 7, 12, 13, 24], y: [5, 5, 100, 100, 5, 5])
    let values = stride(from: 0.0, through: 24, by: 0.01).map { curve.value(at: $0) }
    #expect(values.min()! >= 5 && values.max()! <= 100)
    #expect(throws: NumericalError.self) { try MonotoneCurve(x: [0, 0, 1], y: [1, 2, 3]) }
  }

  @Test func sobolRefusesWhatGSLWouldAnswerWithZeros() throws {
    #expect(try SobolSequence.points(count: 1, dimensions: 2) == [[0.5, 0.5]])
    #expect(throws: NumericalError.self) { try SobolSequence.points(count: 1, dimensions: 41) }
  }
}
