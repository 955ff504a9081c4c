import CostCheck
import Costing
import OutputAnalysis
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

/// A spreadsheet takes `82921902e7` for a number: an id begins with a letter, and no number has three decimals, which
/// are thousands where a point divides those.
@Test func nothingIsReadAsAnotherNumber() {
  let tables = [
    costsTable(outcomes.flatMap(\.sheet.lines)), financeSummaryTable(outcomes.map(\.sheet)),
    designSummaryTable(outcomes),
    focusTable(outcomes.map(\.sheet)),
  ]
  for table in tables {
    for row in table.rows {
      for case .number(let text) in row {
        #expect(Double(text) != nil, "'\(text)' is no number")
        #expect(text.split(separator: ".").dropFirst().first?.count != 3, "'\(text)' may be read as thousands")
      }
    }
  }
  let ids = outcomes.flatMap(\.sheet.lines).map(\.lineID)
  #expect(ids.allSatisfy { $0.wholeMatch(of: /L[0-9a-f]{10}/) != nil })
  #expect(Set(ids).count == ids.count)
}

@Test func costsHaveTheColumnsOfTheContract() {
  let table = costsTable(outcomes[3].sheet.lines)
  // The 42 of the contract, and the team's own words after them.
  #expect(table.header.count == 43)
  #expect(table.header.first == "line_id")
  #expect(table.header.last == "tags")
  let standby = table.text.split(separator: "\n").first { $0.contains(",standby,") }
  let cells = standby.map { $0.split(separator: ",", omittingEmptySubsequences: false).dropFirst().map(String.init) }
  #expect(
    cells == [
      "cost-check", "warm-standby", "warm-standby", "false", "2027-01-01", "2027-02-01", "dr", "aws", "us-east-2",
      "dr/h100", "compute", "gpu-nodes", "standby", "production", "usage", "usage_based", "on_demand", "", "", "", "",
      "p5.48xlarge", "H100", "8", "21.000000", "15624.000000", "node-hours", "55.040000", "55.040000", "55.040000",
      "859944.96", "859944.96", "859944.96", "859944.96", "USD", "fixed", "0.00", "true", "price table", "2026-11-09",
      "list", "",
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
  #expect(finance.cells("units_peak")[row] == .number("21.000000"))
  #expect(finance.cells("units_mean")[row] == .number("21.000000"))
  #expect(finance.cells("hours")[row] == .number("8766"))
  #expect(finance.cells("unit_price")[row] == .number("55.040000"))
  #expect(finance.cells("delta_year")[row] == finance.cells("amortised_year")[row], "the baseline has no standby")
  #expect(finance.cells("delta_percent")[row] == .empty)
  let serving = finance.cells("role").lastIndex(of: .text("serving"))!
  #expect(finance.cells("delta_year")[serving] == .number("0.00"))
  #expect(finance.cells("delta_percent")[serving] == .number("0.00"))
}

/// Twenty-one nodes run and forty-six are held, all under one commitment: sixty-seven at once, whatever lines count them.
@Test func thePeakHasAllNodesOfAMonth() {
  var service = CheckedDesign.warmStandby.service(.sameProvider)
  service.sites[1].reserved = 1
  service.sites[1].committed = NodeCommitment(nodes: 67, term: .oneYear, dollarsPerHour: 35.776)
  let sheet = CostSheet(of: service, usage: CheckedDesign.warmStandby.usage, studyID: "peak")
  let finance = financeSummaryTable([sheet])
  let row = finance.cells("price_class").firstIndex(of: .text("committed_1y"))!
  #expect(finance.cells("units_peak")[row] == .number("67.000000"))
  #expect(finance.cells("units_mean")[row] == .number("67.000000"))
  for (peak, mean) in zip(finance.cells("units_peak"), finance.cells("units_mean")) {
    if let peak = digits(peak), let mean = digits(mean) { #expect(Double(peak)! >= Double(mean)!) }
  }
}

@Test func designSummaryNamesTheCheapest() {
  // Every world as its mean: a design that loses more loses it for certain.
  let summary = designSummaryTable(outcomes) { from, to in
    Interval(exactly: outcomes[to].minutesPerYear - outcomes[from].minutesPerYear)
  }
  #expect(summary.header.count == 27)
  func cell(_ name: String, _ design: String) -> CSVTable.Cell {
    summary.cell(name, where: "design_id", is: design)
  }
  #expect(cell("cheapest_from_usd_per_minute", "none") == .number("0.00"))
  #expect(cell("cheapest_to_usd_per_minute", "none") == cell("cheapest_from_usd_per_minute", "pilot-light"))
  #expect(cell("cheapest_from_usd_per_minute", "backup-and-restore") == .empty)
  #expect(cell("cheapest_to_usd_per_minute", "active-active-3-bare") == .empty)
  #expect(cell("dominated_by", "hot-standby") == .text("active-active-3-bare"))
  #expect(cell("dominated_by", "none") == .empty)
  // Columns of numbers hold numbers or nothing, with a flag beside.
  #expect(cell("amortised_year_low", "none") == .empty && cell("amortised_year_high", "none") == .empty)
  #expect(cell("amortised_year_exact", "none") == .text("true"))
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

/// Two designs whose bursts cost the same in each world, 0, 100 and 200 node-hours of them: what one costs more is a person's
/// year for certain, however unsure each cost is, and so is where it pays for ten minutes less.
@Test func whereADesignPaysFollowsFromPairedCosts() throws {
  var usage = CheckedDesign.pilotLight.usage
  let burst = usage.sites.firstIndex { $0.site == "dr" }!
  usage.worlds = [0.0, 100, 200].map { hours in
    var world = CheckedDesign.pilotLight.usage
    world.sites[burst].burstNodeHours = Estimate(hours)
    return world
  }
  let cheap = CheckedDesign.pilotLight.service(.sameProvider)
  var dear = cheap
  dear.design.name = "dear"
  dear.prices.labour?.persons += 1
  let summary = designSummaryTable(
    [(cheap, 100.0), (dear, 90)].map { service, minutes in
      DesignOutcome(
        sheet: CostSheet(of: service, usage: usage, studyID: "s"), verdict: .no, minutesPerYear: minutes,
        requestsServed: 1)
    }
  ) { from, to in Interval(exactly: from == to ? 0 : from < to ? -10 : 10) }
  let year = try #require(cheap.prices.labour).dollarsPerPersonYear
  // Each cost has a standard error of 3,178 dollars: the ends would lie hundreds of dollars a minute apart.
  #expect(summary.cell("amortised_year_exact", where: "design_id", is: "dear") == .text("false"))
  for column in ["cheapest_from_low_usd_per_minute", "cheapest_from_high_usd_per_minute"] {
    let end = try #require(digits(summary.cell(column, where: "design_id", is: "dear")).flatMap { Double($0) })
    #expect(abs(end - year / 10) < 0.02, "\(column) is \(end)")
  }
}

@Test func assumptionsSayWhatTenPercentWouldDo() throws {
  let design = CheckedDesign.warmStandby
  let effects = priceEffects(of: design.service(.sameProvider), usage: design.usage)
  let node = try #require(effects.first { $0.key == "sites.dr.node.price" })
  // Ten percent of the standby, its drills and its bursts.
  #expect(abs(node.ofTenPercentMore.dollars - 0.1 * (10_132_093.44 + 20_254.72 + 6082)) < 1)
  #expect(abs((node.ofTenPercentMore + node.ofTenPercentLess).dollars) < 0.02)
  // The row of a plan gets the effect on the design that its price moves most; what is no price has none.
  let rows = ["sites.dr.node.price", "prices.user-egress.tiers.10TB", "traffic.peak"].map {
    Assumption(key: $0, value: "1", unit: "", origin: "plan.yaml:7:3", status: "assumed")
  }
  let used = [CheckedDesign.none, design].map { UsedDesign($0.service(.sameProvider), $0.usage) }
  let table = assumptionsTable(
    Assumption.withEffects(rows, of: used) { $0.hasSuffix("10TB") ? "prices.user-egress.tiers.1" : nil }
      + Assumption.hours(of: design.sheet(.sameProvider)))
  #expect(
    table.cell("effect_usd_year_plus_10_percent", where: "key", is: "sites.dr.node.price")
      == .number(node.ofTenPercentMore.description))
  #expect(table.cell("effect_design_id", where: "key", is: "sites.dr.node.price") == .text("warm-standby"))
  // 10 TB a month at 9 cents: 10,000 GB x 12.008 months x 0.009, in the months of a year of 8766 h.
  let tier = digits(table.cell("effect_usd_year_plus_10_percent", where: "key", is: "prices.user-egress.tiers.10TB"))
  let known = 10_000 * (12 + 6.0 / 744) * 0.009
  let found = tier.flatMap(Double.init) ?? .nan
  #expect(abs(found - known) < 0.02)
  #expect(table.cell("effect_usd_year_plus_10_percent", where: "key", is: "traffic.peak") == .empty)
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
