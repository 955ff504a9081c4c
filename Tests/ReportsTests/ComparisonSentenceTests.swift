import ServiceModel
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
    let less = ComparisonSentences.largestCauses(of: "hot", losing: 60, [("region", 15), ("node", 10)])
    #expect(less?.contains("lost minutes a year the largest shares go to region") == true)
  }

  @Test func causesAreNamedUntilTheyTakeMoreThanHalf() {
    func said(_ minutes: [Double]) -> String? {
      ComparisonSentences.largestCauses(
        of: "hot", losing: 1000, zip(["a", "b", "c", "d", "e"], minutes).map { ($0, $1) })
    }
    #expect(said([900, 60]) == "Of hot's 1000 lost minutes a year most go to a 900 and b 60.0.")
    #expect(said([300, 190, 180]) == "Of hot's 1000 lost minutes a year most go to a 300, b 190 and c 180.")
    #expect(
      said([120, 110, 105, 104, 103])
        == "Of hot's 1000 lost minutes a year the largest shares go to a 120, b 110 and c 105.")
    #expect(said([400]) == "Of hot's 1000 lost minutes a year the largest share goes to a 400.")
  }

  @Test func aNameThatEndsInSTakesNoSecondOne() {
    #expect(
      ComparisonSentences.largestCauses(of: "two-regions", losing: 60, [("region", 40)])
        == "Of the 60.0 lost minutes a year of two-regions most go to region 40.0.")
    #expect(
      ComparisonSentences.unmended(of: "two-regions", losing: 60, [("release", 20)])?
        .hasPrefix("Of the 60.0 lost minutes a year of two-regions 20.0 strike all sites at once") == true)
  }

  @Test func servicesWithAPriceOfTheirOwnAreNamed() {
    let said = ComparisonSentences.outageCost(byServices: [("chat", 19.2), ("batch", 0.38)])
    #expect(said.contains("depends on whose it is: chat $19, batch $0.38. Totals include it"))
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

  @Test func whyNothingIsJudgedIsSaid() {
    #expect(ComparisonSentences.notJudged(hours: nil) == "The plan asks for nothing, so no design is judged.")
    #expect(ComparisonSentences.notJudged(hours: 1440).hasSuffix("cannot be told from a horizon of 1,440 h."))
  }

  @Test func whereNothingIsPricedNothingIsTheCheapest() {
    let said = ComparisonSentences.meetingWithoutPrices(["hot", "warm"])
    #expect(said.hasPrefix("Designs that meet every objective: hot, warm. Nothing that they use has a price"))
  }

  @Test func recoveryIsSaidOfDesignsThatHaveOutages() {
    #expect(ComparisonSentences.recovery(within: 900, []) == nil)
    #expect(
      ComparisonSentences.recovery(within: 900, [("hot", 0.95), ("cold", 0)])
        == "Region outages back within 15 min: hot 95 %, cold 0 %.")
  }

  @Test func lesserAnswersAreSaidOfDesignsThatGiveAny() {
    #expect(ComparisonSentences.lesser([]) == nil)
    #expect(ComparisonSentences.lesser([("hot", 0, 0)]) == nil)
    let said = ComparisonSentences.lesser([("hot", 0, 0), ("warm", 0.02, 12)])
    #expect(
      said?.hasSuffix("not counted as lost: warm 2.0 % (\(Wording.minutes(12)) minutes a year by their worth).") == true
    )
  }

  @Test func pricesAreNamedOnceWithBasisAndDate() {
    func said(_ prices: [(site: String, dollars: Double, origin: PriceOrigin)], rates: String? = nil) -> String {
      ComparisonSentences.priceBasis(prices, rates: rates)
    }
    let listed = PriceOrigin(basis: .list, source: "a page", asOf: "2026-11-09")
    #expect(said([]) == "no node has a price.")
    #expect(said([], rates: "rates: ...") == "no node has a price. rates: ...")
    #expect(
      said([("main", 55.04, listed), ("main", 55.04, listed), ("dr", 98, PriceOrigin())])
        == "node prices: main $55.04/h list of 2026-11-09; dr $98/h assumed.")
    // Another price at the same site, as in another design, is another one.
    #expect(
      said([("main", 55.04, listed), ("main", 50, listed)]).contains("main $55.04/h list of 2026-11-09; main $50/h"))
  }

  @Test func whatIsAssumedOrNotPricedIsCounted() {
    #expect(ComparisonSentences.assumed(0, of: 40) == nil)
    #expect(
      ComparisonSentences.assumed(3, of: 40) == "3 of 40 values of the plan are assumed; nines explain lists them.")
    #expect(ComparisonSentences.unpriced([]) == nil)
    #expect(ComparisonSentences.unpriced(["drills", "labour"]) == "Not priced: drills, labour.")
    #expect(ComparisonSentences.notModelled([]) == "What is not modelled: docs/background/model.md.")
    #expect(ComparisonSentences.notModelled(["queues"]) == "Not modelled here: queues. See docs/background/model.md.")
  }

  @Test func theLastLineCountsWhatIsOpen() {
    func said(_ assumed: Int, _ atTheMiddle: Int, _ unpriced: Int, _ cautions: Int) -> String {
      ComparisonSentences.rest(
        assumed: (assumed, 40), atTheMiddle: atTheMiddle, unpriced: unpriced, cautions: cautions)
    }
    #expect(said(0, 0, 0, 0) == "--details says which, and explains every column.")
    #expect(
      said(1, 1, 1, 1).hasPrefix(
        "1 of 40 values are assumed; 1 uncertain input stayed at the middle; 1 thing is not priced; 1 caution. "))
    #expect(
      said(0, 2, 2, 2).hasPrefix("2 uncertain inputs stayed at the middle; 2 things are not priced; 2 cautions. "))
  }
}
