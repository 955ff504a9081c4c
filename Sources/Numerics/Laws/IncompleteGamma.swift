@preconcurrency internal import CGSL
import Foundation

/// The two parts *P(a, x)* and *Q(a, x)* of the gamma function, each with its relative accuracy.
///
/// GSL's are used below a = 1000. Above it they lose digits where Poisson counts are judged, near x = a: at a = 10⁶ three
/// digits are left, at 10⁸ none (GSL 2.7.1). There it is Temme's uniform expansion, which is right to the last digits from
/// a = 200 on. Source: N. M. Temme, SIAM Journal on Mathematical Analysis 10 (1979) 757; DLMF 8.12.
func regularizedGamma(_ a: Double, _ x: Double) -> (below: Double, above: Double) {
  let excess = (x - a) / a
  guard a >= 1000, abs(excess) < 0.3 else {
    gslWithoutAborts
    return (gsl_cdf_gamma_P(x, a, 1), gsl_cdf_gamma_Q(x, a, 1))
  }
  let halfSquare = -log1pMinus(excess)
  let eta = (excess < 0 ? -1 : 1) * (2 * halfSquare).squareRoot()
  let series = TemmeCoefficients.rows.reversed().reduce(0.0) { sum, row in
    sum / a + row.reversed().reduce(0.0) { $0 * eta + $1 }
  }
  let rest = exp(-a * halfSquare) / (2 * Double.pi * a).squareRoot() * series
  let score = eta * (a / 2).squareRoot()
  return (0.5 * erfc(-score) - rest, 0.5 * erfc(score) + rest)
}

/// *ln(1 + x) - x* without cancellation near 0, for x > -1.
func log1pMinus(_ x: Double) -> Double {
  guard abs(x) < 0.4 else { return log1p(x) - x }
  // ln(1 + x) is twice the inverse hyperbolic tangent of r.
  let r = x / (2 + x)
  var (power, sum, k) = (r * r * r, 0.0, 3.0)
  while abs(power) > abs(sum) * 1e-18, power != 0 {
    sum += power / k
    power *= r * r
    k += 2
  }
  return 2 * sum - r * x
}

/// The Taylor coefficients of Temme's expansion, one row a power of 1/a: DLMF 8.12.11 and 8.12.12.
private enum TemmeCoefficients {
  /// Five rows of sixteen hold to 10⁻¹⁵ for a >= 1000 and x within 30 % of a.
  static let rows: [[Double]] = {
    let (powers, terms) = (5, 16)
    let length = terms + 2 * powers
    // x/a - 1 = alpha_1 eta + alpha_2 eta² + ...
    var alpha: [Double] = [0, 1, 1.0 / 3]
    for n in 3...(length + 2) {
      var rest = alpha[n - 1]
      for j in 2..<n { rest -= Double(j) * alpha[j] * alpha[n - j + 1] }
      alpha.append(rest / Double(n + 1))
    }
    // The coefficients of Stirling's series.
    let stirling: [Double] = [1, 1.0 / 12, 1.0 / 288, -139.0 / 51840, -571.0 / 2_488_320]
    var first: [Double] = [-1.0 / 3]
    for n in 1..<length { first.append(Double(n + 2) * alpha[n + 2]) }
    var rows = [first]
    for k in 1..<powers {
      let factor = k % 2 == 0 ? stirling[k] : -stirling[k]
      var row: [Double] = []
      for n in 0..<(length - 2 * k) { row.append(factor * first[n] + Double(n + 2) * rows[k - 1][n + 2]) }
      rows.append(row)
    }
    return rows.map { Array($0.prefix(terms)) }
  }()
}
