import Numerics

/// Four non-negative parts of an iteration time whose weighted sum should be one in every row: least squares of the
/// difference from one, which weighs by relative error. All subsets of the parts are tried, so the minimum is exact.
struct NonNegativeFit: Equatable, Sendable {
  let parts: [Double]
  /// Of each part, from the residual variance; 0 for a part that is held at zero.
  let standardErrors: [Double]
  let rows: [[Double]]

  /// `nil` where no subset with a positive first part solves.
  init?(_ rows: [[Double]]) {
    func predicted(_ row: [Double], _ parts: [Double]) -> Double { zip(row, parts).reduce(0) { $0 + $1.0 * $1.1 } }
    var best: (squares: Double, parts: [Double], subset: [Int], matrix: [[Double]])?
    for subset in (1..<16).map({ bits in (0..<4).filter { bits >> $0 & 1 == 1 } }) where subset.first == 0 {
      let matrix = subset.map { i in subset.map { j in rows.reduce(0) { $0 + $1[i] * $1[j] } } }
      let right = subset.map { i in rows.reduce(0) { $0 + $1[i] } }
      guard let solution = try? solveLinearSystem(matrix, right), solution.allSatisfy({ $0 >= 0 }), solution[0] > 0
      else { continue }
      var parts = [0.0, 0, 0, 0]
      for (i, value) in zip(subset, solution) { parts[i] = value }
      let squares = rows.reduce(0) { $0 + (predicted($1, parts) - 1) * (predicted($1, parts) - 1) }
      if best == nil || squares < best!.squares { best = (squares, parts, subset, matrix) }
    }
    guard let best else { return nil }
    parts = best.parts
    self.rows = rows
    var errors = [0.0, 0, 0, 0]
    let freedom = rows.count - best.subset.count
    for (place, part) in best.subset.enumerated() where freedom > 0 {
      let unit = best.subset.indices.map { $0 == place ? 1.0 : 0 }
      guard let column = try? solveLinearSystem(best.matrix, unit) else { continue }
      errors[part] = (max(0, column[place]) * best.squares / Double(freedom)).squareRoot()
    }
    standardErrors = errors
  }

  /// Absolute differences of the rows' sums from one.
  private var differences: [Double] { rows.map { abs(zip($0, parts).reduce(-1) { $0 + $1.0 * $1.1 }) } }
  var meanError: Double { differences.reduce(0, +) / Double(rows.count) }
  var largestError: Double { differences.max() ?? 0 }
}
