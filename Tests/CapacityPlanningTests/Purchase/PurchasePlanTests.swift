import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning

/// Orders, positions and regrets of a need that grows.
struct PurchasePlanTests {
  static func question(
    oneYear: Double = 35.776, onDemandLimit: Int? = nil, months: Int = 36, lead: (Double, Double) = (20, 75)
  ) -> PurchaseQuestion {
    PurchaseQuestion(
      site: "main", begins: CalendarDay(year: 2027, month: 1, day: 1), months: months,
      course: PurchaseDecisionTests.day.nodes.map(Double.init),
      worlds: [
        .init(name: "low", weight: 0.185, growth: -0.2), .init(name: "mid", weight: 0.63, growth: 0.3),
        .init(name: "high", weight: 0.185, growth: 1),
      ],
      offers: [
        .init(name: "1y", price: UnitPrice(dollars: oneYear), termMonths: 12),
        .init(
          name: "3y", price: UnitPrice(dollars: 24.768), termMonths: 36, leadDaysP50: lead.0, leadDaysP90: lead.1,
          upfrontShare: 0.5),
      ],
      onDemand: OnDemandOffer(price: UnitPrice(dollars: 55.04), limit: onDemandLimit))
  }

  @Test func everyHourIsAccountedForInEveryPosition() {
    let question = Self.question(onDemandLimit: 30)
    for policy in question.policies {
      for world in question.worlds.indices {
        let rows = question.positions(policy, in: world)
        for month in 0..<question.months {
          let here = rows.filter { $0.month == month }
          let need = question.quantity(question.need(month: month, in: world).reduce(0, +))
          let held = here.reduce(Quantity.zero) { $0 + question.quantity($1.held * 24) }
          let sum = { (key: KeyPath<PurchasePosition, Quantity>) in here.reduce(Quantity.zero) { $0 + $1[keyPath: key] }
          }
          let rented = here.filter { $0.offer == nil }.reduce(Quantity.zero) { $0 + $1.overflow }
          let used = here.filter { $0.offer != nil }.reduce(Quantity.zero) { $0 + $1.used }
          #expect(abs((used + sum(\.unused) - held).units) < 1e-5)
          #expect(abs((used + rented + sum(\.short) - need).units) < 1e-5)
        }
      }
    }
  }

  /// One commitment against the exact matching that the cost lines use.
  @Test(arguments: [0, 23, 34, 51, 67, 80])
  func theLevelIsMatchedAsTheBillMatchesIt(_ units: Int) {
    let day = PurchaseDecisionTests.day
    let fast = day.matched(with: units)
    let bill = CommitmentMatching(
      need: day.nodes,
      commitment: Costing.Commitment(
        id: "c", priceClass: .committed1Y, nodes: units, price: PurchaseDecisionTests.oneYear.price),
      overflow: OverflowSource(price: PurchaseDecisionTests.onDemand))
    #expect(bill.used == Quantity(fast.used) && bill.unused == Quantity(fast.unused))
    #expect(bill.overflow == Quantity(fast.overflow))
  }

  @Test func regretIsZeroForTheBestOfAWorldAndNeverNegative() {
    let plan = PurchasePlan(Self.question())
    for world in plan.question.worlds.indices {
      let regrets = plan.options.map { $0.regrets[world] }
      #expect(regrets.min() == .zero)
    }
    #expect(plan.best != nil)
    let best = plan.options[plan.best ?? 0]
    #expect(plan.options.allSatisfy { $0.expected >= best.expected })
    #expect(plan.excuse(plan.best ?? 0) == nil)
    #expect(plan.options.indices.filter { $0 != plan.best }.allSatisfy { plan.excuse($0) != nil })
  }

  @Test func anOrderIsPlacedSoEarlyThatNineInTenArriveInTime() throws {
    let plan = PurchasePlan(Self.question())
    let order = try #require(plan.orders.first { $0.offer.name == "3y" && $0.action == .buy })
    // Waiting pays here: ordered in the second quarter, 75 days before July, when nine in ten have come.
    #expect(order.usableFrom == CalendarDay(year: 2027, month: 7, day: 1))
    #expect(order.orderBy == CalendarDay(year: 2027, month: 4, day: 17))
    #expect(order.ends == CalendarDay(year: 2030, month: 7, day: 1))
    #expect(abs(order.upfront.dollars + 36 * order.monthly.dollars - order.termCost.dollars) < 0.01)
  }

  @Test func cheaperPricesNeverCostMore() {
    let plans = [35.776, 30, 20, 10].map { PurchasePlan(Self.question(oneYear: $0)) }
    let costs = plans.map { $0.options[$0.best ?? 0].expected }
    #expect(zip(costs, costs.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test func whatCannotBeHadIsNotTaken() throws {
    let plan = PurchasePlan(Self.question(onDemandLimit: 10, months: 12, lead: (0, 0)))
    let only = try #require(plan.options.firstIndex { $0.policy.layers.isEmpty })
    #expect(plan.options[only].isShort && plan.best != only)
    #expect(plan.excuse(only)?.contains("limited to 10 nodes") == true)
    #expect(plan.options[only].regrets.isEmpty)
  }

  @Test func noRegretIsWhatEveryWorldWouldBuy() {
    let plan = PurchasePlan(Self.question())
    let total = plan.orders.filter { $0.isNoRegret == true }.reduce(0) { $0 + $1.units }
    let most = plan.noRegretUnits?.reduce(0, +) ?? -1
    #expect(total <= most)
    // Where nobody doubts, nothing could be regretted, and nothing is said of it.
    let sure = PurchaseQuestion(
      begins: CalendarDay(year: 2027, month: 1, day: 1), months: 12,
      course: PurchaseDecisionTests.day.nodes.map(Double.init), worlds: [.init(name: "only", weight: 1, growth: 0)],
      offers: [.init(name: "1y", price: UnitPrice(dollars: 35.776), termMonths: 12)],
      onDemand: OnDemandOffer(price: UnitPrice(dollars: 55.04)))
    let certain = PurchasePlan(sure)
    #expect(certain.orders.map(\.units) == [34] && certain.orders.allSatisfy { $0.isNoRegret == nil })
    #expect(certain.noRegretUnits == nil)
    #expect(certain.options[certain.best ?? 0].expected.description == "17116000.70")
  }

  @Test func theLevelsOfAPlanAreTheWorkedExamples() {
    let levels = PurchasePlan(Self.question()).levels
    #expect(levels.map(\.outcome.units) == [[34], [51], [0, 51]])
    #expect(levels.map(\.outcome.cost.description) == ["17116000.70", "13123473.41", "13123473.41"])
    #expect(levels.allSatisfy { $0.enumerated == $0.outcome })
    let bound = PurchasePlan(Self.question(onDemandLimit: 10)).levels
    #expect(bound[0].outcome.units == [57] && bound[0].enumerated == bound[0].outcome)
    #expect(bound[0].excuse?.contains("limited to 10 nodes") == true)
  }
}

/// What is paid with an order stands in the month of the order, and it is there when its lead time has passed.
struct OrderPaymentTests {
  /// Ten machines that must be ordered 182 days ahead: who orders on 2027-01-01 has them on 2027-07-02, so that they are used from
  /// 2027-08-01 and ordered by 2027-01-31.
  private let question = PurchaseQuestion(
    site: "main", begins: CalendarDay(year: 2027, month: 1, day: 1), months: 24, course: [10],
    worlds: [.init(name: "only", weight: 1, growth: 0)],
    offers: [
      .init(
        name: "owned", price: UnitPrice(dollars: 15.17), termMonths: 36, leadDaysP50: 182, leadDaysP90: 182,
        upfrontShare: 1, holdsCapacity: true)
    ],
    onDemand: OnDemandOffer(price: UnitPrice(dollars: 55.04), limit: nil))

  @Test func cashIsPaidInTheMonthOfTheOrder() throws {
    let plan = PurchasePlan(question)
    let order = try #require(plan.orders.first)
    #expect(order.orderBy.description == "2027-01-31" && order.usableFrom.description == "2027-08-01")
    let paid = plan.positions.filter { $0.offer != nil && $0.cash > .zero }
    #expect(paid.map(\.month) == [0] && paid[0].held == 0 && paid[0].amortised == .zero)
    // 10 nodes x 15.17 $/h x 36 months of 730.5 h.
    #expect(paid[0].cash == UnitPrice(dollars: 15.17) * Quantity(10 * 26_298))
    let payment = try #require(plan.charges.first { if case .payment = $0.kind { true } else { false } })
    #expect(payment.period.start.description == "2027-01-01")
    // Calendar months of the term, 2027-08-01 to 2030-07-31: 1096 days.
    #expect(payment.nodeHours == Quantity(10 * 1096 * 24))
  }

  /// Days from the first of a month to the first of another: January has 31, January and February of 2027 59, February 28 and of
  /// 2028 29; a part of a day is a day. Nothing to wait for is the month itself.
  @Test(
    arguments: [
      (0, 0, 0), (0, 0.5, 1), (0, 30, 1), (0, 31, 1), (0, 31.1, 2), (0, 59, 2), (0, 60, 3), (1, 28, 2), (1, 29, 3),
      (13, 29, 14), (0, 365, 12), (0, 366, 13),
    ] as [(Int, Double, Int)])
  func anOrderIsThereOnTheFirstOfAMonth(ordered: Int, days: Double, usable: Int) {
    let offer = PurchaseQuestion.Offer(
      name: "o", price: UnitPrice(dollars: 1), termMonths: 12, leadDaysP50: days, leadDaysP90: days)
    #expect(question.arrivalMonth(of: offer, orderedIn: ordered) == usable)
  }
}
