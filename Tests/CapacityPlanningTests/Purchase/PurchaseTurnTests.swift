import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning

/// At which value of an input a purchase is another one, against values by hand and against every value of the grid.
@Suite struct PurchaseTurnTests {
  private static func question(
    course: [Double], worlds: [PurchaseQuestion.World] = [.init(name: "only", weight: 1)],
    offers: [PurchaseQuestion.Offer]
  ) -> PurchaseQuestion {
    PurchaseQuestion(
      begins: CalendarDay(year: 2027, month: 1, day: 1), months: 24, course: course, worlds: worlds, offers: offers,
      onDemand: OnDemandOffer(price: UnitPrice(dollars: 10)))
  }

  private static func offer(_ name: String, _ price: Double, term: Int, lead: Double = 0) -> PurchaseQuestion.Offer {
    .init(name: name, price: UnitPrice(dollars: price), termMonths: term, leadDaysP50: lead / 2, leadDaysP90: lead)
  }

  private static func words(_ turns: [PurchaseTurn]) -> [String] {
    turns.map { turn in
      "\(turn.input) \(turn.advice ?? "-") at \((turn.turnsAt * 1000).rounded() / 1000) \(turn.otherAdvice ?? "-")"
    }
  }

  /// One node in every other hour: a term pays below half the price by the hour. At $6 beside $10 nothing is bought; $5 costs
  /// the same as renting and $4.999 less; so does $6 beside $12.001 by the hour.
  @Test func aPriceTurnsWhereTheTermPays() {
    let plan = PurchasePlan(Self.question(course: [1, 0], offers: [Self.offer("year", 6, term: 12)]))
    #expect(
      Self.words(plan.turns) == [
        "price(\"on-demand\") on-demand only at 12.001 year", "price(\"year\") on-demand only at 4.999 year",
      ])
    #expect(plan.turns.map(\.isAbove) == [true, false])
    // Needed in every hour it pays up to the price by the hour, which is as far as either price goes: there the two tie.
    let sure = PurchasePlan(Self.question(course: [1], offers: [Self.offer("year", 6, term: 12)]))
    #expect(Self.words(sure.turns) == [])
  }

  /// Two nodes, the second in every other hour of the low and of the middle world, where at $5 beside $10 it costs as much to rent
  /// as to hold; in the high one it is needed in every hour after the first month. So the level of any world is two nodes, and of equal
  /// ones the low world's is named. At $9.999 by the hour or at $5.001 a term only the high world's holds two, which is no turn: it
  /// buys the same. In node-months at p a term: two nodes cost 48 p. Who waits a quarter and holds one node more in the high world alone
  /// pays 45 + 21 p + 105 in the two others and 55 + 42 p there: 118.33 + 28 p on average, which is less above p = 5.91667. At $5 by the
  /// hour renting, waiting and holding one node cost the same.
  @Test func waysOfBuyingThatBuyTheSameTie() {
    let worlds: [PurchaseQuestion.World] = [
      .init(name: "low", weight: 1), .init(name: "mid", weight: 1), .init(name: "high", weight: 1, growth: 1),
    ]
    let year = PurchaseQuestion.Offer(name: "term", price: UnitPrice(dollars: 5), termMonths: 24, limit: 2)
    let plan = PurchasePlan(Self.question(course: [1, 2], worlds: worlds, offers: [year]))
    let costs = plan.options.filter { $0.policy.name.hasPrefix("term at the level") }.map(\.expected)
    #expect(costs.count == 3 && Set(costs.map(\.description)).count == 1)
    #expect(
      Self.words(plan.turns) == [
        "price(\"term\") term at the level of the low world at 5.917 wait a quarter, then term"
      ])
  }

  /// 24 months of one node, in node-months at a price. `late` at 5 that comes after m months costs 10 m + 5 (24 - m): 130 for
  /// two, 135 for three, 140 for four. `now` at 5.7 costs 136.8. So four months are too many: above the 90 days of January to March. The 59
  /// of January and February are two.
  @Test func aLeadTimeTurnsWhereItIsTooLong() {
    let offers = [Self.offer("late", 5, term: 24, lead: 59), Self.offer("now", 5.7, term: 24)]
    let plan = PurchasePlan(Self.question(course: [1], offers: offers))
    #expect(plan.turns.filter { $0.input == .lead("late") }.map(\.turnsAt) == [91])
    // `late` at p costs 20 + 22 p, `now` at q 24 q: equal at p = 5.30909 and at q = 5.41667. At r by the hour `late` costs
    // 2 r + 110: equal at r = 13.4. Of equal ones the first is taken.
    #expect(
      Self.words(plan.turns) == [
        "price(\"on-demand\") late at 13.401 now", "price(\"late\") late at 5.31 now",
        "price(\"now\") late at 5.416 now", "lead(\"late\") late at 91.0 now",
      ])
  }

  /// Two nodes that shrink. The second is needed in M of 24 months, those with (1 + g)^(m / 12) > 1 / 2. In node-months at a
  /// price, `long` at 6 costs 144 for the first and, for the second, 10 M, or 144 from M = 15; `short` at 7 costs 10 M for the second up
  /// to M = 8, 84 to M = 12 and 10 (M - 12) beside it until M = 20. So `long` is bought for the first and `short` for the second from
  /// M = 9 (84 against 90) to M = 17 (134 against 144). M = 8 where 1 + g <= 2^(-12/8) = 0.3536, M = 18 where
  /// 1 + g > 2^(-12/17) = 0.6131. There both cost the same, which is no turn: `long` for both is cheaper from M = 19 (154 against 144),
  /// 1 + g > 2^(-12/18) = 0.62996.
  @Test func aGrowthTurnsOnBothSides() {
    let worlds: [PurchaseQuestion.World] = [
      .init(name: "low", weight: 0.2, growth: -0.7), .init(name: "mid", weight: 0.6, growth: -0.5),
      .init(name: "high", weight: 0.2, growth: 0),
    ]
    let offers = [Self.offer("long", 6, term: 24), Self.offer("short", 7, term: 12)]
    let question = Self.question(course: [2], worlds: worlds, offers: offers)
    let turns = PurchasePlan(question).turns.filter { $0.input == .growth }
    #expect(
      Self.words(turns) == [
        "growth long below short, by expected cost at -0.647 long",
        "growth long below short, by expected cost at -0.37 long",
      ])
    // Every tenth of a percent between them is both, up to where they cost the same: the simpler one is named then.
    let known = (-700...0).filter { thousandths in
      var certain = question
      certain.worlds = [.init(name: "known", weight: 1, growth: Double(thousandths) / 1000)]
      let plan = PurchasePlan(certain)
      return plan.best.map { plan.options[$0].policy.name.hasPrefix("long below short") } == true
    }
    #expect(known == Array(-646...(-387)))
  }

  /// The fast curve is the plain count.
  @Test func theSortedCurveCountsTheSameHours() {
    let need = PurchaseDecisionTests.day
    let curve = LoadDurationCurve(need)
    #expect((0...70).allSatisfy { curve.hours(withAtLeast: $0) == need.hours(withAtLeast: $0) })
  }
}
