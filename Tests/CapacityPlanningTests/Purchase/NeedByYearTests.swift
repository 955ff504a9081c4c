import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning

/// A need that is told by year, month by month by hand.
@Suite struct NeedByYearTests {
  /// Ten nodes at first, twenty after a year, ten again after two and from then on.
  private static let question = PurchaseQuestion(
    begins: CalendarDay(year: 2027, month: 1, day: 1), months: 36, course: [10],
    worlds: [.init(name: "only", weight: 1, levels: [2, 1])], offers: [],
    onDemand: OnDemandOffer(price: UnitPrice(dollars: 10)))

  /// Straight lines: 10 + 10 m / 12 in month m of the first year, 20 - 10 m / 12 in the second, rounded up.
  @Test func betweenYearsTheNeedMovesEvenly() {
    let needs = (0..<36).map { Self.question.peak(month: $0, in: 0) }
    let known =
      [10, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19, 20] + [20, 20, 19, 18, 17, 16, 15, 15, 14, 13, 12, 11]
      + Array(repeating: 10, count: 12)
    #expect(needs == known)
  }

  /// 180 + 190 + 120 node-months of 730.5 h at $10.
  @Test func whatIsRentedIsItsSum() throws {
    let plan = PurchasePlan(Self.question)
    let rented = try #require(plan.options.first { $0.policy.layers.isEmpty })
    #expect(rented.costs[0].description == "3579450.00")
  }

  /// Growth of a year is what it was.
  @Test func evenGrowthIsAPower() {
    let world = PurchaseQuestion.World(name: "mid", weight: 1, growth: 3)
    #expect(world.factor(month: 0) == 1 && world.factor(month: 6) == 2 && world.factor(month: 24) == 16)
  }
}
