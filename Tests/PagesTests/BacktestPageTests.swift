import Testing

@testable import Pages

/// What the page of a backtest finds, and of alerts, and the months of a sized fleet.
@Suite struct BacktestPageTests {
  private func figure(_ observed: Double, _ mean: Double, _ reading: String = "as predicted") -> String {
    """
    {"observed": \(observed), "mean": \(mean), "p05": 0, "p95": 9, "percentile": 0.6, "low": 0.5, "high": 0.7,
     "reading": "\(reading)"}
    """
  }

  private func cause(_ name: String, _ outages: String, length: String = "null", supports: String = "null") -> String {
    """
    {"cause": "\(name)", "outages": \(outages), "rate_factor": {"low": 0.5, "mid": 1.1, "high": 2},
     "length_factor": \(length), "supports": \(supports)}
    """
  }

  private func json(outages: String? = nil, minutes: String? = nil, causes: [String] = [], evenness: String = "null")
    -> String
  {
    """
    {"model": "m", "design": "single-site", "from": "2025-01-01", "to": "2027-01-01", "seed": 42, "replications": 400,
     "outages": \(outages ?? figure(5, 4.2)), "outage_minutes": \(minutes ?? figure(200, 180)),
     "longest_outage_minutes": \(figure(88, 90)), "lengths": [0.1, null, 0.95], "evenness": \(evenness),
     "causes": [\(causes.joined(separator: ","))], "sentences": ["It is so."]}
    """
  }

  @Test func nothingContradicts() throws {
    let page = try StoredPage(json(causes: [cause("region", figure(1, 0.9))]))
    #expect(page.title == "Nothing in the record contradicts the plan: 5 outages where 4.2 were predicted.")
    #expect(page.headings[0] == "Every figure of the record lies where nineteen periods in twenty do")
    #expect(page.headings[1] == "No rate of the plan is shown to be wrong")
    #expect(page.says("No failure mode is shown to be.") && page.says("It is so."))
  }

  /// Failure modes before sums, the first of them by name, the others counted.
  @Test func aRareModeIsFound() throws {
    let page = try StoredPage(
      json(
        outages: figure(40, 12, "more than predicted"),
        causes: [
          cause("region", figure(40, 2.1, "more than predicted"), supports: #""failures.region.per-year: [1, 2, 3]""#),
          cause("edge", figure(0, 6, "less than predicted")),
          cause("release", figure(3, 3), length: #"{"low": 1.2, "mid": 2.5, "high": 4}"#),
          cause("zone", figure(3, 3), length: #"{"low": 0.2, "mid": 0.5, "high": 0.9}"#),
        ]))
    #expect(page.title == "'region' is too rare in the plan: it struck 40 times where 2.1 were predicted, and 3 more.")
    #expect(
      page.says(
        "region: too rare in the plan; edge: too frequent in the plan; release: too short in the plan; zone: too long in the plan."
      ))
    // Outages, region and edge are off; minutes, the longest, release and zone are not.
    #expect(page.headings[0] == "3 of 7 figures lie where fewer than one period in forty does")
    #expect(page.headings.contains("The record moves the lengths of outages by release, zone"))
    #expect(page.says("failures.region.per-year: [1, 2, 3]"))
  }

  @Test func lengthsAloneAreFound() throws {
    let page = try StoredPage(
      json(causes: [cause("release", figure(3, 3), length: #"{"low": 1.2, "mid": 2.5, "high": 4}"#)]))
    #expect(page.title == "'release' is too short in the plan: its outages took 2.5 times as long as predicted.")
  }

  @Test func sumsAndSpreadAreFound() throws {
    let minutes = try StoredPage(json(minutes: figure(900, 180, "more than predicted")))
    #expect(minutes.title == "The record has more outage minutes than the plan predicts: 900 where 180 were expected.")
    let few = try StoredPage(json(outages: figure(0, 12, "less than predicted")))
    #expect(few.title == "The record has fewer outages than the plan predicts: 0 where 12 were expected.")
    func spread(_ chance: String) -> String {
      #"{"tenths": [0, 0, 0, 0, 0, 0, 0, 0, 1, 7], "distance": 0.8, "chance": \#(chance)}"#
    }
    let uneven = try StoredPage(json(evenness: spread("0.01")))
    #expect(
      uneven.title
        == "Outages are as many as predicted, but not as long: so uneven a spread comes by chance in 1 % of records.")
    #expect(uneven.says("90 % to 100 %: 7 of 8 outages") && uneven.says("none predicted"))
    let even = try StoredPage(json(evenness: spread("0.05")))
    #expect(even.headings[1] == "Lengths spread as predicted: so uneven a spread comes by chance in 5 % of records")
  }

  @Test func factorsThatDoNotRiseAreRefused() {
    #expect(throws: PageError.self) {
      try StoredPage(json(causes: [cause("a", figure(1, 1), length: #"{"low": 3, "mid": 2, "high": 4}"#)]))
    }
  }

  /// By hand: 2000 had 366 days, 1900 365, and the days of 2027 are those of any year that is no leap year.
  @Test(arguments: [
    ("2000-02-28", "2000-03-01", 2), ("1900-02-28", "1900-03-01", 1), ("2027-01-01", "2028-01-01", 365),
    ("2028-01-01", "2029-01-01", 366), ("2026-08-03", "2027-02-01", 182), ("2027-01-31", "2027-08-01", 182),
  ])
  func daysAreCounted(from: String, to: String, days: Int) throws {
    let (first, last) = (try #require(dayNumber(from)), try #require(dayNumber(to)))
    #expect(last - first == days)
    #expect(dayNumber("2027-13-01") == nil && dayNumber("soon") == nil)
  }
}
