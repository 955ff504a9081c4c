import Foundation
import ModelFiles
import Reports
import Stochastics

/// The answer of `nines fit` to a rate series.
struct FittedRates: FitResult {
  let fit: RateSeriesFit
  let origin: String
  /// Whether the file tells on which weekday it begins.
  let hasCalendar: Bool
  /// Points of the file that were averaged into one before the fit; 1 where it is short enough.
  let pointsAveraged: Int

  /// Whether everything that is printed is a number.
  var isFinite: Bool {
    let estimates = [fit.peakRPS, fit.noiseCV, fit.correlationSeconds] + (fit.growthPerYear.map { [$0] } ?? [])
    return estimates.allSatisfy { $0.value.isFinite } && fit.day.allSatisfy { $0.share.value.isFinite }
  }

  /// A `traffic:` block to paste. What the plan takes as `[low, mid, high]` is written so; the rest is a comment.
  var yaml: String {
    var lines = ["# fitted to \(origin), \(PlanText.number(fit.days)) days; ranges hold nine times in ten"]
    if !hasCalendar { lines.append("# the times are seconds: 0 is taken as midnight from Sunday to Monday") }
    if pointsAveraged > 1 { lines.append("# \(pointsAveraged) points each were averaged into one before the fit") }
    if fit.zeros > 0 {
      lines.append(
        "# \(fit.zeros == 1 ? "1 point with rate zero is" : "\(fit.zeros) points with rate zero are") left out")
    }
    lines += [
      "traffic:",
      "  peak: \(Self.uncertain(fit.peakRPS) { PlanText.number($0) + "rps" })  # P99.9 at the end of the series",
    ]
    if fit.peakRPS.value > fit.highestRPS {
      lines.append(
        "  # not seen: the highest point is \(PlanText.number(fit.highestRPS))rps. The peak is exceeded one moment in 1000 by "
          + "the fitted")
      lines.append("  # week with its noise, as high as growth has taken it by the end of the series")
    }
    if fit.peakRPS.range == nil { lines.append("  # fewer than three days: no range of the peak and the hours") }
    lines.append("  day:")
    for hour in fit.day {
      let range = hour.share.range.map { "  # \(PlanText.share($0.lowerBound)) to \(PlanText.share($0.upperBound))" }
      lines.append("    \(PlanText.number(hour.hour))h: \(PlanText.share(hour.share.value))\(range ?? "")")
    }
    if let week = fit.week {
      let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
      let factors = zip(names, week).map { "\($0): \(PlanText.share($1))" }.joined(separator: ", ")
      lines.append("  week: { \(factors) }")
    } else {
      lines.append(
        "  # no week factors and no growth: they need two weeks, the series has \(PlanText.number(fit.days)) days")
    }
    lines += noise
    if let growth = fit.growthPerYear { lines.append(Self.growth(growth)) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Compound growth from the plan's first day on; a shrinking service is told, because a plan takes no negative growth.
  private static func growth(_ factor: RateEstimate) -> String {
    guard (factor.range?.lowerBound ?? factor.value) > 1 else {
      return "  # growth: x \(plain(factor)) a year if it goes on; that it grows is not shown"
    }
    return "  growth: { per-year: \(uncertain(factor) { PlanText.share($0 - 1) }) }  # if it goes on"
  }

  private var noise: [String] {
    // What a plan cannot say: noise beyond its own size, or none at all.
    guard fit.noiseCV.value >= 0.0001 else { return ["  # no noise is left over"] }
    guard (fit.noiseCV.range?.upperBound ?? fit.noiseCV.value) <= 1 else {
      return [
        "  # noise has cv \(PlanText.share(fit.noiseCV.value)), beyond the 100 % that a plan takes: sum over longer steps"
      ]
    }
    let cv = Self.uncertain(fit.noiseCV, PlanText.share)
    return ["  noise: { cv: \(cv), correlation: \(Self.uncertain(fit.correlationSeconds, PlanText.duration)) }"]
  }

  /// `[low, mid, high]` where the ends are apart as they are written.
  private static func uncertain(_ estimate: RateEstimate, _ text: (Double) -> String) -> String {
    guard let range = estimate.range else { return text(estimate.value) }
    let (low, mid, high) = (text(range.lowerBound), text(estimate.value), text(range.upperBound))
    return low == mid || mid == high ? mid : "[\(low), \(mid), \(high)]"
  }

  private static func plain(_ estimate: RateEstimate) -> String {
    let range = estimate.range.map { " (\(PlanText.number($0.lowerBound)) to \(PlanText.number($0.upperBound)))" }
    return PlanText.number(estimate.value) + (range ?? "")
  }

  var figures: [(key: String, value: JSONValue)] {
    func estimate(_ value: RateEstimate?) -> JSONValue {
      guard let value else { return .null }
      return .object([
        ("value", .number(value.value)), ("low", value.range.map { .number($0.lowerBound) } ?? .null),
        ("high", value.range.map { .number($0.upperBound) } ?? .null),
      ])
    }
    return [
      ("kind", .string("rates")), ("origin", .string(origin)), ("days", .number(fit.days)),
      ("peak_rps", estimate(fit.peakRPS)),
      (
        "day",
        .array(fit.day.map { .object([("hour", .number($0.hour)), ("share", estimate($0.share))]) })
      ),
      ("week", fit.week.map { .array($0.map { .number($0) }) } ?? .null),
      ("growth_per_year", estimate(fit.growthPerYear)), ("noise_cv", estimate(fit.noiseCV)),
      ("correlation_seconds", estimate(fit.correlationSeconds)), ("zeros", .integer(fit.zeros)),
      ("points_averaged", .integer(pointsAveraged)), ("days_each", .integer(fit.comparison.daysEach)),
    ]
  }
}
