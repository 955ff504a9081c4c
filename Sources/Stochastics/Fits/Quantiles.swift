import Foundation

/// The empirical law: linear between quantiles. Each lookup halves the knots, so a column of many measurements stays
/// cheap to draw from.
struct Quantiles {
  private let knots: [Distribution.Knot]

  init(_ knots: [Distribution.Knot]) { self.knots = knots }

  func quantile(_ p: Double) -> Double {
    let upper = firstIndex { $0.probability >= p }
    guard upper > 0 else { return knots[0].value }
    guard upper < knots.count else { return knots[knots.count - 1].value }
    let (a, b) = (knots[upper - 1], knots[upper])
    return a.value + (b.value - a.value) * (p - a.probability) / (b.probability - a.probability)
  }

  func cdf(_ x: Double) -> Double {
    let upper = firstIndex { $0.value > x }
    guard upper > 0 else { return 0 }
    guard upper < knots.count else { return 1 }
    let (a, b) = (knots[upper - 1], knots[upper])
    return a.probability + (b.probability - a.probability) * (x - a.value) / (b.value - a.value)
  }

  func survival(_ x: Double) -> Double {
    let upper = firstIndex { $0.value > x }
    guard upper > 0 else { return 1 }
    guard upper < knots.count else { return 0 }
    let (a, b) = (knots[upper - 1], knots[upper])
    return 1 - b.probability + (b.probability - a.probability) * (b.value - x) / (b.value - a.value)
  }

  /// E[X^k; X <= x]: each piece is a uniform law or an atom.
  func partialMoment(_ k: Int, upTo x: Double) -> Double {
    var sum = 0.0
    for (a, b) in zip(knots, knots.dropFirst()) {
      guard a.value <= x else { break }
      let weight = b.probability - a.probability
      let end = min(x, b.value)
      let share = a.value == b.value ? 1 : (end - a.value) / (b.value - a.value)
      sum += weight * share * uniformMoment(k, from: a.value, to: end)
    }
    return sum
  }

  private func firstIndex(where isBeyond: (Distribution.Knot) -> Bool) -> Int {
    var (low, high) = (0, knots.count)
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(knots[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The mean of X^k, k = 1 or 2, where X is uniform between two values, which may be equal.
func uniformMoment(_ k: Int, from a: Double, to b: Double) -> Double {
  k == 1 ? (a + b) / 2 : (a * a + a * b + b * b) / 3
}
