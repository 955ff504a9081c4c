import EventKernel
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// Objectives on months and on rolling thirty days.
///
/// Requests of calendar months are counted: what was demanded and lost in each. Over rolling thirty days an outage's loss is
/// spread evenly over its length, what a year loses outside outages evenly over the year, and demand too.
extension ObjectiveVerdict {
  static func windows(_ record: DesignRecord) -> [ObjectiveVerdict] {
    record.service.objectives.windows.enumerated().map { index, objective in
      let windows = record.service.windows(objective.window)
      let worlds = record.worlds.map { world in
        (met: world.windowsKept[index], years: windows.count * world.replications.count)
      }
      let name = objective.window == .month ? "a month" : "30 days"
      return ofWindows(
        worlds, isCertain: record.service.isCertain, text: "availability of \(name) by \(objective.figure.rawValue)",
        subject: .windows(objective.window, objective.figure),
        threshold: objective.atLeast, required: objective.share)
    }
  }
}

/// An objective on windows and where they lie, made once for all replications.
struct WindowLine: Sendable {
  private let objective: WindowObjective
  private let windows: [(from: Double, to: Double)]
  private let horizonHours: Double
  /// The parts of the horizon that each calendar month consists of; empty for other windows, and where time is judged.
  private let parts: [[Int]]

  static func all(of service: Service) -> [WindowLine] {
    service.objectives.windows.map {
      WindowLine(
        objective: $0, windows: service.windows($0.window), horizonHours: service.horizonHours,
        parts: $0.window == .month && $0.figure == .requests ? service.partsOfWholeMonths : [])
    }
  }

  /// Windows of a replication that keep the objective.
  func kept(_ outcome: Outcome) -> Int {
    guard parts.isEmpty else {
      return parts.count { month in
        let demand = month.reduce(Int128(0)) { $0 + outcome.billed.demand(inPart: $1) }
        let lost = month.reduce(Int128(0)) { $0 + outcome.billed.lost(inPart: $1) }
        return Double(lost) <= (1 - objective.atLeast) * Double(demand)
      }
    }
    let demand = Double(outcome.demand) / 1e15
    let minutesPerRequest = demand > 0 ? horizonHours * 60 / demand : 0
    let minutes = outcome.outages.map {
      objective.figure == .time ? $0.downtime.seconds / 60 : $0.requestsLost * minutesPerRequest
    }
    let inside = minutes.reduce(0, +)
    let outside = objective.figure == .time ? 0 : max(0, outcome.lostMinutes - inside)
    guard inside + outside > 0 else { return windows.count }
    return windows.count { window in
      let hours = window.to - window.from
      let lost = zip(outcome.outages, minutes).reduce(outside * hours / horizonHours) { sum, pair in
        sum + pair.1 * pair.0.share(from: window.from, to: window.to)
      }
      return lost <= (1 - objective.atLeast) * hours * 60
    }
  }
}

extension Outage {
  /// The share of its length within the horizon that lies in a window, in hours from the horizon's beginning.
  fileprivate func share(from: Double, to: Double) -> Double {
    let (first, last) = (start.seconds / 3600, countedEnd.seconds / 3600)
    return last > first ? max(0, min(last, to) - max(first, from)) / (last - first) : 0
  }
}
