import Charts
import Testing

@testable import Pages

/// What is said of cost against lost minutes: no sentence beyond the interval of its break-even or of its pair.
@Suite struct TradeSectionTests {
  private typealias Design = ComparisonText.Design
  private typealias Share = ComparisonText.Share

  /// `single` is the cheapest, `warm` from 3,000 dollars a minute, `hot` from a million.
  private func text(_ hot: String = #""low": 800000, "high": 1500000"#) -> ComparisonText {
    var text = ComparisonText([
      Design("warm", "meets", years: ComparisonText.kept, dollars: 1.3e6, minutes: Share(50, 48, 52)),
      Design("single", "misses", years: ComparisonText.missed, dollars: 1e6, minutes: Share(150, 140, 160)),
      Design("hot", "meets", years: ComparisonText.kept, dollars: 9e6, minutes: Share(42, 40, 44)),
    ])
    text.breakEvens = """
      [{"from": "single", "to": "warm", "usd_per_minute": {"mean": 3000, "low": 2500, "high": 3800, "inputs_low": 2000, "inputs_high": null}},
       {"from": "warm", "to": "hot", "usd_per_minute": {"mean": 1000000, \(hot)}}]
      """
    return text
  }

  @Test func theNextMinuteIsPricedAndDoubted() throws {
    #expect(
      TradeSection(try text().findings()).title
        == "The first step costs $3 k a minute saved; the next minute costs $1 M")
    let open = TradeSection(try text(#""low": 800000, "high": null"#).findings())
    #expect(open.title == "The first step costs $3 k a minute saved; the next minute costs $1 M, if it saves any")
  }

  @Test func theStripKnowsItsBreakEvens() throws {
    let value = ValueSection(try text().findings())
    #expect(value.stretches.map(\.name) == ["single", "warm", "hot"])
    #expect(value.stretches.map(\.from) == [0, 3000, 1e6])
    #expect(value.stretches.map(\.known) == [nil, 2500...3800, 800_000...1_500_000])
    #expect(value.title == "On money alone, hot pays from $1 M a lost minute")
    let open = ValueSection(try text(#""low": 800000, "high": null"#).findings())
    #expect(open.stretches[2].known == 800_000...(.infinity))
    #expect(
      open.title == "On money alone, hot pays from $1 M a lost minute, if it loses less than warm: that is not certain")
    let exact = ValueSection(try text(#""exact": true"#).findings())
    #expect(exact.stretches[2].known == nil && exact.title == value.title)
  }

  /// The plan's own value of a minute: beside a break-even, within its interval, and beyond it.
  @Test(arguments: [
    (
      2000.0,
      "In this plan a lost minute costs $2 k: at that value single is the cheapest in total; what warm costs above that is paid for the objectives."
    ),
    (3100, "In this plan a lost minute costs $3.1 k: at that value single and warm are not told apart in total."),
    (5000, "In this plan a lost minute costs $5 k: at that value warm is the cheapest in total."),
  ])
  func thePlansOwnValueChooses(minute: Double, words: String) throws {
    var text = text()
    text.minute = minute
    #expect(ValueSection(try text.findings()).ownValue == words)
  }

  @Test func aPlanWithoutAValueSaysSo() throws {
    #expect(ValueSection(try text().findings()).ownValue == "The plan does not say what a lost minute is worth.")
  }

  /// One design that is the cheapest throughout is so for certain, or by the means of what is not told apart.
  @Test func tiesAreCalledTies() throws {
    var text = ComparisonText([Design("a", "not judged"), Design("b", "not judged", dollars: 2e6)])
    #expect(TradeSection(try text.findings()).title == "A is the cheapest at any value of a lost minute")
    text.pairs = "[\(ComparisonText.pair("a", "b", Share(1, -2, 4)))]"
    #expect(TradeSection(try text.findings()).title == "A is the cheapest at any value of a lost minute by the means")
    text.pairs = "[\(ComparisonText.pair("a", "b", Share(3, 2, 4)))]"
    #expect(TradeSection(try text.findings()).title == "A is the cheapest at any value of a lost minute")
    text.designs[1].tied = "a"
    #expect(
      TradeSection(try text.findings()).title
        == "A is the cheapest at any value of a lost minute by the means; not told apart from it: b")
  }

  @Test(arguments: [
    (
      "{\"mean\": -10, \"low\": -12, \"high\": -8}",
      "On the same failures a loses 10.0 minutes (8.00 to 12.0) less than b."
    ),
    (
      "{\"mean\": -1, \"low\": -3, \"high\": 1}",
      "On the same failures a and b cannot be told apart: the difference is -3.00 to 1.00 minutes."
    ),
    ("{\"mean\": -1, \"low\": null, \"high\": null}", "So few worlds do not tell a and b apart."),
    ("{\"mean\": 0, \"low\": 0, \"high\": 0}", "On the same failures a and b lose the same."),
  ])
  func aPairIsToldApartByItsInterval(difference: String, words: String) throws {
    var text = ComparisonText([Design("a", "not judged"), Design("b", "not judged")])
    text.pairs = #"[{"from": "b", "to": "a", "lost_minutes_per_year": \#(difference), "inputs_share_with_less": null}]"#
    #expect(TradeSection(try text.findings()).paired == words)
  }

  /// Order and verdict over the readings of the inputs: whether they can turn the verdict depends on the band alone.
  @Test func theInputsTurnTheVerdictOrNot() throws {
    var text = ComparisonText([
      Design("a", "misses", years: Share(0.8, 0.78, 0.82, inputs: 0.7...0.95)),
      Design("b", "misses", years: ComparisonText.missed),
    ])
    text.inputPoints = 16
    text.pairs = "[\(ComparisonText.pair("b", "a", Share(-10, -12, -8), withLess: 0.75))]"
    text.designs[0].badYear = #"{"mean": 75, "low": 70, "high": 80, "inputs_low": 60, "inputs_high": 99}"#
    func words() throws -> String { TradeSection(try text.findings()).inputs }
    #expect(
      try words()
        == "Of 16 readings of the uncertain inputs a loses less than b in 12. Nine in ten readings put a at 70 % to 95 % of "
        + "years, on both sides of the 90 % that is needed, so that they can turn the verdict. They put its one year in ten at "
        + "60.0 to 99.0 lost minutes.")
    text.designs[0].years?.inputs = 0.7...0.85
    #expect(try words().contains("on one side of the 90 % that is needed."))
    text.pairs = "[\(ComparisonText.pair("a", "b", Share(10, 8, 12), withLess: 0))]"
    #expect(try words().hasPrefix("Of 16 readings of the uncertain inputs b loses less than a in none."))
    text.inputPoints = 0
    #expect(try words() == "")
  }
}
