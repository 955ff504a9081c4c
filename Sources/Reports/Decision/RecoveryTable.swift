import CapacityPlanning
import Experiments
import OutputAnalysis
import ServiceModel

/// How long users wait after the loss of a region, what ends it, and what is lost of their data.
struct RecoveryTable {
  let comparison: Comparison

  var table: TextTable {
    var table = TextTable()
    let classes = comparison.designs[0].service.traffic.classes.filter { $0.state != .stateless }
    table.append(
      ["RECOVERY, region", "back p50", "p95", "failover", "p95", "by it"] + (classes.isEmpty ? [] : ["loses p95"])
        + ["ended by failover"] + (classes.count > 1 ? classes.map { "\($0.name) loses" } : []))
    for design in comparison.designs {
      let figures = design.figures
      let region = figures.scopes.first { $0.scope == .region }
      let losses = classes.map { trafficClass in
        figures.dataLoss.first { $0.name == trafficClass.name }?.seconds.p95
      }
      let share = region.flatMap { $0.outages > 0 ? $0.endedByFailover : nil }
      var cells: [String] = [design.name]
      cells += [Wording.duration(region?.recovery.p50), Wording.duration(region?.recovery.p95)]
      cells += [Wording.duration(region?.failover.p50), Wording.duration(region?.failover.p95)]
      cells.append(share.map(Wording.percent) ?? "-")
      // Of several classes the one that loses most.
      if !classes.isEmpty { cells.append(Wording.duration(losses.compactMap { $0 }.max())) }
      cells.append(share.map { Wording.bar($0) } ?? "-")
      if classes.count > 1 { cells += losses.map { Wording.duration($0) } }
      table.append(cells)
    }
    return table
  }
}
