import ModelFiles
import Telemetry

/// A detector for a plan, made of what an alert did when it was tried: `nines alerts --detector`.
struct DetectorText {
  let alert: String
  /// By cause, in the plan's order; nil where it rang in none of the outages.
  let laws: [(cause: String, outages: Int, law: RingLaw?)]
  /// What it was made of, for the comment.
  let made: String

  /// - Parameter causes: Of the service; overload is no failure and stays out.
  init(alert: String, causes: [String], outages: [OutageOutcome], made: String) {
    self.alert = alert
    self.made = made
    laws = causes.indices.compactMap { cause in
      let own = outages.filter { $0.cause == cause }
      return own.isEmpty ? nil : (causes[cause], own.count, RingLaw(of: alert, in: own))
    }
  }

  /// Whether there is anything that it sees.
  var seesAnything: Bool { laws.contains { $0.law != nil } }

  /// A fragment of a plan.
  var text: String {
    var lines = ["# \(made)", "detect:", "  detectors:", "    \(YAMLScalar(alert)):", "      by-failure:"]
    for row in laws {
      guard let law = row.law else {
        lines.append("        # \(row.cause): rang in none of \(row.outages)")
        continue
      }
      let missed = law.missed > 0 ? ", missed: \(PlanText.share(law.missed))" : ""
      lines.append("        # rang in \(law.rang) of \(law.outages)")
      lines.append("        \(YAMLScalar(row.cause)): { takes: \(takes(law))\(missed) }")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func takes(_ law: RingLaw) -> String {
    guard let first = law.quantiles.first, law.quantiles.count > 1 else {
      return law.quantiles.first.map { PlanText.number($0.seconds) + "s" } ?? "0s"
    }
    // A law of straight lines begins at its first value: as many lie there as came first.
    let knots = [(share: 0.0, seconds: first.seconds)] + law.quantiles
    return "quantiles "
      + knots.map { "\(PlanText.share($0.share)) \(PlanText.number($0.seconds))s" }.joined(separator: " ")
  }
}
