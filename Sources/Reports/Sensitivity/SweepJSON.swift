import CapacityPlanning
import OutputAnalysis

/// A sweep for programs; the keys are documented in docs/reference/output.md.
public func sweepJSON(_ sweep: SweepResult) -> JSONValue {
  let question = sweep.question
  return .object([
    ("model", .string(question.base.name)),
    ("design", .string(question.base.design.name)),
    ("seed", .natural(question.size.seed)),
    ("worlds", .integer(question.size.worlds)),
    ("replications", .integer(question.size.replications)),
    ("plan", pointJSON([], sweep.base, nil)),
    ("points", .array(sweep.points.map { pointJSON($0.settings, $0.figures, $0.refusal) })),
  ])
}

private func pointJSON(
  _ settings: [SearchCandidate.Setting], _ figures: SweepFigures?, _ refusal: String?
) -> JSONValue {
  let named: [(key: String, value: JSONValue)] = [
    ("settings", .array(settings.map { .object([("path", .string($0.path)), ("value", .string($0.text))]) })),
    ("refusal", refusal.map { .string($0) } ?? .null),
  ]
  guard let figures else { return .object(named) }
  func figure(_ value: SweepFigures.Figure?) -> JSONValue {
    guard let value else { return .null }
    let difference = value.difference.map { JSONValue.object(intervalPairs($0)) } ?? .null
    return .object(intervalPairs(value.interval) + [("difference", difference)])
  }
  return .object(
    named + [
      ("failover_seconds", figure(figures.failoverSeconds)),
      ("recovery_seconds", figure(figures.recoverySeconds)),
      ("spurious_failovers_per_year", figure(figures.spuriousFailovers)),
      ("failovers_per_year", figure(figures.failovers)),
      ("lost_minutes_per_year", figure(figures.lostMinutes)),
      ("cost_usd_per_year", figure(figures.dollars)),
      ("outage_loss_usd_per_year", figure(figures.outageDollars)),
      ("verdict", .string(figures.verdict.rawValue)),
    ])
}
