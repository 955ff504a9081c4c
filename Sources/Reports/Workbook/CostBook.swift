import Costing
internal import Currencies
import ServiceModel
import Workbooks

/// What the workbook of a cost review is made of: every cost line with the price of the plan that it follows from, so that
/// its amount can be a formula.
struct CostBook {
  /// A price that a reader may change.
  struct Price: Equatable {
    /// Where a plan writes it; else what it is the price of.
    var key: String
    var dollars: Double
    var unit: String
    var origin: PriceOrigin
    /// Whether the plan has it as one value. What follows from several has none to change.
    var isOfPlan: Bool
    /// Designs that pay it, in their order.
    var designs: [String] = []
    /// By which formulas call it.
    var name = ""

    fileprivate func isSame(as other: Price) -> Bool {
      (key, dollars, unit, isOfPlan) == (other.key, other.dollars, other.unit, other.isOfPlan) && origin == other.origin
    }
  }

  struct Row {
    var line: CostLine
    var design: Int
    var price: Int
    /// What the price is multiplied by to be the line's.
    var factor: Double
    /// Amortised cost per year of 8766 h.
    var year: Money
    /// Cash likewise, of a horizon that is no longer than a year; single payments as they are.
    var cashYear: Money
  }

  let repricing: Repricing
  private(set) var rows: [Row] = []
  private(set) var prices: [Price] = []

  var sheets: [CostSheet] { repricing.designs.map(\.sheet) }
  var designs: [String] { repricing.designs.map(\.stored.name) }
  var hours: Double { sheets[0].hours }
  var periods: [BillingPeriod] { sheets[0].periods }
  /// Where the horizon goes on after a year, the first year has lines of its own, and they are not here.
  var showsCash: Bool { sheets.allSatisfy { $0.firstYearBeforeMore == nil } }
  /// The design that others are compared with.
  var baseline: Int? { sheets.firstIndex(where: \.isBaseline) }

  init(_ repricing: Repricing) {
    self.repricing = repricing
    for (index, design) in repricing.designs.enumerated() {
      let roots = design.sheet.priceRoots(of: design.service, usage: design.stored.usage)
      for (line, root) in zip(design.sheet.lines, roots) {
        let sheet = design.sheet
        let place = place(of: CostBook.price(of: line, root), in: design.stored.name)
        rows.append(
          Row(
            line: line, design: index, price: place, factor: root?.factor ?? 1,
            year: sheet.perYear(line.amortisedCost),
            cashYear: line.chargeFrequency == .oneTime ? line.cashCost : sheet.perYear(line.cashCost)))
      }
    }
    giveNames()
  }

  private static func price(of line: CostLine, _ root: PriceRoot?) -> Price {
    if let root {
      return Price(key: root.key, dollars: root.dollars, unit: root.unit, origin: root.origin, isOfPlan: true)
    }
    let words = [line.site, line.item, line.sku, line.priceClass.rawValue].filter { !$0.isEmpty }
    return Price(
      key: words.joined(separator: " "), dollars: Double(line.chargedUnitPrice.microdollars) / 1e6,
      unit: "\(Currency.ofStudy)/\(line.unit.rawValue)", origin: line.origin, isOfPlan: false)
  }

  private mutating func place(of price: Price, in design: String) -> Int {
    guard let place = prices.firstIndex(where: { $0.isSame(as: price) }) else {
      prices.append(price)
      prices[prices.count - 1].designs = [design]
      return prices.count - 1
    }
    if prices[place].designs.last != design { prices[place].designs.append(design) }
    return place
  }

  /// A letter, digits and lines: what a spreadsheet takes for a name, each once.
  private mutating func giveNames() {
    var seen: [String: Int] = [:]
    for index in prices.indices {
      let plain = prices[index].key.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
      let name = "price_" + plain.prefix(200)
      seen[name, default: 0] += 1
      prices[index].name = seen[name] == 1 ? name : "\(name)_v\(seen[name] ?? 1)"
    }
  }

  /// The unit price of a row as a formula.
  func unitPrice(_ row: Row) -> String {
    let name = prices[row.price].name
    if row.factor == 1 { return "ROUND(\(name),6)" }
    let divisor = (1 / row.factor).rounded()
    // A year's hours and the like; any other factor is written with all its digits.
    if divisor > 1, abs(row.factor * divisor - 1) < 1e-12 { return "ROUND(\(name)/\(hoursText(divisor)),6)" }
    return "ROUND(\(name)*\(String(describing: row.factor).uppercased()),6)"
  }
}

/// How lines of money are counted: to whole cents, halves to even, as everywhere in Nines. A spreadsheet rounds halves up.
enum CentFormula {
  /// - Parameter cents: A formula for an amount in cents, not rounded. A half that lies within what a double can tell of it is one.
  static func rounded(_ cents: String) -> String {
    "IF(ABS(\(cents)-INT(\(cents))-0.5)<=5E-16*ABS(\(cents)),2*ROUND(\(cents)/2,0),ROUND(\(cents),0))/100"
  }
}
