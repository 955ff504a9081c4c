import Testing

@testable import Reports

/// Each sentence about a comparison beside the condition under which it would be another one.
@Suite struct ComparisonSentenceTests {
  @Test func causesAreNamedWhereSomethingIsLost() {
    #expect(ComparisonSentences.largestCauses(of: "hot", losing: 0, []) == nil)
    let said = ComparisonSentences.largestCauses(of: "hot", losing: 60, [("region", 40), ("node", 15)])
    #expect(
      said == "Of hot's \(Wording.minutes(60)) lost minutes a year most go to region \(Wording.minutes(40)) and node"
        + " \(Wording.minutes(15)).")
  }

  @Test func whatStrikesAllSitesIsSummed() {
    #expect(ComparisonSentences.unmended(of: "hot", losing: 60, []) == nil)
    let said = ComparisonSentences.unmended(of: "hot", losing: 60, [("release", 20), ("edge", 10)])
    #expect(said?.contains("\(Wording.minutes(30)) strike all sites at once") == true)
    #expect(said?.hasSuffix("no second site mends them.") == true)
  }

  @Test func whereNothingMeetsTheLeastIsNamedWithWhatItMisses() {
    #expect(
      ComparisonSentences.nothingMeets(least: "hot", missing: ["99.9 %"], undecided: [])
        == "No design is shown to meet every objective. hot loses least and misses: 99.9 %.")
    #expect(
      ComparisonSentences.nothingMeets(least: "hot", missing: [], undecided: ["warm"])
        == "No design is shown to meet every objective. Undecided at this number of years: warm. hot loses least and misses"
        + " none for certain.")
  }

  @Test func anInputIsNamedOnlyWhereItStandsOut() {
    #expect(ComparisonSentences.influences(count: 1, areVaried: false, []).hasPrefix("1 input is uncertain and stayed"))
    #expect(
      ComparisonSentences.influences(count: 2, areVaried: true, [])
        == "2 inputs are uncertain; none of them stands out from simulation error.")
    let said = ComparisonSentences.influences(count: 2, areVaried: true, [("detect.takes", 0.8, "hot")])
    #expect(said.contains("by rank correlation: detect.takes (") && said.hasSuffix(" in hot)."))
  }

  @Test func aBandDwarfsAnIntervalFromFiveTimesOn() {
    #expect(ComparisonSentences.inputsDwarfSimulation([("hot", 4.99)]) == nil)
    #expect(
      ComparisonSentences.inputsDwarfSimulation([("warm", 4.99), ("hot", 5)])?
        .hasPrefix("The inputs' band is wider than the simulation's interval: hot 5 times.") == true)
  }
}
