@preconcurrency internal import CGSL

// Distribution functions and their inverses. Parameters are the field's own (mean, shape and scale, median and
// sigma); GSL's conventions stay inside this file. Quantiles take 0 < p < 1. What GSL cannot do over the range that a study
// reaches is in `IncompleteGamma`, `IncompleteBeta` and the files of their laws; `LawRangeTests` goes over that range.

public func exponentialCDF(_ x: Double, mean: Double) -> Double {
  gslWithoutAborts
  return x <= 0 ? 0 : gsl_cdf_exponential_P(x, mean)
}

public func exponentialQuantile(_ p: Double, mean: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_exponential_Pinv(p, mean)
}

public func weibullCDF(_ x: Double, shape: Double, scale: Double) -> Double {
  gslWithoutAborts
  return x <= 0 ? 0 : gsl_cdf_weibull_P(x, scale, shape)
}

public func weibullQuantile(_ p: Double, shape: Double, scale: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_weibull_Pinv(p, scale, shape)
}

/// The lognormal distribution function; `logMedian` is ln(median).
public func lognormalCDF(_ x: Double, logMedian: Double, sigma: Double) -> Double {
  gslWithoutAborts
  return x <= 0 ? 0 : gsl_cdf_lognormal_P(x, logMedian, sigma)
}

public func lognormalQuantile(_ p: Double, logMedian: Double, sigma: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_lognormal_Pinv(p, logMedian, sigma)
}

public func studentTCDF(_ x: Double, degreesOfFreedom: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_tdist_P(x, degreesOfFreedom)
}

public func studentTQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_tdist_Pinv(p, degreesOfFreedom)
}

/// The chi-squared quantile, by the gamma law's: GSL's inverse (2.7.1) is NaN or wrong for many of the degrees of freedom
/// up to 60,000, the first of them at 2 x 1159.
public func chiSquaredQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
  gammaQuantile(p, shape: degreesOfFreedom / 2, scale: 2)
}

/// The probability of at most `k` events of a Poisson law: that the (k + 1)-th comes later than the mean.
public func poissonCDF(_ k: Int, mean: Double) -> Double {
  k < 0 ? 0 : gammaUpperTail(mean, shape: Double(k) + 1, scale: 1)
}
