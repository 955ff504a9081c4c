import EventKernel
import Experiments
import FailoverSimulation
import ServiceModel

/// A timeline with the service that it is of: what `nines drill` prints.
public struct TimelineReport: Sendable {
  let timeline: Timeline
  @Shared var service: Service
  let size: DrillSize
  /// Whether the distance of instants was asked for: the table then has all of them, as the file has.
  let showsEvery: Bool
  /// Sites that run or could run something, by their index in the plan.
  private let shown: [Int]

  public init(_ timeline: Timeline, of service: Service, size: DrillSize, showsEvery: Bool = false) {
    self.timeline = timeline
    self.service = service
    self.size = size
    self.showsEvery = showsEvery
    shown = service.sites.indices.filter { service.sites[$0].keep > .nothing }
  }

  /// What ran so far at the prices of the plan; nil where a site has no price.
  private func dollars(_ point: Timeline.Point) -> Double? {
    shown.reduce(0) { sum, site in
      guard let sum, let price = service.sites[site].node.dollarsPerHour else { return nil }
      return sum + price * point.sites[site].nodeHours
    }
  }

  private func nodeHours(_ point: Timeline.Point) -> Double { shown.reduce(0) { $0 + point.sites[$1].nodeHours } }
  private func coldStarts(_ point: Timeline.Point) -> Int { shown.reduce(0) { $0 + point.sites[$1].coldStarts } }

  /// The instant as a reader of the plan says it: `day 3 08:00:00`.
  private func clock(_ point: Timeline.Point) -> String { clock(point.at) }

  func clock(_ time: SimTime) -> String {
    let seconds = Int(time.seconds)
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    return
      "day \(seconds / 86_400 + 1) \(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  // MARK: Files

  /// `timeline.csv`: a row for each instant; the columns of a site begin with its name.
  public var table: CSVTable {
    typealias Column = CSVColumn<Timeline.Point>
    let figures: [Column] = [
      Column("seconds") { .number($0.at.seconds, decimals: 6) },
      Column("clock") { .text(clock($0)) },
      Column("demand_rps") { .number($0.demandRPS, decimals: 6) },
      Column("answered_rps") { .number($0.answeredRPS, decimals: 6) },
      Column("shed_rps") { .number($0.shedRPS, decimals: 6) },
      Column("capacity_rps") { .number($0.capacityRPS, decimals: 6) },
      Column("requests_shed") { .number($0.lostRequests, decimals: 6) },
      Column("cold_starts") { .whole(coldStarts($0)) },
      Column("node_hours") { .number(nodeHours($0), decimals: 6) },
      Column("cost_usd") { .number(dollars($0), decimals: 2) },
      Column("waiting_requests") { .number($0.waitingRequests, decimals: 6) },
      Column("pooled_requests") { .number($0.pooledRequests, decimals: 6) },
      Column("streams_broken") { .number($0.streamsBroken, decimals: 6) },
      Column("streams_resumed") { .number($0.streamsResumed, decimals: 6) },
      Column("answer") { .words($0.answer?.rawValue) },
    ]
    let steps = (service.execution.steps.map(\.name) + ["restore-data"]).enumerated().map { index, name -> Column in
      CSVColumn("step_\(name)") { .words($0.steps[index]?.rawValue) }
    }
    let nodes = shown.flatMap { site -> [Column] in
      let name = service.sites[site].name
      return [
        Column("\(name)_traffic_share") { .number($0.sites[site].trafficShare, decimals: 6) },
        Column("\(name)_nodes_ready") { .whole($0.sites[site].ready) },
        Column("\(name)_nodes_pending") { .whole($0.sites[site].pending) },
        Column("\(name)_nodes_draining") { .whole($0.sites[site].draining) },
      ]
    }
    return CSVTable(timeline.points, columns: figures + steps + nodes)
  }

  // MARK: Terminal

  /// Two dozen instants, or as many as were asked for, with those of outages, and what they come to.
  public func lines(width: Int) -> [String] {
    let points = timeline.points
    guard let last = points.last else { return ["nothing to show: the plan's horizon ends before"] }
    var table = TextTable()
    table.append(
      ["", "demand/s", "capacity/s", "shed"] + shown.map { service.sites[$0].name }
        + ["cold", "node-hours", "\(Wording.money)"])
    let stride = showsEvery ? 1 : max(1, (points.count + 22) / 24)
    let instants = Set(timeline.instants)
    for index in points.indices
    where index % stride == 0 || index == points.count - 1 || instants.contains(points[index].at) {
      let point = points[index]
      table.append(
        [
          clock(point), Wording.fixed(point.demandRPS, 1), Wording.fixed(point.capacityRPS, 1),
          Wording.whole(point.lostRequests),
        ] + shown.map { nodes(point.sites[$0]) } + [
          String(coldStarts(point)), Wording.fixed(nodeHours(point), 1),
          dollars(point).map { Wording.whole($0) } ?? "-",
        ])
    }
    let cost = dollars(last).map { ", \(Wording.dollars($0))" } ?? ""
    return table.lines(width: width) + outageLines(width: width) + [
      ""
    ]
      + Wording.wrapped(
        "Nodes of a site are ready, +starting, -draining. What is counted is counted from the first line: \(coldStarts(last)) cold starts, "
          + "\(Wording.fixed(nodeHours(last), 1)) node-hours\(cost), \(Wording.whole(last.lostRequests)) requests shed.",
        width: min(width, 120), indent: "")
  }

  private func nodes(_ site: Timeline.SitePoint) -> String {
    "\(site.ready)" + (site.pending > 0 ? "+\(site.pending)" : "") + (site.draining > 0 ? "-\(site.draining)" : "")
  }

  // MARK: Programs

  public var json: JSONValue { timelineJSON }
}
