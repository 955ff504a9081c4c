import Foundation
import OutputAnalysis

/// Where what happened lies among what was predicted.
public struct Percentile: Equatable, Sendable {
  /// What the place of the observed value says of the prediction.
  public enum Reading: String, Sendable {
    case less = "less than predicted"
    case asPredicted = "as predicted"
    case more = "more than predicted"
  }

  /// What happened, in the unit of the prediction.
  public let observed: Double
  /// Mean of the prediction, and the values that hold nine periods in ten.
  public let mean: Double
  public let low: Double
  public let high: Double
  /// Share of predicted values below the observed one, ties counted half; its ends are the 95 % intervals of the shares
  /// below, and below or equal.
  public let share: Interval
  /// Said only where less than one period in forty would be as extreme on this side.
  public let reading: Reading

  /// - Precondition: Something is predicted.
  init(of observed: Double, among predicted: [Double]) {
    precondition(!predicted.isEmpty, "a percentile needs a prediction")
    let sorted = predicted.sorted()
    let below = sorted.count { $0 < observed }
    let ties = sorted.count { $0 == observed }
    let n = sorted.count
    self.observed = observed
    mean = sorted.reduce(0, +) / Double(n)
    low = quantile(ofSorted: sorted, 0.05)
    high = quantile(ofSorted: sorted, 0.95)
    share = Interval(
      estimate: (Double(below) + Double(ties) / 2) / Double(n), low: wilson(successes: below, trials: n).low,
      high: wilson(successes: below + ties, trials: n).high)
    // Said only where the prediction is known well enough: of periods as extreme on one side there is less than one in forty
    // for certain.
    if wilson(successes: n - below, trials: n).high < 0.025 {
      reading = .more
    } else if wilson(successes: below + ties, trials: n).high < 0.025 {
      reading = .less
    } else {
      reading = .asPredicted
    }
  }
}

/// Whether shares are spread evenly over 0 to 1, as percentiles of a true prediction are.
public struct EvenSpread: Equatable, Sendable {
  /// Shares in tenths.
  public let tenths: [Int]
  /// Largest distance from an even spread (Kolmogorov-Smirnov), and the chance of a larger one.
  public let distance: Double
  public let chance: Double

  /// Source: M. A. Stephens, Use of the Kolmogorov-Smirnov, Cramer-von Mises and related statistics without extensive
  /// tables, Journal of the Royal Statistical Society B 32 (1970) 115: D (sqrt(n) + 0.12 + 0.11 / sqrt(n)) has the limiting
  /// law 2 sum (-1)^(j-1) exp(-2 j^2 x^2) within its second digit from n = 5 on.
  init(_ shares: [Double]) {
    var tenths = Array(repeating: 0, count: 10)
    for share in shares { tenths[min(9, max(0, Int(share * 10)))] += 1 }
    self.tenths = tenths
    let sorted = shares.sorted()
    let n = Double(sorted.count)
    distance =
      sorted.enumerated().map { max($1 - Double($0) / n, Double($0 + 1) / n - $1) }.max() ?? 0
    guard n > 0 else {
      chance = 1
      return
    }
    let x = distance * (n.squareRoot() + 0.12 + 0.11 / n.squareRoot())
    var (sum, sign) = (0.0, 1.0)
    for j in 1...100 {
      sum += sign * exp(-2 * Double(j * j) * x * x)
      sign = -sign
    }
    chance = min(1, max(0, 2 * sum))
  }
}
