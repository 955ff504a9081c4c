@preconcurrency internal import CGSL

/// The discrete Fourier transform of complex numbers, in place, by GSL's radix-2 algorithm.
///
/// - Parameters:
///   - packed: Real and imaginary parts in turn; a power of two of numbers.
///   - inverse: The way back, with the factor 1/n.
/// - Throws: `NumericalError` where the count is no power of two.
public func fourierTransform(_ packed: inout [Double], inverse: Bool = false) throws(NumericalError) {
  gslWithoutAborts
  let count = packed.count / 2
  guard count > 0, packed.count == 2 * count, count & (count - 1) == 0 else {
    throw NumericalError("fourierTransform", "\(packed.count) parts are not a power of two of complex numbers")
  }
  let status = packed.withUnsafeMutableBufferPointer { buffer in
    inverse
      ? gsl_fft_complex_radix2_inverse(buffer.baseAddress, 1, count)
      : gsl_fft_complex_radix2_forward(buffer.baseAddress, 1, count)
  }
  guard status == gslSuccess else { throw NumericalError("fourierTransform", gslMessage(status)) }
}
