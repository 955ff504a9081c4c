import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning

/// What is held already meets the need first, is paid whatever is bought, and leaves the rest to buy.
@Suite struct HeldNodesTests {
  /// Ten nodes in every hour of 24 months; ten dollars an hour on demand, six under a term of one year, four of three.
  /// Six nodes are held at $3/h until July of the first year.
  private static func question(
    existing: [PurchaseQuestion.Held] = [.init(name: "old", nodes: 6, price: UnitPrice(dollars: 3), endMonth: 6)],
    course: [Double] = [10], terms: [Int] = [12], limit: Int? = nil
  ) -> PurchaseQuestion {
    PurchaseQuestion(
      site: "main", begins: CalendarDay(year: 2027, month: 1, day: 1), months: 24, course: course,
      worlds: [.init(name: "only", weight: 1)],
      offers: terms.map {
        .init(name: "\($0) months", price: UnitPrice(dollars: $0 == 12 ? 6 : 4), termMonths: $0)
      },
      onDemand: OnDemandOffer(price: UnitPrice(dollars: 10), limit: limit), existing: existing)
  }

  private static func dollars(_ plan: PurchasePlan, _ name: String) throws -> String {
    try #require(plan.options.first { $0.policy.name == name }).costs[0].description
  }

  /// Held: 6 x 6 months x 730.5 h x $3 = 78,894. Rented: (4 x 6 + 10 x 18) = 204 node-months x 730.5 x $10 = 1,490,220.
  @Test func whatIsRentedIsWhatIsOpen() throws {
    let plan = PurchasePlan(Self.question())
    #expect(plan.question.costOfHeld.description == "78894.00")
    #expect(try Self.dollars(plan, "on-demand only") == "1569114.00")
  }

  /// For one year: 4 nodes from January, 6 from July when what is held ends, the 4 again a year later and the 6 after them:
  /// 4 x 24 + 6 x 18 = 204 node-months x 730.5 x $6 = 894,132, and 78,894 beside it. Of the last term six months of six
  /// nodes are owed when the 24 months are over: 36 x 730.5 x $6 = 157,788.
  @Test func aPurchaseIsForWhatIsOpen() throws {
    let plan = PurchasePlan(Self.question())
    #expect(try Self.dollars(plan, "12 months") == "973026.00")
    #expect(plan.options[try #require(plan.best)].policy.name == "12 months")
    #expect(plan.owedAfterEnd.description == "157788.00")
    let orders = plan.orders.map { "\($0.action.rawValue) \($0.units) \($0.usableFrom) to \($0.ends)" }
    #expect(
      orders == [
        "buy 4 2027-01-01 to 2028-01-01", "buy 6 2027-07-01 to 2028-07-01", "renew 4 2028-01-01 to 2029-01-01",
        "renew 6 2028-07-01 to 2029-07-01",
      ])
    // What is open in the first month, alone: 4 x 8766 x $6.
    #expect(plan.levels[0].outcome.units == [4] && plan.levels[0].outcome.cost.description == "210384.00")
  }

  /// For three years at once: 204 node-months x 730.5 x $4 = 596,088. Bought ahead of the end, the six would lie idle for half
  /// a year and be needed in 18 of 24 months, more than the 40 % from which they pay: 240 x 730.5 x $4 = 701,280.
  @Test func buyingAheadOfTheEndIsWeighed() throws {
    let plan = PurchasePlan(Self.question(terms: [36]))
    #expect(try Self.dollars(plan, "36 months") == "674982.00")
    #expect(try Self.dollars(plan, "36 months, ahead of the end of what is held") == "780174.00")
    #expect(plan.options[try #require(plan.best)].policy.name == "36 months")
  }

  /// A need of 4 by day and 10 by night, 12 hours each: the held six are used by 4 and by 6, 60 of 72 node-hours a half day
  /// each, so 120 of 144; 48 node-hours a day are rented beside them.
  @Test func everyHourStandsAlone() throws {
    let course = Array(repeating: 4.0, count: 12) + Array(repeating: 10.0, count: 12)
    let question = Self.question(course: course, terms: [])
    let rows = question.positions(question.policies[0], in: 0).filter { $0.month == 0 }
    let held = try #require(rows.first { $0.existing == 0 })
    // A day is 730.5 / 24 = 30.4375 times in a month.
    #expect(held.held == 6 && held.used == Quantity(120 * 30.4375) && held.unused == Quantity(24 * 30.4375))
    #expect(held.cash == held.amortised && held.cash.description == "13149.00")  // 6 x 730.5 x $3
    #expect(rows.first { $0.offer == nil && $0.existing == nil }?.overflow == Quantity(48 * 30.4375))
    #expect(question.positions(question.policies[0], in: 0).filter { $0.existing != nil }.count == 6)
  }

  /// In calendar months: 744 hours of January for six nodes, of which 620 / 744 are used as above; paid with the hours. Own
  /// machines are of their own class.
  @Test func theBillHasWhatIsHeld() {
    let own = PurchaseQuestion.Held(name: "racks", nodes: 6, price: UnitPrice(dollars: 1), priceClass: .owned)
    let course = Array(repeating: 4.0, count: 12) + Array(repeating: 10.0, count: 12)
    let question = Self.question(existing: [own], course: course, terms: [])
    let january = question.charges(question.policies[0], in: 0).filter { $0.period.start.month == 1 }
    let held = january.filter { $0.commitmentID == "cm-main-racks" }
    // It is held throughout: two Januaries.
    let hours = [Quantity(3720), Quantity(744), Quantity(4464)]
    #expect(held.map(\.nodeHours) == hours + hours)
    #expect(held.allSatisfy { $0.priceClass == .owned && $0.price == UnitPrice(dollars: 1) })
  }

  /// Two nodes can be had on demand, and four are open while six are held: whoever buys nothing is short, whoever buys what is
  /// open is not.
  @Test func aLimitIsAskedOfWhatIsOpen() throws {
    let dear = Self.question(terms: [12], limit: 2)
    let plan = PurchasePlan(dear)
    #expect(try #require(plan.options.first { $0.policy.layers.isEmpty }).isShort)
    #expect(plan.best.map { plan.options[$0].isShort } == false)
  }

  /// More than is needed is held: nothing is bought, and the rest is paid.
  @Test func nothingIsBoughtBelowWhatIsHeld() {
    let many = PurchaseQuestion.Held(name: "many", nodes: 12, price: UnitPrice(dollars: 3))
    let plan = PurchasePlan(Self.question(existing: [many], terms: [12, 36]))
    #expect(plan.orders.isEmpty)
    // 12 x 24 x 730.5 x $3.
    #expect(plan.options.allSatisfy { $0.costs[0].description == "631152.00" })
  }

  /// Where nothing is held all is as it was.
  @Test func nothingHeldChangesNothing() {
    let plan = PurchasePlan(Self.question(existing: []))
    #expect(plan.options.map(\.policy.name) == ["on-demand only", "12 months"])
    // 10 x 24 x 730.5 x $6.
    #expect(plan.options[1].costs[0].description == "1051920.00")
  }
}
