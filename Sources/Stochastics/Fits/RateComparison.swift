internal import Intake
import Foundation

/// Measured rates beside the factors that were fitted to them: over the hours of a day, and over the days of the series.
///
/// The factors are fitted to logarithms, so that what lies in the middle of a stretch is a geometric mean or a median.
public struct RateComparison: Equatable, Sendable {
  public struct Stretch: Equatable, Sendable {
    /// The middle: hours from midnight, or days from the series' first point.
    public let at: Double
    public let points: Int
    /// Requests a second. Over the day: the fitted curve times the median ratio; over the series: the geometric mean.
    public let measured: Double
    public let fitted: Double
    /// The values that hold nine in ten of its points' ratios of measured to fitted.
    public let lowRatio: Double
    public let highRatio: Double
  }

  /// Hours or half hours of a weekday that is none, in the middle of the series: what weekdays and growth do is taken out of
  /// the measured rates.
  public let day: [Stretch]
  /// Days of the series, or several days each.
  public let course: [Stretch]
  public let daysEach: Int

  /// The most stretches of the course.
  static let mostStretches = 120

  /// - Parameters:
  ///   - times: The middles of the points, in seconds.
  ///   - gap: Between two points, in seconds.
  init(_ factors: LogFactors, times: [Double], logs: [Double], weekSecond: Double, gap: Double) {
    let ratios = factors.residuals
    let perDay = gap <= 1800 ? 48 : 24
    var hours = [[Double]](repeating: [], count: perDay)
    for (time, ratio) in zip(times, ratios) {
      let rest = (time + weekSecond).truncatingRemainder(dividingBy: 86_400)
      let clock = rest < 0 ? rest + 86_400 : rest
      hours[min(perDay - 1, wholePart(clock / 86_400 * Double(perDay)))].append(ratio)
    }
    day = hours.enumerated().compactMap { place, own in
      guard !own.isEmpty else { return nil }
      let sorted = own.sorted()
      let hour = (Double(place) + 0.5) * 24 / Double(perDay)
      let fitted = exp(zip(factors.spline.weights(at: hour), factors.hours).reduce(0) { $0 + $1.0 * $1.1 })
      return Stretch(
        at: hour, points: own.count, measured: fitted * exp(sorted.middle), fitted: fitted,
        lowRatio: exp(sorted.quantile(0.05)), highRatio: exp(sorted.quantile(0.95)))
    }
    let first = times.first ?? 0
    let days = ((times.last ?? 0) - first) / 86_400 + gap / 86_400
    let each = max(1, wholePart((days / Double(Self.mostStretches)).rounded(.up)))
    daysEach = each
    var stretches: [(first: Int, count: Int)] = []
    var place = -1
    for (index, time) in times.enumerated() {
      let own = wholePart((time - first) / 86_400 / Double(each))
      if own != place { stretches.append((index, 0)) }
      place = own
      stretches[stretches.count - 1].count += 1
    }
    course = stretches.map { start, count in
      let own = start..<(start + count)
      let sorted = ratios[own].sorted()
      let measured = logs[own].reduce(0, +) / Double(count)
      let ratio = ratios[own].reduce(0, +) / Double(count)
      let days = ((times[start] - first) / 86_400 / Double(each)).rounded(.down) * Double(each)
      return Stretch(
        at: days + Double(each) / 2, points: count, measured: exp(measured), fitted: exp(measured - ratio),
        lowRatio: exp(sorted.quantile(0.05)), highRatio: exp(sorted.quantile(0.95)))
    }
  }
}

extension [Double] {
  /// Of sorted values, linear between neighbours (Hyndman and Fan's type 7).
  fileprivate func quantile(_ p: Double) -> Double {
    let place = p * Double(count - 1)
    let below = Swift.min(count - 1, Swift.max(0, wholePart(place)))
    let above = Swift.min(count - 1, below + 1)
    return self[below] + (self[above] - self[below]) * (place - Double(below))
  }

  fileprivate var middle: Double { quantile(0.5) }
}

private func wholePart(_ value: Double) -> Int { Int(nearestWhole(value.rounded(.down))) }
