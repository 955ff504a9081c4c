import CostCheck
import Costing
import Reports
import ServiceModel
import Testing

/// The text of a numeric cell.
private func digits(_ cell: CSVTable.Cell) -> String? {
  if case .number(let digits) = cell { digits } else { nil }
}

extension CSVTable {
  fileprivate func cells(_ name: String) -> [Cell] {
    let column = header.firstIndex(of: name)!
    return rows.map { $0[column] }
  }

  /// The cells of one row by their column names.
  fileprivate func cell(_ name: String, where column: String, is words: String) -> Cell {
    let row = cells(column).firstIndex(of: .text(words))!
    return cells(name)[row]
  }

  /// Cents summed over a column of money.
  fileprivate func cents(_ name: String) -> Int {
    cells(name).reduce(0) { $0 + (digits($1).map { Int($0.filter { $0 != "." })! } ?? 0) }
  }
}

private let designs: [CheckedDesign] = [
  .none, .backupAndRestore, .pilotLight, .warmStandby, .hotStandby, .activeActive2Bare, .activeActive3Bare,
]

private let outcomes = designs.map {
  DesignOutcome(
    sheet: $0.sheet(.sameProvider), verdict: .undecided, minutesPerYear: $0.minutesPerYear,
    requestsServed: checkedRequestsPerYear, promptTokens: 1155, outputTokens: 211)
}

@Test func costsHaveTheColumnsOfTheContract() {
  let table = costsTable(outcomes[3].sheet.lines)
  #expect(table.header.count == 42)
  #expect(table.header.first == "line_id")
  #expect(table.header.last == "price_basis")
  let standby = table.text.split(separator: "\n").first { $0.contains(",standby,") }
  let cells = standby.map { $0.split(separator: ",", omittingEmptySubsequences: false).dropFirst().map(String.init) }
  #expect(
    cells == [
      "cost-check", "warm-standby", "warm-standby", "false", "2027-01-01", "2027-02-01", "dr", "aws", "us-east-2",
      "dr/h100", "compute", "gpu-nodes", "standby", "production", "usage", "usage_based", "on_demand", "", "", "", "",
      "p5.48xlarge", "H100", "8", "21.0", "15624.0", "node-hours", "55.040000", "55.040000", "55.040000",
      "859944.96", "859944.96", "859944.96", "859944.96", "USD", "fixed", "0.00", "true", "price table", "2026-11-09",
      "list",
    ])
}

/// Rules 2 and 9: the files agree to the cent, because the summaries are sums of the lines.
@Test func filesAgreeToTheCent() {
  let finance = financeSummaryTable(outcomes.map(\.sheet))
  let summary = designSummaryTable(outcomes)
  for outcome in outcomes {
    let costs = costsTable(outcome.sheet.lines)
    let own = financeSummaryTable([outcome.sheet])
    let year = Int(outcome.sheet.amortisedYear.cents)
    #expect(costs.cents("amortised_cost") == year)
    #expect(own.cents("amortised_year") == year)
    #expect(
      summary.cell("amortised_year", where: "design_id", is: outcome.sheet.design.name)
        == .number(outcome.sheet.amortisedYear.description))
  }
  #expect(finance.cents("amortised_year") == summary.cents("amortised_year"))
  #expect(finance.cents("amortised_3y") == 3 * finance.cents("amortised_year"))
}

@Test func financeSummaryComparesWithTheBaseline() {
  let finance = financeSummaryTable([outcomes[0].sheet, outcomes[3].sheet])
  #expect(finance.header.count == 31)
  #expect(finance.cells("baseline_design_id").allSatisfy { $0 == .text("none") })
  let row = finance.cells("role").firstIndex(of: .text("standby"))!
  #expect(finance.cells("units_peak")[row] == .number("21.0"))
  #expect(finance.cells("units_mean")[row] == .number("21.0"))
  #expect(finance.cells("hours")[row] == .number("8766"))
  #expect(finance.cells("unit_price")[row] == .number("55.040000"))
  #expect(finance.cells("delta_year")[row] == finance.cells("amortised_year")[row], "the baseline has no standby")
  #expect(finance.cells("delta_percent")[row] == .empty)
  let serving = finance.cells("role").lastIndex(of: .text("serving"))!
  #expect(finance.cells("delta_year")[serving] == .number("0.00"))
  #expect(finance.cells("delta_percent")[serving] == .number("0.00"))
}

@Test func designSummaryNamesTheCheapest() {
  let summary = designSummaryTable(outcomes)
  #expect(summary.header.count == 23)
  func cell(_ name: String, _ design: String) -> CSVTable.Cell {
    summary.cell(name, where: "design_id", is: design)
  }
  #expect(cell("cheapest_from_usd_per_minute", "none") == .number("0.00"))
  #expect(cell("cheapest_to_usd_per_minute", "none") == cell("cheapest_from_usd_per_minute", "pilot-light"))
  #expect(cell("cheapest_from_usd_per_minute", "backup-and-restore") == .empty)
  #expect(cell("cheapest_to_usd_per_minute", "active-active-3-bare") == .empty)
  #expect(cell("dominated_by", "hot-standby") == .text("active-active-3-bare"))
  #expect(cell("dominated_by", "none") == .empty)
  #expect(cell("amortised_year_low", "none") == .text("exact"))
  #expect(cell("outage_loss_year", "none") == .empty)
  #expect(cell("total_year", "none") == .empty)
  #expect(cell("dr_premium_year", "none") == .number("0.00"))
  #expect(digits(cell("usd_per_million_output_tokens", "none"))?.hasPrefix("7.31") == true)
  #expect(digits(cell("usd_per_million_tokens", "none"))?.hasPrefix("1.13") == true)
  #expect(cell("requests_served", "none") == .number("21038400000"))
}

/// A cost that varies has an interval around its mean, two standard errors wide on either side.
@Test func aCostThatVariesHasAnInterval() {
  var usage = CheckedDesign.pilotLight.usage
  usage.sites[0].burstNodeHours.standardError = 10
  let sheet = CostSheet(of: CheckedDesign.pilotLight.service(.sameProvider), usage: usage, studyID: "s")
  let summary = designSummaryTable(
    [DesignOutcome(sheet: sheet, verdict: .no, minutesPerYear: 64.7, requestsServed: 1)], quantile: 2)
  let low = Double(digits(summary.cells("amortised_year_low")[0])!)!
  let high = Double(digits(summary.cells("amortised_year_high")[0])!)!
  #expect(abs(high - low - 4 * 550.4) < 0.02)
  #expect(abs((high + low) / 2 - sheet.amortisedYear.dollars) < 0.02)
}

@Test func assumptionsSayWhatTenPercentWouldDo() throws {
  let design = CheckedDesign.warmStandby
  let effects = priceEffects(of: design.service(.sameProvider), usage: design.usage)
  let node = try #require(effects.first { $0.key == "sites.dr.node" })
  // Ten percent of the standby, its drills and its bursts.
  #expect(abs(node.ofTenPercentMore.dollars - 0.1 * (10_132_093.44 + 20_254.72 + 6082)) < 1)
  #expect(abs((node.ofTenPercentMore + node.ofTenPercentLess).dollars) < 0.02)
  let table = assumptionsTable(
    effects.map { Assumption($0, origin: "plan.yaml:7:3") } + Assumption.hours(of: design.sheet(.sameProvider)))
  #expect(table.cell("status", where: "key", is: "sites.dr.node") == .text("list price"))
  #expect(table.cell("status", where: "key", is: "prices.labour") == .text("assumed"))
  #expect(table.cell("value", where: "key", is: "year-factor") == .text("1.0"))
  #expect(table.cell("effect_usd_year_plus_10_percent", where: "key", is: "hours-basis") == .empty)
}

/// What the baseline pays for and a design does not has a row of its own, below zero: the deltas of a design are its premium.
@Test func deltasSumToThePremium() {
  var service = CheckedDesign.none.service(.sameProvider)
  service.design = Design(name: "over-committed", topology: .singleSite)
  service.sites[0].committed = NodeCommitment(nodes: 80, term: .oneYear, dollarsPerHour: 35.776, upfrontShare: 0.5)
  let sheet = CostSheet(of: service, usage: CheckedDesign.none.usage, studyID: "cost-check", isBaseline: false)
  let baseline = CheckedDesign.none.sheet(.sameProvider)
  let table = financeSummaryTable([baseline, sheet])
  let deltas = zip(table.cells("design_id"), table.cells("delta_year")).filter { $0.0 == .text("over-committed") }
    .compactMap { digits($0.1).flatMap { Int($0.filter { $0 != "." }) } }
  #expect(deltas.contains { $0 < -1_000_000_00 }, "nodes on demand are gone")
  #expect(Int128(deltas.reduce(0, +)) == (sheet.amortisedYear - baseline.amortisedYear).cents)
}
