import EventKernel
import FailoverSimulation
import ServiceModel

/// Something that took time in an outage, in seconds since the fault.
public struct OutagePhase: Equatable, Sendable {
  /// What it is a part of: `detect`, `decide`, a step's name, `nodes`, `move`, `check`, `by hand`.
  public let lane: String
  public let fromSeconds: Double
  public let toSeconds: Double
  public let words: String
}

extension ShownOutage {
  /// What was done, lane by lane, in the order in which it began. An outage that nobody answered has none.
  public var phases: [OutagePhase] {
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

  /// Nodes on their way at the sites that had traffic moved to them or were asked for nodes.
  private var nodes: [OutagePhase] {
    service.sites.indices.flatMap { site -> [OutagePhase] in
      guard let before = points.last(where: { since($0) < 0 })?.sites[site] ?? points.first?.sites[site] else {
        return []
      }
      let most = points.map { $0.sites[site].pending }.max() ?? 0
      guard most > before.pending else { return [] }
      return stretches("nodes", "\(most) start at \(service.sites[site].name) in") { $0.sites[site].pending > 0 }
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
