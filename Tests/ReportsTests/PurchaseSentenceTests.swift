import Costing
import ServiceModel
import Testing

@testable import CapacityPlanning
@testable import Reports

/// Each sentence about a purchase beside the condition under which it would be another one.
@Suite struct PurchaseSentenceTests {
  @Test func whatIsHeldIsSaidWithItsCost() {
    #expect(PurchaseSentences.held(Money(cents: 0), names: []) == nil)
    #expect(
      PurchaseSentences.held(Money(cents: 7_889_400), names: ["old", "racks"])
        == "What is held already (old, racks) costs $79 k of it, whatever is bought.")
    #expect(
      PurchaseSentences.held(Money(cents: 0), names: ["racks"]) == "What is held already (racks) costs nothing more.")
  }

  @Test func aTurnSaysInputValueAndSide() {
    func said(_ input: PurchaseTurn.Input, _ value: Double, _ turnsAt: Double, _ other: String? = "3y") -> String {
      PurchaseSentences.turn(
        PurchaseTurn(input: input, value: value, advice: "1y", turnsAt: turnsAt, otherAdvice: other))
    }
    #expect(
      said(.price("1y"), 35.776, 40.1)
        == "It turns with the price of 1y, $35.776 an hour: at $40.100 or more the best is 3y.")
    #expect(said(.price("1y"), 35.776, 30).contains("at $30.000 or less"))
    #expect(
      said(.lead("1y"), 75, 92)
        == "It turns with the lead time of 1y, 75 days for nine orders in ten: at 92 or more the best is 3y.")
    #expect(
      said(.growth, 0.4, 0.525)
        == "Were the growth known, 1y would be best at 40.0 % a year, and at 52.5 % or more 3y.")
    #expect(said(.growth, 0.4, 0.2, nil).hasSuffix("at 20.0 % or less no way of buying that gives all the nodes."))
  }

  @Test func whereNothingTurnsThatIsSaid() {
    #expect(PurchaseSentences.turns([]).count == 1 && PurchaseSentences.turns([])[0].contains("is the same"))
    let one = PurchaseTurn(input: .lead("1y"), value: 75, advice: "1y", turnsAt: 92, otherAdvice: "3y")
    #expect(PurchaseSentences.turns([one, one]).allSatisfy { $0.contains("turns with") })
  }

  @Test func allPoolsAreSummedWhereThereAreSeveral() {
    func said(_ costs: [(site: String, cost: Money?)]) -> String? {
      PurchaseSentences.allPools(costs, months: 12)
    }
    #expect(said([("east", Money(cents: 100))]) == nil)
    #expect(
      said([("east", Money(cents: 52_596_000)), ("west", Money(cents: 26_298_000))])
        == "At east, west together: $789 k expected over 12 months.")
    #expect(
      said([("east", nil), ("west", Money(cents: 1))])
        == "Not all that is needed can be bought: there are nodes missing at east.")
  }

  @Test func whatOutlivesItsNeedIsNamed() {
    let day = CalendarDay(year: 2027, month: 9, day: 1)
    let some = OutlivedNeed(name: "3y", nodes: 8, from: day, needed: 7, ends: day)
    #expect(
      PurchaseSentences.outlived(some)
        == "The need falls below what is held: from 2027-09-01 at most 7 of them are needed, and the 8 nodes of 3y end on"
        + " 2027-09-01.")
    let none = OutlivedNeed(name: "3y", nodes: 8, from: day, needed: 0, ends: nil)
    #expect(PurchaseSentences.outlived(none).contains("none of them is needed"))
    #expect(PurchaseSentences.outlived(none).hasSuffix("are held beyond these months."))
  }

  @Test func theFactorOfTheCalendarIsPrinted() {
    #expect(
      PurchaseSentences.calendar(factor: 26_304 / 26_298.0, months: 36)
        == "Amounts are for months of 730.5 h; the bill (costs.csv) is by calendar months, and these 36 have 1.000228 times"
        + " as many hours.")
  }

  @Test func theChoiceIsNamedWhereOneMayBeTaken() {
    #expect(
      PurchaseSentences.choice("3y", cost: Money(cents: 97_302_600), months: 24)
        == "3y: $973 k expected over 24 months.")
    #expect(PurchaseSentences.choice(nil, cost: nil, months: 24).hasPrefix("No way of buying gives all the nodes"))
  }

  @Test func whatIsOwedAfterTheMonthsIsSaid() {
    #expect(PurchaseSentences.owed(.zero, months: 24) == nil)
    #expect(PurchaseSentences.owed(Money(cents: 100), months: 24)?.contains("the 24 months cost $1 more") == true)
  }

  @Test func waitingIsWorthSomethingOrCostsIt() {
    #expect(PurchaseSentences.waiting(nil) == nil)
    #expect(PurchaseSentences.waiting(Money(cents: 100)) == "Waiting a quarter to see the growth is worth $1.")
    #expect(PurchaseSentences.waiting(Money(cents: -100))?.contains("costs $1 more than ordering now") == true)
    #expect(PurchaseSentences.waiting(.zero)?.contains("costs $0 more") == true)
  }

  /// Three years at 0.45 against one at 0.65: (3 x 0.45 / 0.65 - 1) / 2 = 0.53846. At 0.2 the long one costs 0.6, less than one
  /// short year; at 0.65 three years cost what three years cost.
  @Test func aTermTurnsOnAProbabilityOnlyBetweenNeverAndAlways() {
    func said(_ probability: Double) -> String {
      PurchaseSentences.term(.init(long: "3y", short: "1y", neededLater: probability))
    }
    #expect(
      said(0.538_461_5) == "3y instead of 1y pays where later years need the node with a probability above 0.53846.")
    #expect(said((0.6 / 0.65 - 1) / 2) == "3y costs less than 1y of the first year alone.")
    #expect(said(1) == "3y never costs less than 1y year by year.")
  }

  @Test func aLimitIsSaidWhereItCosts() {
    #expect(PurchaseSentences.limit(10, cost: Money(cents: 100)) == "The limit of 10 nodes on demand costs $1.")
    #expect(PurchaseSentences.limit(10, cost: .zero) == nil && PurchaseSentences.limit(nil, cost: nil) == nil)
  }

  // MARK: What a search committed

  /// Four nodes needed in every hour: a year at $6 beside $10 by the hour buys all four.
  private static func plan(
    _ searched: PurchaseQuestion.SearchedCommitment?, months: Int = 12, growth: Double = 0,
    lead: Double = 0,
    terms: [Int] = [12], existing: [PurchaseQuestion.Held] = []
  ) -> PurchasePlan {
    var question = PurchaseQuestion(
      begins: CalendarDay(year: 2027, month: 1, day: 1), months: months, course: [4],
      worlds: [.init(name: "only", weight: 1, growth: growth)],
      offers: terms.map {
        .init(
          name: "\($0) months", price: UnitPrice(dollars: 6), termMonths: $0, leadDaysP50: lead,
          leadDaysP90: lead)
      },
      onDemand: OnDemandOffer(price: UnitPrice(dollars: 10)), existing: existing)
    question.searched = searched
    return PurchasePlan(question)
  }

  private static func committed(_ nodes: Int, price: Double = 6)
    -> PurchaseQuestion.SearchedCommitment
  {
    .init(nodes: nodes, termMonths: 12, price: UnitPrice(dollars: price))
  }

  @Test func whereSearchAndPurchaseAgreeThatIsSaid() {
    func said(_ plan: PurchasePlan) -> String? { PurchaseReconciliation(plan)?.sentence }
    #expect(said(Self.plan(nil)) == nil)
    #expect(
      said(Self.plan(Self.committed(4)))
        == "Search and purchase agree: 4 nodes committed for one year at $6.000000 an hour.")
    #expect(
      said(Self.plan(Self.committed(0), terms: []))
        == "Search and purchase agree: nothing is committed.")
  }

  @Test func whereTheyDoNotTheConditionsAreNamed() {
    func said(_ plan: PurchasePlan) -> String { PurchaseReconciliation(plan)?.sentence ?? "" }
    let fewer = said(Self.plan(Self.committed(3)))
    #expect(
      fewer
        == "The design's cost a year is with 3 nodes committed for one year at $6.000000 an hour; the purchase begins with"
        + " 4 of 12 months, because it tries every number of nodes, and the search those of the plan."
    )
    #expect(
      said(Self.plan(Self.committed(0))).contains(
        "is with no commitment; the purchase begins with 4 of 12 months"))
    // One condition at a time, beside the sentence that has none.
    #expect(said(Self.plan(Self.committed(3), growth: 0.5)).contains("lets the need change"))
    #expect(said(Self.plan(Self.committed(3), months: 24)).contains("looks at 24 months"))
    #expect(said(Self.plan(Self.committed(3), lead: 7)).contains("waits for what is ordered"))
    #expect(said(Self.plan(Self.committed(4, price: 7))).contains("may buy 12 months"))
    let held = PurchaseQuestion.Held(name: "old", nodes: 1, price: UnitPrice(dollars: 1))
    #expect(
      said(Self.plan(Self.committed(4), existing: [held])).contains("counts what is held already"))
    for words in ["lets the need", "looks at", "waits for", "may buy", "counts what"] {
      #expect(!fewer.contains(words))
    }
  }
}
