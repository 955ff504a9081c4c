import CapacityPlanning
import Experiments
import OutputAnalysis
import ServiceModel

/// The files that hold what a page draws beside the figures of `summary.csv`, row by row.
func pictureFiles(_ comparison: Comparison) -> [ResultFile] {
  [
    ResultFile(name: "pairs.csv", text: pairsTable(comparison).text),
    ResultFile(name: "removals.csv", text: removalsTable(comparison).text),
    ResultFile(name: "phases.csv", text: phasesTable(comparison).text),
    ResultFile(name: "curves.csv", text: curvesTable(comparison).text),
  ]
}

private func precise(_ value: Double?) -> CSVTable.Cell { .number(value, decimals: 6) }

/// `pairs.csv`: lost minutes and cost of one design less those of another, on the same failures.
func pairsTable(_ comparison: Comparison) -> CSVTable {
  typealias Column = CSVColumn<DesignPair>
  return CSVTable(
    comparison.pairs,
    columns: [
      Column("from_design") { .words($0.from) },
      Column("to_design") { .words($0.to) },
      Column("lost_minutes_per_year") { precise($0.lostMinutes.estimate) },
      Column("lost_minutes_low") { precise($0.lostMinutes.low) },
      Column("lost_minutes_high") { precise($0.lostMinutes.high) },
      Column("cost_usd_per_year") { .number($0.dollars.estimate, decimals: 2) },
      Column("cost_usd_low") { .number($0.dollars.low, decimals: 2) },
      Column("cost_usd_high") { .number($0.dollars.high, decimals: 2) },
      Column("inputs_share_with_less") { precise($0.inputsWithLess) },
    ])
}

/// `removals.csv`: which share of the same years keeps an objective without what the ledger books to a cause.
func removalsTable(_ comparison: Comparison) -> CSVTable {
  var table = CSVTable(header: ["design", "cause", "objective", "share", "share_low", "share_high"])
  for record in comparison.records {
    for removal in CauseRemoval.all(record) {
      let share = removal.share
      table.append([
        .words(record.service.design.name), .words(removal.cause), .words(removal.objective), precise(share.estimate),
        precise(share.low), precise(share.high),
      ])
    }
  }
  return table
}

/// `phases.csv`: how long each phase of the failovers that ended an outage took, mean by mean, so that they add up.
func phasesTable(_ comparison: Comparison) -> CSVTable {
  var table = CSVTable(header: ["design", "scope", "phase", "failovers", "mean_seconds"])
  for design in comparison.designs {
    for scope in design.figures.scopes where scope.phases.failovers > 0 {
      for phase in FailoverPhases.Phase.allCases {
        table.append([
          .words(design.name), .words(scope.scope.rawValue), .words(phase.rawValue), .whole(scope.phases.failovers),
          precise(scope.phases.meanSeconds(phase)),
        ])
      }
    }
  }
  return table
}

/// `curves.csv`: every point of every curve, in the order in which they are drawn.
func curvesTable(_ comparison: Comparison) -> CSVTable {
  var table = CSVTable(header: ["design", "curve", "of", "point", "value", "share"])
  for design in comparison.designs {
    func add(_ name: String, _ of: String, _ curve: ShareCurve) {
      for (index, point) in curve.points.enumerated() {
        table.append([
          .words(design.name), .words(name), .words(of), .whole(index + 1), precise(point.value),
          .number(point.share, decimals: 9),
        ])
      }
    }
    let curves = design.curves
    add("lost_minutes_exceeded", "years", curves.lostMinutes)
    for (scope, curve) in curves.recovery { add("recovery_seconds_reached", scope.rawValue, curve) }
    for (scope, curve) in curves.failover { add("failover_seconds_reached", scope.rawValue, curve) }
    for (name, curve) in curves.dataLoss { add("data_loss_seconds_reached", name, curve) }
  }
  return table
}
