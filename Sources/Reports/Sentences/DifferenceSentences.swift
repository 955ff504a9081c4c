import OutputAnalysis

/// What may be said of two studies: nothing is claimed that an interval does not hold.
enum DifferenceSentences {
  /// How the two were compared.
  ///
  /// - Parameters:
  ///   - models: Names of the two services.
  ///   - worlds: Those that both were simulated on; nil where they share none.
  ///   - only: Designs of one of the two.
  static func comparison(
    models: (String, String), pairedWorlds worlds: Int?, onlyInFirst first: [String], onlyInSecond second: [String]
  ) -> [String] {
    var sentences: [String] = []
    if models.0 != models.1 { sentences.append("The plans are of two services: '\(models.0)' and '\(models.1)'.") }
    sentences.append(
      worlds.map {
        "Both were simulated on the same \($0) worlds: lost minutes are paired, and so are costs. Failover times are bounded as"
          + " if the two were independent, unless they are the same."
      }
        ?? "They were simulated on different worlds: the intervals are those of independent studies. Equal seeds and"
        + " replications would make them narrower.")
    for (names, place) in [(first, "first"), (second, "second")] where !names.isEmpty {
      sentences.append("Only in the \(place): \(names.joined(separator: ", ")).")
    }
    return sentences
  }

  static func change(_ name: String, lostMinutes: Interval, cost: Interval) -> String {
    "\(name): \(direction(lostMinutes, "loses less", "loses more", "lost minutes")),"
      + " \(direction(cost, "costs less", "costs more", "cost"))."
  }

  private static func direction(_ change: Interval, _ less: String, _ more: String, _ what: String) -> String {
    if change.high < 0 { return less }
    if change.low > 0 { return more }
    return change.low == 0 && change.high == 0
      ? "\(what) unchanged" : "no change of \(what) that can be told from chance"
  }
}
