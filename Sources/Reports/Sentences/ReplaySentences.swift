import OutputAnalysis

/// What may be said of the designs of a replay.
enum ReplaySentences {
  /// Which design would have lost least, or that none can be named.
  ///
  /// - Parameters:
  ///   - best: The design with the least mean.
  ///   - equal: Others with the same mean.
  ///   - first: The first design of the plan.
  ///   - difference: Lost minutes of the best less those of the first, on the same luck; nil where the first is the best.
  static func least(_ best: String, equal: [String], first: String, difference: Interval?) -> String {
    guard let difference, difference.estimate < 0 else {
      let others = equal.filter { $0 != first }
      return others.isEmpty
        ? "No design would have lost less than \(first)."
        : "No design would have lost less than \(first); as little: \(others.joined(separator: ", "))."
    }
    let names = ([best] + equal).joined(separator: ", ")
    guard difference.high < 0 else {
      return
        "\(names) and \(first) are not told apart: a difference of \(Wording.minutes(-difference.estimate)) minutes is"
        + " within the luck of that day."
    }
    let interval =
      difference.isExact ? "" : " (\(Wording.minutes(-difference.high)) to \(Wording.minutes(-difference.low)))"
    return
      "\(names) would have lost least: \(Wording.minutes(-difference.estimate))\(interval) minutes less than \(first) on the"
      + " same luck."
  }
}
