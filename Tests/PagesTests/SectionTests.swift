import Charts
import Testing

@testable import Pages

/// What the titles and sentences below the first screen claim, against the figures that they are made of.
@Suite struct SectionTests {
  private typealias Design = ComparisonText.Design
  private typealias Share = ComparisonText.Share

  private func design(_ name: String, _ years: Share?, dollars: Double = 1e6, minutes: Share = Share(40, 38, 42))
    -> Design
  {
    Design(name, years.map(ComparisonText.verdict) ?? "not judged", years: years, dollars: dollars, minutes: minutes)
  }

  // MARK: Ranking

  /// The order and what stands under its own heading are the result's; colours follow the plan.
  @Test func theRankingIsTheResults() throws {
    var text = ComparisonText([design("a", nil), design("b", nil), design("c", nil)])
    text.designs[0].better = "c"
    text.ranking = ["c", "b", "a"]
    let ranking = try text.findings().ranking
    #expect(ranking.places.map(\.design.design) == ["c", "b", "a"])
    #expect(ranking.places.map(\.tint) == [.design(2), .design(1), .design(0)])
    #expect(ranking.kept.map(\.design.design) == ["c", "b"] && ranking.dominated.map(\.design.design) == ["a"])
    text.ranking = ["c", "b"]
    #expect(throws: PageError.self) { try text.findings() }
  }

  // MARK: A bad year, a recovery

  @Test(arguments: [
    ([ComparisonText.missed, ComparisonText.missed], "How bad a year is: nobody passes under the post"),
    ([ComparisonText.open, ComparisonText.missed], "How bad a year is: nobody is shown to pass under the post"),
    ([ComparisonText.kept, ComparisonText.missed], "How bad a year is: only d0 passes under the post"),
    ([ComparisonText.kept, ComparisonText.open], "How bad a year is: only d0 is shown to pass under the post"),
    ([ComparisonText.kept, ComparisonText.kept], "How bad a year is: all pass under the post"),
    (
      [ComparisonText.kept, ComparisonText.kept, ComparisonText.missed],
      "How bad a year is: two of three pass under the post"
    ),
  ])
  func aBadYearIsPassedByThoseThatMeet(years: [ComparisonText.Share], title: String) throws {
    let designs = years.enumerated().map { design("d\($0)", $1) }
    let section = CurveSections(try ComparisonText(designs).findings()).badYear
    #expect(section?["title"] as? String == title)
  }

  @Test func whatNoDesignEscapesIsNamed() throws {
    var designs = [design("a", nil), design("b", nil)]
    designs[0].causes = [("edge", "every_site", 4), ("release", "every_site", 9), ("region", "one_site", 30)]
    designs[1].causes = [("release", "every_site", 3), ("edge", "every_site", 1)]
    func words() throws -> String { CurveSections(try ComparisonText(designs).findings()).inescapable }
    #expect(try words() == "The tail that no design escapes: release, edge, which strike every site at once.")
    designs[1].causes = [("release", "every_site", 3)]
    #expect(try words() == "The tail that no design escapes: release, which strikes every site at once.")
    designs[1].causes = [("region", "one_site", 3), ("edge", "every_site", 0)]
    #expect(try words() == "")
  }

  @Test(arguments: [
    ("meets", "misses", "Recovery: only a is back within 10 min in 90 % of region outages"),
    ("meets", "undecided", "Recovery: only a is shown to be back within 10 min in 90 % of region outages"),
    ("undecided", "undecided", "Recovery: no design is shown to be back within 10 min in 90 % of region outages"),
    ("meets", "meets", "Recovery: two designs are back within 10 min in 90 % of region outages"),
  ])
  func aRecoveryIsKeptByThoseThatMeet(one: String, other: String, title: String) throws {
    var designs = [design("a", nil), design("b", nil)]
    designs[0].recovery = (ComparisonText.kept, one)
    designs[1].recovery = (ComparisonText.kept, other)
    let section = CurveSections(try ComparisonText(designs).findings()).recovery
    #expect(section?["title"] as? String == title)
  }

  private static let steps: [(points: [(Double, Double)], words: String?)] = [
    (
      [(570, 0.1), (570, 0.9), (3600, 1)],
      "A has a fixed time of 570 s, 30 s under the target of 10 min: a little more on any step, and the target is missed."
    ),
    (
      [(60, 0.2), (615, 0.2), (615, 0.8)],
      "A has a fixed time of 10.3 min, 15 s over the target of 10 min: a little less, and it is kept."
    ),
    ([(569, 0.1), (569, 0.9)], nil), ([(590, 0.1), (590, 0.14)], nil), ([(590, 0.1), (591, 0.9)], nil),
  ]

  private func recovery(_ points: [(Double, Double)]) throws -> [String: Any] {
    var one = design("a", nil)
    one.recovery = (ComparisonText.kept, "meets")
    one.recoveries = points.map { (seconds: $0.0, share: $0.1) }
    return try #require(CurveSections(try ComparisonText([one]).findings()).recovery)
  }

  /// The target is 600 s. A step that a twentieth of all outages share and that lies within five percent of it is said.
  @Test(arguments: steps.indices)
  func aStepNearTheTargetIsSaid(index: Int) throws {
    let (points, words) = Self.steps[index]
    #expect(try recovery(points)["near"] as? String == words)
  }

  private static let axes: [(points: [(Double, Double)], ticks: [String])] = [
    ([(90, 0.5), (3000, 1)], ["1 min", "3 min", "10 min", "30 min", "1 h", "3 h", "10 h"]),
    ([(9, 0.9), (3000, 1)], ["3 s", "10 s", "30 s", "1 min"]), ([(90, 0.2), (200_000, 0.6)], ["10 h", "1 d"]),
  ]

  /// From a minute to ten hours in every report, wider where the target or half of the outages lie outside.
  @Test(arguments: axes.indices)
  func theAxisOfRecoveriesIsTheSameEverywhere(index: Int) throws {
    let (points, ticks) = Self.axes[index]
    let wide = try #require((try recovery(points)["chart"] as? [String: Any])?["wide"] as? String)
    let shown = wide.matches(of: /class="quiet axis">([^<]*)</).map { String($0.output.1) }
    #expect(ticks.allSatisfy(shown.contains), "\(shown)")
    #expect(!shown.contains("1 s") && !shown.contains("7 d"))
    if ticks.count == 7 { #expect(!shown.contains("30 s") && !shown.contains("1 d"), "\(shown)") }
  }

  /// Means that add up, of the first design that has any; who has none is named.
  @Test func phasesAreMeansOfFailovers() throws {
    var designs = [design("a", nil), design("b", nil)]
    #expect(try PhaseSection(ComparisonText(designs).findings()).values == nil)
    designs[1].phases = [30, 20, 60, 400]
    let section = try #require(PhaseSection(try ComparisonText(designs).findings()).values)
    #expect(
      section["title"] as? String
        == "Phases over many outages: b's failovers take 510 s on average, of which restore takes 400 s")
    #expect((section["how"] as? String)?.hasSuffix("A: no failover ended such an outage.") == true)
    let rows = (section["data"] as? [String: Any])?["rows"] as? [[String: Any]]
    let cells = rows?.first?["cells"] as? [[String: String]]
    #expect(cells?.compactMap { $0["text"] } == ["b", "region", "9", "30 s", "20 s", "60 s", "400 s", "510 s"])
  }

  // MARK: Causes

  @Test func causesAreSummedByWhatTheyStrike() throws {
    var one = design("a", nil)
    one.causes = [("release", "every_site", 12), ("edge", "every_site", 3.5), ("region", "one_site", 20)]
    let section = CauseSection(try ComparisonText([one]).findings())
    #expect(
      section.title
        == "What is lost to what: a loses 15.5 minutes to what strikes every site at once and 20.0 to what strikes one")
    #expect(section.removals == nil)
  }

  /// A row for each design: as it is, then without each cause, the most helpful to the first design first.
  @Test func removalsAreATable() throws {
    var designs = [design("a", ComparisonText.missed), design("b", ComparisonText.open)]
    designs[0].removals = [("region", Share(0.81, 0.79, 0.83)), ("release", Share(0.93, 0.91, 0.95))]
    designs[1].removals = [("release", Share(0.97, 0.96, 0.98))]
    let section = try #require(CauseSection(try ComparisonText(designs).findings()).removals)
    let heads = (section["heads"] as? [[String: String]])?.compactMap { $0["text"] }
    #expect(heads == ["Design", "As it is", "Without release", "Without region"])
    let rows = (section["rows"] as? [[String: Any]])?.map { row in
      (row["cells"] as? [[String: String]])?.compactMap { $0["text"] } ?? []
    }
    // The region takes nothing from b: without it the share is what it was.
    #expect(rows == [["✗ 80 %", "✓ 93 %", "✗ 81 %"], ["? 90.0 %", "✓ 97 %", "? 90.0 %"]])
  }

  // MARK: Services

  /// Who loses most is known where no other interval reaches as far; a bound is no interval.
  @Test(arguments: [
    (#"{"mean": 40, "low": 30, "high": 50}"#, "loses most", ["40.0", "30.0", "50.0"]),
    (#"{"mean": 70, "low": 55, "high": 95}"#, "loses most by the means", ["70.0", "55.0", "95.0"]),
    (#"{"mean": 0, "at_most": 3.5, "level": 0.95}"#, "loses most", ["0", "-", "at most 3.50"]),
  ])
  func aServiceLosesMostForCertainOrNot(other: String, loses: String, shown: [String]) throws {
    var one = design("a", nil)
    one.services = [("chat", #"{"mean": 100, "low": 90, "high": 110}"#), ("batch", other)]
    let findings = try ComparisonText([one]).findings()
    let section = try #require(ServiceSection(findings).values)
    #expect(section["title"] as? String == "By service: in a chat \(loses), 100 minutes of its own demand a year")
    let rows = (section["data"] as? [String: Any])?["rows"] as? [[String: Any]]
    let cells = (rows?.last?["cells"] as? [[String: String]])?.compactMap { $0["text"] } ?? []
    #expect(cells == ["a", "batch"] + shown + ["50 %", "$10.0 M", "$1.29 M", "$19.2"])
    #expect(
      ValueSection(findings).ownValue.hasPrefix(
        "What a lost minute costs depends on whose it is: chat $19.2, batch $19.2."))
    #expect(ServiceSection(findings).unit?.hasPrefix("Two services share the fleet: minutes, shares and rates") == true)
  }

  // MARK: Money

  @Test func moneyNamesThePremiumAndTheUnit() throws {
    var single = design("single", nil, dollars: 1e6)
    single.topology = "single-site"
    let money = MoneySection(try ComparisonText([design("warm", nil, dollars: 1.5e6), single]).findings())
    #expect(
      money.how
        == "Dollars a year, amortised, outage loss left out. Warm costs $500 k a year more than single, which has no disaster "
        + "recovery (+50 %). All that warm costs is $12.5 a million requests answered.")
    #expect(money.title == "Where the money goes: 100 % of warm's $1.5 M is serving")
  }

  // MARK: Grounds

  private func grounds(_ influences: String, more: String = "") throws -> GroundSections {
    var text = ComparisonText([design("a", nil)])
    (text.influences, text.more) = (influences, more)
    return GroundSections(try text.findings())
  }

  private func influence(_ input: String, _ rank: Double, standsOut: Bool) -> String {
    #"{"input": "\#(input)", "design": "a", "rank_correlation": \#(rank), "stands_out": \#(standsOut), "designs": [{"design": "a", "rank_correlation": \#(rank)}, {"design": "b", "rank_correlation": 0.1}]}"#
  }

  /// The result says what stands out; the page has no threshold of its own.
  @Test func onlyInputsThatStandOutAreDrawn() throws {
    let (strong, weak) = (influence("s", -0.8, standsOut: true), influence("w", 0.6, standsOut: false))
    let both = try #require(try grounds("[\(strong), \(weak)]").influences)
    #expect((both["rows"] as? [[String: Any]])?.compactMap { $0["input"] as? String } == ["s"])
    #expect((both["rows"] as? [[String: Any]])?.first?["figure"] as? String == "−0.80")
    let table = (both["data"] as? [String: Any])?["rows"] as? [Any]
    #expect(table?.count == 4)
    let none = try grounds("[\(weak)]").influences
    #expect(none?["title"] as? String == "What decides it: no uncertain input stands out from simulation error")
    #expect(try grounds("[]").influences == nil)
  }

  @Test func assumptionsSayWhatTheyMove() throws {
    func row(_ key: String, _ effect: String) -> String {
      #"{"key": "\#(key)", "value": "$5/h", "unit": "", "origin": "p:1:1", "status": "assumed", "source": "", "as_of": "", "effect_usd_year_plus_10_percent": \#(effect), "effect_design_id": "a"}"#
    }
    let more = #", "assumptions": [\#(row("small", "1000")), \#(row("large", "-52000"))], "not_modelled": ["queues"]"#
    let grounds = try grounds("[]", more: more)
    #expect(
      grounds.assumptions?["how"] as? String
        == "Of the prices large moves a year most: ten percent more are −$52 k (a).")
    #expect(grounds.notModelled?.hasPrefix("Not modelled here: queues.") == true)
  }

  /// The text of a plan carries its unit; a number alone gets it, unless it only counts.
  @Test(arguments: [
    ("400rps", "rps", "400rps"), ("45%", "%", "45%"), ("$55.04/h", "USD/h", "$55.04/h"), ("8766", "h", "8766 h"),
    ("3", "1", "3"), ("[10s, 20s]", "s", "[10s, 20s]"),
  ])
  func aUnitIsSaidOnce(value: String, unit: String, shown: String) throws {
    let row =
      #"{"key": "k", "value": "\#(value)", "unit": "\#(unit)", "origin": "p:1:1", "status": "assumed", "source": "", "as_of": ""}"#
    let table = try grounds("[]", more: #", "assumptions": [\#(row)]"#).assumptions?["data"] as? [String: Any]
    let cells = (table?["rows"] as? [[String: Any]])?.first?["cells"] as? [[String: String]]
    #expect(cells?[1]["text"] == shown)
  }
}
