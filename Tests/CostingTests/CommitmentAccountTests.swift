import CostCheck
import Costing
import ServiceModel
import Testing

/// What is paid for a commitment and what belongs to each month: the reconciliation rules of cash and amortised cost.
struct CommitmentAccountTests {
  private static func sheet(
    nodes: Int, term: NodeCommitment.Term = .oneYear, price: Double = 35.776, upfront: Double = 0, reserved: Double = 1,
    horizonHours: Double = 8766, begins: CalendarDay = CalendarDay(year: 2027, month: 1, day: 1)
  ) -> CostSheet {
    var service = CheckedDesign.warmStandby.service(.sameProvider, begins: begins)
    service.horizonHours = horizonHours
    service.sites[1].reserved = reserved
    service.sites[1].committed = NodeCommitment(nodes: nodes, term: term, dollarsPerHour: price, upfrontShare: upfront)
    return CostSheet(of: service, usage: CheckedDesign.warmStandby.usage, studyID: "committed")
  }

  private static func drawn(_ sheet: CostSheet) -> [CostLine] {
    sheet.lines.filter { $0.commitmentID != nil && $0.chargeKind == .usage }
  }

  private static func paid(_ sheet: CostSheet) -> [CostLine] { sheet.lines.filter { $0.chargeKind == .purchase } }

  /// Rule 3: over its term what is used and what is not come to what was paid, to half a cent a line, however it is paid. The
  /// price has more decimals than cents, so that months do not round to it by themselves.
  @Test(arguments: [0, 0.37, 1], [1, 21, 67, 90])
  func overATermDrawnAndUndrawnAreThePurchase(upfront: Double, nodes: Int) {
    let sheet = Self.sheet(nodes: nodes, price: 35.776123, upfront: upfront)
    let drawn = Self.drawn(sheet).reduce(Money.zero) { $0 + $1.amortisedCost }
    let paid = Self.paid(sheet).reduce(Money.zero) { $0 + $1.cashCost }
    let exact = UnitPrice(dollars: 35.776123) * Quantity(nodes * 8766)
    func halfCents(_ lines: [CostLine]) -> UInt128 { UInt128(lines.count) * 5_000_000_000 }
    #expect((drawn - exact).picodollars.magnitude <= halfCents(Self.drawn(sheet)))
    #expect((paid - exact).picodollars.magnitude <= halfCents(Self.paid(sheet)))
    #expect(Self.drawn(sheet).allSatisfy { $0.cashCost == .zero })
    #expect(Self.paid(sheet).allSatisfy { $0.amortisedCost == .zero && $0.quantity > .zero })
  }

  /// Rule 3, second half: over part of a term it is the purchase times elapsed hours over hours of the term.
  @Test func overPartOfATermItIsThePartThatHasElapsed() {
    let sheet = Self.sheet(nodes: 67, term: .threeYears, price: 24.768, upfront: 1)
    let paid = Self.paid(sheet)
    #expect(paid.map(\.item) == ["commitment-upfront"])
    #expect(paid.map(\.chargeFrequency) == [.oneTime])
    #expect(paid[0].period == sheet.periods[0])
    let term = UnitPrice(dollars: 24.768) * Quantity(67 * 3 * 8766)
    #expect(paid[0].cashCost == term.inCents)
    // The worked check: 43.640 million dollars in the first year for 14.547 amortised.
    #expect(paid[0].cashCost.description == "43640373.89")
    let drawn = Self.drawn(sheet).reduce(Money.zero) { $0 + $1.amortisedCost }
    #expect(abs(drawn.dollars - 14_546_791.30) <= 0.005 * Double(Self.drawn(sheet).count))
  }

  /// Rule 4: cash less amortised cost is what is prepaid at the end, and three years of payments are three of costs; to half
  /// a cent a line, for a payment and the costs that it is spread over are rounded each by itself.
  @Test(arguments: [0, 0.5, 1])
  func cashLessAmortisedIsThePrepaidBalance(upfront: Double) {
    let sheet = Self.sheet(nodes: 67, term: .threeYears, price: 24.768, upfront: upfront)
    let term = (UnitPrice(dollars: 24.768) * Quantity(67 * 3 * 8766)).dollars
    #expect(sheet.prepaidAtYearEnd == sheet.cashYear - sheet.amortisedYear)
    #expect(abs(sheet.prepaidAtYearEnd.dollars - upfront * term * 2 / 3) <= 0.005 * Double(sheet.lines.count))
    #expect(abs((sheet.cashThreeYears - sheet.amortisedYear * 3).dollars) <= 3 * 0.005 * Double(sheet.lines.count))
    // A year's term is over when the year is.
    let year = Self.sheet(nodes: 67, upfront: upfront)
    #expect(abs(year.prepaidAtYearEnd.dollars) <= 0.005 * Double(year.lines.count))
  }

  /// Rule 1 under commitments: no line is a cent off its quantity times its price, and the purchase is no cost of its own.
  @Test(arguments: [0, 0.37, 1])
  func linesStayWithinACentOfTheirProduct(upfront: Double) {
    let sheet = Self.sheet(nodes: 50, price: 35.776123, upfront: upfront)
    for line in sheet.lines {
      #expect(
        (line.amortisedCost - line.exactCost).picodollars.magnitude <= 5_000_000_000 || line.amortisedCost == .zero)
    }
    let without = Self.sheet(nodes: 50, price: 35.776123)
    #expect(sheet.amortisedYear == without.amortisedYear, "how it is paid changes no cost")
    #expect(Set(sheet.lines.map(\.lineID)).count == sheet.lines.count)
  }

  /// Rule 10: the hours of calendar months, leap years among them.
  @Test(arguments: [(2027, 8760), (2028, 8784)])
  func aBillingYearPaysForItsOwnHours(year: Int, hours: Int) {
    let sheet = Self.sheet(
      nodes: 67, horizonHours: Double(hours), begins: CalendarDay(year: year, month: 1, day: 1))
    let paid = Self.paid(sheet)
    #expect(paid.count == 12)
    #expect(paid.reduce(Quantity.zero) { $0 + $1.quantity } == Quantity(67 * hours))
    let exact = UnitPrice(dollars: 35.776) * Quantity(67 * hours)
    #expect((paid.reduce(Money.zero) { $0 + $1.cashCost } - exact).picodollars.magnitude <= 12 * 5_000_000_000)
  }
}
