import Foundation

/// What a law of log-concave density says at one point of its logarithmic scale.
struct TailPoint {
  /// ln(tail / wanted) below, ln(wanted / tail) above: increasing in y on either side.
  let miss: Double
  let tail: Double
  let logDensity: Double
  /// The slope of `logDensity`.
  let slope: Double
}

/// The point y at which a tail has the wanted mass, by Halley's method on the tail's logarithm within a bracket that
/// every step narrows.
///
/// - Parameter side: -1 where the tail lies below y, 1 where it lies above.
func tailRoot(from start: Double, side: Double, _ point: (Double) -> TailPoint) -> Double {
  var y = start
  var (low, high) = (-Double.infinity, Double.infinity)
  for _ in 0..<100 {
    let at = point(y)
    if at.miss < 0 { low = max(low, y) } else { high = min(high, y) }
    let slope = exp(at.logDensity) / at.tail
    let newton = at.miss / slope
    let bend = 1 - newton * (at.slope + side * slope) / 2
    let next = y - (bend > 0.5 && bend < 2 ? newton / bend : newton)
    // The next error is of the order of this one's third power.
    if abs(at.miss) < 1e-5 { return next }
    if next >= low && next <= high {
      y = next
    } else {
      // A step off the bracket is halved; one that is not a number (a tail of 0) becomes a plain move.
      y = low.isFinite && high.isFinite ? (low + high) / 2 : at.miss < 0 ? y + 0.5 : y - 0.5
    }
  }
  return y
}
