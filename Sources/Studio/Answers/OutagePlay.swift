import CapacityPlanning
import Charts
import Experiments
import FailoverSimulation
import Reports
import ServiceModel

/// Outages of the design that loses least, each beside the design that loses next to least under the same failure: the
/// courses that a page plays.
enum OutagePlay {
  /// Instants of a course that are sent at most.
  private static let samples = 1200

  static func all(of comparison: Comparison) throws -> JSONValue {
    let order = comparison.designs.indices.sorted {
      (comparison.designs[$0].figures.meanLostMinutes, $0) < (comparison.designs[$1].figures.meanLostMinutes, $1)
    }
    let seed = comparison.size.seed
    // The design without recovery shows nothing; of the others the best has the fewest outages to choose from.
    let chosen = order.filter { comparison.designs[$0].service.design.topology != .singleSite }.prefix(2)
    guard let first = chosen.first else { return .object([("outages", .array([]))]) }
    let other = chosen.dropFirst().first
    let shown = try ShownOutage.all(comparison.records[first], seed: seed, samples: samples)
    let outages = try shown.map { outage -> JSONValue in
      var sides = [side(outage.points, of: outage.service, outage: outage.outage, target: target(outage.service))]
      if let other {
        let service = comparison.records[other].service
        let size = DrillSize(
          seed: seed, replication: outage.replication, world: ReplicationNumber.place(of: outage.replication).world,
          fromSeconds: outage.points[0].at.seconds,
          lastsSeconds: outage.points[outage.points.count - 1].at.seconds - outage.points[0].at.seconds,
          everySeconds: max(
            1, (outage.points[outage.points.count - 1].at.seconds - outage.points[0].at.seconds) / Double(samples)))
        let timeline = try drill(service, size: size)
        let same = timeline.outages.first { $0.faultAt == outage.outage.faultAt } ?? timeline.outages.first
        sides.append(side(timeline.points, of: service, outage: same, from: outage.outage, target: target(service)))
      }
      return .object([
        ("key", .string(outage.key)), ("reason", .string(words(outage.reason))), ("cause", .string(outage.cause)),
        ("sides", .array(sides)),
      ])
    }
    return .object([("outages", .array(outages))])
  }

  private static func words(_ reason: ShownOutage.Reason) -> String {
    switch reason {
    case .failover: "a site's loss that the failover ended"
    case .late: "a site's loss that the failover came too late for"
    case .longest: "the longest of all"
    }
  }

  private static func target(_ service: Service) -> Double? {
    service.objectives.recovery.first { $0.scope == .region }?.withinSeconds
  }

  /// One design's course in seconds since the fault of the outage that is played.
  ///
  /// - Parameters:
  ///   - outage: The design's own; nil where it answered all through.
  ///   - played: The outage whose fault is the zero of the axis.
  private static func side(
    _ points: [Timeline.Point], of service: Service, outage: Outage?, from played: Outage? = nil, target: Double?
  ) -> JSONValue {
    let zero = (played ?? outage)?.faultAt.seconds ?? 0
    let course = thinned(points)
    let sites = service.sites.indices.filter { service.sites[$0].keep > .nothing }
    let phases = outage.map { outagePhases(of: outage ?? $0, points: points, service: service) } ?? []
    let shift = (outage?.faultAt.seconds ?? zero) - zero
    let over = outage.map { $0.end.seconds - zero } ?? 0
    let lostBefore = points.first?.lostRequests ?? 0
    let chart = OutageChart(
      title: "\(service.design.name): demand and answers, second by second",
      phases: phases.map {
        OutageChart.Phase(lane: $0.lane, from: $0.fromSeconds + shift, to: $0.toSeconds + shift, words: $0.words)
      },
      points: course.map {
        OutageChart.Point(
          seconds: $0.at.seconds - zero, demand: $0.demandRPS, answered: $0.answeredRPS, capacity: $0.capacityRPS)
      }, over: min(over, (points.last?.at.seconds ?? zero) - zero), target: target,
      lost: (points.last?.lostRequests ?? 0) - lostBefore)
    let axis = chart.timeAxis(width: Drawing.phone)
    func series(_ value: (Timeline.Point) -> Double) -> JSONValue { .array(course.map { .number(value($0)) }) }
    return .object([
      ("design", .string(service.design.name)), ("chart", .string(chart.drawing.narrow)),
      ("left", .number(axis.shares.lowerBound)), ("right", .number(axis.shares.upperBound)),
      ("from", .number(axis.seconds.lowerBound)), ("to", .number(axis.seconds.upperBound)), ("over", .number(over)),
      ("target", target.map { .number($0) } ?? .null),
      ("starts", .array(Set(phases.map { $0.fromSeconds + shift }).sorted().map { .number($0) })),
      ("seconds", series { $0.at.seconds - zero }), ("demand", series(\.demandRPS)),
      ("answered", series(\.answeredRPS)), ("lost", series { $0.lostRequests - lostBefore }),
      (
        "sites",
        .array(
          sites.map { site in
            .object([
              ("name", .string(service.sites[site].name)), ("ready", series { Double($0.sites[site].ready) }),
              ("starting", series { Double($0.sites[site].pending) }),
              ("share", series { $0.sites[site].trafficShare }),
            ])
          })
      ),
    ])
  }

  /// Instants at which something moved, and the ends.
  private static func thinned(_ points: [Timeline.Point]) -> [Timeline.Point] {
    let stride = max(1, points.count / samples)
    return points.indices.filter { index in
      index == 0 || index == points.count - 1 || index % stride == 0
        || points[index].answeredRPS != points[index - 1].answeredRPS
    }.map { points[$0] }
  }
}
