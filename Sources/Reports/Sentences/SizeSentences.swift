import OutputAnalysis

/// What may be said of a ladder of fleets.
enum SizeSentences {
  /// That no fleet is the answer: because each misses, or because the years do not tell of some.
  static func withoutAnswer(_ verdicts: [Verdict], isCutByQuota: Bool) -> String {
    let quota = isCutByQuota ? "; a quota ends it" : ""
    guard verdicts.contains(where: { $0 != .misses }) else {
      return "no fleet of the ladder meets the objective\(quota)."
    }
    return "the years do not decide whether a fleet of the ladder meets the objective\(quota). More --replications may."
  }
}
