import CapacityPlanning

/// What a record of outages says of a plan, each sentence with the condition under which it may be said.
enum BacktestSentences {
  /// - Parameter off: In what the record differs, in words: `more outages`.
  static func record(_ off: [String]) -> String {
    off.isEmpty
      ? "Nothing in the record contradicts the plan: outages, their minutes and the longest one lie where nineteen periods in twenty do."
      : "The record has \(off.joined(separator: ", ")) than 39 predicted periods in 40."
  }

  /// - Parameter supported: What the plan would have to say, as it is written there; nil where the failure has no rate.
  static func count(_ cause: String, _ reading: Percentile.Reading, supported: String?) -> String? {
    let word: String
    switch reading {
    case .asPredicted: return nil
    case .more: word = "more"
    case .less: word = "fewer"
    }
    return "'\(cause)' caused \(word) outages than predicted"
      + (supported.map { ": the record supports \($0)." } ?? ".")
  }

  /// - Parameters:
  ///   - factor: Of the lengths, with the ends within which it lies nine times in ten.
  ///   - mended: Share of the predicted outages that end with the repair.
  static func length(_ cause: String, factor: (low: Double, mid: Double, high: Double), mended: Double) -> String? {
    guard factor.low > 1 || factor.high < 1 else { return nil }
    return "Outages by '\(cause)' were \(factor.low > 1 ? "longer" : "shorter") than predicted, by a factor of"
      + " \(digits(factor.mid)) (\(digits(factor.low)) to \(digits(factor.high)), nine in ten): "
      + (mended > 0.9
        ? "multiply its 'lasts' by that."
        : "\(Wording.percent(1 - mended)) of the predicted ones end before the repair, so look at detection and failover first.")
  }

  /// - Parameter chance: Of a distance as large in records of a plan that is true.
  static func spread(chance: Double) -> String? {
    guard chance < 0.05 else { return nil }
    return
      "The lengths do not spread as predicted: so large a distance comes by chance in \(Wording.percent(chance)) of records."
  }

  /// - Parameter hasCauses: Whether outages are counted by cause at all.
  static func withoutCause(_ count: Int, hasCauses: Bool) -> String? {
    guard count > 0, hasCauses else { return nil }
    return
      "\(count) outage\(count == 1 ? "" : "s") of the record \(count == 1 ? "names" : "name") no cause, so that causes are"
      + " counted too low."
  }

  static let chance =
    "Of figures that are looked at, one in twenty is off by chance. 'rate x' and 'length x' are what the record and the plan's"
    + " own doubt leave of the plan's values."

  static func digits(_ value: Double) -> String { Wording.fixed(value, value < 1 ? 2 : value < 10 ? 1 : 0) }
}
