import Foundation
import Numerics

/// The triangular law: the estimate of an expert who knows the least, the likeliest and the largest value.
struct Triangle {
  let low, mode, high: Double

  private var rise: Double { (high - low) * (mode - low) }
  private var fall: Double { (high - low) * (high - mode) }

  // Beyond the mode each function goes on from its value there, so that no digits are lost when the mode is an end.

  func cdf(_ x: Double) -> Double {
    if x <= low { return 0 }
    if x >= high { return 1 }
    if x <= mode { return (x - low) * (x - low) / rise }
    return (mode - low) / (high - low) + (x - mode) * ((high - x) + (high - mode)) / fall
  }

  func survival(_ x: Double) -> Double {
    if x <= low { return 1 }
    if x >= high { return 0 }
    if x >= mode { return (high - x) * (high - x) / fall }
    return (high - mode) / (high - low) + (mode - x) * ((x - low) + (mode - low)) / rise
  }

  func quantile(_ p: Double) -> Double {
    let beyond = p * (high - low) - (mode - low)
    return beyond <= 0 ? low + (p * rise).squareRoot() : mode + shareOfSide(beyond / (high - mode)) * (high - mode)
  }

  func upperQuantile(_ q: Double) -> Double {
    let beyond = q * (high - low) - (high - mode)
    return beyond <= 0 ? high - (q * fall).squareRoot() : mode - shareOfSide(beyond / (mode - low)) * (mode - low)
  }

  /// How far from the mode a side's area reaches `share` of it: 1 - √(1 - share).
  private func shareOfSide(_ share: Double) -> Double { share / (1 + max(0, 1 - share).squareRoot()) }

  /// E[X^k; X <= x] for k = 1 or 2: the density 2 (t - low) / rise is integrated from `low` on and the density
  /// 2 (high - t) / fall from `high` back, in distances from these ends, so that a narrow law far out keeps its digits.
  func partialMoment(_ k: Int, upTo x: Double) -> Double {
    func integral(_ s: Double, from end: Double, _ direction: Double) -> Double {
      k == 1
        ? s * s * (end + direction * s * 2 / 3)
        : s * s * (end * end + direction * end * s * 4 / 3 + s * s / 2)
    }
    let (left, right) = (min(max(x, low), mode) - low, high - min(max(x, mode), high))
    let rising = left > 0 ? integral(left, from: low, 1) / rise : 0
    let falling =
      right < high - mode ? (integral(high - mode, from: high, -1) - integral(right, from: high, -1)) / fall : 0
    return rising + falling
  }
}

/// The PERT law: a beta law on [low, high] whose parameters add up to 6.
///
/// Source: D. G. Malcolm et al., Operations Research 7 (1959) 646. The upper half is reached from the upper end, where
/// GSL's inverse loses its digits.
struct Pert {
  let low, mode, high: Double

  private var width: Double { high - low }
  private var alpha: Double { 1 + 4 * (mode - low) / width }
  private var beta: Double { 1 + 4 * (high - mode) / width }

  func cdf(_ x: Double) -> Double { betaCDF((x - low) / width, alpha, beta) }
  func survival(_ x: Double) -> Double { betaCDF((high - x) / width, beta, alpha) }

  func quantile(_ p: Double) -> Double {
    p <= 0.5 ? low + width * betaQuantile(p, alpha, beta) : high - width * betaQuantile(1 - p, beta, alpha)
  }

  func upperQuantile(_ q: Double) -> Double {
    q < 0.5 ? high - width * betaQuantile(q, beta, alpha) : low + width * betaQuantile(1 - q, alpha, beta)
  }

  /// E[X^k; X <= x] for k = 1 or 2, from B = (X - low) / width: E[B; B <= b] = alpha / 6 I_b(alpha + 1, beta), and
  /// E[B²; B <= b] = alpha (alpha + 1) / 42 I_b(alpha + 2, beta).
  func partialMoment(_ k: Int, upTo x: Double) -> Double {
    let b = (x - low) / width
    let zeroth = betaCDF(b, alpha, beta)
    let first = alpha / 6 * betaCDF(b, alpha + 1, beta)
    if k == 1 { return low * zeroth + width * first }
    let second = alpha * (alpha + 1) / 42 * betaCDF(b, alpha + 2, beta)
    return low * low * zeroth + 2 * low * width * first + width * width * second
  }
}
