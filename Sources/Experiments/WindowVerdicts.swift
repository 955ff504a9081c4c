import EventKernel
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// Objectives on months and on rolling thirty days, from the ledger.
///
/// An outage's loss is spread evenly over its length, what a year loses outside outages evenly over the year, and demand
/// too: a month's requests are its share of the horizon.
extension ObjectiveVerdict {
  static func windows(_ record: DesignRecord) -> [ObjectiveVerdict] {
    record.service.objectives.windows.map { objective in
      let windows = record.service.windows(objective.window)
      let worlds = record.worlds.map { world in
        (
          met: world.windowsKept(windows, objective, horizonHours: record.service.horizonHours),
          years: windows.count * world.years.count
        )
      }
      let name = objective.window == .month ? "a month" : "30 days"
      let share = windows.isEmpty ? nil : shareOfYearsInterval(worlds)
      return ObjectiveVerdict(
        text: "availability of \(name) by \(objective.figure.rawValue)",
        figure: "\(objective.window.rawValue)_availability_\(objective.figure.rawValue)",
        threshold: objective.atLeast, requiredShare: objective.share, share: share,
        verdict: share.map { OutputAnalysis.verdict(share: $0, required: objective.share) } ?? .undecided,
        worlds: worlds)
    }
  }
}

extension WorldRecord {
  /// Windows of all replications that keep the objective.
  fileprivate func windowsKept(
    _ windows: [(from: Double, to: Double)], _ objective: WindowObjective, horizonHours: Double
  ) -> Int {
    let minutesPerRequest = demand > 0 ? horizonHours * 60 / demand : 0
    // All worlds have the same number of replications, and these are numbered on from world to world.
    var ledger = [[Outage]](repeating: [], count: years.count)
    for row in outages { ledger[row.replication % years.count].append(row.outage) }
    return zip(years, ledger).reduce(0) { kept, pair in
      let (year, rows) = pair
      let minutes = rows.map {
        objective.figure == .time ? $0.downtime.seconds / 60 : $0.requestsLost * minutesPerRequest
      }
      let inside = minutes.reduce(0, +)
      let outside = objective.figure == .time ? 0 : max(0, year.lostMinutes - inside)
      guard inside + outside > 0 else { return kept + windows.count }
      return kept
        + windows.count { window in
          let hours = window.to - window.from
          let lost = zip(rows, minutes).reduce(outside * hours / horizonHours) { sum, pair in
            sum + pair.1 * pair.0.share(from: window.from, to: window.to)
          }
          return lost <= (1 - objective.atLeast) * hours * 60
        }
    }
  }
}

extension Outage {
  /// The share of its length that lies in a window, in hours from the horizon's beginning.
  fileprivate func share(from: Double, to: Double) -> Double {
    let (first, last) = (start.seconds / 3600, end.seconds / 3600)
    return last > first ? max(0, min(last, to) - max(first, from)) / (last - first) : 0
  }
}
