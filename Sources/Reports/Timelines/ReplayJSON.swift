import Experiments
import FailoverSimulation
import OutputAnalysis

/// A replay for programs; the keys are documented in docs/reference/output.md.
public func replayJSON(_ answer: ReplayAnswer) -> JSONValue {
  .object([
    ("model", .string(answer.model)),
    ("seed", .natural(answer.size.seed)),
    ("worlds", .integer(answer.size.worlds)),
    ("own_failures", .bool(answer.withOwnFailures)),
    ("incidents", .array(answer.incidents.map(incidentJSON))),
  ])
}

private func incidentJSON(_ incident: ReplayAnswer.Incident) -> JSONValue {
  let replayed = incident.replayed
  var timelines: [(key: String, value: JSONValue)] = []
  if !incident.timelines.isEmpty { timelines = [("timelines", .array(incident.timelines.map(courseJSON)))] }
  return .object(
    [
      ("incident", .string(replayed.name)),
      ("date", .string(replayed.date.description)),
      ("plan_day", .string(incident.planDay.description)),
      ("hit", .string(incident.hit)),
      (
        "courses",
        .array(
          replayed.courses.map { course in
            .object([
              ("course", .string(course.name)), ("start_seconds", .number(course.startSeconds)),
              ("end_seconds", .number(course.endSeconds)),
            ])
          })
      ),
      ("designs", .array(incident.figures.map(designJSON))),
    ] + timelines)
}

private func designJSON(_ figures: ReplayFigures) -> JSONValue {
  func figure(_ value: ReplayFigures.Figure?) -> JSONValue {
    guard let value else { return .null }
    return .object(intervalPairs(value.luck) + [("least", .number(value.low)), ("most", .number(value.high))])
  }
  return .object([
    ("design", .string(figures.design)),
    ("lost_minutes", figure(figures.lostMinutes)),
    ("requests_lost", figure(figures.requestsLost)),
    ("outage_minutes", figure(figures.downtimeMinutes)),
    ("recovery_seconds", figure(figures.recoverySeconds)),
    ("failover_seconds", figure(figures.failoverSeconds)),
    ("data_loss_seconds", figure(figures.dataLossSeconds)),
    (
      "ended_by",
      .object(
        figures.endedBy.map { ($0.end.rawValue, .number($0.share)) } + [("no_outage", .number(figures.absorbed))])
    ),
    ("avoided_minutes", figures.difference.map { .object(intervalPairs($0.difference.scaled(by: -1))) } ?? .null),
  ])
}

/// `mean` with `low` and `high`, or with `exact`.
func intervalPairs(_ interval: Interval) -> [(key: String, value: JSONValue)] {
  [("mean", .number(interval.estimate))]
    + (interval.isExact
      ? [("exact", .bool(true))] : [("low", .number(interval.low)), ("high", .number(interval.high))])
}
