import OutputAnalysis
import Testing

@testable import CapacityPlanning
@testable import Reports

/// Sentences and the conditions under which they may be said: each beside the neighbour under which they may not.
@Suite struct SentenceTests {
  /// A number keeps its unit on its line, and a word that only begins like one is no unit.
  @Test func unitsStayWithTheirNumbers() {
    let text = "from $72 k to $1.17 M; 28 min, 6 months"
    for width in 20...60 {
      let lines = Wording.wrapped(text, width: width)
      #expect(lines.joined(separator: " ").replacing("   ", with: " ") == text, "\(lines)")
      for unit in ["k", "M;", "min,"] {
        #expect(
          !lines.contains { $0.drop { $0 == " " }.hasPrefix(unit + " ") || $0.hasSuffix("  " + unit) }, "\(lines)")
      }
    }
    #expect(Wording.wrapped("takes 6 months", width: 8) == ["takes 6", "  months"])
    #expect(Wording.wrapped("takes 60 s", width: 8) == ["takes", "  60 s"])
  }

  /// Two digits of what is missing: 83.8 minutes of 525,960 are 0.0159 %, 0.65 of them 0.00012 %.
  @Test(arguments: [(83.8, "99.984 %"), (0.65, "99.99988 %"), (157_788.0, "70 %"), (0.0, "100 %"), (7889.4, "98.5 %")])
  func whatIsMissingHasTwoDigits(lostMinutes: Double, words: String) {
    #expect(Wording.measuredAvailability(1 - lostMinutes / 525_960) == words)
  }

  private typealias Option = TradeStandings.Option

  private static func between(_ low: Double, _ high: Double) -> Interval {
    Interval(estimate: (low + high) / 2, low: low, high: high)
  }

  /// Two designs: `a` costs a million and loses 100 minutes, `b` costs and loses what is given.
  private static func two(cost: Interval, minutes: Double, difference: Interval) -> TradeStandings {
    TradeStandings([
      Option(name: "a", cost: Interval(exactly: 1e6), minutes: 100), Option(name: "b", cost: cost, minutes: minutes),
    ]) { from, _ in from == 0 ? difference : difference.scaled(by: -1) }
  }

  // MARK: Dominated

  @Test func dearerAndWorseForCertainIsDominated() {
    let standings = Self.two(cost: Interval(exactly: 2e6), minutes: 120, difference: Self.between(10, 30))
    #expect(standings.standing(of: "b") == .dominated(by: "a"))
    #expect(TradeSentences.dominated(standings)?.hasSuffix("b by a.") == true)
    #expect(TradeSentences.tied(standings) == nil)
    #expect(TradeSentences.paysFrom(standings.standing(of: "b")) == "dominated")
  }

  @Test func dearerAndPerhapsWorseIsATie() {
    let standings = Self.two(cost: Interval(exactly: 2e6), minutes: 101, difference: Self.between(-9, 11))
    #expect(standings.standing(of: "b") == .tied(with: "a"))
    #expect(TradeSentences.dominated(standings) == nil)
    #expect(TradeSentences.tied(standings)?.hasSuffix("b from a.") == true)
    #expect(TradeSentences.paysFrom(standings.standing(of: "b")) == "tie")
  }

  @Test func equalInLossAndDearerIsDominated() {
    let standings = Self.two(cost: Interval(exactly: 2e6), minutes: 100, difference: Interval(exactly: 0))
    #expect(standings.standing(of: "b") == .dominated(by: "a"))
  }

  @Test func equalInBothIsATie() {
    let standings = Self.two(cost: Interval(exactly: 1e6), minutes: 100, difference: Interval(exactly: 0))
    #expect(standings.standing(of: "b") == .tied(with: "a"))
  }

  @Test func equallyDearAndWorseForCertainIsDominated() {
    let standings = Self.two(cost: Interval(exactly: 1e6), minutes: 120, difference: Self.between(10, 30))
    #expect(standings.standing(of: "b") == .dominated(by: "a"))
  }

  @Test func perhapsDearerAndWorseIsATie() {
    let standings = Self.two(cost: Self.between(0.9e6, 1.2e6), minutes: 120, difference: Self.between(10, 30))
    #expect(standings.standing(of: "b") == .tied(with: "a"))
  }

  @Test func whatWasNotComparedIsNotJudged() {
    let standings = TradeStandings([
      Option(name: "a", cost: Interval(exactly: 1), minutes: 1),
      Option(name: "b", cost: Interval(exactly: 2), minutes: 2),
    ]) { _, _ in nil }
    #expect(standings.standing(of: "b") == .never)
  }

  /// Two seeds of one plan, whose means stand the other way round, say the same: not told apart.
  @Test(arguments: [-2.0, 2.0])
  func aDifferenceWithinChanceGivesNoOppositeSentences(shift: Double) {
    let standings = Self.two(
      cost: Interval(exactly: 2e6), minutes: 100 + shift, difference: Self.between(shift - 10, shift + 10))
    let said = [TradeSentences.cheapest(standings), TradeSentences.tied(standings)].compactMap { $0 }.joined()
    #expect(TradeSentences.dominated(standings) == nil)
    #expect(said.contains("not certain") || said.contains("Not told apart"), "\(said)")
  }

  // MARK: Break-evens

  /// A million more for 50 minutes: 20,000 dollars a minute; for 40 to 60 minutes 16,667 to 25,000.
  @Test func aBreakEvenHasTheEndsOfItsDifferences() throws {
    let standings = Self.two(cost: Interval(exactly: 2e6), minutes: 50, difference: Self.between(-60, -40))
    let step = try #require(standings.breakEvens.first)
    #expect(step.dollarsPerMinute.estimate == 20_000)
    #expect(abs(step.dollarsPerMinute.low - 1e6 / 60) < 1e-9 && step.dollarsPerMinute.high == 25_000)
    #expect(TradeSentences.cheapest(standings)?.contains("b above $20 k (95 %: $17 k to $25 k)") == true)
  }

  @Test func aBreakEvenOfALossThatIsNotCertainHasNoUpperEnd() throws {
    let standings = Self.two(cost: Interval(exactly: 2e6), minutes: 50, difference: Self.between(-110, 10))
    #expect(standings.breakEvens[0].dollarsPerMinute.high == .infinity)
    let text = try #require(TradeSentences.cheapest(standings))
    #expect(text.contains("or more; that it loses less is not certain"), "\(text)")
  }

  @Test func anExactBreakEvenHasNoInterval() {
    let standings = Self.two(cost: Interval(exactly: 2e6), minutes: 50, difference: Interval(exactly: -50))
    #expect(standings.breakEvens[0].dollarsPerMinute.isExact)
    #expect(TradeSentences.cheapest(standings) == "Cheapest in total by the value of a lost minute: a; b above $20 k.")
  }

  @Test func uncertainInputsHaveARangeOfTheirOwn() {
    var standings = Self.two(cost: Interval(exactly: 2e6), minutes: 50, difference: Interval(exactly: -50))
    standings.breakEvens[0].inputs = 10_000...(.infinity)
    #expect(TradeSentences.cheapest(standings)?.contains("(inputs: $10 k to never)") == true)
  }

  @Test func aValueWithinTheBreakEvenDecidesNothing() {
    let standings = Self.two(cost: Interval(exactly: 2e6), minutes: 50, difference: Self.between(-60, -40))
    #expect(TradeSentences.atItsValue(18_000, standings)?.contains("a and b are not told apart") == true)
    #expect(TradeSentences.atItsValue(15_000, standings)?.contains("a is the cheapest in total") == true)
    #expect(TradeSentences.atItsValue(26_000, standings)?.contains("b is the cheapest in total") == true)
  }

  @Test func whereNothingIsAskedNothingIsBoughtForIt() {
    let standings = Self.two(cost: Interval(exactly: 2e6), minutes: 50, difference: Interval(exactly: -50))
    #expect(
      TradeSentences.atItsValue(15_000, standings, areJudged: false)
        == "A lost minute costs $15 k: at that value a is the cheapest in total.")
    #expect(TradeSentences.atItsValue(15_000, standings)?.hasSuffix("the rest is bought for the contract.") == true)
  }

  /// Three hundred and five against two hundred and ninety thousand: cost and loss count, not the loss alone.
  @Test func lossesByTheMinuteOfAnOutageAreAddedUp() {
    #expect(
      TradeSentences.withLosses([("a", 300e3, 5e3), ("b", 200e3, 90e3)])
        == "With what outages lose by the plan's prices b is the cheapest by the means: $200 k a year and $90 k that its "
        + "outages lose.")
  }

  // MARK: Meets

  @Test func theCheapestThatMeetsIsOneOnlyWhereItsCostIs() throws {
    let a = (name: "a", cost: Self.between(90, 110))
    let apart = try #require(
      TradeSentences.cheapestThatMeets([a, (name: "b", cost: Self.between(190, 210))], undecided: []))
    #expect(apart == "The cheapest design that meets every objective is a, $100 a year.")
    let tied = try #require(
      TradeSentences.cheapestThatMeets([a, (name: "b", cost: Self.between(95, 125))], undecided: []))
    #expect(tied.hasPrefix("The cheapest designs that meet every objective are a, b"), "\(tied)")
    #expect(TradeSentences.cheapestThatMeets([], undecided: [a]) == nil)
  }

  /// Costs that rise and fall together are told apart by their difference, though each by itself is known less well.
  @Test func costsThatShareTheirLuckAreComparedByTheirDifference() {
    let meeting = [(name: "b", cost: Self.between(95, 125)), (name: "a", cost: Self.between(90, 110))]
    func said(_ difference: Interval) -> String? {
      TradeSentences.cheapestThatMeets(meeting, undecided: []) { from, to in
        from == 1 && to == 0 ? difference : nil
      }
    }
    #expect(said(Self.between(9, 11)) == "The cheapest design that meets every objective is a, $100 a year.")
    #expect(said(Self.between(-1, 21))?.hasPrefix("The cheapest designs that meet every objective are a, b") == true)
  }

  @Test func aCheaperDesignThatMayMeetIsNamed() throws {
    let a = (name: "a", cost: Interval(exactly: 100))
    let open = try #require(
      TradeSentences.cheapestThatMeets([a], undecided: [(name: "b", cost: Interval(exactly: 50))]))
    #expect(open.contains("Cheaper, and undecided at this number of years: b."))
    let dearer = try #require(
      TradeSentences.cheapestThatMeets([a], undecided: [(name: "b", cost: Interval(exactly: 150))]))
    #expect(!dearer.contains("undecided"))
  }

  // MARK: Searches and sizes

  private static func objective(_ verdict: Verdict, share: Double) -> SearchedDesign.Objective {
    .init(text: "region back in 5 min", required: 0.9, share: share, verdict: verdict)
  }

  @Test func anAvailabilityThatIsReachedIsNoRemedyForAnotherMiss() {
    let reached = [SearchedDesign.ReachedAvailability(asked: 0.999, reached: 0.9995)]
    let said = SearchSentences.remedies(
      of: "hot", worst: Self.objective(.misses, share: 0.5), isUndecided: false, reached: reached, cures: [])
    #expect(said == ["hot comes closest: it keeps region back in 5 min in 50.0 % instead of 90.0 %"])
    let missed = [SearchedDesign.ReachedAvailability(asked: 0.9999, reached: 0.9995)]
    let both = SearchSentences.remedies(
      of: "hot", worst: Self.objective(.misses, share: 0.5), isUndecided: false, reached: missed, cures: [])
    #expect(both.last == "an availability of 99.95 % in the required share of years would be met by it")
  }

  /// Half of the outages without a cause as with it: taking it away would mend nothing. A little more is a little.
  @Test func whatMendsNothingIsNoRemedy() {
    func said(_ share: Double) -> [String] {
      SearchSentences.remedies(
        of: "hot", worst: Self.objective(.misses, share: 0.5), isUndecided: false, reached: [],
        cures: [
          .init(causes: ["region"], meets: false, objective: "region back in 5 min", share: share, years: 400)
        ])
    }
    #expect(said(0.5).count == 1)
    #expect(said(0.6).last == "without region it would keep region back in 5 min in 60.0 %")
  }

  @Test func whereTheYearsDidNotDecideThereIsNoRemedyBelowTheObjective() {
    let said = SearchSentences.remedies(
      of: "hot", worst: Self.objective(.undecided, share: 0.92), isUndecided: true,
      reached: [.init(asked: 0.999, reached: 0.99)], cures: [])
    #expect(
      said == ["hot comes closest and is undecided: it keeps region back in 5 min in 92.0 % where 90.0 % is asked"])
  }

  @Test func anAnswerSaysWhatItKeptWhereSomethingWasAsked() {
    func said(_ objectives: [SearchedDesign.Objective]) -> [String] {
      SearchSentences.answer(
        "hot", of: 24, indifferent: 50_000, confidence: "95 %", years: 4000, objectives: objectives)
    }
    let met = said([Self.objective(.meets, share: 0.95)])
    #expect(
      met[0].hasPrefix("hot: the cheapest of the 24 designs searched that meet all objectives, or dearer by less than"))
    #expect(met[1].hasSuffix("region back in 5 min: 95 % where 90 % is asked (meets)."))
    // Where nothing is asked nothing is met.
    #expect(said([]).count == 1 && said([])[0].hasPrefix("hot: the cheapest of the 24 designs searched, or dearer"))
    let none = SearchedDesign.Objective(text: "region", required: 0.9, share: nil, verdict: .undecided)
    #expect(said([none])[1].hasSuffix("region: nothing to judge where 90 % is asked."))
  }

  @Test func whatIsNotDecidedIsCountedBeyondFive() {
    #expect(SearchSentences.undecided([]) == nil)
    #expect(SearchSentences.undecided(["1", "2"])?.hasPrefix("Not decided within the years: 1; 2.") == true)
    #expect(SearchSentences.undecided((1...7).map { "\($0)" })?.contains("5 and 2 more") == true)
  }

  @Test func noFleetMeetsOnlyWhereEachMisses() {
    #expect(
      SizeSentences.withoutAnswer([.misses, .misses], isCutByQuota: false)
        == "no fleet of the ladder meets the objective.")
    #expect(
      SizeSentences.withoutAnswer([.misses, .undecided], isCutByQuota: false).hasPrefix("the years do not decide"))
    #expect(SizeSentences.withoutAnswer([.misses], isCutByQuota: true).contains("a quota ends it"))
  }

  // MARK: Replays

  @Test func aReplayNamesTheBestOnlyWhereItIsKnown() {
    func said(_ difference: Interval?, equal: [String] = []) -> String {
      ReplaySentences.least("b", equal: equal, first: "a", difference: difference)
    }
    #expect(said(Self.between(-30, -10)).contains("b would have lost least: 20.0 (10.0 to 30.0) minutes less than a"))
    #expect(said(Self.between(-30, 10)).contains("b and a are not told apart"))
    #expect(said(Interval(exactly: -20), equal: ["c"]).hasPrefix("b, c would have lost least: 20.0 minutes"))
    #expect(said(nil) == "No design would have lost less than a.")
    #expect(said(nil, equal: ["c"]) == "No design would have lost less than a; as little: c.")
  }
}
