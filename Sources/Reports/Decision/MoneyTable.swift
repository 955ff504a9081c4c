import CapacityPlanning
import Costing
import OutputAnalysis

/// What each design costs, from which value of a lost minute it pays, and for what the money goes.
struct MoneyTable {
  let comparison: Comparison

  var table: TextTable {
    var table = TextTable()
    let standings = comparison.standings
    let baseline = comparison.designs.first { $0.sheet.isBaseline } ?? comparison.designs[0]
    let hasUnused = comparison.designs.contains { unused($0.sheet) > 0 }
    table.append(
      [
        "MONEY, \(Wording.money) M a year", "total", "DR %", "\(Wording.money)/min", "serving", "standby", "buffer",
        "reserve", "other", "+-sim",
      ]
        + (hasUnused ? ["paid, unused"] : []))
    for design in comparison.designs {
      let sheet = design.sheet
      func sum(_ role: CostRole) -> Double {
        sheet.yearly(\.amortisedCost) { $0.role == role && $0.group.isOfNodes }.dollars
      }
      let parts = [sum(.serving), sum(.standby), sum(.buffer), sum(.siteReserve)]
      let total = sheet.amortisedYear.dollars
      let premium = total - baseline.sheet.amortisedYear.dollars
      table.append(
        [
          design.name, Wording.millions(total),
          design.name == baseline.name || baseline.sheet.amortisedYear == .zero
            ? "-" : Wording.percent(premium / baseline.sheet.amortisedYear.dollars),
          TradeSentences.paysFrom(standings.standing(of: design.name)),
        ] + parts.map(Wording.millions)
          + [
            Wording.millions(total - parts.reduce(0, +)),
            sheet.isExact ? "exact" : spread(1.96 * sheet.amortisedYearSE.dollars),
          ] + (hasUnused ? [Wording.millions(unused(sheet))] : []))
    }
    return table
  }

  /// Half an interval in millions; less than the last digit is not nothing.
  private func spread(_ dollars: Double) -> String { dollars < 5000 ? "<0.01" : Wording.millions(dollars) }

  /// Commitments that nothing draws and reservations that do not run.
  private func unused(_ sheet: CostSheet) -> Double {
    sheet.yearly(\.amortisedCost) { $0.commitmentStatus == .unused || $0.reservationStatus == .unused }.dollars
  }
}
