import EventKernel
import Experiments
import FailoverSimulation
import ServiceModel

/// The timelines of several designs under one luck, as a page shows them: phases of outages, and levels where they change.
public func drillJSON(_ reports: [TimelineReport]) -> JSONValue {
  .object([
    ("model", .string(reports.first?.service.name ?? "")),
    ("seed", .natural(reports.first?.size.seed ?? 0)),
    ("replication", .integer(reports.first?.size.replication ?? 0)),
    ("from_seconds", .number(reports.first?.size.fromSeconds ?? 0)),
    ("lasts_seconds", .number(reports.first?.size.lastsSeconds ?? 0)),
    ("timelines", .array(reports.map(courseJSON))),
  ])
}

/// One design's outages with their phases, and its levels where they change.
func courseJSON(_ report: TimelineReport) -> JSONValue {
  let course = changes(report.timeline.points)
  func series(_ value: (Timeline.Point) -> Double) -> JSONValue { .array(course.map { .number(value($0)) }) }
  return .object([
    ("design", .string(report.service.design.name)),
    ("requests_lost", .number(report.timeline.points.last?.lostRequests ?? 0)),
    ("outage_open_since_seconds", report.timeline.openSince.map { .number($0.seconds) } ?? .null),
    (
      "outages",
      .array(
        report.timeline.outages.map { outage in
          let points = report.timeline.points
          let phases = outagePhases(of: outage, points: points, service: report.service)
          return .object([
            ("cause", .string(report.cause(of: outage))), ("fault_seconds", .number(outage.faultAt.seconds)),
            ("end_seconds", outage.end == .never ? .null : .number(outage.end.seconds)),
            ("recovery_seconds", outage.end == .never ? .null : .number(outage.recoverySeconds)),
            ("ended_by", .string(outage.endedBy.rawValue)), ("requests_lost", .number(outage.requestsLost)),
            ("nodes_short", .integer(outage.nodesShort)),
            (
              "phases",
              .array(
                phases.map {
                  .object([
                    ("lane", .string($0.lane)), ("from_seconds", .number($0.fromSeconds)),
                    ("to_seconds", .number($0.toSeconds)), ("words", .string($0.words)),
                  ])
                })
            ),
          ])
        })
    ),
    (
      "course",
      .object([
        ("seconds", series { $0.at.seconds }), ("demand_rps", series(\.demandRPS)),
        ("answered_rps", series(\.answeredRPS)), ("capacity_rps", series(\.capacityRPS)),
      ])
    ),
  ])
}
