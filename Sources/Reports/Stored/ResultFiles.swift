import CapacityPlanning
import Costing
import Experiments
import EventKernel
import FailoverSimulation
import OutputAnalysis
import ServiceModel

/// The files of a comparison's result directory. Who writes them writes all or none.
///
/// - Parameters:
///   - pictures: What a report shows beside the figures.
///   - focus: Whether `focus.csv` is among them.
///   - ledger: The rows of `outages.csv`.
public func resultFiles(
  _ comparison: Comparison, pictures: ComparisonPictures? = nil, assumptions: [Assumption], focus: Bool = false,
  ledger: LedgerRows, trail: Trail? = nil
) -> [ResultFile] {
  [
    ResultFile(
      name: "result.json", text: comparisonJSON(comparison, pictures: pictures, tally: ledger.tally, trail: trail).text),
    ResultFile(name: "summary.csv", text: summaryTable(comparison).text),
    ResultFile(name: "replications.csv") { try writeReplications(comparison, $0) },
    ResultFile(name: "outages.csv") { piece in
      try piece(CSVTable(header: ledgerHeader).headerLine)
      try ledger.write(piece)
    },
  ]
    + (comparison.designs.contains { !$0.figures.services.isEmpty }
      ? [ResultFile(name: "services.csv", text: servicesTable(comparison).text)] : [])
    + (comparison.records.contains { $0.choice.policy != nil }
      ? [ResultFile(name: "weighted_outages.csv", text: weightedOutagesTable(comparison).text)] : [])
    + pictureFiles(comparison)
    + costFiles(
      comparison.designs.map(DesignOutcome.init), assumptions: assumptions, focus: focus, trail: trail
    ) { from, to in
      let worlds = [from, to].map { comparison.records[$0].lostMinutesByWorld }
      return PairedDifference(from: worlds[0], to: worlds[1]).difference
    }.map {
      ResultFile(name: $0.name, text: $0.text)
    }
}

/// The files that hold money, the same from a simulation and from a stored result.
func costFiles(
  _ outcomes: [DesignOutcome], assumptions: [Assumption], focus: Bool, trail: Trail?,
  difference: (_ from: Int, _ to: Int) -> Interval?
) -> [(name: String, text: String)] {
  let sheets = outcomes.map(\.sheet)
  return [
    ("costs.csv", costsTable(sheets.flatMap(\.lines)).carrying(trail).text),
    ("finance_summary.csv", financeSummaryTable(sheets).carrying(trail).text),
    ("design_summary.csv", designSummaryTable(outcomes, difference: difference).carrying(trail).text),
    ("assumptions.csv", assumptionsTable(assumptions + Assumption.hours(of: sheets[0])).carrying(trail).text),
  ] + (focus ? [("focus.csv", focusTable(sheets).carrying(trail, inFocus: true).text)] : [])
}

extension DesignOutcome {
  init(_ design: ComparedDesign) {
    let figures = design.figures
    let traffic = design.service.traffic
    self.init(
      sheet: design.sheet,
      verdict: Verdict(design.verdict), minutesPerYear: figures.meanLostMinutes,
      requestsServed: design.usage.requestsAnswered.mean, promptTokens: traffic.promptTokens,
      outputTokens: traffic.outputTokens)
  }
}

extension DesignOutcome.Verdict {
  /// As `result.json` says it; nil for any other word.
  init?(stored word: String) {
    guard let verdict = OutputAnalysis.Verdict(rawValue: word) else { return nil }
    self.init(verdict)
  }

  init(_ verdict: OutputAnalysis.Verdict) {
    self =
      switch verdict {
      case .meets: .yes
      case .misses: .no
      case .undecided: .undecided
      case .notJudged: .notJudged
      }
  }
}

/// `summary.csv`: one row per design with the figures of the table.
public func summaryTable(_ comparison: Comparison) -> CSVTable {
  typealias Column = CSVColumn<ComparedDesign>
  func region(_ design: ComparedDesign) -> ScopeFigures? { design.figures.scopes.first { $0.scope == .region } }
  func precise(_ value: Double?) -> CSVTable.Cell { .number(value, decimals: 6) }
  return CSVTable(
    comparison.designs,
    columns: [
      Column("design") { .words($0.name) },
      Column("topology") { .words($0.service.design.topology.rawValue) },
      Column("verdict") { .words($0.verdict.rawValue) },
      Column("years") { .number(Double($0.figures.replications), decimals: 0) },
      Column("lost_minutes_per_year") { precise($0.figures.meanLostMinutes) },
      Column("lost_minutes_low") { precise($0.figures.lostMinutes.interval?.low) },
      Column("lost_minutes_high") { precise($0.figures.lostMinutes.interval?.high) },
      Column("lost_minutes_inputs_low") { precise($0.lostMinutesBand?.low) },
      Column("lost_minutes_inputs_high") { precise($0.lostMinutesBand?.high) },
      Column("bad_year_lost_minutes") { .number($0.figures.badYear, decimals: 6) },
      Column("downtime_minutes_per_year") { precise($0.figures.meanDowntimeMinutes) },
      Column("outages_per_year") { precise($0.figures.outagesPerYear) },
      Column("requests_lost_per_year") { .number($0.figures.meanRequestsLost, decimals: 6) },
      Column("region_recovery_p50_seconds") { .number(region($0)?.recovery.p50, decimals: 6) },
      Column("region_recovery_p95_seconds") { .number(region($0)?.recovery.p95, decimals: 6) },
      Column("region_failover_p50_seconds") { .number(finite(region($0)?.failover.p50), decimals: 6) },
      Column("region_failover_p95_seconds") { .number(finite(region($0)?.failover.p95), decimals: 6) },
      Column("region_ended_by_failover_share") { .number(region($0)?.endedByFailover, decimals: 6) },
      Column("region_absorbed_share") { .number(region($0)?.absorbed, decimals: 6) },
      Column("cost_usd_per_year") { .number($0.sheet.amortisedYear.dollars, decimals: 2) },
      Column("cash_usd_first_year") { .number($0.sheet.cashYear.dollars, decimals: 2) },
    ])
}

private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

/// `replications.csv`: one row per design and replication, a world at a time. What a replication added up over its horizon,
/// for its rows are those of the ledger.
private func writeReplications(_ comparison: Comparison, _ piece: (String) throws -> Void) throws {
  let header = ["design", "world", "replication", "lost_minutes", "downtime_minutes", "requests_lost", "outages"]
  try piece(CSVTable(header: header).headerLine)
  for record in comparison.records {
    let name = CSVTable.Cell.words(record.service.design.name)
    for (world, block) in record.worlds.enumerated() {
      var table = CSVTable(header: header)
      let horizon = record.service.horizon
      for (k, year) in block.replications.enumerated() {
        table.append([
          name, .whole(world), .whole(ReplicationNumber.of(k, inWorld: world)),
          .number(horizon.added(perYear: year.lostMinutes), decimals: 9),
          .number(horizon.added(perYear: year.downtimeMinutes), decimals: 9),
          .number(horizon.added(perYear: year.requestsLost), decimals: 6), .number(Double(year.outages), decimals: 0),
        ])
      }
      try piece(table.body)
    }
  }
}

/// The rows of `outages.csv` on their way into the file.
public struct LedgerRows {
  /// What they add up to; nil where nobody keeps them.
  public let tally: LedgerTally?
  /// Hands out the rows in the order of designs, worlds and replications: the `ledgerLines` of the blocks of a study.
  public let write: (_ piece: (String) throws -> Void) throws -> Void

  public init(tally: LedgerTally?, write: @escaping (_ piece: (String) throws -> Void) throws -> Void) {
    self.tally = tally
    self.write = write
  }

  /// Of a comparison that is printed and not written.
  public static var none: LedgerRows { LedgerRows(tally: nil) { _ in } }
}

/// `outages.csv`: the ledger, one row per outage.
let ledgerHeader = [
  "design", "replication", "start_hours", "fault_hours", "duration_seconds", "recovery_seconds", "cause", "scope",
  "contributing", "ended_by", "detected_seconds", "decided_seconds", "opened_seconds", "failover_seconds",
  "requests_lost", "conversations_cut", "conversations_lost", "nodes_short", "world", "outage",
]

/// The lines of `outages.csv` for one block of a study; a block has whole replications.
public func ledgerLines(_ block: LedgerBlock, of service: Service) -> String {
  var table = CSVTable(header: ledgerHeader)
  var (replication, number) = (-1, 0)
  for row in block.rows {
    number = row.replication == replication ? number + 1 : 1
    replication = row.replication
    table.append(ledgerRow(row, service) + [.whole(block.world), .whole(number)])
  }
  return table.body
}

/// `weighted_outages.csv`: the ledger of the designs that branches estimated, with what each row stands for.
func weightedOutagesTable(_ comparison: Comparison) -> CSVTable {
  // A branch is no course that a drill could show: it has no number in its replication.
  var table = CSVTable(header: ledgerHeader.dropLast() + ["weight"])
  for record in comparison.records {
    for world in record.worlds.indices {
      for row in record.weightedOutages(world: world) {
        let outage = OutageRecord(replication: row.replication, outage: row.outage)
        table.append(ledgerRow(outage, record.service) + [.whole(world), .number(row.weight, decimals: 15)])
      }
    }
  }
  return table
}

private func ledgerRow(_ row: OutageRecord, _ service: Service) -> [CSVTable.Cell] {
  let outage = row.outage
  func since(_ time: SimTime) -> CSVTable.Cell {
    .number(time == .never || time < outage.faultAt ? nil : (time - outage.faultAt).seconds, decimals: 6)
  }
  let cause = service.cause(at: outage.cause)
  return [
    .words(service.design.name), .number(Double(row.replication), decimals: 0),
    .number(outage.start.seconds / 3600, decimals: 6), .number(outage.faultAt.seconds / 3600, decimals: 6),
    .number(outage.downtime.seconds, decimals: 6), .number(outage.recoverySeconds, decimals: 6),
    .words(cause.name), .words(cause.scope?.rawValue ?? "none"),
    .number(Double(outage.contributing), decimals: 0), .words(outage.endedBy.rawValue), since(outage.alarmAt),
    since(outage.decidedAt), since(outage.openedAt), .number(finite(outage.failoverSeconds), decimals: 6),
    .number(outage.requestsLost, decimals: 6), .number(outage.stateLoss.conversationsCut, decimals: 6),
    .number(outage.stateLoss.conversationsLost, decimals: 6), .whole(outage.nodesShort),
  ]
}
