import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning

/// Terms of one and three years above one another, for a need of ten nodes whose years are known or not.
///
/// A need that falls has ten nodes for a year, loses one every two months of the second (10 10 9 9 8 8 7 7 6 6 5 5) and has four
/// in the third. The other one stays. A node and a month cost 10 by the hour, 6 for a year and 4.1 for three, times 730.5 h.
@Suite struct PurchaseLadderTests {
  private static let falling = PurchaseQuestion.World(name: "falls", weight: 0.8, levels: [1, 0.4, 0.4])
  private static let steady = PurchaseQuestion.World(name: "stays", weight: 0.2, levels: [1, 1, 1])

  private static func question(_ worlds: [PurchaseQuestion.World], limit: Int? = nil, threeYears: Int = 4_100_000)
    -> PurchaseQuestion
  {
    PurchaseQuestion(
      begins: CalendarDay(year: 2027, month: 1, day: 1), months: 36, course: [10], worlds: worlds,
      offers: [
        .init(name: "one", price: UnitPrice(microdollars: 6_000_000), termMonths: 12),
        .init(name: "three", price: UnitPrice(microdollars: Int64(threeYears)), termMonths: 36, limit: limit),
      ], onDemand: OnDemandOffer(price: UnitPrice(microdollars: 10_000_000)))
  }

  private static func ladder(_ plan: PurchasePlan) -> PurchasePlan.Option? {
    plan.options.first { $0.policy.name == "three below one, by expected cost" }
  }

  /// Node-months of every level by year, as the need of a world has them.
  private static func needed(_ level: Int, falls: Bool) -> [Int] {
    let second = [10, 10, 9, 9, 8, 8, 7, 7, 6, 6, 5, 5].count { $0 >= level }
    return falls ? [12, second, level <= 4 ? 12 : 0] : [12, 12, 12]
  }

  /// What a number of nodes for three years and one for the first year cost, in tenths of a node-month's dollar: whoever has them
  /// buys a year again where more than six tenths of it are needed.
  private static func cost(_ three: Int, _ one: Int, falls: Bool) -> Int {
    (1...10).reduce(three * 36 * 41) { sum, level in
      guard level > three else { return sum }
      let months = needed(level, falls: falls)
      let first = level <= three + one ? 720 : 100 * months[0]
      return sum + first + months.dropFirst().reduce(0) { $0 + min(720, 100 * $1) }
    } + max(0, three + one - 10) * 720
  }

  private static func cheapest(_ expected: (Int, Int) -> Int) -> (three: Int, one: Int, cost: Int) {
    (0...10).flatMap { three in (0...10).map { (three: three, one: $0, cost: expected(three, $0)) } }
      .min { ($0.cost, $0.three) < ($1.cost, $1.three) } ?? (0, 0, 0)
  }

  /// The four nodes that stay cost 147.6 each for three years, and 216 by the year; each of the six others 147.6 for three
  /// years and at most 144 by the year. In the second year three of the six pay again, and 6 + 4 + 2 node-months are rented:
  /// 4 x 147.6 + 6 x 72 + 3 x 72 + 120 = 1,358.40, x 730.5 = 992,311.20. Three years alone are 1,468.40 at best, one year 1,632.
  @Test func aKnownNeedThatFallsIsBoughtForTwoTerms() throws {
    let plan = PurchasePlan(Self.question([Self.falling]))
    let ladder = try #require(Self.ladder(plan))
    #expect(ladder.policy.layers.map(\.units) == [4, 6] && ladder.policy.layers.map(\.offer) == [1, 0])
    #expect("\(ladder.expected.inCents)" == "992311.20")
    #expect(plan.best.map { plan.options[$0] } == ladder)
    let byHand = Self.cheapest { Self.cost($0, $1, falls: true) }
    #expect(byHand == (4, 6, 13_584))
    let single = plan.options.filter { $0.policy.layers.count == 1 }.map { "\($0.expected.inCents)" }
    #expect(single.sorted() == ["1072666.20", "1192176.00"])
    // Two orders at the beginning, three nodes bought again after a year.
    #expect(plan.orders.filter { $0.action == .buy }.map(\.units).sorted() == [4, 6])
    #expect(plan.orders.filter { $0.action == .renew }.map(\.units) == [3])
  }

  /// The same falls in four cases of five and stays in one. The eighth level costs 72 + 0.8 x 60 + 0.2 x 72 + 0.2 x 72 = 148.8
  /// by the year, more than 147.6; the ninth 132.8. So eight nodes for three years and two for one: 8 x 147.6 + 2 x 72 + 0.8 x 60
  /// + 0.2 x 2 x 144 = 1,430.40, x 730.5 = 1,044,907.20.
  @Test func aNeedThatMayFallIsBoughtByExpectedCost() throws {
    let plan = PurchasePlan(Self.question([Self.falling, Self.steady]))
    let ladder = try #require(Self.ladder(plan))
    #expect(ladder.policy.layers.map(\.units) == [8, 2])
    #expect("\(ladder.expected.inCents)" == "1044907.20")
    #expect(plan.best.map { plan.options[$0] } == ladder)
    let byHand = Self.cheapest { 4 * Self.cost($0, $1, falls: true) + Self.cost($0, $1, falls: false) }
    #expect(byHand == (8, 2, 5 * 14_304))
  }

  /// Of three nodes at most for three years the others are bought for one: 7, of which four pay in each of the years after.
  @Test func aLimitIsKept() throws {
    let ladder = try #require(Self.ladder(PurchasePlan(Self.question([Self.falling], limit: 3))))
    #expect(ladder.policy.layers.map(\.units) == [3, 7])
  }

  /// Where three years cost as much as by the hour nothing is bought for them, and there is no ladder; nor where the need stays and
  /// one class is the cheaper at every level.
  @Test func aClassThatNeverPaysIsNoRung() {
    #expect(Self.ladder(PurchasePlan(Self.question([Self.falling], threeYears: 9_000_000))) == nil)
    #expect(Self.ladder(PurchasePlan(Self.question([Self.steady]))) == nil)
  }
}
