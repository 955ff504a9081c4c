import OutputAnalysis
import ServiceModel
import Testing

@testable import Costing
@testable import Reports

/// Sentences about accounts, cautions and alerts, each beside the condition under which it would be another one or none.
@Suite struct AccountSentenceTests {
  @Test func whatIsMovedIsSaidWithWhatWentWrong() {
    #expect(AccountSentences.moved([]) == nil)
    var moves = AccountSentences.Moves(design: "hot", times: 12, hoursAway: 24, lostMinutes: 3)
    #expect(
      AccountSentences.moved([moves])
        == "Moved on purpose in a year: hot 12 times for 24 h, \(Wording.minutes(3)) lost minutes.")
    (moves.sentBack, moves.unfit, moves.calledOff) = (1, 2, 3)
    let said = AccountSentences.moved([moves]) ?? ""
    #expect(
      said.contains("1 of these sent back before its time, 2 found a procedure that does not work, 3 called off"))
    #expect(!said.contains("node-hours"))
    moves.standIn = (50, 2750)
    #expect(AccountSentences.moved([moves])?.hasSuffix("50 node-hours beyond what is kept ($2.8 k).") == true)
  }

  @Test func whatIsLentSavesSomethingOrNothing() {
    #expect(AccountSentences.lent([]) == nil)
    var lent = DisplacedPurchase(site: "dr", borrower: "test", nodes: 10, hoursPerYear: 2000, displaces: nil)
    #expect(
      AccountSentences.lent([("warm", lent)])
        == "Lent in a year: warm lends 10 nodes of dr to test, 20,000 node-hours, which would do without. The designs cost"
        + " the same with it and without: that money is saved by whoever borrows.")
    lent.displaces = DisplacedCapacity(priceClass: .spot, dollarsPerHour: 16.5)
    #expect(
      AccountSentences.lent([("warm", lent)])?.contains("which saves it $330 k of spot capacity at $16.5/h.") == true)
  }

  @Test func costlyCopiesAreNamedWhereThereAreAny() {
    #expect(AccountSentences.costlyCopies([]) == nil)
    #expect(
      AccountSentences.costlyCopies(["hot", "warm"])?.hasPrefix(
        "Copies of conversation state cost more than all nodes in hot, warm: ") == true)
  }

  @Test func cautionsAreSaidOfWhatTheyConcern() {
    #expect(CautionSentences.smallPools([]) == nil)
    #expect(
      CautionSentences.smallPools(["hot at dr (2)"])?.hasSuffix("meets: hot at dr (2). Check with nines trace.") == true
    )
    #expect(CautionSentences.nearSaturation([]) == nil)
    #expect(CautionSentences.nearSaturation([("hot", 0.03)])?.contains("off: hot 3.0 %.") == true)
    #expect(CautionSentences.fastChanges([]) == nil)
    // The same event in two designs is one.
    let said = CautionSentences.fastChanges([("launch", 5, 20), ("launch", 5, 20), ("launch", 5, 30)])
    #expect(
      said
        == "Faster than the latency curve follows: launch rises in 5.0 s, a request takes 20 s, launch rises in 5.0 s, a"
        + " request takes 30 s. Check with nines trace.")
  }

  @Test func aLawIsSaidOrRefused() {
    #expect(CautionSentences.laws([]) == nil)
    func said(_ share: Interval?) -> String {
      CautionSentences.law(
        of: "hot", kept: 0.999, counted: (1999, 2000), share: share, refusal: "outages come in clusters")
    }
    #expect(
      said(Interval(estimate: 0.9991, low: 0.998, high: 0.9996))
        == "hot keeps 99.9 % in 99.910 % of years (99.80 % to 99.960 %; 1,999 of 2,000 counted)")
    #expect(said(nil) == "hot 1,999 of 2,000 counted, refused because outages come in clusters")
    #expect(
      CautionSentences.laws(["a", "b"])
        == "Where a count of years says little, by the law of the outages: a; b.")
  }

  @Test func anEstimateSaysHowItWasMade() {
    func said(importance: Bool = false, inserted: [String] = [], isExplored: Bool = true) -> String {
      CautionSentences.estimation(
        of: "pair",
        .init(
          isImportance: importance, reason: "asked for", incidents: 400, branches: 2000, effective: 1500.7,
          ratio: (1.01, 0.02), inserted: inserted, isExplored: isExplored, largestShare: 0.07))
    }
    #expect(
      said()
        == "pair: lost minutes and outage minutes by 2,000 branches of 400 incidents (asked for); the other figures"
        + " are those of the years as they came.")
    #expect(
      said(importance: true).hasSuffix(
        " Mean likelihood ratio 1.0100 +- 0.0200 (standard error), effective branches 1,500."))
    #expect(said(inserted: ["lag"]).hasSuffix(" Inserted at random instants: lag."))
    #expect(said(isExplored: false).contains("The tail is not explored: one branch has 7.0 % of the downtime"))
  }

  @Test func theBestAlertIsOneOrSeveral() {
    #expect(AlertSentences.best([], falseAlarm: 5) == nil)
    #expect(AlertSentences.best(["Errors"], falseAlarm: 5)?.hasSuffix("unseen minutes: Errors costs least.") == true)
    #expect(
      AlertSentences.best(["A", "B"], falseAlarm: 5)?.hasSuffix("A, B cost least, and cannot be told apart.") == true)
  }
}
