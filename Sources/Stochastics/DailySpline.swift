import Numerics

/// A smooth curve over the day that comes round to where it began: a cyclic cubic spline, linear in its values at the
/// knots, so that those values can be found by least squares.
///
/// A daily curve in steps would leave the slope within each hour over, and that is not noise.
struct DailySpline: Equatable, Sendable {
  /// Hours from midnight, rising, in 0..<24.
  let knots: [Double]
  /// Second derivatives at the knots for a unit at each knot: `bends[j][k]` at knot k for a unit at knot j.
  private let bends: [[Double]]

  /// - Precondition: At least three knots.
  init(knots: [Double]) {
    precondition(knots.count >= 3, "a smooth daily curve needs three knots")
    self.knots = knots
    let count = knots.count
    func width(_ k: Int) -> Double {
      let k = (k + count) % count
      return k + 1 < count ? knots[k + 1] - knots[k] : knots[0] + 24 - knots[k]
    }
    // Equal slopes on both sides of each knot: de Boor, A Practical Guide to Splines (1978), chapter IV.
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for k in 0..<count {
      matrix[k][(k + count - 1) % count] += width(k - 1) / 6
      matrix[k][k] += (width(k - 1) + width(k)) / 3
      matrix[k][(k + 1) % count] += width(k) / 6
    }
    bends = (0..<count).map { j in
      func unit(_ k: Int) -> Double { (k + count) % count == j ? 1 : 0 }
      let right = (0..<count).map { k in
        (unit(k + 1) - unit(k)) / width(k) - (unit(k) - unit(k - 1)) / width(k - 1)
      }
      return (try? solveLinearSystem(matrix, right)) ?? right.map { _ in 0 }
    }
  }

  /// What each knot's value weighs at an hour of the day.
  func weights(at hour: Double) -> [Double] {
    let count = knots.count
    let next = knots.firstIndex { $0 > hour } ?? 0
    let before = (next + count - 1) % count
    let width = next > before ? knots[next] - knots[before] : knots[next] + 24 - knots[before]
    let along = hour >= knots[before] ? hour - knots[before] : hour + 24 - knots[before]
    let (b, a) = (along / width, 1 - along / width)
    return (0..<count).map { j in
      let line = (j == before ? a : 0) + (j == next ? b : 0)
      return line + ((a * a * a - a) * bends[j][before] + (b * b * b - b) * bends[j][next]) * width * width / 6
    }
  }
}
