import Foundation

/// The two parts *I(a, b)* and *1 - I(a, b)* of the beta function at the point `x`, of which `rest` is 1 - x, each with its
/// relative accuracy.
///
/// Not GSL's: its continued fraction is NaN at the mean of Beta(10⁶, 9 x 10⁶), and its prefix loses a digit with each
/// ten times as many cases. Here the prefix is Loader's (C. Loader, Fast and Accurate Computation of Binomial Probabilities,
/// 2000), which loses none, and the fraction (DLMF 8.17.22, by Lentz's method) may take as many terms as it needs: about the
/// square root of a + b where x is the mean.
func regularizedBeta(_ x: Double, rest: Double, _ a: Double, _ b: Double) -> (below: Double, above: Double) {
  guard x > 0 else { return (0, 1) }
  guard rest > 0 else { return (1, 0) }
  if x <= (a + 1) / (a + b + 2) {
    let below = min(1, betaFraction(x, rest, a, b))
    return (below, 1 - below)
  }
  let above = min(1, betaFraction(rest, x, b, a))
  return (1 - above, above)
}

/// I(a, b) at x, where the fraction converges fast.
private func betaFraction(_ x: Double, _ rest: Double, _ a: Double, _ b: Double) -> Double {
  let tiny = 1e-300
  let sum = a + b
  var c = 1.0
  var d = 1 - sum * x / (a + 1)
  d = 1 / (abs(d) < tiny ? tiny : d)
  var fraction = d
  func extend(by term: Double) {
    d = 1 + term * d
    c = 1 + term / c
    d = 1 / (abs(d) < tiny ? tiny : d)
    if abs(c) < tiny { c = tiny }
    fraction *= d * c
  }
  for i in 1...10_000_000 {
    let m = Double(i)
    extend(by: m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)))
    extend(by: -(a + m) * (sum + m) * x / ((a + 2 * m) * (a + 2 * m + 1)))
    if abs(d * c - 1) < 1e-15 { break }
  }
  return exp(logBinomialMass(x, rest, a, b)) * b / sum * fraction
}

/// ln of *Γ(a+b+1) / (Γ(a+1) Γ(b+1)) x^a (1-x)^b*: the binomial probability of `a` among a + b, for real numbers too.
private func logBinomialMass(_ x: Double, _ rest: Double, _ a: Double, _ b: Double) -> Double {
  let n = a + b
  return stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * rest)
    + 0.5 * log(n / (2 * Double.pi * a * b))
}

/// *ln Γ(z+1)* less Stirling's formula, *(z + 1/2) ln z - z + ln(2π)/2*, for z > 0.
private func stirlingError(_ z: Double) -> Double {
  guard z >= 16 else { return logGamma(z + 1) - (z + 0.5) * log(z) + z - 0.918938533204672742 }
  let square = z * z
  return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) / z
}

/// *x ln(x / m) + m - x*, for x > 0 and m > 0, without cancellation where they are near each other.
private func deviance(_ x: Double, _ m: Double) -> Double {
  let excess = (m - x) / x
  return abs(excess) < 0.4 ? -x * log1pMinus(excess) : x * log(x / m) + m - x
}

/// ln *B(a, b)*.
func logBeta(_ a: Double, _ b: Double) -> Double { logGamma(a) + logGamma(b) - logGamma(a + b) }
