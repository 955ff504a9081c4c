internal import Foundation
internal import Intake
import Stochastics

/// Numbers and laws as a plan writes them; what is printed here is what `LawText` reads.
public enum PlanText {
  /// A number with four significant digits, without an exponent where that reads well.
  public static func number(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return value == 0 ? "0" : "\(value)" }
    let scale = pow(10, 3 - floor(log10(abs(value))))
    let rounded = (value * scale).rounded() / scale
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(nearestWhole(rounded)) : "\(rounded)"
  }

  /// A duration in the largest unit of which it is at least two: `45min`, `3.5h`, `264d`.
  public static func duration(_ seconds: Double) -> String {
    let units = [("d", 86_400.0), ("h", 3600), ("min", 60), ("s", 1)]
    let unit = units.first { seconds >= 2 * $0.1 } ?? ("ms", 0.001)
    return number(seconds / unit.1) + unit.0
  }

  /// A share in percent with two decimals.
  public static func share(_ value: Double) -> String {
    let percent = (value * 1e4).rounded() / 100
    return (percent == percent.rounded() && abs(percent) < 1e15 ? String(nearestWhole(percent)) : "\(percent)") + "%"
  }

  /// The phrase of a law of durations in seconds, for the laws that are fitted; nil for others.
  public static func law(_ law: Distribution) -> String? {
    switch law {
    case .constant(let value): return duration(value)
    case .exponential(let mean): return "exponential mean \(duration(mean))"
    case .weibull(let shape, let scale): return "weibull shape \(number(shape)) scale \(duration(scale))"
    case .lognormal(let median, let sigma): return "lognormal median \(duration(median)) sigma \(number(sigma))"
    case .gamma(let shape, let scale): return "gamma shape \(number(shape)) scale \(duration(scale))"
    case .mixture(let parts) where parts.count == 2:
      // The second share is the rest of the rounded first, so that they add up to 100 % as they are written.
      let first = (parts[0].share * 1e4).rounded() / 1e4
      let phrases = parts.map { PlanText.law($0.law) }
      guard let one = phrases[0], let two = phrases[1] else { return nil }
      return "[{ share: \(share(first)), law: \(one) }, { share: \(share(1 - first)), law: \(two) }]"
    case .uniform, .triangular, .pert, .pareto, .mixture, .shifted, .truncated, .empirical: return nil
    }
  }
}
