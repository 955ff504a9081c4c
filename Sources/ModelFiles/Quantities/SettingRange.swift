internal import Currencies
internal import Foundation
internal import Intake

/// Values written as a range: `1..10`, or `0% to 50% of requirement by 5%`.
public enum SettingRange {
  /// The most values that a range may stand for.
  static let mostValues = 1000

  /// The values that a text stands for, each as it would be written; nil where the text is no range.
  public static func values(of text: String) -> [String]? {
    if let range = text.firstRange(of: "..") {
      guard let low = Int(text[..<range.lowerBound].trimmingCharacters(in: .whitespaces)),
        let high = Int(text[range.upperBound...].trimmingCharacters(in: .whitespaces)), low <= high,
        high.subtractingReportingOverflow(low).overflow == false, high - low < mostValues
      else { return nil }
      return (low...high).map(String.init)
    }
    let parts = text.components(separatedBy: " to ")
    let ends = parts.count == 2 ? parts[1].components(separatedBy: " by ") : []
    guard ends.count == 2, let low = Amount(parts[0]), let high = Amount(ends[0]), let step = Amount(ends[1]),
      high.unit.hasPrefix(low.unit), high.unit.hasPrefix(step.unit), low.sign == high.sign,
      step.number > 0, high.number >= low.number
    else { return nil }
    // A little more than the last step, so that 0.3 is reached in steps of 0.1.
    let count = nearestWhole(((high.number - low.number) / step.number + 1e-9).rounded(.down))
    guard count < Int64(mostValues) else { return nil }
    return (0...count).map { high.text(of: low.number + Double($0) * step.number) }
  }

  /// The values of a list that came with a command, separated by commas, or of a range.
  public static func list(_ text: String) -> [String] {
    values(of: text)
      ?? text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
  }

  /// `$5/h` in pieces.
  private struct Amount {
    let sign: String
    let number: Double
    let unit: String

    init?(_ written: String) {
      let whole = written.trimmingCharacters(in: .whitespaces)
      let text = Currency.marked(whole)?.rest ?? whole[...]
      sign = String(whole.dropLast(text.count))
      let digits = text.prefix { $0.isNumber || $0 == "." }
      guard let number = Double(digits) else { return nil }
      self.number = number
      unit = String(text.dropFirst(digits.count))
    }

    /// Six decimals are more than anybody writes, and fewer than what adding leaves behind.
    func text(of number: Double) -> String {
      var digits = String(format: "%.6f", number)
      while digits.last == "0" { digits.removeLast() }
      if digits.last == "." { digits.removeLast() }
      return sign + digits + unit
    }
  }
}
