import Foundation
import Numerics

/// Additive factors of log rates: level + hour + weekday + slope (t - middle).
struct LogFactors {
  struct Hour {
    let middle: Double
    var log: Double
  }

  private(set) var level: Double
  private(set) var hours: [Hour]
  /// Monday to Sunday, with mean zero.
  private(set) var week = [Double](repeating: 0, count: 7)
  private(set) var slopePerDay = 0.0
  let middleDay: Double
  private(set) var residuals: [Double]
  private let hourOf: [Int]
  private let dayOf: [Int]

  init(times: [Double], logs: [Double], weekSecond: Double, hasWeeks: Bool) {
    let count = Double(logs.count)
    func clock(_ t: Double, _ period: Double) -> Double {
      let rest = (t + weekSecond).truncatingRemainder(dividingBy: period)
      return rest < 0 ? rest + period : rest
    }
    let days = times.map { $0 / 86_400 }
    middleDay = days.reduce(0, +) / count
    let middle = middleDay
    let hourNumbers = times.map { min(23, Int(clock($0, 86_400) / 3600)) }
    let present = Array(Set(hourNumbers)).sorted()
    hourOf = hourNumbers.map { present.firstIndex(of: $0)! }
    dayOf = times.map { Int((($0 + weekSecond) / 86_400).rounded(.down)) }
    let weekdays = times.map { min(6, Int(clock($0, 7 * 86_400) / 86_400)) }
    let hourIndex = hourOf
    // A rate holds until the next point: an hour's points speak for the middle of the hour.
    hours = present.map { Hour(middle: Double($0) + 0.5, log: 0) }
    level = logs.reduce(0, +) / count
    residuals = logs.map { [level] in $0 - level }
    let spread = days.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }

    /// Moves the mean residual of each group into its factor; returns the largest move.
    func absorb(_ groups: [Int], _ size: Int, into add: (Int, Double) -> Void) -> Double {
      var (sums, counts) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
      for (i, group) in groups.enumerated() {
        sums[group] += residuals[i]
        counts[group] += 1
      }
      let moves = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
      for (group, move) in moves.enumerated() { add(group, move) }
      for (i, group) in groups.enumerated() { residuals[i] -= moves[group] }
      return moves.map(abs).max()!
    }
    for _ in 0..<500 {
      var largest = absorb(hourIndex, hours.count) { hours[$0].log += $1 }
      guard hasWeeks else { break }
      largest = max(largest, absorb(weekdays, 7) { week[$0] += $1 })
      let slope = zip(days, residuals).reduce(0) { $0 + ($1.0 - middle) * $1.1 } / spread
      slopePerDay += slope
      for i in residuals.indices { residuals[i] -= slope * (days[i] - middle) }
      if max(largest, abs(slope) * (days.last! - days[0])) < 1e-12 { break }
    }
    // The level takes the means of the factors, so that each factor alone is a ratio.
    for part in [hours.map(\.log).reduce(0, +) / Double(hours.count), week.reduce(0, +) / 7] { level += part }
    let (hourMean, weekMean) = (hours.map(\.log).reduce(0, +) / Double(hours.count), week.reduce(0, +) / 7)
    for i in hours.indices { hours[i].log -= hourMean }
    for i in week.indices { week[i] -= weekMean }
  }

  /// The standard error of each hour's factor: the scatter of its mean residual between days, because what is left over
  /// within one hour of one day is all one piece of luck. Nil with fewer than three days.
  func hourErrors() -> [Double?] {
    var means = [[Double]](repeating: [], count: hours.count)
    var (sum, count, place) = (0.0, 0, (-1, Int.min))
    for i in residuals.indices {
      let here = (hourOf[i], dayOf[i])
      if here != place, count > 0 {
        means[place.0].append(sum / Double(count))
        (sum, count) = (0, 0)
      }
      place = here
      sum += residuals[i]
      count += 1
    }
    if count > 0 { means[place.0].append(sum / Double(count)) }
    return means.map { values in
      guard values.count >= 3 else { return nil }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
      return (variance / Double(values.count)).squareRoot()
    }
  }
}

/// What the factors leave over, as a first-order autoregression.
struct ResidualNoise {
  let sigma: Double
  let correlationSeconds: Double
  let correlationLogError: Double?
  /// Independent values that say as much as the correlated ones: n (1 - r) / (1 + r).
  let effectiveCount: Double

  init(_ residuals: [Double], times: [Double], gap: Double) {
    let count = Double(residuals.count)
    let variance = residuals.reduce(0) { $0 + $1 * $1 } / count
    sigma = variance.squareRoot()
    var (products, pairs) = (0.0, 0.0)
    for i in residuals.indices.dropFirst() where abs(times[i] - times[i - 1] - gap) < 0.01 * gap {
      products += residuals[i] * residuals[i - 1]
      pairs += 1
    }
    let raw = pairs > 0 && variance > 0 ? products / pairs / variance : 0
    // Below exp(-3) three times the correlation time fits between two points: nothing is left to measure.
    let r = min(max(raw, exp(-3)), 0.9999)
    correlationSeconds = -gap / log(r)
    effectiveCount = max(2, count * (1 - r) / (1 + r))
    let error = ((1 - r * r) / max(pairs, 1)).squareRoot()
    correlationLogError = raw == r ? error / (r * -log(r)) : nil
  }

  /// The level that demand exceeds a thousandth of the time, over equally long stretches with these logarithms of the
  /// median and lognormal noise.
  static func peak(of logs: [Double], sigma: Double) -> Double {
    let top = logs.max()!
    guard sigma > 1e-9 else { return exp(top) }
    func exceedance(_ level: Double) -> Double {
      logs.reduce(0) { $0 + normalUpperTail((level - $1) / sigma) } / Double(logs.count) - 0.001
    }
    return exp((try? findRoot(in: (top - 4 * sigma)...(top + 8 * sigma), of: exceedance)) ?? top)
  }
}
