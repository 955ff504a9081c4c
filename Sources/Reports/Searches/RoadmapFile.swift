import CapacityPlanning
import OutputAnalysis

/// `roadmap.csv`: one row for each stage.
public func roadmapTable(_ roadmap: Roadmap) -> CSVTable {
  typealias Column = CSVColumn<Roadmap.Stage>
  return CSVTable(
    roadmap.stages,
    columns: [
      Column("design") { .words($0.design.label) },
      Column("from") { .words($0.from.description) },
      Column("months") { .whole($0.months) },
      Column("cost_usd_per_year") { .number($0.design.dollars, decimals: 2) },
      Column("lost_minutes_per_year") { .number($0.design.lostMinutes, decimals: 6) },
      Column("stage_cost_usd") { .number($0.dollars, decimals: 2) },
      Column("stage_lost_minutes") { .number($0.lostMinutes, decimals: 6) },
      Column("region_failover_p95_seconds") { .number($0.design.failoverSeconds, decimals: 6) },
      Column("verdict") { .words($0.verdict) },
      Column("worst_objective") { .words($0.design.worstMiss?.text) },
      Column("share") { .number($0.design.worstMiss?.share, decimals: 6) },
      Column("bottleneck") { .words($0.design.bottleneck?.name) },
      Column("bottleneck_lost_minutes_per_year") { .number($0.design.bottleneck?.minutes, decimals: 6) },
    ])
}

extension Roadmap.Stage {
  /// Over all objectives: one that is missed decides.
  var verdict: String {
    Verdict.over(design.objectives.map(\.verdict)).rawValue
  }
}

/// A roadmap for programs.
func roadmapJSON(_ roadmap: Roadmap) -> JSONValue {
  .object([
    ("cost_usd", .number(roadmap.dollars)),
    ("lost_minutes", .number(roadmap.lostMinutes)),
    (
      "stages",
      .array(
        roadmap.stages.map { stage in
          .object([
            ("design", .string(stage.design.label)), ("from", .string(stage.from.description)),
            ("months", .integer(stage.months)), ("cost_usd_per_year", .number(stage.design.dollars)),
            ("lost_minutes_per_year", .number(stage.design.lostMinutes)),
            ("stage_cost_usd", .number(stage.dollars)), ("stage_lost_minutes", .number(stage.lostMinutes)),
            ("region_failover_p95_seconds", stage.design.failoverSeconds.map { .number($0) } ?? .null),
            ("verdict", .string(stage.verdict)),
            ("bottleneck", stage.design.bottleneck.map { .string($0.name) } ?? .null),
          ])
        })
    ),
  ])
}

/// A roadmap for a terminal.
func roadmapLines(_ roadmap: Roadmap, width: Int) -> [String] {
  var table = TextTable()
  table.append([
    "ROADMAP", "from", "months", "\(Wording.money) M/y", "lost min/y", "+-", "failover P95", "objectives",
    "\(Wording.money) M of stage",
    "lost min of stage",
  ])
  for stage in roadmap.stages {
    table.append([
      stage.design.label, stage.from.description, "\(stage.months)", Wording.fixed(stage.design.dollars / 1e6, 2),
      Wording.minutes(stage.design.lostMinutes), Wording.minutes(1.96 * stage.design.lostMinutesError),
      Wording.durationBetweenEnds(stage.design.failoverSeconds, stage.design.failoverKnown), stage.verdict,
      Wording.fixed(stage.dollars / 1e6, 2),
      Wording.minutes(stage.lostMinutes),
    ])
  }
  var sentences = [SearchSentences.stages(dollars: roadmap.dollars, minutes: roadmap.lostMinutes)]
  if let last = roadmap.stages.last, roadmap.stages.count > 1 {
    let standing = roadmap.standing(last)
    sentences.append(
      SearchSentences.standing(
        last.design.label, dollars: standing.dollars, minutes: standing.lostMinutes,
        spared: standing.dollars - roadmap.dollars, lost: roadmap.lostMinutesMore))
  }
  return table.lines(width: width) + sentences.flatMap { Wording.wrapped($0, width: width) }
}
