import CapacityPlanning
import OutputAnalysis
import Testing

@testable import Reports

/// Sentences of tornado, diff, backtest and roadmap, each beside the condition under which it would be another one.
@Suite struct StudySentenceTests {
  private static func between(_ low: Double, _ high: Double) -> Interval {
    Interval(estimate: (low + high) / 2, low: low, high: high)
  }

  // MARK: Tornado

  @Test func aFlipHasEndsOrLeavesTheBand() {
    func said(_ answer: FlipValue.Answer, _ low: String?, _ high: String?) -> String {
      SensitivitySentences.flip(
        answer, of: "hot", input: "detect.takes", value: "2 min", ends: (low, high), below: "meets", above: "misses")
    }
    #expect(
      said(.verdict, "1 min", "3 min")
        == "detect.takes = 2 min (95 %: 1 min to 3 min): below it hot meets its objectives, above it hot misses them.")
    #expect(said(.verdict, nil, "3 min").contains("(95 %: below the band to 3 min)"))
    #expect(said(.verdict, "1 min", nil).contains("(95 %: 1 min to above the band)"))
    #expect(said(.leastLost, "1 min", "3 min").hasSuffix("below it meets loses least, above it misses."))
    #expect(SensitivitySentences.noFlip(of: "hot").hasPrefix("No input turns the verdict on hot"))
  }

  // MARK: Size

  @Test func whatAFleetMissesBesideAvailabilityIsSaid() {
    func said(_ others: SizeSentences.Other...) -> String? { SizeSentences.unkept(others) }
    #expect(said() == nil)
    #expect(said(("recovery of a region", 0.97, 0.9, .meets)) == nil)
    #expect(
      said(("recovery of a region", 0.41, 0.9, .misses))
        == "Sized by availability alone. Of what else the plan promises this fleet misses recovery of a region (41 % where "
        + "90 % is asked). 'nines compare' judges every objective, 'nines plan' searches for a design that keeps them all."
    )
    let open = said(("data loss of chat", 0.9, 0.9, .undecided), ("recovery of a zone", 1, 0.9, .meets))
    #expect(open?.contains("it is undecided on data loss of chat (90 % where 90 % is asked).") == true)
    #expect(open?.contains("nines plan") == false)
  }

  // MARK: Diff

  @Test func aChangeIsNamedOnlyWhereItIsKnown() {
    func said(_ minutes: Interval, _ cost: Interval = Interval(exactly: 0)) -> String {
      DifferenceSentences.change("hot", lostMinutes: minutes, cost: cost)
    }
    #expect(said(Self.between(-3, -1)) == "hot: loses less, cost unchanged.")
    #expect(said(Self.between(1, 3)) == "hot: loses more, cost unchanged.")
    #expect(said(Self.between(-1, 3)) == "hot: no change of lost minutes that can be told from chance, cost unchanged.")
    #expect(said(Self.between(0, 3)).contains("no change of lost minutes that can be told"))
    #expect(said(Interval(exactly: 0), Interval(exactly: 5)) == "hot: lost minutes unchanged, costs more.")
    #expect(said(Interval(exactly: 0), Interval(exactly: -5)) == "hot: lost minutes unchanged, costs less.")
  }

  @Test func howTwoStudiesAreComparedIsSaid() {
    func said(_ models: (String, String) = ("m", "m"), worlds: Int? = 40, first: [String] = [], second: [String] = [])
      -> [String]
    {
      DifferenceSentences.comparison(
        models: models, pairedWorlds: worlds, onlyInFirst: first, onlyInSecond: second)
    }
    #expect(said().count == 1 && said()[0].hasPrefix("Both were simulated on the same 40 worlds"))
    #expect(said(worlds: nil)[0].hasPrefix("They were simulated on different worlds"))
    #expect(said(("m", "n"))[0] == "The plans are of two services: 'm' and 'n'.")
    #expect(
      said(first: ["a"], second: ["b", "c"]).suffix(2) == ["Only in the first: a.", "Only in the second: b, c."])
  }

  // MARK: Backtest

  @Test func aRecordContradictsWhereItLiesOutside() {
    #expect(BacktestSentences.record([]).hasPrefix("Nothing in the record contradicts the plan"))
    #expect(
      BacktestSentences.record(["more outages", "a longer longest outage"])
        == "The record has more outages, a longer longest outage than 39 predicted periods in 40.")
  }

  @Test func aCauseIsNamedWhereItsCountIsNotAsPredicted() {
    #expect(BacktestSentences.count("region", .asPredicted, supported: "x") == nil)
    #expect(BacktestSentences.count("region", .less, supported: nil) == "'region' caused fewer outages than predicted.")
    #expect(
      BacktestSentences.count("region", .more, supported: "failures.region.per-year: [3, 4, 5]")
        == "'region' caused more outages than predicted: the record supports failures.region.per-year: [3, 4, 5].")
  }

  @Test func lengthsAreOffWhereTheirFactorLeavesOne() {
    func said(_ low: Double, _ high: Double, mended: Double = 0.95) -> String? {
      BacktestSentences.length("region", factor: (low, (low + high) / 2, high), mended: mended)
    }
    #expect(said(0.9, 1.2) == nil && said(1, 2) == nil && said(0.5, 1) == nil)
    #expect(
      said(1.1, 2)?.hasPrefix("Outages by 'region' were longer than predicted, by a factor of 1.6 (1.1 to 2.0") == true)
    #expect(said(0.5, 0.9)?.contains("were shorter") == true)
    #expect(said(1.1, 2)?.hasSuffix("multiply its 'lasts' by that.") == true)
    #expect(
      said(1.1, 2, mended: 0.9)?.hasSuffix(
        "\(Wording.percent(1 - 0.9)) of the predicted ones end before the repair, so look at detection and failover first."
      ) == true)
  }

  @Test func spreadAndMissingCausesAreSaidWhereTheyCount() {
    #expect(BacktestSentences.spread(chance: 0.05) == nil)
    #expect(BacktestSentences.spread(chance: 0.04)?.hasSuffix("by chance in 4.0 % of records.") == true)
    #expect(BacktestSentences.withoutCause(0, hasCauses: true) == nil)
    #expect(BacktestSentences.withoutCause(2, hasCauses: false) == nil)
    #expect(
      BacktestSentences.withoutCause(1, hasCauses: true)?.hasPrefix("1 outage of the record names no cause") == true)
    #expect(
      BacktestSentences.withoutCause(2, hasCauses: true)?.hasPrefix("2 outages of the record name no cause") == true)
  }

  // MARK: Roadmap and search

  @Test func theWayThereIsJudgedByItsInterval() {
    func said(spared: Double, _ lost: Interval) -> String {
      SearchSentences.standing("hot", dollars: 2e6, minutes: 60, spared: spared, lost: lost)
    }
    let way = "With hot from the first day it would be $2.00 M and \(Wording.minutes(60)) lost minutes: the way there "
    #expect(
      said(spared: 500_000, Self.between(10, 30))
        == way + "costs \(Wording.dollars(500_000)) less, and loses \(Wording.minutes(20)) minutes more.")
    #expect(
      said(spared: -500_000, Self.between(-30, -10))
        == way + "costs \(Wording.dollars(500_000)) more, and loses \(Wording.minutes(20)) minutes less.")
    #expect(
      said(spared: 0, Self.between(-5, 30)).hasSuffix(
        "costs as much, and its lost minutes are not told apart from that."))
  }

  @Test func freshYearsAreExplainedWhereThereAreAny() {
    #expect(SearchSentences.freshYears(nil) == nil)
    #expect(SearchSentences.freshYears("hot")?.hasPrefix("fresh: the answer on years that had no part") == true)
  }
}
