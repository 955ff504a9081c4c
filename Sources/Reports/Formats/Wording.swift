internal import Currencies
import Foundation
internal import Intake
import OutputAnalysis

/// How numbers are written for people: as many digits as they deserve, always with their unit.
enum Wording {
  /// Minutes with one decimal below a hundred.
  static func minutes(_ value: Double) -> String {
    value >= 100
      ? String(format: "%.0f", value)
      : value >= 0.1 || value == 0
        ? String(format: "%.1f", value) : String(format: "%.2g", value)
  }

  /// Seconds as the largest sensible unit.
  static func duration(_ seconds: Double?) -> String {
    guard let seconds else { return "-" }
    if seconds.isInfinite { return "never" }
    if seconds < 1 && seconds > 0 { return String(format: "%.2f s", seconds) }
    if seconds < 10 && seconds > 0 { return String(format: "%.1f s", seconds) }
    if seconds < 600 { return String(format: "%.0f s", seconds) }
    if seconds < 2 * 3600 { return String(format: "%.0f min", seconds / 60) }
    if seconds < 100 * 3600 { return String(format: "%.1f h", seconds / 3600) }
    return String(format: "%.0f d", seconds / 86_400)
  }

  /// Seconds with half the width of their interval, `10.09 +-0.08 min`: both in the unit of the greater, with the same decimals.
  static func duration(_ interval: Interval) -> String {
    let (mean, half) = (interval.estimate, interval.halfWidth)
    guard !interval.isExact, mean.isFinite else { return duration(mean) }
    guard half.isFinite else { return "\(duration(mean)), no interval" }
    let (seconds, name) = unit(of: max(abs(mean), half))
    // A width that rounds to none would say that the figure is known.
    let width = max(half / seconds, 0.01)
    let decimals = width >= 9.95 ? 0 : width >= 0.095 ? 1 : 2
    return "\(fixed(mean / seconds, decimals)) +-\(fixed(width, decimals)) \(name)"
  }

  /// A quantile of times with the ends of its interval, `556 s (540 to 601)`: all in the unit of the first, as it is not in
  /// the middle of them, or each in its own where one would have four digits, `556 s (540 s to 5.8 h)`.
  static func durationBetweenEnds(_ estimate: Double?, _ known: Estimate) -> String {
    guard let estimate, estimate.isFinite else { return duration(estimate) }
    let (seconds, _) = unit(of: estimate)
    // As many decimals as the estimate has.
    let decimals = duration(estimate).prefix { $0 != " " }.drop { $0 != "." }.dropFirst().count
    func end(_ value: Double, beside other: Double = 0) -> String {
      guard value < .infinity else { return "never" }
      let isFar = [value, other].contains { $0 < .infinity && $0 / seconds >= 999.5 }
      return isFar ? duration(max(0, value)) : fixed(max(0, value / seconds), decimals)
    }
    switch known {
    case .interval(let interval):
      guard !interval.isExact else { return duration(estimate) }
      return "\(duration(estimate)) (\(end(interval.low, beside: interval.high)) to \(end(interval.high)))"
    case .atMost(let value, _): return "\(duration(estimate)) (at most \(end(value)))"
    case .atLeast(let value, _): return "\(duration(estimate)) (at least \(end(value)))"
    case .rare, .noData: return duration(estimate)
    }
  }

  /// The seconds of the unit in which a time is written, and its name.
  private static func unit(of seconds: Double) -> (seconds: Double, name: Substring) {
    let name = duration(seconds).split(separator: " ").last ?? "s"
    return (name == "min" ? 60 : name == "h" ? 3600 : name == "d" ? 86_400 : 1, name)
  }

  /// An amount in the unit that keeps three digits, in the currency of the study.
  static func dollars(_ value: Double) -> String {
    let sign = (value < 0 ? "-" : "") + Wording.sign
    let amount = abs(value)
    if amount >= 1e6 { return sign + String(format: "%.2f M", amount / 1e6) }
    if amount >= 1e4 { return sign + String(format: "%.0f k", amount / 1e3) }
    if amount >= 1e3 { return sign + String(format: "%.1f k", amount / 1e3) }
    // Of less than a dollar the cents are all there is.
    if amount > 0, amount < 0.995 { return sign + String(format: "%.2g", amount) }
    return sign + String(format: "%.0f", amount)
  }

  /// What stands before an amount: `$`.
  static var sign: String { Currency.ofStudy.sign }

  /// What heads a column of amounts: `$`, or `CNY` where the sign alone would not tell.
  static var money: String { Currency.ofStudy.heading }

  /// A change with its sign, written by `form`.
  static func signed(_ value: Double, _ form: (Double) -> String) -> String {
    (value > 0 ? "+" : value < 0 ? "-" : "") + form(abs(value))
  }

  static func millions(_ value: Double) -> String {
    abs(value) < 500 ? "-" : String(format: "%.2f", value / 1e6)
  }

  static func percent(_ share: Double) -> String {
    if share > 0.9995 && share < 1 { return String(format: "%.2f %%", share * 100) }
    if share < 0.1 && share > 0 { return String(format: "%.1f %%", share * 100) }
    return String(format: "%.0f %%", share * 100)
  }

  /// A share with half the width of its interval; one that is no estimate says so.
  static func share(_ interval: Interval) -> String {
    guard !interval.isExact else { return "\(percent(interval.estimate)) exact" }
    // A width that rounds to none would say that the share is known.
    let half = interval.halfWidth
    let width = half > 0 && half < 0.0005 ? String(format: "%.1g %%", half * 100) : percent(half)
    return "\(percent(interval.estimate)) +-\(width)"
  }

  /// An availability with the nines that it states.
  static func availability(_ share: Double) -> String {
    var text = String(format: "%.6f", share * 100)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text + " %"
  }

  /// A share that was measured, as far as two digits of what is missing: `99.983 %`, `99.9988 %`.
  static func measuredAvailability(_ share: Double) -> String {
    let missing = 100 * (1 - share)
    guard missing > 0, missing < 100 else { return percent(share) }
    let decimals = (0..<9).first { missing * pow(10, Double($0)) >= 10 } ?? 9
    return String(format: "%.\(decimals)f %%", share * 100)
  }

  /// A number with so many decimals.
  static func fixed(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }

  /// A number with four digits, however large.
  static func significant(_ value: Double) -> String { String(format: "%.4g", value) }

  /// A number of requests, nodes or units of money to the nearest whole one, with its thousands apart.
  static func whole(_ value: Double) -> String { count(Int(nearestWhole(value))) }

  static func count(_ value: Int) -> String {
    var digits = String(abs(value))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// Half the width of an interval, or why there is none.
  static func halfWidth(_ estimate: Estimate) -> String {
    switch estimate {
    case .interval(let interval): interval.isExact ? "exact" : minutes(interval.halfWidth)
    case .rare: "rare"
    case .atMost, .atLeast: "bound"
    case .noData: "-"
    }
  }

  /// Minutes with their interval: half its width where both ends are as far away, as printed, and both ends otherwise.
  static func estimatedMinutes(_ mean: Double, _ estimate: Estimate) -> String {
    guard let interval = estimate.interval, !interval.isExact else { return "\(minutes(mean)) \(halfWidth(estimate))" }
    let half = minutes(interval.halfWidth)
    return minutes(mean - interval.low) == half && minutes(interval.high - mean) == half
      ? "\(minutes(mean)) +-\(half)" : "\(minutes(mean)) (\(minutes(interval.low)) to \(minutes(interval.high)))"
  }

  /// What a number does not stand without at the end of a line.
  private static let units: Set<Substring> = ["%", "k", "M", "B", "ms", "s", "min", "h", "d"]

  /// Text broken into lines of a width, with later lines indented; a number stays with the sign or unit behind it.
  static func wrapped(_ text: String, width: Int, indent: String = "  ") -> [String] {
    var lines: [String] = []
    var line = ""
    var words: [String] = []
    for word in text.split(separator: " ") {
      if let last = words.last, last.last?.isNumber == true, units.contains(word.prefix { $0.isLetter || $0 == "%" }) {
        words[words.count - 1] = "\(last) \(word)"
      } else {
        words.append(String(word))
      }
    }
    for word in words {
      let addition = line.isEmpty ? word : " " + word
      if line.count + addition.count > width && !line.isEmpty {
        lines.append(line)
        line = indent + word
      } else {
        line += addition
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
