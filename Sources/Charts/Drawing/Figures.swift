internal import Currencies
import Foundation

/// Numbers as people read them on a chart: three digits at most, with their unit.
public enum Figures {
  /// An amount in the currency of the study: `$32.5 M`, `$0.24 M`, `$527 k`, `$17`.
  public static func dollars(_ value: Double) -> String { amount(value, scaled: digits) }

  /// The same with the zeros that say how exact it is, for amounts below each other: `$10.0 M` above `$1.29 M`.
  public static func dollarsOfColumn(_ value: Double) -> String { amount(value, scaled: minutes) }

  private static func amount(_ value: Double, scaled words: (Double) -> String) -> String {
    let sign = (value < 0 ? "-" : "") + Currency.ofStudy.sign
    let size = abs(value)
    if size >= 1e9 { return "\(sign)\(words(size / 1e9)) B" }
    if size >= 1e5 && (size >= 999_500 || size < 1) { return "\(sign)\(words(size / 1e6)) M" }
    if size >= 1e3 { return "\(sign)\(words(size / 1e3)) k" }
    return "\(sign)\(digits(size))"
  }

  /// What amounts are in, in words: `dollars`, or the code of another currency.
  public static var money: String { Currency.ofStudy == .usd ? "dollars" : Currency.ofStudy.code }

  /// The same where a sentence or a title begins with it.
  public static var moneyFirst: String { Currency.ofStudy == .usd ? "Dollars" : Currency.ofStudy.code }

  /// What heads a column of amounts: `$`, or `CNY` where the sign alone would not tell.
  public static var moneyHeading: String { Currency.ofStudy.heading }

  /// Millions of dollars to three digits, without the unit: `32.5`.
  public static func millions(_ value: Double) -> String { fixed(value / 1e6, digitsFor(value / 1e6)) }

  /// Three digits, thousands by comma: `1,230`, `96.4`, `0.68`.
  public static func digits(_ value: Double) -> String {
    guard value.isFinite else { return "never" }
    guard value != 0 else { return "0" }
    let size = abs(value)
    if size >= 999.5 { return grouped(roundedToThree(value)) }
    if size < 0.01 { return size < 0.005 ? (value < 0 ? "-" : "") + "<0.01" : fixed(value, 2) }
    return trimmed(fixed(value, digitsFor(value)))
  }

  /// Minutes to three digits, with the zeros that say how exact they are: `31.0`, `5.20`, `382`.
  public static func minutes(_ value: Double) -> String {
    guard value.isFinite else { return "never" }
    guard value != 0 else { return "0" }
    return abs(value) >= 999.5 || abs(value) < 0.005 ? digits(value) : fixed(value, digitsFor(value))
  }

  /// A share in percent; one decimal within two points of a threshold, where the decimal decides.
  public static func percent(_ share: Double, near threshold: Double? = nil) -> String {
    let percent = share * 100
    let isClose = threshold.map { abs(share - $0) <= 0.02 } ?? false
    if percent <= 0 { return "0 %" }
    if percent < 0.1 { return "<0.1 %" }
    if percent < 1 { return "\(fixed(percent, 1)) %" }
    if percent > 99.9 && percent < 100 { return ">99.9 %" }
    if percent > 99 && percent < 100 || isClose { return "\(fixed(percent, 1)) %" }
    // A decimal that would round to the threshold itself is shown.
    return "\(fixed(percent, 0)) %"
  }

  /// A share more or less, with its sign: `+12 %`, `−3.4 %`.
  public static func change(_ share: Double) -> String {
    guard share.isFinite else { return "never" }
    let percent = abs(share * 100)
    guard percent >= 0.05 else { return "0 %" }
    return "\(share < 0 ? "−" : "+")\(trimmed(fixed(percent, percent < 9.95 ? 1 : 0))) %"
  }

  /// A length of time in the unit that people use: `35 ms`, `178 s`, `21 min`, `3.4 h`, `2.1 d`.
  public static func time(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "never" }
    if seconds > 0 && seconds < 0.0995 { return "\(digits(seconds * 1000)) ms" }
    if seconds < 999.5 && (seconds < 300 || seconds.truncatingRemainder(dividingBy: 60) != 0) && seconds < 600 {
      return "\(digits(seconds)) s"
    }
    if seconds < 5400 { return "\(digits((seconds / 60 * 10).rounded() / 10)) min" }
    if seconds < 172_800 { return "\(digits(seconds / 3600)) h" }
    return "\(digits(seconds / 86400)) d"
  }

  /// A number with a fixed number of decimals and a point, the same in every locale.
  public static func fixed(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }

  /// A whole number with its thousands apart.
  public static func grouped(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    var digits = String(Int(abs(value).rounded()))
    var text = ""
    while digits.count > 3 {
      text = "," + digits.suffix(3) + text
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + digits + text
  }

  private static func digitsFor(_ value: Double) -> Int { abs(value) >= 99.95 ? 0 : abs(value) >= 9.995 ? 1 : 2 }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private static func roundedToThree(_ value: Double) -> Double {
    let power = pow(10, log10(abs(value)).rounded(.down) - 2)
    return (value / power).rounded() * power
  }
}
