import Foundation
import OutputAnalysis

/// Whether a share holds, told at a small risk of being wrong although it is looked at again and again.
struct FeasibilityTest {
  /// Probability of one wrong answer, on either side.
  let risk: Double

  /// - Parameters:
  ///   - risk: Of any wrong answer in the whole search.
  ///   - questions: How many answers are given in all: designs, times objectives, times rounds (Bonferroni).
  init(risk: Double, questions: Int) { self.risk = risk / Double(max(1, questions)) }

  /// - Parameters:
  ///   - worlds: In each world how many were kept, of how many.
  ///   - required: The share that must be kept.
  ///   - isCertain: Whether no random law reaches it.
  func verdict(_ worlds: [(met: Int, years: Int)], required: Double, isCertain: Bool = false) -> Verdict {
    let some = worlds.filter { $0.years > 0 }
    guard !some.isEmpty else { return .meets }
    guard !isCertain else {
      return OutputAnalysis.verdict(share: shareOfYearsInterval(some, isCertain: true), required: required)
    }
    // Years of one world count for less than independent ones.
    let effect = designEffect(some)
    let years = some.reduce(0) { $0 + $1.years }
    let trials = max(1, Int(Double(years) / effect))
    let met = min(trials, Int((Double(some.reduce(0) { $0 + $1.met }) / effect).rounded()))
    if exactLowerBound(successes: met, trials: trials, level: 1 - risk) >= required { return .meets }
    if exactUpperBound(successes: met, trials: trials, level: 1 - risk) < required { return .misses }
    return .undecided
  }
}

/// Fully sequential selection of the cheapest with an indifference zone, on paired worlds.
///
/// With the promised probability the one that is left is the cheapest or dearer by less than the indifference. Pairs may
/// be correlated: common random numbers make the differences, and with them the work, small.
///
/// Source: S.-H. Kim and B. L. Nelson, ACM TOMACS 11 (2001) 251, procedure KN with c = 1.
struct SequentialSelection {
  /// Worlds from which the variance of a difference is estimated.
  static let firstStage = 20
  /// Dollars a year.
  let indifference: Double
  private let hSquared: Double

  init(designs: Int, risk: Double, indifference: Double) {
    let n = Double(SequentialSelection.firstStage)
    let base = 2 * risk / Double(max(1, designs - 1))
    let eta = 0.5 * (exp(-2 / (n - 1) * log(base)) - 1)
    hSquared = 2 * eta * (n - 1)
    self.indifference = indifference
  }

  /// Whether `cost` is dearer than `rival` for sure, from the same worlds of both, the first stage at least.
  func eliminates(_ cost: [Double], by rival: [Double]) -> Bool {
    let r = min(cost.count, rival.count)
    guard r >= SequentialSelection.firstStage else { return false }
    let differences = (0..<r).map { cost[$0] - rival[$0] }
    let mean = differences.reduce(0, +) / Double(r)
    let first = differences.prefix(SequentialSelection.firstStage)
    let variance = Moments(first).variance
    let width =
      indifference / (2 * Double(r)) * (hSquared * variance / (indifference * indifference) - Double(r))
    return mean > max(0, width)
  }
}
