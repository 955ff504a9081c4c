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

  /// - Throws: What drilling throws, and `CancellationError` once nobody waits for it.
  static func all(of comparison: Comparison, without: Set<String>) throws -> JSONValue {
    try Task.checkCancellation()
    let order = comparison.designs.indices.sorted {
      (comparison.designs[$0].figures.meanLostMinutes, $0) < (comparison.designs[$1].figures.meanLostMinutes, $1)
    }
    let seed = comparison.size.seed
    // The design without recovery shows nothing; of the others the best has the fewest outages to choose from.
    let chosen = order.filter { comparison.designs[$0].service.design.topology != .singleSite }.prefix(2)
    guard let first = chosen.first else { return .object([("outages", .array([]))]) }
    let other = chosen.dropFirst().first
    let outages = try ShownOutage.all(comparison.records[first], seed: seed, without: without, samples: samples).map {
      shown in
      let services = ([first] + (other.map { [$0] } ?? [])).map { place in
        var service = comparison.records[place].service
        service.failures.removeAll { without.contains($0.name) }
        return service
      }
      let size = try span(of: shown, in: services, seed: seed)
      return JSONValue.object([
        ("key", .string(shown.key)), ("reason", .string(words(shown.reason))), ("cause", .string(shown.cause)),
        (
          "sides",
          .array(
            try services.map { service -> JSONValue in
              try Task.checkCancellation()
              return try side(drill(service, size: size), of: service, zero: shown.outage.faultAt.seconds)
            })
        ),
      ])
    }
    return .object([("outages", .array(outages))])
  }

  /// A stretch in which the outage is over in every design, or a day of it.
  private static func span(of shown: ShownOutage, in services: [Service], seed: UInt64) throws -> DrillSize {
    var size = DrillSize(
      seed: seed, replication: shown.replication, world: ReplicationNumber.place(of: shown.replication).world,
      fromSeconds: shown.points[0].at.seconds, lastsSeconds: 0, everySeconds: 1)
    let (zero, end) = (shown.outage.faultAt.seconds, shown.outage.end.seconds)
    let ends = try services.flatMap { service -> [Double] in
      try Task.checkCancellation()
      return try ledger(service, size: size).filter { $0.endSeconds > zero && $0.startSeconds < end }.map(\.endSeconds)
    }
    let last = min((ends + [end]).max() ?? end, max(end, zero + 86_400))
    size.lastsSeconds = last + 0.1 * (last - zero) + 30 - size.fromSeconds
    size.everySeconds = max(1, (size.lastsSeconds / Double(samples)).rounded(.up))
    return size
  }

  private static func words(_ reason: ShownOutage.Reason) -> String {
    switch reason {
    case .failover: "a site's loss that the failover ended"
    case .late: "a site's loss that the failover came too late for"
    case .longest: "the longest of all"
    }
  }

  /// One design's course in seconds since a fault. What answers all through has no outage there, and loses nothing by it.
  private static func side(_ timeline: Timeline, of service: Service, zero: Double) -> JSONValue {
    let points = timeline.points
    let course = thinned(points)
    let sites = service.sites.indices.filter { service.sites[$0].keep > .nothing }
    let outage = timeline.outages.first { $0.faultAt.seconds >= zero } ?? timeline.outages.last
    let phases = outage.map { outagePhases(of: $0, points: points, service: service) } ?? []
    let shift = (outage?.faultAt.seconds ?? zero) - zero
    let target = service.objectives.recovery.first { $0.scope == .region }?.withinSeconds
    let isOpen = timeline.openSince != nil
    let last = (points.last?.at.seconds ?? zero) - zero
    let over = isOpen ? last : min(outage.map { $0.end.seconds - zero } ?? 0, last)
    let lostBefore = points.first?.lostRequests ?? 0
    let chart = OutageChart(
      title: "\(service.design.name): demand and answers, second by second",
      phases: phases.map {
        OutageChart.Phase(lane: $0.lane, from: $0.fromSeconds + shift, to: $0.toSeconds + shift, words: $0.words)
      },
      points: course.map {
        OutageChart.Point(
          seconds: $0.at.seconds - zero, demand: $0.demandRPS, answered: $0.answeredRPS, capacity: $0.capacityRPS)
      }, over: over, target: target,
      lost: (points.last?.lostRequests ?? 0) - lostBefore)
    let axis = chart.timeAxis(width: Drawing.phone)
    func series(_ value: (Timeline.Point) -> Double) -> JSONValue { .array(course.map { .number(value($0)) }) }
    return .object([
      ("design", .string(service.design.name)), ("open", .bool(isOpen)), ("chart", .string(chart.drawing.narrow)),
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
