internal import Numerics

/// Two designs compared on the same luck: the differences of their world means.
public struct PairedDifference: Equatable, Sendable {
  /// Second minus first, skew-corrected.
  public let difference: Interval
  /// The correlation of the pairs; nil where one side does not vary.
  public let correlation: Double?
  /// How many times fewer worlds the pairing needs than independent runs; infinite where the difference does not vary,
  /// 1 where neither side does.
  public let varianceReduction: Double
  /// The pairs that agree to the bit.
  public let identicalPairs: Int

  /// - Precondition: As many values on both sides, world by world, at least one.
  public init(from first: [Double], to second: [Double], level: Double = 0.95) {
    precondition(first.count == second.count, "\(first.count) worlds against \(second.count) cannot be paired")
    let differences = zip(first, second).map { $1 - $0 }
    self.difference = meanInterval(differences, of: .anyNumber, level: level)
    self.identicalPairs = zip(first, second).count { $0 == $1 }
    let (a, b, d) = (Moments(first), Moments(second), Moments(differences))
    let separate = a.variance + b.variance
    self.varianceReduction = separate == 0 ? 1 : d.variance == 0 ? .infinity : separate / d.variance
    let spread = a.standardDeviation * b.standardDeviation
    var products = CompensatedSum()
    for (x, y) in zip(first, second) { products.add((x - a.mean) * (y - b.mean)) }
    self.correlation =
      spread > 0 ? min(1, max(-1, products.value / (spread * Double(first.count - 1)))) : nil
  }
}

/// The difference of two independent means, second minus first, without assuming equal variances.
///
/// Source: B. L. Welch, Biometrika 34 (1947) 28.
///
/// - Precondition: At least two values on each side.
public func welchInterval(from first: [Double], to second: [Double], level: Double = 0.95) -> Interval {
  precondition(first.count >= 2 && second.count >= 2, "an independent comparison needs two values on each side")
  let (a, b) = (Moments(first), Moments(second))
  let difference = b.mean - a.mean
  let (va, vb) = (a.variance / Double(a.count), b.variance / Double(b.count))
  guard va + vb > 0 else { return Interval(exactly: difference) }
  let freedom = (va + vb) * (va + vb) / (va * va / Double(a.count - 1) + vb * vb / Double(b.count - 1))
  let reach = studentTUpperQuantile(tail(level), degreesOfFreedom: freedom) * (va + vb).squareRoot()
  return Interval(estimate: difference, low: difference - reach, high: difference + reach)
}
