/// How the means over years are estimated: lost minutes, requests lost and downtime.
public enum Estimator: String, CaseIterable, Sendable {
  /// Crude, unless a pilot sees too few outages.
  case auto
  /// Independent years, each as it comes.
  case crude
  /// Incidents are scored by branches of the years.
  case branched
  /// The same, with scaled hazards inside branches.
  case importance
}
