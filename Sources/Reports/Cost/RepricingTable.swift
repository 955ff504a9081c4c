import CapacityPlanning
import Costing
import Foundation
internal import Intake
import ServiceModel

/// A repricing for a terminal: what each design costs by group, what has changed, and which is cheapest when.
public struct RepricingTable: Sendable {
  private let repricing: Repricing
  private let width: Int

  public init(_ repricing: Repricing, width: Int) {
    self.repricing = repricing
    self.width = width
  }

  public var lines: [String] {
    let result = repricing.result
    return Wording.wrapped(
      "\(result.model): \(result.designs.count) designs, usage of \(Wording.count(result.replications)) simulated years, "
        + "priced for \(BillingHours.year) h", width: width) + [""] + money + [""] + conclusions
  }

  private var money: [String] {
    let groups = CostGroup.allCases.filter { group in
      repricing.designs.contains { $0.sheet.groupSums.contains { $0.group == group } }
    }
    let losses = repricing.designs.contains { $0.sheet.pricesOutages }
    var table = TextTable()
    table.append(
      ["\(Wording.money) a year"] + groups.map(\.rawValue) + ["total", "+-sim", "before", "change"]
        + (losses ? ["with losses"] : []))
    for design in repricing.designs.sorted(by: { $0.sheet.amortisedYear < $1.sheet.amortisedYear }) {
      let sheet = design.sheet
      var cells = [design.stored.name]
      cells += groups.map { group in
        sheet.groupSums.first { $0.group == group }.map { whole($0.cost.dollars) } ?? "-"
      }
      cells += [
        whole(sheet.amortisedYear.dollars), spread(sheet),
        whole(design.stored.dollarsPerYear), abs(design.change) < 0.5 ? "-" : whole(design.change),
      ]
      if losses { cells.append(sheet.totalYear.map { whole($0.dollars) } ?? "-") }
      table.append(cells)
    }
    return table.lines(width: width)
  }

  private func spread(_ sheet: CostSheet) -> String {
    let half = 1.959964 * sheet.amortisedYearSE.dollars
    return sheet.isExact ? "exact" : half < 0.5 ? "<1" : whole(half)
  }

  private func whole(_ dollars: Double) -> String { Wording.count(Int(nearestWhole(dollars))) }

  private var conclusions: [String] {
    let standings = repricing.standings
    var sentences = [
      TradeSentences.cheapest(standings), TradeSentences.dominated(standings), TradeSentences.tied(standings),
    ].compactMap { $0 }
    var unpriced: [String] = []
    for name in repricing.designs.flatMap(\.sheet.unpriced) where !unpriced.contains(name) { unpriced.append(name) }
    sentences += [ComparisonSentences.unpriced(unpriced)].compactMap { $0 }
    return sentences.flatMap { Wording.wrapped($0, width: width) }
  }
}
