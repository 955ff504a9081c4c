import Foundation
import Numerics

/// Log rates as a sum: a smooth curve over the day, a factor for each weekday, and growth at a constant rate. Least
/// squares; what the noise does to the estimates follows from its autocorrelation.
struct LogFactors {
  let spline: DailySpline
  /// The curve's logarithms at its knots, the level of the middle of the series included.
  let hours: [Double]
  /// Monday to Sunday, relative to their mean; zeros without weekly factors.
  let week: [Double]
  let slopePerDay: Double
  let middleDay: Double
  let residuals: [Double]
  private let rows: [[Double]]
  private let times: [Double]
  /// X'X and its inverse.
  private let normal: [[Double]]
  private let inverse: [[Double]]
  private let weekdays: [Int]
  private let hasWeeks: Bool
  private let weekSecond: Double

  /// Numbers that are estimated.
  var parameters: Int { inverse.count }

  /// - Parameters:
  ///   - times: The middles of the points, in seconds.
  ///   - weekSecond: Seconds from Monday, midnight, to time zero.
  /// - Returns: nil where the points do not determine the factors.
  init?(times: [Double], logs: [Double], weekSecond: Double, hasWeeks: Bool) {
    func clock(_ t: Double, _ period: Double) -> Double {
      let rest = (t + weekSecond).truncatingRemainder(dividingBy: period)
      return rest < 0 ? rest + period : rest
    }
    let present = Set(times.map { min(23, Int(clock($0, 86_400) / 3600)) }).sorted()
    guard present.count >= 3 else { return nil }
    let spline = DailySpline(knots: present.map { Double($0) + 0.5 })
    let middle = times.reduce(0) { $0 + $1 / 86_400 } / Double(times.count)
    let days = Set(times.map { min(6, Int(clock($0, 7 * 86_400) / 86_400)) }).sorted()
    self.spline = spline
    middleDay = middle
    weekdays = days
    self.hasWeeks = hasWeeks
    self.weekSecond = weekSecond
    // Points at the same clock time weigh the knots alike.
    var known: [Double: [Double]] = [:]
    func row(_ t: Double) -> [Double] {
      let hour = clock(t, 86_400) / 3600
      let smooth = known[hour] ?? spline.weights(at: hour)
      known[hour] = smooth
      guard hasWeeks else { return smooth }
      let day = min(6, Int(clock(t, 7 * 86_400) / 86_400))
      return smooth + days.dropFirst().map { $0 == day ? 1 : 0 } + [t / 86_400 - middle]
    }
    let rows = times.map(row)
    let width = rows[0].count
    var normal = [[Double]](repeating: [Double](repeating: 0, count: width), count: width)
    var right = [Double](repeating: 0, count: width)
    for (row, value) in zip(rows, logs) {
      for i in 0..<width where row[i] != 0 {
        right[i] += row[i] * value
        for j in 0..<width { normal[i][j] += row[i] * row[j] }
      }
    }
    var inverse: [[Double]] = []
    for i in 0..<width {
      guard let column = try? solveLinearSystem(normal, (0..<width).map { $0 == i ? 1 : 0 }) else { return nil }
      inverse.append(column)
    }
    guard let found = try? solveLinearSystem(normal, right), found.allSatisfy(\.isFinite) else { return nil }
    self.rows = rows
    self.times = times
    self.normal = normal
    self.inverse = inverse
    residuals = zip(rows, logs).map { row, value in value - zip(row, found).reduce(0) { $0 + $1.0 * $1.1 } }
    let knots = spline.knots.count
    var factors = [Double](repeating: 0, count: 7)
    if hasWeeks { for (offset, day) in days.dropFirst().enumerated() { factors[day] = found[knots + offset] } }
    // The curve takes the mean of the weekdays, so that each of them is a ratio.
    let mean = factors.reduce(0, +) / 7
    week = factors.map { $0 - mean }
    hours = found[..<knots].map { $0 + mean }
    slopePerDay = hasWeeks ? found.last! : 0
  }

  /// The design's row at a time, for the error of what is read off the factors there.
  func row(hour: Double, weekday: Int, day: Double) -> [Double] {
    let smooth = spline.weights(at: hour)
    guard hasWeeks else { return smooth }
    return smooth + weekdays.dropFirst().map { $0 == weekday ? 1 : 0 } + [day - middleDay]
  }

  /// The logarithm of the median rate there.
  func log(hour: Double, weekday: Int, day: Double) -> Double {
    zip(spline.weights(at: hour), hours).reduce(0) { $0 + $1.0 * $1.1 } + (hasWeeks ? week[weekday] : 0)
      + slopePerDay * (day - middleDay)
  }

  /// Covariance of the estimates for noise of unit variance whose correlation falls to `r` within `gap` seconds:
  /// (X'X)⁻¹ X'ΣX (X'X)⁻¹; and the share of the noise's variance that the factors take up, tr((X'X)⁻¹ X'ΣX) / n.
  func covariance(correlation r: Double, gap: Double) -> (matrix: [[Double]], absorbed: Double) {
    let width = parameters
    // Each point with all before it, which a running sum holds: X'ΣX = X'X + pairs + pairs'.
    var pairs = [Double](repeating: 0, count: width * width)
    var past = [Double](repeating: 0, count: width)
    for (place, row) in rows.enumerated() {
      if place > 0 {
        let keep = pow(r, (times[place] - times[place - 1]) / gap)
        for j in 0..<width { past[j] *= keep }
        for i in 0..<width where row[i] != 0 {
          for j in 0..<width { pairs[i * width + j] += row[i] * past[j] }
        }
      }
      for j in 0..<width { past[j] += row[j] }
    }
    let middle: [[Double]] = (0..<width).map { (i: Int) -> [Double] in
      (0..<width).map { (j: Int) -> Double in normal[i][j] + pairs[i * width + j] + pairs[j * width + i] }
    }
    let half = product(inverse, middle)
    let absorbed = (0..<width).reduce(0) { $0 + half[$1][$1] } / Double(rows.count)
    return (product(half, inverse), absorbed)
  }

  private func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
    a.map { row in
      b[0].indices.map { column in row.indices.reduce(0) { $0 + row[$1] * b[$1][column] } }
    }
  }
}
