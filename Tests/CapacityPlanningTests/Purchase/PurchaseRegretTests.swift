import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning

/// A purchase of two years worked out by hand: regret, what knowing is worth, and present values.
@Suite struct PurchaseRegretTests {
  /// One node at first; low grows by nothing, high fourfold each year. Ten dollars an hour on demand, five under a term of two
  /// years that is paid with the order; months of 730.5 h.
  private static func plan(discount: Double? = nil, weights: [Double] = [0.5, 0.5]) -> PurchasePlan {
    PurchasePlan(
      PurchaseQuestion(
        begins: CalendarDay(year: 2027, month: 1, day: 1), months: 24, course: [1],
        worlds: [
          .init(name: "low", weight: weights[0], growth: 0), .init(name: "high", weight: weights[1], growth: 3),
        ],
        offers: [.init(name: "ahead", price: UnitPrice(dollars: 5), termMonths: 24, upfrontShare: 1)],
        onDemand: OnDemandOffer(price: UnitPrice(dollars: 10)), discount: discount))
  }

  /// The low world needs one node in 24 months, 17,532 h: 175,320 dollars by the hour, 87,660 ahead. The high one needs
  /// ceil(4^(m/12)) in month m, from 1 to 15.
  @Test func knowingIsWorthTheBestOfEachWorldLess() throws {
    let plan = Self.plan()
    let best = try #require(plan.best)
    #expect(plan.options.allSatisfy { $0.presentValue == nil } && plan.bestByPresentValue == nil)
    // By enumeration: for each world the cheapest option, weighted, against the cheapest expectation.
    let cheapest = (0..<2).map { world in plan.options.map { $0.costs[world].dollars }.min()! }
    let expectations = plan.options.map { 0.5 * $0.costs[0].dollars + 0.5 * $0.costs[1].dollars }
    let worth = expectations.min()! - 0.5 * cheapest[0] - 0.5 * cheapest[1]
    #expect(abs(try #require(plan.valueOfPerfectInformation).dollars - worth) < 0.01)
    #expect(worth > 0 && plan.options[best].expected.dollars == expectations.min()!)
    // The low world alone, by hand.
    let rented = try #require(plan.options.first { $0.policy.layers.isEmpty })
    #expect(rented.costs[0].description == "175320.00")
    let ahead = try #require(plan.options.first { $0.policy.name.contains("low world") })
    #expect(ahead.costs[0].description == "87660.00")
    // The smallest largest regret, by enumeration too; it does not move with the weights.
    let largest = plan.options.map { option in
      (0..<2).map { option.costs[$0].dollars - cheapest[$0] }.max()!
    }
    let minimax = try #require(plan.minimaxRegret)
    #expect(largest[minimax] == largest.min()!)
    let others = Self.plan(weights: [0.05, 0.95])
    #expect(others.options[others.minimaxRegret!].policy.name == plan.options[minimax].policy.name)
  }

  /// Paid by the hour, 7,305 dollars at the beginning of each of 24 months at 10 % a year: 7305 x (1 - v^24) / (1 - v) with
  /// v = 1.1^(-1/12). Paid with the order it is worth what it costs.
  @Test func presentValuesDiscountWhatIsPaidLater() throws {
    let plan = Self.plan(discount: 0.1)
    let v = 0.992_088_943_4
    let known = 7305 * (1 - 1 / 1.21) / (1 - v)
    let rented = try #require(plan.options.first { $0.policy.layers.isEmpty })
    let low = try #require(plan.question.presentValue(of: plan.question.positions(rented.policy, in: 0)))
    #expect(abs(low.dollars - known) < 0.05, "\(low) against \(known)")
    let ahead = try #require(plan.options.first { $0.policy.name.contains("low world") })
    let paid = try #require(plan.question.presentValue(of: plan.question.positions(ahead.policy, in: 0)))
    #expect(paid.description == "87660.00")
    #expect(plan.bestByPresentValue != nil)
    // No rate at all and a rate of nothing are the same money.
    let free = Self.plan(discount: 0)
    for option in free.options where option.policy.orderMonth == 0 {
      // Terms that are ordered now end with the months that are looked at: all that is paid belongs to them.
      #expect(abs(try #require(option.presentValue).dollars - option.expected.dollars) < 0.05)
    }
  }

  @Test func oneWorldHasNothingToKnow() {
    let question = Self.plan().question
    let sure = PurchasePlan(
      PurchaseQuestion(
        begins: question.begins, months: 24, course: [1], worlds: [question.worlds[0]], offers: question.offers,
        onDemand: question.onDemand))
    #expect(sure.valueOfPerfectInformation == nil && sure.minimaxRegret == nil)
  }
}
