import CapacityPlanning
public import Costing
public import OutputAnalysis

/// What `design_summary.csv` says of one design beside its costs.
public struct DesignOutcome: Sendable {
  /// Whether the design meets the plan's objectives.
  public enum Verdict: String, CaseIterable, Sendable {
    case yes, no, undecided
    case notJudged = "not judged"
  }
  /// Standard errors on either side of a mean for 95 %.
  public static let quantile = 1.959964

  public var sheet: CostSheet
  public var verdict: Verdict
  /// Minutes lost in a year of 8766 h, weighted by requests.
  public var minutesPerYear: Double
  /// Requests answered in such a year.
  public var requestsServed: Double
  /// Mean tokens of a request; zero where the plan does not say.
  public var promptTokens: Double
  public var outputTokens: Double

  public init(
    sheet: CostSheet, verdict: Verdict, minutesPerYear: Double, requestsServed: Double, promptTokens: Double = 0,
    outputTokens: Double = 0
  ) {
    self.sheet = sheet
    self.verdict = verdict
    self.minutesPerYear = minutesPerYear
    self.requestsServed = requestsServed
    self.promptTokens = promptTokens
    self.outputTokens = outputTokens
  }

  /// What a million answered requests cost, and a million tokens of them, amortised; nil where there are none.
  var dollarsPerMillionRequests: Double? { dollarsPerMillion(1) }
  var dollarsPerMillionOutputTokens: Double? { dollarsPerMillion(outputTokens) }
  var dollarsPerMillionTokens: Double? { dollarsPerMillion(promptTokens + outputTokens) }

  private func dollarsPerMillion(_ ofARequest: Double) -> Double? {
    let millions = requestsServed * ofARequest / 1e6
    return millions > 0 ? sheet.amortisedYear.dollars / millions : nil
  }
}

/// `design_summary.csv`: one row per design, with what a lost minute must be worth for it to be the cheapest.
///
/// - Parameter quantile: Standard errors on either side of the mean cost. A cost that does not vary has
///   neither bound and says so in the column behind them.
/// - Parameter difference: Lost minutes of the second design less those of the first, paired; nil where nobody knows how
///   sure they are, and then neither is said to beat the other.
public func designSummaryTable(
  _ outcomes: [DesignOutcome], quantile: Double = DesignOutcome.quantile,
  difference: (_ from: Int, _ to: Int) -> Interval? = { _, _ in nil }
) -> CSVTable {
  let standings = TradeStandings(
    outcomes.map { .init(name: $0.sheet.design.name, cost: $0.sheet.yearlyCost, minutes: $0.minutesPerYear) },
    cost: { outcomes[$0].sheet.premium(of: outcomes[$1].sheet) }, difference: difference)
  let baseline = outcomes.first { $0.sheet.isBaseline }?.sheet
  return CSVTable(outcomes, columns: columns(standings, baseline: baseline, quantile: quantile))
}

private typealias Column = CSVColumn<DesignOutcome>

private func columns(
  _ standings: TradeStandings, baseline: CostSheet?, quantile: Double
) -> [CSVColumn<DesignOutcome>] {
  let minutes = standings.trade
  func paysFrom(_ outcome: DesignOutcome, _ end: (Interval) -> Double) -> CSVTable.Cell {
    let name = outcome.sheet.design.name
    return .number(standings.breakEvens.first { $0.to == name }.map { end($0.dollarsPerMinute) }, decimals: 2)
  }
  func bound(_ sheet: CostSheet, _ sign: Double) -> CSVTable.Cell {
    if sheet.isExact { return .empty }
    return .number(sheet.amortisedYear.dollars + sign * quantile * sheet.amortisedYearSE.dollars, decimals: 2)
  }
  return [
    Column("design_id") { .words($0.sheet.design.name) },
    Column("topology") { .choice($0.sheet.design.topology) },
    Column("meets_objectives") { .choice($0.verdict) },
    Column("amortised_year") { .money($0.sheet.amortisedYear) },
    Column("amortised_year_low") { bound($0.sheet, -1) },
    Column("amortised_year_high") { bound($0.sheet, 1) },
    Column("amortised_year_exact") { .truth($0.sheet.isExact) },
    Column("cash_year_1") { .money($0.sheet.cashYear) },
    Column("amortised_3y") { .money($0.sheet.amortisedYear * 3) },
    Column("cash_3y") { .money($0.sheet.cashThreeYears) },
    Column("prepaid_year_end") { .money($0.sheet.prepaidAtYearEnd) },
    Column("dr_premium_year") { outcome in .money(baseline.map { outcome.sheet.amortisedYear - $0.amortisedYear }) },
    Column("outage_minutes_year") { .number($0.minutesPerYear, decimals: 4) },
    Column("outage_loss_year") { .money($0.sheet.outageLossYear) },
    Column("total_year") { .money($0.sheet.totalYear) },
    Column("requests_served") { .number($0.requestsServed, decimals: 0) },
    Column("output_tokens") { outcome in
      .number(outcome.outputTokens > 0 ? outcome.requestsServed * outcome.outputTokens : nil, decimals: 0)
    },
    Column("usd_per_million_output_tokens") { .number($0.dollarsPerMillionOutputTokens, decimals: 4) },
    Column("usd_per_million_tokens") { .number($0.dollarsPerMillionTokens, decimals: 4) },
    Column("usd_per_avoided_minute_from_previous") {
      .number(minutes.dollarsPerAvoidedMinute(of: $0.sheet.design.name), decimals: 2)
    },
    Column("cheapest_from_usd_per_minute") {
      .number(minutes.segment(of: $0.sheet.design.name)?.fromDollarsPerMinute, decimals: 2)
    },
    Column("cheapest_to_usd_per_minute") {
      .number(minutes.segment(of: $0.sheet.design.name)?.toDollarsPerMinute, decimals: 2)
    },
    Column("displaced_year") { outcome in
      .money(outcome.sheet.displaced.isEmpty ? nil : outcome.sheet.displaced.reduce(.zero) { $0 + $1.saved })
    },
    Column("cheapest_from_low_usd_per_minute") { paysFrom($0, \.low) },
    Column("cheapest_from_high_usd_per_minute") { paysFrom($0, \.high) },
    Column("dominated_by") {
      if case .dominated(let better) = standings.standing(of: $0.sheet.design.name) { .words(better) } else { .empty }
    },
    Column("tied_with") {
      if case .tied(let other) = standings.standing(of: $0.sheet.design.name) { .words(other) } else { .empty }
    },
  ]
}
