/// Whether an objective is met, as far as the simulation can tell.
public enum Verdict: String, CaseIterable, Codable, Sendable {
  /// The lower confidence bound of the share of windows is at or above what is required.
  case meets
  /// The upper bound is below what is required.
  case misses
  /// The interval straddles what is required: more replications may decide.
  case undecided
  /// There is no window to judge by, or nothing was asked.
  case notJudged = "not judged"

  /// Over several objectives: one that is missed decides, then one that is undecided, then one that is not judged. Where
  /// nothing is asked nothing is met.
  public static func over(_ verdicts: [Verdict]) -> Verdict {
    for worst in [Verdict.misses, .undecided, .notJudged] where verdicts.contains(worst) { return worst }
    return verdicts.isEmpty ? .notJudged : .meets
  }
}

/// The verdict on an objective that must hold in a share `required` of its windows.
///
/// - Parameter share: The interval of the share of windows (years, rolling 30 days) in which the objective holds.
public func verdict(share: Interval, required: Double) -> Verdict {
  if share.low >= required { return .meets }
  if share.high < required { return .misses }
  return .undecided
}
