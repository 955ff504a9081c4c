import Foundation
import Numerics
import Testing

@testable import Telemetry

@Suite struct PoissonTests {
  /// The quantile is where the distribution function crosses, whatever the mean: by another route, the incomplete gamma function.
  @Test(arguments: [0.01, 0.7, 3, 42, 199, 201, 1000, 15_000])
  func quantileCrossesTheDistributionFunction(mean: Double) {
    let slack = mean > 200 ? 1 : 0
    for step in 1...199 {
      let u = Double(step) / 200
      let count = Int(poissonQuantile(u, mean: mean))
      #expect(poissonCDF(count + slack, mean: mean) >= u - 1e-12, "mean \(mean), u \(u): \(count) is too low")
      #expect(count - 1 - slack < 0 || poissonCDF(count - 1 - slack, mean: mean) < u + 1e-12, "\(count) is too high")
    }
  }

  /// Mean and variance are the same number, by Wald's moments over a grid of uniforms.
  @Test(arguments: [5.0, 300, 4000])
  func meanAndVarianceAgree(mean: Double) {
    let counts = (0..<20_000).map { poissonQuantile((Double($0) + 0.5) / 20_000, mean: mean) }
    let average = counts.reduce(0, +) / 20_000
    let variance = counts.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 20_000
    #expect(abs(average - mean) < 0.01 * mean.squareRoot())
    #expect(abs(variance - mean) < 0.01 * mean)
  }
}
