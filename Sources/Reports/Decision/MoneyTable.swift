import CapacityPlanning
import Costing
import OutputAnalysis

/// What each design costs, from which value of a lost minute it pays, and for what the money goes.
struct MoneyTable {
  let comparison: Comparison

  var table: TextTable {
    var table = TextTable()
    let trade = comparison.trade
    let baseline = comparison.designs.first { $0.sheet.isBaseline } ?? comparison.designs[0]
    table.append([
      "MONEY, $ M a year", "total", "DR %", "$/min", "serving", "standby", "buffer", "reserve", "other", "+-sim",
    ])
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
          pays(design, trade),
        ] + parts.map(Wording.millions)
          + [
            Wording.millions(total - parts.reduce(0, +)),
            sheet.isExact ? "exact" : spread(1.96 * sheet.amortisedYearSE.dollars),
          ])
    }
    return table
  }

  /// Half an interval in millions; less than the last digit is not nothing.
  private func spread(_ dollars: Double) -> String { dollars < 5000 ? "<0.01" : Wording.millions(dollars) }

  private func pays(_ design: ComparedDesign, _ trade: ValueOfALostMinute) -> String {
    if let segment = trade.segment(of: design.name) {
      return segment.fromDollarsPerMinute <= 0 ? "0" : String(Wording.dollars(segment.fromDollarsPerMinute).dropFirst())
    }
    return trade.dominator(of: design.name) == nil ? "never" : "dominated"
  }
}
