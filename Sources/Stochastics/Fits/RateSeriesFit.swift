internal import Intake
import Foundation
import Numerics

/// Why a rate series gives no traffic curve, and what to do.
public enum RateFitError: Error, Equatable, CustomStringConvertible {
  case notOrdered(row: Int)
  case tooShort(hours: Double)
  case tooCoarse(hours: Double)
  case tooManyZeros(share: Double)
  case tooFewPoints(count: Int, needed: Int)

  public var description: String {
    switch self {
    case .notOrdered(let row): "row \(row): times must rise, and rates must be finite and not negative"
    case .tooShort(let hours):
      "the series covers \((hours * 100).rounded() / 100) h; a daily curve needs at least one day, weekly factors and growth two weeks"
    case .tooCoarse(let hours): "the points are \(hours) h apart; a daily curve needs one every 4 h or more often"
    case .tooManyZeros(let share):
      "\((share * 100).rounded()) % of the rates are zero; sum them over longer steps before fitting"
    case .tooFewPoints(let count, let needed):
      "\(count) points cannot tell noise from the curves that are fitted to them; give \(needed) or more, over more days or at a finer step"
    }
  }
}

/// A number with the reach in which it lies nine times in ten; the ends are nil where the series cannot tell.
public struct RateEstimate: Equatable, Sendable {
  public let value: Double
  /// The 5 % and the 95 % end.
  public let range: ClosedRange<Double>?

  /// - Parameter error: The standard error of the logarithm.
  init(_ value: Double, logError error: Double?) {
    self.value = value
    let reach = normalQuantile(0.95) * (error ?? .nan)
    let (low, high) = (value * exp(-reach), value * exp(reach))
    // Neither end is a number where the value or the error is none.
    range = low <= high ? low...high : nil
  }
}

/// Traffic read from a rate series: rate = hour of day x day of week x growth x noise.
///
/// Least squares on log rates. The day is a smooth curve through one knot an hour, as a plan draws it: steps would leave
/// the slope within an hour over as noise. Noise is what is left: lognormal, with the correlation of a first-order
/// autoregression, from which the errors of all estimates follow. A point's rate holds from its time to the next one's.
public struct RateSeriesFit: Equatable, Sendable {
  public struct Hour: Equatable, Sendable {
    /// The middle of its points, in hours from midnight.
    public let hour: Double
    /// Share of the busiest hour, 1 for that one.
    public let share: RateEstimate
  }

  /// Days the series covers.
  public let days: Double
  /// P99.9 of demand at the end of the series in requests a second, as `traffic.peak` means it.
  public let peakRPS: RateEstimate
  /// The highest point of the series: a peak above it was not seen, but follows from the pattern, its growth and its noise.
  public let highestRPS: Double
  public let day: [Hour]
  /// Monday to Sunday, 1 for the busiest; nil for a series under two weeks.
  public let week: [Double]?
  /// The factor by which demand grows in a year; nil for a series under two weeks.
  public let growthPerYear: RateEstimate?
  /// Coefficient of variation of the noise.
  public let noiseCV: RateEstimate
  /// Time after which its correlation has fallen to 1/e, in seconds.
  public let correlationSeconds: RateEstimate
  /// Points with rate zero, which have no logarithm and are left out.
  public let zeros: Int
  /// The points beside the factors that were fitted to them.
  public let comparison: RateComparison

  /// - Parameters:
  ///   - seconds: Times of the points, rising.
  ///   - rps: Rates, not negative.
  ///   - weekSecond: Seconds from Monday, midnight, to time zero.
  /// - Throws: `RateFitError` for a series under a day, or one too coarse for hours.
  public init(seconds: [Double], rps: [Double], weekSecond: Double = 0) throws(RateFitError) {
    precondition(seconds.count == rps.count, "a rate series needs as many times as rates")
    for i in rps.indices where !(rps[i] >= 0 && rps[i].isFinite) || (i > 0 && !(seconds[i] > seconds[i - 1])) {
      throw .notOrdered(row: i + 1)
    }
    guard seconds.count > 1 else { throw .tooShort(hours: 0) }
    let gaps = zip(seconds.dropFirst(), seconds).map { $0 - $1 }.sorted()
    let gap = gaps[gaps.count / 2]
    days = (seconds.last! - seconds[0] + gap) / 86_400
    // A step of rounding short of a day is a day.
    guard days > 0.999 else { throw .tooShort(hours: days * 24) }
    guard gap <= 4 * 3600 else { throw .tooCoarse(hours: gap / 3600) }
    let kept = rps.indices.filter { rps[$0] > 0 }
    zeros = rps.count - kept.count
    highestRPS = rps.max() ?? 0
    guard zeros * 2 <= rps.count else { throw .tooManyZeros(share: Double(zeros) / Double(rps.count)) }

    let hasWeeks = days > 13.99
    let middles = kept.map { seconds[$0] + gap / 2 }
    let needed = 2 * (Int(nearestWhole(min(24, (86_400 / gap).rounded(.up)))) + (hasWeeks ? 7 : 0))
    let logs = kept.map { log(rps[$0]) }
    guard kept.count >= needed,
      let factors = LogFactors(times: middles, logs: logs, weekSecond: weekSecond, hasWeeks: hasWeeks)
    else { throw .tooFewPoints(count: kept.count, needed: needed) }
    comparison = RateComparison(factors, times: middles, logs: logs, weekSecond: weekSecond, gap: gap)
    let noise = ResidualNoise(factors, times: middles, gap: gap)
    // What one or two days do by themselves cannot be told from what every day does.
    let isKnown = days > 2.99
    let busiest = factors.hours.indices.max { factors.hours[$0] < factors.hours[$1] }!
    func rowOfKnot(_ knot: Int) -> [Double] {
      factors.row(hour: factors.spline.knots[knot], weekday: 0, day: factors.middleDay)
    }
    day = factors.hours.indices.map { knot in
      let apart = zip(rowOfKnot(knot), rowOfKnot(busiest)).map { $0 - $1 }
      return Hour(
        hour: factors.spline.knots[knot],
        share: RateEstimate(
          exp(factors.hours[knot] - factors.hours[busiest]),
          logError: isKnown ? noise.variance(of: apart).squareRoot() : nil))
    }
    let top = factors.week.max()!
    week = hasWeeks ? factors.week.map { exp($0 - top) } : nil
    let slope = (0..<factors.parameters).map { $0 == factors.parameters - 1 ? 365.25 : 0 }
    growthPerYear =
      hasWeeks
      ? RateEstimate(exp(factors.slopePerDay * 365.25), logError: noise.variance(of: slope).squareRoot()) : nil
    let sigma = noise.sigma
    noiseCV = RateEstimate(expm1(sigma * sigma).squareRoot(), logError: noise.sigmaLogError)
    correlationSeconds = RateEstimate(noise.correlationSeconds, logError: noise.correlationLogError)
    // Every quarter of an hour of the last week, or of a day where there are no weekly factors.
    let last = (seconds.last! + gap) / 86_400
    let stretches = (hasWeeks ? Array(0..<7) : [0]).flatMap { weekday in
      (0..<96).map { (hour: (Double($0) + 0.5) / 4, weekday: weekday) }
    }
    let peak = ResidualNoise.peak(
      of: stretches.map { factors.log(hour: $0.hour, weekday: $0.weekday, day: last) }, sigma: sigma)
    var reading = [Double](repeating: 0, count: factors.parameters)
    for (stretch, weight) in zip(stretches, peak.weights) where weight > 1e-6 {
      for (i, part) in factors.row(hour: stretch.hour, weekday: stretch.weekday, day: last).enumerated() {
        reading[i] += weight * part
      }
    }
    let spread = noise.variance(of: reading) + pow(peak.perSigma * sigma * noise.sigmaLogError, 2)
    peakRPS = RateEstimate(exp(peak.log), logError: isKnown ? spread.squareRoot() : nil)
  }
}
