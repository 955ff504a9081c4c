@preconcurrency internal import CGSL
import Foundation

/// The standard normal distribution function *Φ(x)*.
public func normalCDF(_ x: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_ugaussian_P(x)
}

/// The standard normal upper tail *1 - Φ(x)*, accurate where it is tiny.
public func normalUpperTail(_ x: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_ugaussian_Q(x)
}

/// The standard normal density *φ(x)*.
public func normalDensity(_ x: Double) -> Double { 0.3989422804014327 * gslExp(-0.5 * x * x) }

/// The standard normal quantile *Φ⁻¹(p)* for 0 < p < 1.
public func normalQuantile(_ p: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_ugaussian_Pinv(p)
}

/// The logarithm of the standard normal upper tail; finite where the tail itself underflows, at 38 deviations.
public func normalLogUpperTail(_ x: Double) -> Double {
  gslWithoutAborts
  guard x < .infinity else { return -.infinity }
  return x < 0 ? log1p(-gsl_cdf_ugaussian_P(x)) : gsl_sf_log_erfc(x * 0.7071067811865476) - 0.6931471805599453
}
