import Costing
import Workbooks

/// The sheet of prices: each value of the plan that a line follows from, to be changed by the reader.
struct PriceSheet {
  static let name = "Prices"
  private static let top = 4

  private let book: CostBook
  init(_ book: CostBook) { self.book = book }

  private func place(of index: Int) -> Place { Place(PriceSheet.top + index, 2) }

  /// What formulas call the prices.
  var names: [(name: String, refersTo: String)] {
    book.prices.enumerated().map { ($1.name, place(of: $0).fixed(on: PriceSheet.name)) }
  }

  var sheet: Sheet {
    var sheet = Sheet(PriceSheet.name)
    sheet.widths = [40, 26, 16, 18, 14, 34, 12, 34]
    sheet.frozen = Place(PriceSheet.top, 1)
    sheet.repeated = 3...3
    sheet[0, 0] = .text("Prices", Style(.title))
    sheet[1, 0] = .text(
      "Change a price in the yellow cells: every amount of the workbook follows, to the cent as 'nines cost --prices' has it.",
      Style(.note))
    sheet[2, 0] = .text(
      "What else moves money - limits of tiers, shares of credits, terms, lives and shares of machines of one's own - stands"
        + " under Assumptions and needs 'nines cost'; what moves usage needs 'nines compare'.", Style(.note))
    sheet.put(
      ["Value of the plan", "Designs", "Price", "Unit", "Basis", "Source", "As of", "Remark"].map {
        .text($0, Style(.heading))
      }, at: 3)
    for (index, price) in book.prices.enumerated() {
      sheet.put(
        [
          .text(price.key),
          .text(price.designs.count == book.designs.count ? "all" : price.designs.joined(separator: ", ")),
          .number(price.dollars, Style(.input, .price)), .text(price.unit), .text(price.origin.basis.rawValue),
          .text(price.origin.source), .text(price.origin.asOf), .text(remark(on: price), Style(.note)),
        ], at: PriceSheet.top + index)
    }
    return sheet
  }

  private func remark(on price: CostBook.Price) -> String {
    guard price.isOfPlan else { return "follows from several values of the plan, which 'nines cost' changes" }
    let isOneOfSeveral = book.prices.filter { $0.key == price.key && $0.isOfPlan }.count > 1
    return isOneOfSeveral ? "other designs pay another price" : ""
  }
}
