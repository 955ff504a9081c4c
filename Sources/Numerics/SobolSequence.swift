@preconcurrency internal import CGSL

/// The Sobol low-discrepancy sequence in up to 40 dimensions.
///
/// GSL skips the origin, so the first point is (0.5, ...). GSL accepts more than 40 dimensions silently and then
/// returns zeros, hence the check here.
public struct SobolSequence {
  public static let maximumDimensions = 40

  /// The first `count` points, each of `dimensions` coordinates in (0, 1).
  public static func points(count: Int, dimensions: Int) throws(NumericalError) -> [[Double]] {
    gslWithoutAborts
    guard (1...maximumDimensions).contains(dimensions) else {
      throw NumericalError("SobolSequence", "1 to \(maximumDimensions) dimensions, not \(dimensions)")
    }
    guard let generator = gsl_qrng_alloc(gsl_qrng_sobol, UInt32(dimensions)) else {
      throw NumericalError("SobolSequence", "out of memory")
    }
    defer { gsl_qrng_free(generator) }
    return (0..<count).map { _ in
      var point = [Double](repeating: 0, count: dimensions)
      gsl_qrng_get(generator, &point)
      return point
    }
  }
}
