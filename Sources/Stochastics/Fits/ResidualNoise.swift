import Foundation
import Numerics

/// What the factors of a rate series leave over, as a first-order autoregression.
///
/// The factors take up a part of the noise itself, and slowly, so that residuals vary too little and seem to forget too
/// soon: the share that was taken up is added to their variance and to their covariance from point to point.
struct ResidualNoise {
  let sigma: Double
  /// From one point to the next.
  let correlation: Double
  let correlationSeconds: Double
  let correlationLogError: Double?
  let sigmaLogError: Double
  /// Covariance of the factors' estimates.
  let covariance: [[Double]]

  init(_ factors: LogFactors, times: [Double], gap: Double) {
    let residuals = factors.residuals
    let count = Double(residuals.count)
    let variance = residuals.reduce(0) { $0 + $1 * $1 } / count
    var (products, pairs) = (0.0, 0.0)
    for i in residuals.indices.dropFirst() where abs(times[i] - times[i - 1] - gap) < 0.01 * gap {
      products += residuals[i] * residuals[i - 1]
      pairs += 1
    }
    let next = pairs > 0 ? products / pairs : 0
    // Below exp(-3) three times the correlation time fits between two points: nothing is left to measure.
    func bounded(_ r: Double) -> Double { min(max(r, exp(-3)), 0.9999) }
    var raw = variance > 0 ? next / variance : 0
    var found = factors.covariance(correlation: bounded(raw), gap: gap)
    for _ in 0..<2 where variance > 0 {
      let whole = variance / (1 - min(0.5, found.absorbed))
      raw = (next + whole * min(0.5, found.absorbed)) / whole
      found = factors.covariance(correlation: bounded(raw), gap: gap)
    }
    let r = bounded(raw)
    let whole = variance / (1 - min(0.5, found.absorbed))
    sigma = whole.squareRoot()
    correlation = r
    correlationSeconds = -gap / log(r)
    // Squares of an autoregression are correlated by r²; Bartlett, Journal of the Royal Statistical Society B 8 (1946) 27.
    let forSquares = max(2, count * (1 - r * r) / (1 + r * r))
    sigmaLogError = 1 / (2 * forSquares).squareRoot()
    let error = ((1 - r * r) / max(pairs, 1)).squareRoot()
    correlationLogError = raw == r ? error / (r * -log(r)) : nil
    covariance = found.matrix.map { $0.map { $0 * whole } }
  }

  /// The variance of a sum of the factors' estimates.
  func variance(of weights: [Double]) -> Double {
    var sum = 0.0
    for i in weights.indices where weights[i] != 0 {
      sum += weights[i] * weights.indices.reduce(0) { $0 + covariance[i][$1] * weights[$1] }
    }
    return max(0, sum)
  }

  /// The level that demand exceeds a thousandth of the time, over equally long stretches with these logarithms of the
  /// median and lognormal noise; what each stretch weighs in its logarithm, and by how much it moves with sigma.
  static func peak(of logs: [Double], sigma: Double) -> (log: Double, weights: [Double], perSigma: Double) {
    let top = logs.max()!
    let busiest = logs.map { $0 == top ? 1.0 : 0 }
    guard sigma > 1e-9 else { return (top, busiest, 0) }
    func exceedance(_ level: Double) -> Double {
      logs.reduce(0) { $0 + normalUpperTail((level - $1) / sigma) } / Double(logs.count) - 0.001
    }
    let level = (try? findRoot(in: (top - 4 * sigma)...(top + 8 * sigma), of: exceedance)) ?? top
    // The level stays where the sum of tails does: dL = sum w d log + (sum w z) d sigma, w the densities there.
    let scores = logs.map { (level - $0) / sigma }
    let densities = scores.map { exp(-$0 * $0 / 2) }
    let total = densities.reduce(0, +)
    guard total > 0 else { return (level, busiest, 0) }
    return (level, densities.map { $0 / total }, zip(densities, scores).reduce(0) { $0 + $1.0 * $1.1 } / total)
  }
}
