@preconcurrency internal import CGSL

// Quantiles by the upper tail: `q` is the probability of exceeding the answer, 0 < q < 1. They keep their relative
// accuracy where 1 - q rounds to 1.

/// The value that a standard normal variate exceeds with probability `q`.
public func normalUpperQuantile(_ q: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_ugaussian_Qinv(q)
}

/// The value that a Student *t* variate exceeds with probability `q`.
public func studentTUpperQuantile(_ q: Double, degreesOfFreedom: Double) -> Double {
  gslWithoutAborts
  return gsl_cdf_tdist_Qinv(q, degreesOfFreedom)
}

/// The value that a chi-squared variate exceeds with probability `q`.
public func chiSquaredUpperQuantile(_ q: Double, degreesOfFreedom: Double) -> Double {
  gammaUpperQuantile(q, shape: degreesOfFreedom / 2, scale: 2)
}
