import CapacityPlanning
import Costing
internal import Currencies
import ServiceModel
import Workbooks

/// The first sheet: each design in a row, what it costs, what it loses, and when it pays.
struct SummarySheet {
  static let name = "Summary"
  private static let top = 9

  private let book: CostBook
  private let usage: UsageSheet
  private let review: StoredReview

  init(_ book: CostBook, usage: UsageSheet, review: StoredReview) {
    (self.book, self.usage, self.review) = (book, usage, review)
  }

  private enum Column: CaseIterable {
    case design, topology, verdict, cost, error, premium, premiumShare, minutes, loss, total, cash, perOutput, perToken
    case from, to, atValue

    var heading: String {
      switch self {
      case .design: "Design"
      case .topology: "Topology"
      case .verdict: "Meets the objectives"
      case .cost: "Amortised a year, \(Currency.ofStudy)"
      case .error: "+- simulated, \(Currency.ofStudy) (at the plan's prices)"
      case .premium: "Premium over the baseline, \(Currency.ofStudy)"
      case .premiumShare: "Premium, %"
      case .minutes: "Lost minutes a year"
      case .loss: "Outage losses a year, \(Currency.ofStudy)"
      case .total: "With losses, \(Currency.ofStudy)"
      case .cash: "Cash in the first year, \(Currency.ofStudy)"
      case .perOutput: "\(Currency.ofStudy) per million output tokens"
      case .perToken: "\(Currency.ofStudy) per million tokens"
      case .from: "Cheapest from, \(Currency.ofStudy) a lost minute"
      case .to: "Cheapest up to, \(Currency.ofStudy) a lost minute"
      case .atValue: "Total at the value of a lost minute, \(Currency.ofStudy)"
      }
    }
  }

  private var columns: [Column] { Column.allCases.filter { $0 != .cash || book.showsCash } }
  private func place(_ column: Column, _ design: Int) -> Place {
    Place(SummarySheet.top + design, columns.firstIndex(of: column) ?? 0)
  }
  private func area(_ column: Column) -> Area {
    Area(place(column, 0), place(column, book.designs.count - 1))
  }

  func name(of design: Int) -> Place { place(.design, design) }
  func cost(of design: Int) -> Place { place(.cost, design) }
  func minutes(of design: Int) -> Place { place(.minutes, design) }

  private static let value = Place(4, 1)
  private static let hours = Place(5, 1)
  private static let yearHours = Place(6, 1)
  static var names: [(name: String, refersTo: String)] {
    [("lost_minute_value", value), ("hours_basis", hours), ("year_hours", yearHours)].map {
      ($0, $1.fixed(on: name))
    }
  }

  func sheet(_ designs: DesignSheet) -> Sheet {
    var sheet = Sheet(SummarySheet.name)
    sheet.widths = [28] + [Double](repeating: 17, count: columns.count - 1)
    sheet.frozen = Place(0, 1)
    putHead(on: &sheet)
    sheet.put(columns.map { .text($0.heading, Style(.heading)) }, at: SummarySheet.top - 1)
    for design in book.designs.indices {
      sheet.put(columns.map { cell($0, design, designs) }, at: SummarySheet.top + design)
    }
    var row = SummarySheet.top + book.designs.count + 1
    putChart(on: &sheet, at: row)
    row += 23
    for sentence in unpriced + review.trail {
      sheet[row, 0] = .text(sentence, Style(.note))
      row += 1
    }
    return sheet
  }

  /// What a lost minute is worth by the plan, where it says so by minutes alone: a price of requests is another one at each hour, and
  /// one that grows at each length.
  private var planValue: Double? {
    guard let outage = book.repricing.designs.first?.service.prices.outage, outage.growth.isEmpty,
      outage.dollarsPerLostRequest == 0, outage.dollarsPerOutageMinute > 0
    else { return nil }
    return outage.dollarsPerOutageMinute
  }

  private func putHead(on sheet: inout Sheet) {
    let result = book.repricing.result
    sheet[0, 0] = .text("Cost review: \(result.model)", Style(.title))
    sheet[1, 0] = .text(
      "\(book.designs.count) designs, \(result.replications) simulated years of each. Amounts are \(Currency.ofStudy) of a year of"
        + " \(BillingHours.year) h, amortised, and formulas: see Usage for the lines, Prices for what may be changed.",
      Style(.note))
    sheet[2, 0] = .text("Blue on yellow may be changed, and every total follows.", Style(.input))
    sheet[3, 0] = .text("Grey was simulated, and changes only with a new simulation.", Style(.simulated))
    sheet[SummarySheet.value.row, 0] = .text("What a lost minute is worth, \(Currency.ofStudy)")
    let input = Style(.input, .money)
    sheet[SummarySheet.value] = .number(planValue, input)
    let note =
      planValue == nil ? "has no default: empty, no total is worked out" : "the plan's 'prices.outage.per-minute'"
    sheet[SummarySheet.value.row, 2] = .text(note, Style(.note))
    sheet[SummarySheet.hours.row, 0] = .text("Hours that the lines cover")
    sheet[SummarySheet.hours] = .number(book.hours, Style(.plain, .quantity))
    sheet[SummarySheet.yearHours.row, 0] = .text("Hours of a year")
    sheet[SummarySheet.yearHours] = .number(Double(BillingHours.year), Style(.plain, .whole))
  }

  private func cell(_ column: Column, _ design: Int, _ designs: DesignSheet) -> Cell {
    let (money, outcome) = (Style(.plain, .money), book.repricing.designs[design])
    let sheet = outcome.sheet
    let (name, cost) = (place(.design, design).inColumn, place(.cost, design).text)
    func per(_ tokens: Double) -> Cell {
      let millions = outcome.stored.usage.requestsAnswered.mean * tokens / 1e6
      guard millions > 0 else { return .blank(money) }
      return .formula("\(cost)/\(millions)", sheet.amortisedYear.dollars / millions, Style(.plain, .decimals(4)))
    }
    switch column {
    case .design: return .text(outcome.stored.name, Style(.total))
    case .topology: return .text(outcome.stored.topology)
    case .verdict: return .text(outcome.verdict.rawValue, Style(.simulated))
    case .cost: return .formula(usage.costYear(of: name), sheet.amortisedYear.dollars, Style(.total, .money))
    case .error:
      return sheet.isExact
        ? .text("exact", Style(.simulated))
        : .number(DesignOutcome.quantile * sheet.amortisedYearSE.dollars, Style(.simulated, .money))
    case .premium:
      guard let baseline = book.baseline else { return .blank(money) }
      let premium = sheet.amortisedYear - book.sheets[baseline].amortisedYear
      return .formula("ROUND(\(cost)-\(place(.cost, baseline).fixed),2)", premium.dollars, money)
    case .premiumShare:
      guard let baseline = book.baseline, book.sheets[baseline].amortisedYear != .zero else {
        return .blank(Style(.plain, .percent))
      }
      let before = book.sheets[baseline].amortisedYear
      return .formula(
        "\(place(.premium, design).text)/\(place(.cost, baseline).fixed)",
        (sheet.amortisedYear - before).dollars / before.dollars, Style(.plain, .percent))
    case .minutes: return .number(outcome.stored.minutesPerYear, Style(.simulated, .decimals(4)))
    case .loss:
      guard let loss = sheet.outageLossYear else { return .blank(money) }
      return .formula(usage.lossYear(of: name), loss.dollars, money)
    case .total:
      guard let total = sheet.totalYear else { return .blank(money) }
      return .formula("ROUND(\(cost)+\(place(.loss, design).text),2)", total.dollars, money)
    case .cash: return .formula(usage.cashYear(of: name), sheet.cashYear.dollars, money)
    case .perOutput: return per(outcome.service.traffic.outputTokens)
    case .perToken: return per(outcome.service.traffic.promptTokens + outcome.service.traffic.outputTokens)
    case .from: return cheapest(design, designs, from: true)
    case .to: return cheapest(design, designs, from: false)
    case .atValue:
      let total: Cell.Result =
        planValue.map { value in
          let dollars = sheet.amortisedYear.dollars + value * outcome.stored.minutesPerYear
          return Cell.Result.number((dollars * 100).rounded() / 100)
        } ?? Cell.Result.text("")
      return .formula(
        "IF(ISNUMBER(lost_minute_value),ROUND(\(cost)+lost_minute_value*\(place(.minutes, design).text),2),\"\")",
        total,
        money)
    }
  }

  /// Cheapest in total between the largest break-even with a design that loses more and the smallest with one that loses
  /// less; of designs that lose as much the cheapest, the first of equals.
  private func cheapest(_ design: Int, _ designs: DesignSheet, from: Bool) -> Cell {
    let (low, high) = ("MAX(0,\(designs.againstWorse(design)))", "MIN(\(designs.againstBetter(design)))")
    let (minutes, costs) = (area(.minutes).fixed, area(.cost).fixed)
    let (own, cost) = (place(.minutes, design).text, place(.cost, design).text)
    let beaten =
      "SUMPRODUCT((\(minutes)=\(own))*((\(costs)<\(cost))+(\(costs)=\(cost))*(ROW(\(costs))<ROW(\(cost)))))>0"
    let isLast = "COUNT(\(designs.againstBetter(design)))=0"
    let never = "OR(\(beaten),AND(NOT(\(isLast)),\(low)>=\(high)))"
    let formula =
      from
      ? "IF(\(never),\"never\",\(low))" : "IF(\(never),\"never\",IF(\(isLast),\"no end\",\(high)))"
    let segment = book.repricing.standings.trade.segment(of: book.designs[design])
    let style = Style(.plain, .money)
    guard let segment else { return .formula(formula, .text("never"), style) }
    let value = from ? segment.fromDollarsPerMinute : segment.toDollarsPerMinute
    return .formula(formula, value.isFinite ? .number(value) : .text("no end"), style)
  }

  private func putChart(on sheet: inout Sheet, at row: Int) {
    let minutes = book.repricing.designs.map(\.stored.minutesPerYear)
    var chart = Chart(
      .points, title: "Cost against lost minutes", horizontal: "lost minutes a year",
      vertical: "amortised a year, \(Currency.ofStudy)",
      series: book.designs.indices.map { design in
        Chart.Series(
          name: place(.design, design).fixed(on: SummarySheet.name),
          categories: place(.minutes, design).fixed(on: SummarySheet.name),
          values: place(.cost, design).fixed(on: SummarySheet.name))
      }, at: Place(row, 0))
    // From the best to the worst it is a factor of hundreds; nothing has no logarithm.
    chart.isLogarithmic = minutes.allSatisfy { $0 > 0 } && (minutes.max() ?? 1) > 20 * (minutes.min() ?? 1)
    chart.columns = 11
    sheet.charts.append(chart)
  }

  private var unpriced: [String] {
    book.repricing.designs.filter { !$0.sheet.unpriced.isEmpty }.map {
      "Not priced in \($0.stored.name): \($0.sheet.unpriced.joined(separator: ", "))."
    }
  }
}
