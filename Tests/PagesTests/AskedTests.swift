import Foundation
import Testing

@testable import Pages

@Suite struct AskedTests {
  @Test func sharesKeepTheirNines() {
    #expect(nines(0.9999) == "99.99 %")
    #expect(nines(0.99) == "99 %")
  }

  @Test(arguments: [
    ("budget_cost", "at most $40\u{A0}M a year in 90\u{A0}% of years", "Years within $40\u{A0}M"),
    (
      "budget_total_year_2", "at most $40\u{A0}M a year, losses by outages included, in 90\u{A0}% of years",
      "Years within $40\u{A0}M with losses"
    ),
  ])
  func aBudgetIsSaidInDollars(figure: String, words: String, heading: String) throws {
    let objective = StoredComparison.Objective(
      objective: figure, words: "budget", threshold: 40e6, requiredShare: 0.9, share: nil, verdict: "meets")
    let asked = Asked(objective)
    #expect(asked.words == words && asked.heading == heading && asked.cases == "years")
  }
}
