import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning

/// A need that falls: nothing is bought beyond it, and what outlives it is said.
@Suite struct OutlivedNeedTests {
  /// Ten nodes at first, five after a year, and five from then on: 10 - 5 m / 12 in month m of the first year, rounded up.
  private static func plan(existing: [PurchaseQuestion.Held] = [], offers: [PurchaseQuestion.Offer])
    -> PurchasePlan
  {
    PurchasePlan(
      PurchaseQuestion(
        begins: CalendarDay(year: 2027, month: 1, day: 1), months: 24, course: [10],
        worlds: [.init(name: "only", weight: 1, levels: [0.5])], offers: offers,
        onDemand: OnDemandOffer(price: UnitPrice(dollars: 10)), existing: existing))
  }

  private static func offer(_ price: Double, term: Int) -> PurchaseQuestion.Offer {
    .init(name: "\(term) months", price: UnitPrice(dollars: price), termMonths: term)
  }

  /// 10, 10, 10, 9, 9, 8, 8, 8, 7, 7, 6, 6 and then 5: node q from 6 to 10 is needed in 12, 10, 8, 5, 3 months of the first
  /// year, so at 65 % of the price by the hour (7.8 months) 8 nodes are worth a year, and 5 the next. Rented: 2 x 3 + 1 x 2
  /// node-months.
  @Test func aRenewalIsForWhatIsLeft() throws {
    let plan = Self.plan(offers: [Self.offer(6.5, term: 12)])
    let peaks = (0..<24).map { plan.question.peak(month: $0, in: 0) }
    #expect(peaks == [10, 10, 10, 9, 9, 8, 8, 8, 7, 7, 6, 6] + Array(repeating: 5, count: 12))
    #expect(
      plan.orders.map { "\($0.action.rawValue) \($0.units)" } == [
        "buy 8", "let-expire 3", "renew 5",
      ])
    // (8 + 5) x 12 x 730.5 x $6.5 + 8 x 730.5 x $10.
    #expect(plan.options[try #require(plan.best)].costs[0].description == "799167.00")
    // Seven of the eight are needed from September on, until they end.
    let one = try #require(plan.outlived.first)
    #expect(plan.outlived.count == 1)
    #expect(
      one
        == OutlivedNeed(
          name: "12 months", nodes: 8, from: CalendarDay(year: 2027, month: 9, day: 1), needed: 7,
          ends: CalendarDay(year: 2028, month: 1, day: 1)))
  }

  /// Four machines of one's own are needed throughout; of six committed nodes above them five from April. Of twelve that are held
  /// throughout ten are needed at most, from the first day.
  @Test func whatIsHeldIsAskedInTheOrderInWhichItIsDrawn() {
    let own = PurchaseQuestion.Held(
      name: "own", nodes: 4, price: UnitPrice(dollars: 1), priceClass: .owned)
    let six = PurchaseQuestion.Held(
      name: "six", nodes: 6, price: UnitPrice(dollars: 3), endMonth: 18)
    let plan = Self.plan(existing: [own, six], offers: [])
    #expect(
      plan.outlived == [
        OutlivedNeed(
          name: "six", nodes: 6, from: CalendarDay(year: 2027, month: 4, day: 1), needed: 5,
          ends: CalendarDay(year: 2028, month: 7, day: 1))
      ])
    let twelve = PurchaseQuestion.Held(name: "twelve", nodes: 12, price: UnitPrice(dollars: 3))
    #expect(
      Self.plan(existing: [twelve], offers: []).outlived == [
        OutlivedNeed(
          name: "twelve", nodes: 12, from: CalendarDay(year: 2027, month: 1, day: 1), needed: 10,
          ends: nil)
      ])
  }
}
