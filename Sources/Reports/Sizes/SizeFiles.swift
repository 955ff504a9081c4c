import CapacityPlanning
import ServiceModel

/// The files of a buffer curve's result directory: names and contents.
public func resultFiles(
  _ sized: SizedDesign, assumptions: [Assumption], growths: [Double] = [], months: MonthTable? = nil,
  trail: Trail? = nil
) -> [(name: String, text: String)] {
  [
    ("result.json", sizeJSON(sized, growths: growths, months: months, trail: trail).text),
    ("curve.csv", curveTable(sized).carrying(trail).text),
    ("assumptions.csv", assumptionsTable(assumptions).carrying(trail).text),
  ] + (months.map { [("months.csv", $0.table.carrying(trail).text)] } ?? [])
}

/// `curve.csv`: one row per fleet, from the requirement up.
public func curveTable(_ sized: SizedDesign) -> CSVTable {
  struct Row {
    let point: BufferPoint
    let step: CurveStep?
  }
  typealias Column = CSVColumn<Row>
  let requirement = Double(sized.service.requirementReplicas)
  let rows = sized.points.enumerated().map { index, point in
    Row(point: point, step: index > 0 ? CurveStep(from: sized.points[index - 1], to: point) : nil)
  }
  return CSVTable(
    rows,
    columns: [
      Column("design") { .words($0.point.design.name) },
      Column("nodes") { .whole($0.point.totalNodes) },
      Column("nodes_by_site") { .words($0.point.nodes.map(String.init).joined(separator: "+")) },
      Column("floor_nodes") { .whole($0.point.floor) },
      Column("replicas") { .whole($0.point.replicas) },
      Column("above_requirement_replicas") { .number($0.point.replicasAboveRequirement, decimals: 6) },
      Column("above_requirement_nodes") { .whole($0.point.nodesAboveRequirement) },
      Column("buffer_replicas") { .number($0.point.bufferReplicas, decimals: 6) },
      Column("buffer_nodes") { .whole($0.point.bufferNodes) },
      Column("buffer_percent_of_requirement") { .number($0.point.bufferReplicas / requirement * 100, decimals: 4) },
      Column("reserve_share_percent") {
        .number(sized.shareOfInstalled($0.point.bufferReplicas, $0.point) * 100, decimals: 4)
      },
      Column("site_loss_reserve_nodes") { .whole($0.point.reserveNodes) },
      Column("utilization_percent") { .number($0.point.utilization * 100, decimals: 4) },
      Column("utilization_site_lost_percent") { .number($0.point.utilizationSiteLost.map { $0 * 100 }, decimals: 4) },
      Column("lost_minutes_per_year") { .number($0.point.lostMinutes.estimate, decimals: 6) },
      Column("lost_minutes_low") { .number($0.point.lostMinutes.low, decimals: 6) },
      Column("lost_minutes_high") { .number($0.point.lostMinutes.high, decimals: 6) },
      Column("objective_share") { .number($0.point.objectiveShare?.estimate, decimals: 6) },
      Column("objective_share_low") { .number($0.point.objectiveShare?.low, decimals: 6) },
      Column("objective_share_high") { .number($0.point.objectiveShare?.high, decimals: 6) },
      Column("verdict") { .words($0.point.verdict.rawValue) },
      Column("objective_share_uncertain_peak") {
        .number(sized.uncertainPeak?.fleet(at: $0.point.step)?.shares.first?.estimate, decimals: 6)
      },
      Column("verdict_uncertain_peak") {
        sized.uncertainPeak?.fleet(at: $0.point.step).map { .words($0.verdict.rawValue) } ?? .words("")
      },
      Column("is_answer_uncertain_peak") {
        sized.uncertainPeak == nil ? .words("") : .truth($0.point.step == sized.uncertainPeak?.answer?.step)
      },
      Column("is_answer") { .truth($0.point.step == sized.conclusion.point.step) },
      Column("cost_usd_per_year") { .number($0.point.dollars, decimals: 2) },
      Column("added_cost_usd_per_year") { .number(sized.addedDollars($0.point), decimals: 2) },
      Column("step_cost_usd_per_year") { .number($0.step?.dollars, decimals: 2) },
      Column("step_lost_minutes_per_year") { .number($0.step?.minutes.estimate, decimals: 6) },
      Column("usd_per_avoided_minute") { .number($0.step?.dollarsPerMinute, decimals: 2) },
      Column("years") { .whole($0.point.years) },
    ])
}
