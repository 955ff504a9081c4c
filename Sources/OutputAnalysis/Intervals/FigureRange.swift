/// Between which values a figure can lie, whatever was drawn.
///
/// An interval never reaches beyond: with two worlds Student's goes hundreds of minutes below zero.
public enum FigureRange: Equatable, Sendable {
  /// Differences and credits: any number.
  case anyNumber
  /// Money spent, events, seconds: zero or more.
  case amount
  /// A share of something: zero to one.
  case share
  /// Minutes of a horizon, events of a known number: zero to this.
  case upTo(Double)

  /// The lowest value; minus infinity where there is none.
  public var lowest: Double { self == .anyNumber ? -.infinity : 0 }

  /// The highest value; infinity where there is none.
  public var highest: Double {
    switch self {
    case .anyNumber, .amount: .infinity
    case .share: 1
    case .upTo(let highest): highest
    }
  }

  /// The interval with its ends within the range.
  public func clipping(_ interval: Interval) -> Interval {
    guard !interval.isExact else { return interval }
    // A mean of values in the range may lie beyond it by a rounding.
    return Interval(
      estimate: interval.estimate, low: min(interval.estimate, max(lowest, interval.low)),
      high: max(interval.estimate, min(highest, interval.high)))
  }

  /// What can be said of a mean of which every observation came out alike: another value is seen less often than the exact
  /// bound of a share allows that was never seen, and then lies at an end of the range.
  ///
  /// - Parameter observations: How many came out alike.
  /// - Returns: nil where the range has no end to lie at.
  func unvaried(_ value: Double, observations: Int, level: Double) -> Interval? {
    guard lowest.isFinite, highest.isFinite else { return nil }
    let others = exactUpperBound(successes: 0, trials: observations, level: 1 - tail(level))
    return Interval(
      estimate: value, low: min(value, value + (lowest - value) * others),
      high: max(value, value + (highest - value) * others))
  }
}
