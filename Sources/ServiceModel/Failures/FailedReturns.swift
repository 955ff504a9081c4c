import Stochastics

extension FailureMode {
  /// The name under which returns of traffic that fail stand among the causes.
  public static let failedReturnName = "failback"

  /// Returns that fail, as a failure mode: one component for each site that may stand in. No clock of its own ever
  /// strikes; a return that fails does, for as long as it takes to roll it back.
  ///
  /// - Returns: nil where traffic never returns, or no return fails.
  public static func failedReturns(_ failback: Failback) -> FailureMode? {
    guard failback.fails > 0, failback.afterSeconds != nil else { return nil }
    return FailureMode(
      name: failedReturnName, scope: .procedure, lifetime: .constant(1e9), dates: FailureDates(seconds: []),
      lasts: .constant(failback.rollBackSeconds), effect: .failsReturns)
  }
}
