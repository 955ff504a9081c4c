import Foundation
import Numerics

/// Why a rate series gives no traffic curve, and what to do.
public enum RateFitError: Error, Equatable, CustomStringConvertible {
  case notOrdered(row: Int)
  case tooShort(hours: Double)
  case tooCoarse(hours: Double)
  case tooManyZeros(share: Double)

  public var description: String {
    switch self {
    case .notOrdered(let row): "row \(row): times must rise, and rates must be finite and not negative"
    case .tooShort(let hours):
      "the series covers \((hours * 100).rounded() / 100) h; a daily curve needs at least one day, weekly factors and growth two weeks"
    case .tooCoarse(let hours): "the points are \(hours) h apart; a daily curve needs one every 4 h or more often"
    case .tooManyZeros(let share):
      "\((share * 100).rounded()) % of the rates are zero; sum them over longer steps before fitting"
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
    range = reach.isFinite ? value * exp(-reach)...value * exp(reach) : nil
  }
}

/// Traffic read from a rate series: rate = level x hour of day x day of week x growth x noise.
///
/// The logarithms of the factors are means of what the other factors leave over, taken in turn until nothing moves
/// (backfitting; T. J. Hastie and R. J. Tibshirani, Generalized Additive Models, 1990): least squares on log rates. Noise
/// is what is left: lognormal, with the correlation of a first-order autoregression.
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
    guard zeros * 2 <= rps.count else { throw .tooManyZeros(share: Double(zeros) / Double(rps.count)) }

    let hasWeeks = days > 13.99
    let factors = LogFactors(
      times: kept.map { seconds[$0] }, logs: kept.map { log(rps[$0]) }, weekSecond: weekSecond, hasWeeks: hasWeeks)
    let noise = ResidualNoise(factors.residuals, times: kept.map { seconds[$0] }, gap: gap)
    let busiest = factors.hours.map(\.log).max()!
    let hourErrors = factors.hourErrors()
    day = factors.hours.enumerated().map { i, hour in
      Hour(hour: hour.middle, share: RateEstimate(exp(hour.log - busiest), logError: hourErrors[i]))
    }
    let top = factors.week.max()!
    week = hasWeeks ? factors.week.map { exp($0 - top) } : nil
    growthPerYear =
      hasWeeks
      ? RateEstimate(
        exp(factors.slopePerDay * 365.25),
        logError: 365.25 * noise.sigma / (noise.effectiveCount.squareRoot() * days / 12.0.squareRoot())) : nil
    let sigma = noise.sigma
    noiseCV = RateEstimate(expm1(sigma * sigma).squareRoot(), logError: 1 / (2 * noise.effectiveCount).squareRoot())
    correlationSeconds = RateEstimate(noise.correlationSeconds, logError: noise.correlationLogError)
    let atEnd = factors.level + factors.slopePerDay * (seconds.last! / 86_400 - factors.middleDay)
    let levels = factors.hours.flatMap { hour in
      (hasWeeks ? factors.week : [0]).map { atEnd + hour.log + $0 }
    }
    let busiestHour = factors.hours.firstIndex { $0.log == busiest }!
    peakRPS = RateEstimate(ResidualNoise.peak(of: levels, sigma: sigma), logError: hourErrors[busiestHour])
  }
}
