public import Costing

/// `finance_summary.csv`: a year by design, site, pool, role, price class and group, each beside the baseline.
///
/// A group-by of `costs.csv`; there are no total rows, which a pivot would count twice. What the baseline pays for and a
/// design does not has a row of no cost with a negative delta, so that the deltas of a design sum to its premium.
/// Three years are three times the mean year of the horizon, single payments once a term.
public func financeSummaryTable(_ sheets: [CostSheet]) -> CSVTable {
  let baseline = sheets.first { $0.isBaseline }
  let before = baseline.map(financeRows) ?? []
  let baselineCosts = Dictionary(uniqueKeysWithValues: before.map { ($0.key, $0.amortisedYear) })
  let rows = sheets.flatMap { sheet -> [FinanceRow] in
    let own = financeRows(of: sheet)
    let kept = Set(own.map(\.key))
    return (own + before.filter { !kept.contains($0.key) }.map { $0.gone(from: sheet) }).map { row in
      var row = row
      row.baseline = baseline.map { (design: $0.design.name, amortisedYear: baselineCosts[row.key] ?? .zero) }
      return row
    }
  }
  return CSVTable(rows, columns: financeColumns)
}

/// The lines of one design that share a row.
private struct FinanceRow {
  struct Key: Hashable {
    var site, pool: String
    var role: CostRole
    var priceClass: PriceClass
    var group: CostGroup

    init(_ line: CostLine) {
      (site, pool, role) = (line.site, line.pool, line.role)
      (priceClass, group) = (line.priceClass, line.group)
    }
  }
  var key: Key
  var lines: [CostLine]
  /// Those of the first year.
  var firstYear: [CostLine]
  /// Where the lines are from: it knows which hours they cover.
  var sheet: CostSheet
  var baseline: (design: String, amortisedYear: Money)?

  var first: CostLine { lines[0] }
  /// What is used; payments for it, which count the same nodes again, left out.
  var usage: [CostLine] { lines.filter { $0.chargeKind != .purchase } }
  var amortisedYear: Money { sheet.yearly(lines, \.amortisedCost) }
  var cashYear: Money { sheet.cashYear(firstYear) }
  var isNodes: Bool { lines.contains { $0.unitsMean != nil } }
  /// Paid once for a term; nil where nothing is.
  var upfront: Money? {
    let single = firstYear.filter { $0.chargeFrequency == .oneTime }
    return single.isEmpty ? nil : single.reduce(.zero) { $0 + $1.cashCost }
  }
  /// All nodes of a month together. A few hours at the end of a horizon are no month: 0.9 of the longest is February. What is
  /// used in such hours only has its mean over the horizon.
  var unitsPeak: Quantity? {
    guard let mean = unitsMean else { return nil }
    let longest = sheet.periods.map(\.hours).max() ?? 0
    let months = sheet.periods.filter { $0.hours >= 0.9 * longest }.map { month in
      lines.reduce(Quantity.zero) { $1.period == month ? $0 + ($1.unitsMean ?? .zero) : $0 }
    }
    return months.reduce(mean) { max($0, $1) }
  }
  var unitsMean: Quantity? {
    isNodes
      ? Quantity(usage.filter { $0.unitsMean != nil }.reduce(.zero) { $0 + $1.quantity }.units / sheet.hours) : nil
  }

  /// The same row in a design that holds none of it.
  func gone(from sheet: CostSheet) -> FinanceRow {
    var row = self
    row.sheet = sheet
    row.firstYear = []
    for index in row.lines.indices {
      (row.lines[index].studyID, row.lines[index].design) = (sheet.studyID, sheet.design)
      row.lines[index].quantity = .zero
      row.lines[index].unitsMean = row.lines[index].unitsMean.map { _ in .zero }
      row.lines[index].cashCost = .zero
      row.lines[index].amortisedCost = .zero
    }
    return row
  }

  /// A value that all lines of the row share; nil where they differ.
  func common<Value: Equatable>(_ value: (CostLine) -> Value) -> Value? {
    let used = usage.isEmpty ? lines : usage
    let shared = value(used[0])
    return used.allSatisfy { value($0) == shared } ? shared : nil
  }

  var delta: Money? { baseline.map { amortisedYear - $0.amortisedYear } }

  var deltaPercent: Double? {
    guard let baseline, let delta, baseline.amortisedYear != .zero else { return nil }
    return 100 * delta.dollars / baseline.amortisedYear.dollars
  }
}

/// The rows of one design in the order in which its lines first name them.
private func financeRows(of sheet: CostSheet) -> [FinanceRow] {
  var rows: [FinanceRow] = []
  var positions: [FinanceRow.Key: Int] = [:]
  for line in sheet.lines {
    let key = FinanceRow.Key(line)
    if let position = positions[key] {
      rows[position].lines.append(line)
    } else {
      positions[key] = rows.count
      rows.append(FinanceRow(key: key, lines: [line], firstYear: [], sheet: sheet))
    }
  }
  for line in sheet.firstYear {
    if let position = positions[FinanceRow.Key(line)] { rows[position].firstYear.append(line) }
  }
  return rows
}

private typealias Column = CSVColumn<FinanceRow>

private var financeColumns: [CSVColumn<FinanceRow>] {
  [
    Column("study_id") { .words($0.first.studyID) },
    Column("design_id") { .words($0.first.design.name) },
    Column("topology") { .choice($0.first.design.topology) },
    Column("baseline_design_id") { .words($0.baseline?.design) },
    Column("site") { .words($0.key.site) },
    Column("provider") { .words($0.common(\.provider)) },
    Column("region") { .words($0.first.region) },
    Column("pool") { .words($0.key.pool) },
    Column("role") { .choice($0.key.role) },
    Column("cost_group") { .choice($0.key.group) },
    Column("sku") { .words($0.common(\.sku)) },
    Column("gpu_model") { .words($0.first.gpuModel) },
    Column("gpus_per_unit") { .whole($0.first.gpusPerUnit) },
    Column("units_peak") { .quantity($0.unitsPeak) },
    Column("units_mean") { .quantity($0.unitsMean) },
    Column("hours") { .hours($0.isNodes ? $0.sheet.hours : nil) },
    Column("price_class") { .choice($0.key.priceClass) },
    Column("unit_price") { .price($0.common(\.effectiveUnitPrice)) },
    Column("price_basis") { .choice($0.common(\.origin.basis)) },
    Column("price_source") { .words($0.common(\.origin.source)) },
    Column("price_as_of") { .words($0.common(\.origin.asOf)) },
    Column("amortised_month_mean") { .number($0.amortisedYear.dollars / 12, decimals: 2) },
    Column("amortised_year") { .money($0.amortisedYear) },
    Column("cash_year_1") { .money($0.cashYear) },
    Column("upfront") { .money($0.upfront) },
    Column("term_months") { .whole($0.lines.compactMap(\.termMonths).first) },
    Column("amortised_3y") { .money($0.amortisedYear * 3) },
    Column("cash_3y") { .money($0.sheet.cashThreeYears($0.lines)) },
    Column("delta_year") { .money($0.delta) },
    Column("delta_percent") { .number($0.deltaPercent, decimals: 2) },
    Column("certainty") { .choice($0.lines.contains { $0.certainty == .simulated } ? Certainty.simulated : .fixed) },
  ]
}
