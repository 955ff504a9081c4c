/// Where a non-decreasing function crosses zero: a point at which it is not negative, within a few units in the last
/// place of the least one.
///
/// Brackets are kept, so that steps and flat stretches are no danger; between them inverse quadratic interpolation
/// converges in about seven evaluations. Allocates nothing. Source: T. R. Chandrupatla, Advances in Engineering
/// Software 28 (1997) 145.
@inline(__always)
func crossing(in bracket: ClosedRange<Double>, of value: (Double) -> Double) -> Double {
  var (a, b) = (bracket.lowerBound, bracket.upperBound)
  var (fa, fb) = (value(a), value(b))
  if fa >= 0 { return a }
  if fb <= 0 { return b }
  var share = 0.5
  for _ in 0..<200 {
    let x = a + share * (b - a)
    let fx = value(x)
    let (c, fc): (Double, Double)
    if (fx < 0) == (fa < 0) {
      (c, fc) = (a, fa)
    } else {
      (c, fc) = (b, fb)
      (b, fb) = (a, fa)
    }
    (a, fa) = (x, fx)
    let tolerance = 2 * max(abs(a), abs(b)).ulp / abs(b - a)
    if fx == 0 || tolerance > 0.5 { break }
    let xi = (a - b) / (c - b)
    let phi = (fa - fb) / (fc - fb)
    share = 0.5
    if phi * phi < xi, (1 - phi) * (1 - phi) < 1 - xi {
      let interpolated =
        fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
      // Not a number where an end is infinite: then the middle.
      if interpolated > 0, interpolated < 1 { share = min(1 - tolerance, max(tolerance, interpolated)) }
    }
  }
  return fa >= 0 ? a : b
}
