import CapacityPlanning
import EventKernel
import Experiments
import FailoverSimulation
import ServiceModel

/// An outage with its phases and the levels of its course; an instant at which nothing changes is left out.
func shownOutageJSON(_ shown: ShownOutage) -> JSONValue {
  let outage = shown.outage
  func since(_ time: SimTime) -> JSONValue { time == .never ? .null : .number((time - outage.faultAt).seconds) }
  let course = changes(shown.points)
  func series(_ value: (Timeline.Point) -> Double) -> JSONValue { .array(course.map { .number(value($0)) }) }
  return .object([
    ("reason", .string(shown.reason.rawValue)), ("design", .string(shown.service.design.name)),
    ("outage", .string(shown.key)), ("cause", .string(shown.cause)),
    ("scope", shown.scope.map { .string($0.rawValue) } ?? .null),
    ("fault_hours", .number(outage.faultAt.seconds / 3600)),
    ("alarm_seconds", since(outage.alarmAt)), ("decided_seconds", since(outage.decidedAt)),
    ("opened_seconds", since(outage.openedAt)), ("recovery_seconds", .number(outage.recoverySeconds)),
    ("ended_by", .string(outage.endedBy.rawValue)), ("requests_lost", .number(outage.requestsLost)),
    ("nodes_short", .integer(outage.nodesShort)),
    (
      "phases",
      .array(
        shown.phases.map {
          .object([
            ("lane", .string($0.lane)), ("from_seconds", .number($0.fromSeconds)),
            ("to_seconds", .number($0.toSeconds)),
            ("words", .string($0.words)),
          ])
        })
    ),
    (
      "course",
      .object([
        ("seconds", series { ($0.at - outage.faultAt).seconds }), ("demand_rps", series(\.demandRPS)),
        ("answered_rps", series(\.answeredRPS)), ("capacity_rps", series(\.capacityRPS)),
      ])
    ),
  ])
}

/// The first and last instants and those at which a level is another than before.
func changes(_ points: [Timeline.Point]) -> [Timeline.Point] {
  points.enumerated().filter { index, point in
    guard index > 0, index < points.count - 1 else { return true }
    let before = points[index - 1]
    return point.demandRPS != before.demandRPS || point.answeredRPS != before.answeredRPS
      || point.capacityRPS != before.capacityRPS
  }.map(\.element)
}

/// A week of capacity with the levels that a reader compares it with.
func capacityWeekJSON(_ week: CapacityWeek) -> JSONValue {
  let service = week.service
  func series(_ value: (Timeline.Point) -> Double) -> JSONValue { .array(week.points.map { .number(value($0)) }) }
  let rated = service.replica.ratedRPS
  return .object([
    ("design", .string(service.design.name)),
    ("hours", series { $0.at.seconds / 3600 }), ("demand_rps", series(\.demandRPS)),
    ("demand_low_rps", .array(week.demandFan.map { .number($0.lowerBound) })),
    ("demand_high_rps", .array(week.demandFan.map { .number($0.upperBound) })),
    ("capacity_rps", series(\.capacityRPS)),
    ("ordered_rps", week.orderedRPS.map { .array($0.map { .number($0) }) } ?? .null),
    ("peak_rps", .number(service.traffic.peakRPS)),
    ("requirement_rps", .number(Double(service.requirementReplicas) * rated)),
    ("requirement_and_buffer_rps", .number(Double(service.requirementReplicas) * (1 + service.sizing.buffer) * rated)),
    ("site_loss_reserve_rps", .number(week.reserveRPS)),
  ])
}
