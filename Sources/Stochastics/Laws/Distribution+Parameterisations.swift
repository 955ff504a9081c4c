import Foundation
import Numerics

/// The same laws by the numbers that people have. The results still need `validate()`.
extension Distribution {
  /// Lognormal from its mean and coefficient of variation: sigma² = ln(1 + cv²), median = mean exp(-sigma² / 2).
  public static func lognormal(mean: Double, cv: Double) -> Distribution {
    let variance = log1p(cv * cv)
    return .lognormal(median: mean * exp(-variance / 2), sigma: variance.squareRoot())
  }

  /// Lognormal from its median and another quantile: sigma = ln(value / median) / z_p.
  public static func lognormal(median: Double, quantile value: Double, at p: Double) -> Distribution {
    .lognormal(median: median, sigma: log(value / median) / normalQuantile(p))
  }

  /// Lognormal through two quantiles, such as the P50 and the P95 of a runbook.
  public static func lognormal(through first: Knot, and second: Knot) -> Distribution {
    let (z1, z2) = (normalQuantile(first.probability), normalQuantile(second.probability))
    let sigma = log(second.value / first.value) / (z2 - z1)
    return .lognormal(median: first.value * exp(-sigma * z1), sigma: sigma)
  }

  /// Weibull from its mean: scale = mean / Gamma(1 + 1 / shape).
  public static func weibull(mean: Double, shape: Double) -> Distribution {
    .weibull(shape: shape, scale: mean * exp(-logGamma(1 + 1 / shape)))
  }

  /// Gamma from its mean and coefficient of variation: shape = 1 / cv², scale = mean cv².
  public static func gamma(mean: Double, cv: Double) -> Distribution {
    .gamma(shape: 1 / (cv * cv), scale: mean * cv * cv)
  }

  /// A mixture of exponentials.
  public static func hyperexponential(_ parts: [(share: Double, mean: Double)]) -> Distribution {
    .mixture(parts.map { Component(share: $0.share, law: .exponential(mean: $0.mean)) })
  }

  /// Two exponentials with balanced means (share₁ mean₁ = share₂ mean₂), for gaps more variable than exponential ones.
  ///
  /// - Parameter cv: The coefficient of variation, at least 1; a smaller one gives shares that `validate()` refuses.
  public static func hyperexponential(mean: Double, cv: Double) -> Distribution {
    let share = (1 + ((cv * cv - 1) / (cv * cv + 1)).squareRoot()) / 2
    return .hyperexponential([(share, mean / (2 * share)), (1 - share, mean / (2 * (1 - share)))])
  }
}
