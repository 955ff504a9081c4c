import EventKernel
import FailoverSimulation
import ServiceModel

/// Something that took time in an outage, in seconds since the fault.
public struct OutagePhase: Equatable, Sendable {
  /// What it is a part of: `detect`, `decide`, a step's name, `acquire`, `boot`, `fetch`, `load`, `move`, `check`,
  /// `by hand`.
  public let lane: String
  public let fromSeconds: Double
  public let toSeconds: Double
  public let words: String
}

extension ShownOutage {
  /// What was done, lane by lane, in the order in which it began. An outage that nobody answered has none.
  public var phases: [OutagePhase] { outagePhases(of: outage, points: points, service: service) }
}

/// What was done about an outage, lane by lane, as far as a timeline shows it.
public func outagePhases(of outage: Outage, points: [Timeline.Point], service: Service) -> [OutagePhase] {
  Phases(outage: outage, points: points, service: service).all
}

private struct Phases {
  let outage: Outage
  let points: [Timeline.Point]
  let service: Service

  var all: [OutagePhase] {
    let stamps = [
      stretch("detect", from: outage.faultAt, to: outage.alarmAt, "alarm after"),
      stretch("decide", from: outage.alarmAt, to: outage.decidedAt, "decided in"),
    ].compactMap { $0 }
    return stamps + steps + answers + nodes + moves
  }

  private func since(_ time: SimTime) -> Double { (time - outage.faultAt).seconds }
  private func since(_ point: Timeline.Point) -> Double { since(point.at) }

  private func stretch(_ lane: String, from: SimTime, to: SimTime, _ words: String) -> OutagePhase? {
    guard from != .never, to != .never, to >= from, from >= outage.faultAt else { return nil }
    return OutagePhase(lane: lane, fromSeconds: since(from), toSeconds: since(to), words: words)
  }

  /// Stretches of instants, after the fault, at which something holds.
  private func stretches(_ lane: String, _ words: String, where holds: (Timeline.Point) -> Bool) -> [OutagePhase] {
    var found: [OutagePhase] = []
    var start: Double?
    for point in points where since(point) >= 0 {
      if holds(point), start == nil { start = since(point) }
      if !holds(point), let from = start {
        found.append(OutagePhase(lane: lane, fromSeconds: from, toSeconds: since(point), words: words))
        start = nil
      }
    }
    if let start, let last = points.last, since(last) > start {
      found.append(OutagePhase(lane: lane, fromSeconds: start, toSeconds: since(last), words: words))
    }
    return found
  }

  private var steps: [OutagePhase] {
    let names = service.execution.steps.map(\.name) + ["restore data"]
    return names.enumerated().flatMap { index, name in
      stretches(name, "takes") { point in point.steps.indices.contains(index) && point.steps[index] == .running }
    }
  }

  private var answers: [OutagePhase] {
    stretches("by hand", "people finish in") { $0.answer == .byHand }
      + stretches("wait", "for") { $0.answer == .waiting } + stretches("check", "takes") { $0.answer == .gating }
  }

  /// Nodes that a failover asked for, rung by rung; several climb at a time, so that lanes overlap.
  private var nodes: [OutagePhase] {
    let rungs: [(lane: String, count: (Timeline.Rungs) -> Int, mayBeShort: Bool)] = [
      ("acquire", \.acquiring, true), ("boot", \.booting, false), ("fetch", \.fetching, false),
      ("load", \.loading, false),
    ]
    return service.sites.indices.flatMap { site -> [OutagePhase] in
      let name = service.sites[site].name
      return rungs.flatMap { rung -> [OutagePhase] in
        func count(_ point: Timeline.Point) -> Int { rung.count(point.sites[site].rungs) }
        let most = points.map(count).max() ?? 0
        let short =
          rung.mayBeShort && outage.nodesShort > 0
          ? ", \(outage.nodesShort) of them refused or out of stock," : ""
        return stretches(rung.lane, "\(most) \(most == 1 ? "node" : "nodes") at \(name)\(short) in") { count($0) > 0 }
      }
    }
  }

  /// From the first change of a site's share to the last before the end.
  private var moves: [OutagePhase] {
    service.sites.indices.compactMap { site in
      let changes = zip(points, points.dropFirst()).filter { $0.sites[site].trafficShare < $1.sites[site].trafficShare }
        .map { since($0.1) }.filter { $0 >= 0 && $0 <= since(outage.end) }
      guard let first = changes.first, let last = changes.last else { return nil }
      return OutagePhase(
        lane: "move", fromSeconds: first, toSeconds: last, words: "traffic to \(service.sites[site].name) in")
    }
  }
}
