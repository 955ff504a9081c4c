import Foundation

/// The beta distribution function.
public func betaCDF(_ x: Double, _ a: Double, _ b: Double) -> Double { regularizedBeta(x, rest: 1 - x, a, b).below }

/// The beta quantile for 0 < p < 1: the x below which a share `p` lies.
///
/// Not GSL's inverse: that is NaN for p = 0.005 at Beta(297, 4), which 297 of 300 years ask for, and from 2,000 cases on for
/// every tenth question; for some it does not end (GSL 2.7.1).
public func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double { share(betaLogOdds(below: p, a, b)) }

/// The value that a beta variate exceeds with probability `q`, 0 < q < 1; accurate where `q` is tiny.
public func betaUpperQuantile(_ q: Double, _ a: Double, _ b: Double) -> Double {
  // What exceeds x falls short of 1 - x in the mirrored law.
  share(-betaLogOdds(below: q, b, a))
}

/// The value that the ratio of two mean squares exceeds with probability `q` (Fisher's F).
///
/// Of a share x of the sum of squares that is due to the numerator, the ratio is x / (1 - x) by the degrees of freedom.
/// Source: M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 26.6.2.
public func fisherUpperQuantile(_ q: Double, numerator: Double, denominator: Double) -> Double {
  denominator / numerator * exp(-betaLogOdds(below: q, denominator / 2, numerator / 2))
}

/// The probability of at most `k` successes in `trials`.
public func binomialCDF(_ k: Int, trials: Int, probability: Double) -> Double {
  guard k >= 0 else { return 0 }
  guard k < trials else { return 1 }
  return regularizedBeta(probability, rest: 1 - probability, Double(k + 1), Double(trials - k)).above
}

/// The smallest k whose binomial distribution function reaches `mass`, between 0 and 1.
public func binomialQuantile(_ mass: Double, trials: Int, probability: Double) -> Int {
  var low = 0
  var high = trials
  while low < high {
    let middle = (low + high) / 2
    if binomialCDF(middle, trials: trials, probability: probability) >= mass { high = middle } else { low = middle + 1 }
  }
  return low
}

/// The share x whose odds x / (1 - x) have the logarithm y.
private func share(_ y: Double) -> Double { y < 0 ? exp(y) / (1 + exp(y)) : 1 / (1 + exp(-y)) }

/// ln(x / (1 - x)) of the beta quantile: keeps its digits near both ends, and has a log-concave density.
private func betaLogOdds(below p: Double, _ a: Double, _ b: Double) -> Double {
  guard p > 0 else { return -.infinity }
  guard p < 1 else { return .infinity }
  guard p <= 0.5 else { return -betaLogOdds(lower: 1 - p, b, a) }
  return betaLogOdds(lower: p, a, b)
}

/// The same for p <= 1/2.
private func betaLogOdds(lower p: Double, _ a: Double, _ b: Double) -> Double {
  let logBetaOfBoth = logBeta(a, b)
  // I(x) is x^a / (a B) where x is tiny.
  let series = (log(p) + log(a) + logBetaOfBoth) / a
  guard series > -300 else { return series }
  let normal = log(a / b) + normalQuantile(p) * (1 / a + 1 / b).squareRoot()
  return tailRoot(from: min(a, b) >= 1 ? normal : min(series, 0), side: -1) { y in
    let (x, rest) = (share(y), share(-y))
    let below = regularizedBeta(x, rest: rest, a, b).below
    return TailPoint(
      miss: log(below / p), tail: below, logDensity: a * log(x) + b * log(rest) - logBetaOfBoth,
      slope: a * rest - b * x)
  }
}
