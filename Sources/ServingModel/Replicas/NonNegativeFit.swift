import Numerics

/// Four non-negative parts of an iteration time whose weighted sum should be one in every row: least squares of the
/// difference from one, which weighs by relative error. All subsets of the parts are tried, so the minimum is exact.
struct NonNegativeFit: Equatable, Sendable {
  let parts: [Double]
  /// Of each part, from the residual variance; 0 for a part that is held at zero.
  let standardErrors: [Double]
  let rows: [[Double]]
  /// How many of the four columns can be told apart; below four the parts are one answer of many.
  let rank: Int

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
    rank = NonNegativeFit.rank(rows)
    var errors = [0.0, 0, 0, 0]
    let freedom = rows.count - best.subset.count
    for (place, part) in best.subset.enumerated() where freedom > 0 {
      let unit = best.subset.indices.map { $0 == place ? 1.0 : 0 }
      guard let column = try? solveLinearSystem(best.matrix, unit) else { continue }
      errors[part] = (max(0, column[place]) * best.squares / Double(freedom)).squareRoot()
    }
    standardErrors = errors
  }

  /// Columns that keep more than a millionth of their length beside those before them.
  private static func rank(_ rows: [[Double]]) -> Int {
    var basis: [[Double]] = []
    func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    for column in 0..<4 {
      var rest = rows.map { $0[column] }
      let length = dot(rest, rest).squareRoot()
      guard length > 0 else { continue }
      for unit in basis + basis {
        let along = dot(rest, unit)
        rest = zip(rest, unit).map { $0 - along * $1 }
      }
      let left = dot(rest, rest).squareRoot()
      if left > 1e-6 * length { basis.append(rest.map { $0 / left }) }
    }
    return basis.count
  }

  /// Absolute differences of the rows' sums from one.
  private var differences: [Double] { rows.map { abs(zip($0, parts).reduce(-1) { $0 + $1.0 * $1.1 }) } }
  var meanError: Double { differences.reduce(0, +) / Double(rows.count) }
  var largestError: Double { differences.max() ?? 0 }
}
