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
        == "What is held already (old, racks) costs $78894.00 of it, whatever is bought.")
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
        == "At east, west together: $788940.00 expected over 12 months.")
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
}
