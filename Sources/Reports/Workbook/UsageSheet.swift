import Costing
internal import Currencies
import Workbooks

/// The sheet of cost lines: what was used, from which price its unit price follows, and the amount as a formula.
struct UsageSheet {
  static let name = "Usage"
  private static let top = 4

  private let book: CostBook
  init(_ book: CostBook) { self.book = book }

  private enum Column: Int, CaseIterable {
    case line, design, month, site, group, item, detail, role, priceClass, beneficiary, quantity, unit, certainty
    case price, unitPrice, cents, amortised, cash, year, cashYear, nodeHours

    var heading: String {
      switch self {
      case .line: "Line"
      case .design: "Design"
      case .month: "Month"
      case .site: "Site"
      case .group: "Group"
      case .item: "Item"
      case .detail: "Detail"
      case .role: "Role"
      case .priceClass: "Price class"
      case .beneficiary: "For"
      case .quantity: "Quantity"
      case .unit: "Unit"
      case .certainty: "Certainty"
      case .price: "Price (sheet Prices)"
      case .unitPrice: "Unit price, \(Currency.ofStudy)"
      case .cents: "Quantity x price, cents"
      case .amortised: "Amortised, \(Currency.ofStudy)"
      case .cash: "Cash, \(Currency.ofStudy)"
      case .year: "Amortised a year, \(Currency.ofStudy)"
      case .cashYear: "Cash in the first year, \(Currency.ofStudy)"
      case .nodeHours: "Node-hours"
      }
    }

    var width: Double {
      switch self {
      case .line, .month, .unit, .certainty, .priceClass, .beneficiary: 11
      case .price, .item: 28
      case .design, .site, .group, .detail, .role, .quantity, .unitPrice, .cents, .amortised, .cash, .year, .cashYear,
        .nodeHours:
        15
      }
    }
  }

  private func area(_ column: Column) -> String {
    let last = max(UsageSheet.top, UsageSheet.top + book.rows.count - 1)
    return Area(Place(UsageSheet.top, column.rawValue), Place(last, column.rawValue)).fixed(on: UsageSheet.name)
  }

  /// A formula for the sum of a column over the lines that agree with all conditions.
  private func sum(_ column: Column, _ conditions: [(Column, String)]) -> String {
    "ROUND(SUMIFS(\(([area(column)] + conditions.flatMap { [area($0.0), $0.1] }).joined(separator: ","))),2)"
  }

  // MARK: What other sheets ask for; a design is a reference to its name

  private static let noLoss = #""<>outage""#

  func costYear(of design: String) -> String { sum(.year, [(.design, design), (.group, UsageSheet.noLoss)]) }
  func lossYear(of design: String) -> String { sum(.year, [(.design, design), (.group, #""outage""#)]) }
  func cashYear(of design: String) -> String { sum(.cashYear, [(.design, design), (.group, UsageSheet.noLoss)]) }
  func costYear(of design: String, role: String) -> String {
    sum(.year, [(.design, design), (.group, UsageSheet.noLoss), (.role, role)])
  }
  func costYear(of design: String, group: String) -> String { sum(.year, [(.design, design), (.group, group)]) }
  func month(_ month: String, of design: String) -> String {
    sum(.amortised, [(.design, design), (.month, month), (.group, UsageSheet.noLoss)])
  }
  func month(_ month: String, of design: String, role: String) -> String {
    sum(.amortised, [(.design, design), (.month, month), (.group, UsageSheet.noLoss), (.role, role)])
  }
  /// Nodes held on average.
  func nodes(of design: String, role: String) -> String {
    let conditions = [area(.design), design, area(.role), role].joined(separator: ",")
    return "SUMIFS(\(area(.nodeHours)),\(conditions))/hours_basis"
  }

  var sheet: Sheet {
    var sheet = Sheet(UsageSheet.name)
    sheet.widths = Column.allCases.map(\.width)
    sheet.frozen = Place(UsageSheet.top, 2)
    sheet.repeated = 3...3
    sheet[0, 0] = .text("Usage and amounts, line by line", Style(.title))
    sheet[1, 0] = .text(
      "A line is quantity times unit price, rounded once to cents, halves to even; all totals are sums of these lines."
        + " Quantities are means over the simulated years and do not follow a price.", Style(.note))
    sheet[2, 0] = .text(
      "Volumes are split by the tiers of the plan that was simulated: a limit of a tier, a share of a credit or a length of a"
        + " commitment that changes needs 'nines cost' or 'nines compare'.", Style(.note))
    sheet.put(Column.allCases.map { .text($0.heading, Style(.heading)) }, at: 3)
    for (index, row) in book.rows.enumerated() {
      sheet.put(cells(row, at: UsageSheet.top + index), at: UsageSheet.top + index)
    }
    sheet.filtered = Area(
      Place(3, 0), Place(UsageSheet.top + max(0, book.rows.count - 1), Column.allCases.count - 1))
    return sheet
  }

  private func cells(_ row: CostBook.Row, at index: Int) -> [Cell] {
    let line = row.line
    func at(_ column: Column) -> String { Place(index, column.rawValue).text }
    let money = Style(.plain, .money)
    let amount = CentFormula.rounded(at(.cents))
    func settled(_ cost: Money, _ isZero: Bool) -> Cell {
      isZero ? .number(0, money) : .formula(amount, cost.dollars, money)
    }
    func yearly(_ column: Column, _ cost: Money, _ month: Money) -> Cell {
      guard book.hours != Double(BillingHours.year) else { return .formula(at(column), cost.dollars, money) }
      return .formula(
        CentFormula.rounded("(ROUND(\(at(column))*100,0)*year_hours/hours_basis)"), cost.dollars, money)
    }
    let isPurchase = line.chargeKind == .purchase
    let exactCents = (line.chargedUnitPrice * line.quantity).dollars * 100
    let cash: [Cell] =
      book.showsCash
      ? [
        settled(line.cashCost, line.isPaidElsewhere),
        line.chargeFrequency == .oneTime
          ? .formula(at(.cash), row.cashYear.dollars, money) : yearly(.cash, row.cashYear, line.cashCost),
      ] : [.blank(money), .blank(money)]
    return [
      .text(line.lineID), .text(line.design.name), .day(line.period.start.daysSinceEpoch, Style(.plain, .month)),
      .text(line.site), .text(line.group.rawValue), .text(line.item), .text(line.sku), .text(line.role.rawValue),
      .text(line.priceClass.rawValue), .text(line.beneficiary),
      .number(line.quantity.units, Style(line.certainty == .simulated ? .simulated : .plain, .quantity)),
      .text(line.unit.rawValue), .text(line.certainty.rawValue), .text(book.prices[row.price].key),
      .formula(
        book.unitPrice(row), Double(line.chargedUnitPrice.microdollars) / 1e6, Style(.plain, .price)),
      .formula("\(at(.quantity))*\(at(.unitPrice))*100", exactCents, Style(.plain, .decimals(4))),
      settled(line.amortisedCost, isPurchase), cash[0], yearly(.amortised, row.year, line.amortisedCost), cash[1],
      line.unitsMean == nil
        ? .number(0, Style(.plain, .quantity))
        : .formula(at(.quantity), line.quantity.units, Style(.plain, .quantity)),
    ]
  }
}
