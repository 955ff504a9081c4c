@preconcurrency internal import CGSL
import Foundation

/// The natural exponential, named apart so that files without Foundation read the same libm.
func gslExp(_ x: Double) -> Double { exp(x) }

/// The logarithm of the gamma function, for x > 0.
public func logGamma(_ x: Double) -> Double {
  gslWithoutAborts
  return gsl_sf_lngamma(x)
}

/// The gamma function, for 0 < x < 171.
public func gammaFunction(_ x: Double) -> Double {
  gslWithoutAborts
  return gsl_sf_gamma(x)
}

/// The digamma function, the derivative of `logGamma`, for x > 0.
public func digamma(_ x: Double) -> Double {
  gslWithoutAborts
  return gsl_sf_psi(x)
}

/// The trigamma function, the derivative of `digamma`, for x > 0.
public func trigamma(_ x: Double) -> Double {
  gslWithoutAborts
  return gsl_sf_psi_1(x)
}
