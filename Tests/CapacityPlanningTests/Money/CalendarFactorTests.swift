import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning

/// What turns amounts for months of 730.5 h into those of a bill by calendar months.
@Suite struct CalendarFactorTests {
  private static let question = PurchaseQuestion(
    site: "main", begins: CalendarDay(year: 2027, month: 1, day: 1), months: 36, course: [3, 7],
    worlds: [.init(name: "only", weight: 1)],
    offers: [.init(name: "year", price: UnitPrice(dollars: 4), termMonths: 12, upfrontShare: 0.25)],
    onDemand: OnDemandOffer(price: UnitPrice(dollars: 10)),
    existing: [.init(name: "old", nodes: 2, price: UnitPrice(dollars: 3), endMonth: 14)])

  /// January has 744 h, February 672, and the February of 2028 696; three years with it 26,304 beside 36 x 730.5 = 26,298.
  @Test func itIsTheHoursOfTheMonths() {
    func factor(_ months: Range<Int>) -> Double { Self.question.calendarFactor(ofMonths: months) }
    #expect(factor(0..<1) == 744 / 730.5 && factor(1..<2) == 672 / 730.5 && factor(13..<14) == 696 / 730.5)
    #expect(factor(0..<36) == 26_304 / 26_298.0)
  }

  /// Month by month, what belongs to a month times its factor is what the bill says of it.
  @Test func amountsTimesItAreTheBills() throws {
    for policy in Self.question.policies {
      let positions = Self.question.positions(policy, in: 0)
      let charges = Self.question.charges(policy, in: 0)
      for month in 0..<36 {
        let held = positions.filter { $0.month == month }.reduce(0) { $0 + $1.amortised.dollars }
        let here = charges.filter { $0.period.start == Self.question.day(ofMonth: month) }
        let billed = here.reduce(0.0) { sum, charge in
          if case .payment = charge.kind { sum } else { sum + (charge.price * charge.nodeHours).dollars }
        }
        #expect(abs(held * Self.question.calendarFactor(ofMonths: month..<month + 1) - billed) < 0.001)
      }
    }
  }

  /// A quarter of a term of 12 months is paid with its order: 365 days of 2027, 366 of 2028.
  @Test func anOrderHasTheFactorOfItsTerm() throws {
    let plan = PurchasePlan(Self.question)
    let orders = plan.orders.filter { $0.action != .letExpire }
    let ahead = plan.charges.filter { if case .payment(.some) = $0.kind { true } else { false } }
    let first = try #require(orders.first)
    #expect(first.calendarFactor == 8760 / 8766.0)
    let paid = try #require(ahead.first { $0.period.start == first.usableFrom })
    #expect(abs(first.upfront.dollars * first.calendarFactor - (paid.price * paid.nodeHours).dollars) < 0.01)
    let second = try #require(orders.first { $0.usableFrom == CalendarDay(year: 2028, month: 1, day: 1) })
    #expect(second.calendarFactor == 8784 / 8766.0)
  }
}
