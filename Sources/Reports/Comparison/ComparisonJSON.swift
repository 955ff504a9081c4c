import CapacityPlanning
import Costing
import Experiments
import OutputAnalysis
import ServiceModel

/// A comparison for programs; the keys are documented in docs/reference/output.md and do not change lightly.
///
/// - Parameters:
///   - pictures: What a report shows beside the figures; the result that is stored has it.
///   - tally: What the rows of `outages.csv` add up to; nil where none are written.
public func comparisonJSON(
  _ comparison: Comparison, pictures: ComparisonPictures? = nil, tally: LedgerTally? = nil, trail: Trail? = nil
) -> JSONValue {
  let service = comparison.designs[0].service
  let standings = comparison.standings
  var designs = comparison.designs.indices.map { index in
    let record = comparison.records[index]
    var (better, equal): (JSONValue, JSONValue) = (.null, .null)
    switch standings.standing(of: comparison.designs[index].name) {
    case .dominated(let name): better = .string(name)
    case .tied(let name): equal = .string(name)
    case .cheapest, .never: break
    }
    return designPairs(comparison.designs[index], record) + [("dominated_by", better), ("tied_with", equal)]
      + [("ledger_reconciles", .bool(tally?.reconciles(record, design: index) ?? record.isReconciled))]
  }
  for (index, reached) in (comparison.precision?.reached ?? []).enumerated() {
    designs[index].append(("precision", precisionJSON(reached)))
  }
  let ranking = comparison.ranking.map { rankingJSON($0, comparison.designs) }
  let value: JSONValue = comparison.dollarsPerLostMinute.map { .number($0) } ?? .null
  // Piece by piece: the sum of all took the compiler five seconds.
  var pairs: [(key: String, value: JSONValue)] = [("model", .string(service.name))]
  if let trail { pairs.append(trail.pair) }
  pairs += [
    ("seed", .natural(comparison.size.seed)),
    ("replications", .integer(comparison.size.replications)),
    ("worlds", .integer(comparison.size.worlds)),
    ("horizon_hours", .number(service.horizonHours)),
    ("designs", .array(designs.map { .object($0) })),
    ("ranking", .array(ranking)),
    ("differences", .array(comparison.differences.map(differenceJSON))),
    ("pairs", .array(comparison.pairs.map(pairJSON))),
    ("break_evens", .array(standings.breakEvens.map(breakEvenJSON))),
    ("usd_per_lost_minute", value),
    ("input_points", .integer(comparison.points.count)),
    ("influences", .array(comparison.influences.map(influenceJSON))),
  ]
  if let precision = comparison.precision { pairs.append(("precision", precisionJSON(precision))) }
  return .object(pairs + (pictures?.pairs ?? []))
}

private func designPairs(_ design: ComparedDesign, _ record: DesignRecord) -> [(key: String, value: JSONValue)] {
  let figures = design.figures
  let year = Horizon.yearMinutes
  let sheet = design.sheet
  var pairs: [(key: String, value: JSONValue)] = [
    ("design", .string(design.name)),
    ("topology", .string(design.service.design.topology.rawValue)),
    ("verdict", .string(design.verdict.rawValue)),
    ("availability_requests", complement(figures.lostMinutes, mean: figures.meanLostMinutes, of: year)),
    ("availability_time", complement(figures.downtimeMinutes, mean: figures.meanDowntimeMinutes, of: year)),
    ("lost_minutes_per_year", json(figures.lostMinutes, mean: figures.meanLostMinutes, band: design.lostMinutesBand)),
    ("downtime_minutes_per_year", json(figures.downtimeMinutes, mean: figures.meanDowntimeMinutes)),
    ("bad_year_lost_minutes", figures.badYear.map { .number($0) } ?? .null),
    ("bad_year_band", badYearJSON(record, design.badYearBand)),
    ("requests_per_year", .number(figures.demandPerYear)),
    ("requests_lost_per_year", json(figures.requestsLost, mean: figures.meanRequestsLost)),
    ("outages_per_year", .number(figures.outagesPerYear)),
    ("objectives", .array(figures.verdicts.enumerated().map { verdictJSON($1, band: design.band(ofObjective: $0)) })),
    ("recovery_seconds", scopesJSON(figures.scopes, \.recovery)),
    ("failover_seconds", scopesJSON(figures.scopes, \.failover)),
    ("failover_phases", failoverPhasesJSON(figures.scopes)),
    (
      "scopes",
      .object(
        figures.scopes.map {
          (
            $0.scope.rawValue,
            .object([
              ("incidents_per_year", .number($0.incidentsPerYear)), ("outages", .integer($0.outages)),
              ("absorbed_share", .number($0.absorbed)), ("ended_by_failover_share", .number($0.endedByFailover)),
            ])
          )
        })
    ),
    (
      "data_loss_seconds",
      .object(figures.dataLoss.map { ($0.name, $0.isStateless ? .string("n/a") : quantiles($0.seconds)) })
    ),
    (
      "causes",
      .array(
        figures.causes.map {
          .object([
            ("cause", .string($0.name)), ("strikes", .string(figures.service.reach(ofCause: $0.name).rawValue)),
            ("lost_minutes_per_year", .number($0.lostMinutes)),
            ("in_outages_per_year", .number($0.inOutages)),
            ("outside_outages_per_year", .number($0.outsideOutages)),
            ("outages_per_year", .number($0.outagesPerYear)),
          ])
        })
    ),
    ("service_levels", figures.serviceLevels.map(serviceLevelsJSON) ?? .null),
    ("cost_usd_per_year", costJSON(sheet, design.costBand)),
    ("cash_usd_first_year", .number(sheet.cashYear.dollars)),
  ]
  if let lesser = figures.lesserAnswers {
    pairs.append(("degraded_share", json(lesser.share, mean: lesser.meanShare)))
    pairs.append(("worth_lost_minutes_per_year", json(lesser.worthLostMinutes, mean: lesser.meanWorthLostMinutes)))
  }
  if let conversations = figures.conversations {
    func perYear(_ figure: (estimate: OutputAnalysis.Estimate, mean: Double)) -> JSONValue {
      json(figure.estimate, mean: figure.mean)
    }
    pairs.append(("conversations_cut_per_year", perYear(conversations.cut)))
    pairs.append(("conversations_lost_per_year", perYear(conversations.lost)))
    pairs.append(("conflicting_changes_per_year", perYear(conversations.conflicting)))
  }
  if let evacuations = figures.evacuations {
    pairs.append(("evacuations", evacuationsJSON(evacuations, of: design.service)))
  }
  pairs += serviceRowsJSON(design)
  if !sheet.displaced.isEmpty { pairs.append(("lent", .array(sheet.displaced.map(lentJSON)))) }
  if let loss = sheet.outageLossYear { pairs.append(("outage_loss_usd_per_year", .number(loss.dollars))) }
  if let total = sheet.totalYear { pairs.append(("total_usd_per_year", .number(total.dollars))) }
  pairs.append(("usage", usageJSON(design.usage)))
  pairs.append(("unpriced", .array(sheet.unpriced.map { .string($0) })))
  pairs += exactPairs(design)
  pairs.append(("yearly_law", yearlyLawsJSON(design)))
  pairs += unitCostPairs(design)
  pairs.append(("removals", .array(CauseRemoval.all(record).map(removalJSON))))
  pairs.append(("cost_usd_by_role", costByRoleJSON(sheet)))
  pairs.append(("cost_usd_by_month", costByMonthJSON(sheet)))
  pairs.append(("curves", curvesJSON(design.curves)))
  if let branches = figures.branches { pairs.append(("estimation", estimationJSON(branches))) }
  return pairs
}

func costJSON(_ sheet: CostSheet, _ band: InputBand? = nil) -> JSONValue {
  let mean = sheet.amortisedYear.dollars
  guard !sheet.isExact else { return withBand([("mean", .number(mean)), ("exact", .bool(true))], band) }
  let error = 1.959964 * sheet.amortisedYearSE.dollars
  return withBand(
    [
      ("mean", .number(mean)), ("low", .number(mean - error)), ("high", .number(mean + error)),
      ("worlds", .array(sheet.yearlyByWorld.map { .number($0) })),
    ], band)
}

func withBand(_ pairs: [(key: String, value: JSONValue)], _ band: InputBand?)
  -> JSONValue
{
  guard let band else { return .object(pairs) }
  return .object(
    pairs + [("inputs_low", .number(band.low)), ("inputs_high", .number(band.high))])
}

/// An estimate as mean, low and high; a bound says that it is one.
func json(_ estimate: OutputAnalysis.Estimate, mean: Double, band: InputBand? = nil) -> JSONValue {
  var pairs: [(key: String, value: JSONValue)] = [("mean", .number(mean))]
  switch estimate {
  case .interval(let interval):
    if interval.isExact {
      pairs.append(("exact", .bool(true)))
    } else {
      pairs += [("low", .number(interval.low)), ("high", .number(interval.high))]
    }
  case .rare(let statement):
    pairs += [("incidents", .integer(statement.incidents)), ("bound", .string(statement.description))]
  case .atMost(let value, let level):
    pairs += [("at_most", .number(value)), ("level", .number(level))]
  case .atLeast(let value, let level):
    pairs += [("at_least", .number(value)), ("level", .number(level))]
  case .noData: pairs = [("mean", .null)]
  }
  return withBand(pairs, band)
}

private func complement(_ estimate: OutputAnalysis.Estimate, mean: Double, of total: Double) -> JSONValue {
  guard case .interval(let interval) = estimate, !interval.isExact else {
    return .object([("mean", .number(1 - mean / total))])
  }
  return .object([
    ("mean", .number(1 - mean / total)), ("low", .number(1 - interval.high / total)),
    ("high", .number(1 - interval.low / total)),
  ])
}

private func verdictJSON(_ verdict: ObjectiveVerdict, band: InputBand?) -> JSONValue {
  .object([
    ("objective", .string(verdict.figure)), ("words", .string(verdict.text)), ("threshold", .number(verdict.threshold)),
    ("required_share", .number(verdict.requiredShare)),
    (
      "share",
      verdict.share.map {
        withBand([("mean", .number($0.estimate)), ("low", .number($0.low)), ("high", .number($0.high))], band)
      }
        ?? .null
    ),
    ("verdict", .string(verdict.verdict.rawValue)),
  ])
}

private func scopesJSON(_ scopes: [ScopeFigures], _ figure: KeyPath<ScopeFigures, QuantileSet>) -> JSONValue {
  .object(scopes.filter { $0[keyPath: figure].count > 0 }.map { ($0.scope.rawValue, quantiles($0[keyPath: figure])) })
}

private func quantiles(_ set: QuantileSet) -> JSONValue {
  func value(_ x: Double?) -> JSONValue { x.map { .number($0) } ?? .null }
  var pairs: [(key: String, value: JSONValue)] = [
    ("p50", value(set.p50)), ("p95", value(set.p95)), ("p99", value(set.p99)), ("count", .integer(set.count)),
  ]
  for (name, estimate) in [("p95_interval", set.p95Interval), ("p99_interval", set.p99Interval)] {
    guard case .interval(let interval)? = estimate else { continue }
    // An end that no observation bounds is left out.
    let ends = [("low", interval.low), ("high", interval.high)].filter { $0.1.isFinite }
    pairs.append((name, .object(ends.map { ($0.0, .number($0.1)) })))
  }
  return .object(pairs)
}

private func differenceJSON(_ difference: DesignDifference) -> JSONValue {
  let interval = difference.lostMinutes.difference
  return .object([
    ("from", .string(difference.from)), ("to", .string(difference.to)),
    (
      "lost_minutes_per_year",
      .object([("mean", .number(interval.estimate)), ("low", .number(interval.low)), ("high", .number(interval.high))])
    ),
    ("cost_usd_per_year", .number(difference.dollarsPerYear)),
    ("correlation", difference.lostMinutes.correlation.map { .number($0) } ?? .null),
    ("variance_reduction", .number(difference.lostMinutes.varianceReduction)),
  ])
}
