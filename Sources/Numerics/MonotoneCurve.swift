@preconcurrency internal import CGSL

/// A curve through knots that never overshoots them: Steffen's monotone interpolation.
///
/// A traffic curve through non-negative knots is nowhere negative, which a cubic or Akima spline does not promise.
/// Source: M. Steffen, Astronomy and Astrophysics 239 (1990) 443.
public final class MonotoneCurve {
  private let spline: UnsafeMutablePointer<gsl_spline>
  private let range: ClosedRange<Double>

  /// - Precondition: At least three knots with strictly increasing `x`.
  public init(x: [Double], y: [Double]) throws(NumericalError) {
    gslWithoutAborts
    guard x.count == y.count, x.count >= 3, zip(x, x.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw NumericalError("MonotoneCurve", "at least three knots with strictly increasing positions are needed")
    }
    guard let spline = gsl_spline_alloc(gsl_interp_steffen, x.count) else {
      throw NumericalError("MonotoneCurve", "out of memory")
    }
    let status = gsl_spline_init(spline, x, y, x.count)
    guard status == gslSuccess else {
      gsl_spline_free(spline)
      throw NumericalError("MonotoneCurve", gslMessage(status))
    }
    self.spline = spline
    self.range = x.first!...x.last!
  }

  deinit { gsl_spline_free(spline) }

  /// The curve's value; outside the knots, the value at the nearer end.
  public func value(at x: Double) -> Double {
    gsl_spline_eval(spline, min(max(x, range.lowerBound), range.upperBound), nil)
  }

  /// The integral of the curve between two positions within the knots.
  public func integral(from a: Double, to b: Double) -> Double { gsl_spline_eval_integ(spline, a, b, nil) }
}
