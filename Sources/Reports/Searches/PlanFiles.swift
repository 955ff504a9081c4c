import CapacityPlanning

/// The files of a planner's result directory: names and contents.
///
/// - Parameter focus: Whether `focus.csv` is among them, where there is a purchase.
public func planFiles(
  _ answer: PlanAnswer, assumptions: [Assumption], focus: Bool = false, trail: Trail? = nil
) -> [(name: String, text: String)] {
  var files = [(name: "result.json", text: planJSON(answer, trail: trail).text)]
  if let search = answer.search { files.append(("designs.csv", designsTable(search).carrying(trail).text)) }
  if !answer.purchases.isEmpty {
    files += [
      ("purchases.csv", purchasesTable(answer.purchases).carrying(trail).text),
      ("position.csv", positionTable(answer.purchases).carrying(trail).text),
      ("options.csv", optionsTable(answer.purchases, search: answer.search).carrying(trail).text),
      ("costs.csv", costsTable(answer.purchaseLines).carrying(trail).text),
    ]
    if focus { files.append(("focus.csv", focusTable(answer.purchaseLines).carrying(trail, inFocus: true).text)) }
  }
  if let roadmap = answer.roadmap { files.append(("roadmap.csv", roadmapTable(roadmap).carrying(trail).text)) }
  return files + [("assumptions.csv", assumptionsTable(assumptions).carrying(trail).text)]
}

/// `designs.csv`: one row for each design of a search, in the order in which the plan spans them.
public func designsTable(_ search: SearchResult) -> CSVTable {
  typealias Column = CSVColumn<SearchedDesign>
  let front = Set(search.front.map(\.index))
  let trade = search.trade
  // The answer alone was simulated on years that had no part in choosing it.
  func fresh(_ design: SearchedDesign) -> SearchedDesign? {
    design.index == search.winner ? search.fresh : nil
  }
  func simulated(_ design: SearchedDesign, _ value: Double?, _ decimals: Int) -> CSVTable.Cell {
    .number(design.years > 0 ? value : nil, decimals: decimals)
  }
  return CSVTable(
    search.designs,
    columns: [
      Column("design_id") { .whole($0.index + 1) },
      Column("design") { .words($0.label) },
      Column("fate") { .words($0.fate.word) },
      Column("years") { .whole($0.years) },
      Column("cost_usd_per_year") { simulated($0, $0.dollars, 2) },
      Column("lost_minutes_per_year") { simulated($0, $0.lostMinutes, 6) },
      Column("lost_minutes_standard_error") { simulated($0, $0.lostMinutesError, 6) },
      Column("region_failover_p95_seconds") { simulated($0, $0.failoverSeconds, 6) },
      Column("worst_objective") { .words($0.worstMiss?.text) },
      Column("required_share") { .number($0.worstMiss?.required, decimals: 6) },
      Column("share") { .number($0.worstMiss?.share, decimals: 6) },
      Column("bottleneck") { .words($0.bottleneck?.name) },
      Column("bottleneck_lost_minutes_per_year") { .number($0.bottleneck?.minutes, decimals: 6) },
      Column("on_front") { .truth(front.contains($0.index)) },
      Column("cheapest_from_usd_per_minute") {
        .number(trade.segment(of: $0.label)?.fromDollarsPerMinute, decimals: 2)
      },
      Column("cheapest_to_usd_per_minute") { .number(trade.segment(of: $0.label)?.toDollarsPerMinute, decimals: 2) },
      Column("excuse") { .words($0.excuse) },
      Column("fresh_years") { .number(fresh($0).map { Double($0.years) }, decimals: 0) },
      Column("fresh_cost_usd_per_year") { .number(fresh($0)?.dollars, decimals: 2) },
      Column("fresh_lost_minutes_per_year") { .number(fresh($0)?.lostMinutes, decimals: 6) },
      Column("fresh_lost_minutes_standard_error") { .number(fresh($0)?.lostMinutesError, decimals: 6) },
    ])
}
