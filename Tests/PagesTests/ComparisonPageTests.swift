import Foundation
import Testing

@testable import Pages

/// The page as a whole: what stands behind its pictures, and what its own script may be.
@Suite struct ComparisonPageTests {
  private static let series =
    #""seconds": [-10, 0, 100], "demand_rps": [9, 9, 9], "answered_rps": [9, 0, 9], "capacity_rps": [10, 0, 10]"#
  private static let pictures = """
    , "plan_sha256": "0123456789abcdef", "shown_outages": [
      {"reason": "failover", "design": "warm", "outage": "1.0", "cause": "region", "scope": "region", "fault_hours": 30,
       "recovery_seconds": 100, "ended_by": "failover", "requests_lost": 900,
       "phases": [{"lane": "detect", "from_seconds": 0, "to_seconds": 40, "words": "alarm"}], "course": {\(series)}}],
     "capacity_week": {"design": "warm", "hours": [0, 1], "demand_rps": [5, 6], "demand_low_rps": [4, 5],
       "demand_high_rps": [6, 7], "capacity_rps": [9, 9], "ordered_rps": null, "peak_rps": 8, "requirement_rps": 8,
       "requirement_and_buffer_rps": 9, "site_loss_reserve_rps": 0},
     "assumptions": [{"key": "k", "value": "v", "unit": "", "origin": "p:1:1", "status": "assumed", "source": "", "as_of": ""}],
     "not_modelled": []
    """

  private func page() throws -> String {
    var text = ComparisonText([
      .init("warm", "meets", years: ComparisonText.kept, dollars: 2e6),
      .init("single", "misses", years: ComparisonText.missed, minutes: .init(90.123456789, 80, 99)),
    ])
    text.pairs =
      "[\(ComparisonText.pair("warm", "single", .init(50, 40, 60), more: .init(-1_000_000.5, -1.1e6, -9e5)))]"
    text.breakEvens =
      #"[{"from": "single", "to": "warm", "usd_per_minute": {"mean": 20000, "low": 16000, "high": 26000}}]"#
    text.influences =
      #"[{"input": "s", "design": "warm", "rank_correlation": 0.9, "stands_out": true, "designs": [{"design": "warm", "rank_correlation": 0.9}]}]"#
    text.more = Self.pictures
    return try comparisonPage(resultJSON: text.json, version: "1")
  }

  /// A finding that has a drawing has its figures in a table before the next finding.
  @Test func aTableStandsBehindEveryChart() throws {
    let findings = try page().components(separatedBy: "<h2>").dropFirst()
    let drawn = findings.filter { $0.contains("<svg xmlns") }
    #expect(drawn.count == 8, "trade, strip, year, recovery, causes, outage, week, money")
    for finding in drawn { #expect(finding.contains("<details"), "\(finding.prefix(80))") }
    #expect(findings.contains { $0.hasPrefix("What decides it") && $0.contains("<details") })
  }

  @Test func pointsOfDrawingsStayOffPaperAndAllElseIsPrinted() throws {
    let page = try page()
    #expect(page.matches(of: /<details class="long">/).count == 4, "two curves, a course and a week")
    let print = try #require(page.components(separatedBy: "@media print{").dropFirst().first)
    #expect(print.contains("details.long,.csv{display:none!important}") && !print.contains("}details{display:none}"))
  }

  @Test func theScriptIsShortAndTheDrillIsThere() throws {
    #expect(pageScript.split(separator: "\n").count < 150)
    let page = try page()
    #expect(
      page.contains(
        #"<p class="fine copy">Play it: <code>nines drill plan.yaml --design warm --outage 1.0 --seed 1</code>"#))
    #expect(page.contains("What no plan has stands in docs/background/model.md."))
  }

  /// What a table saves are the numbers of the result, each with all its digits, and what they count stands in the heading.
  @Test func tablesSaveWhatTheResultHolds() throws {
    let page = try page()
    #expect(StoredPage.unsaved(page).isEmpty)
    #expect(page.contains(#"<td class="n" data-v="90.123456789">90.1</td>"#))
    #expect(page.contains(#"<td class="n" data-v="-1000000.5">-$1 M</td>"#))
    #expect(page.contains(#"<th class="n" data-unit="minutes">Lost minutes a year</th>"#))
    #expect(page.contains(#"<th class="n" data-unit="USD">Cost a year, second less first</th>"#))
    #expect(page.contains(#"<th class="n" data-unit="0 to 1">Share of years that lose more</th>"#))
    #expect(page.contains(#"<td class="n" data-v="0.95">95 %</td>"#))
    // What is not there is saved as nothing, and what is read as words as these.
    #expect(page.contains(#"<td class="n" data-v="">-</td>"#))
    #expect(page.contains(#"<td>✓ meets</td>"#))
  }

  /// A column of one unit says it in its heading; where there are several each number has its own, and ends follow the mean.
  @Test func cellsSayWhatTheirColumnDoesNot() throws {
    let table = PageTable(
      summary: "s", heads: ["Name", "Mixed", "Ends"],
      rows: [
        ["a", .time(90), .number(39.25, .seconds, ends: 33...42) { _ in "39 s (33 s to 42 s)" }],
        ["b", .minutes(0.1 + 0.2), .number(.infinity, .seconds) { _ in "never" }],
      ])
    func saved(_ list: Any?) -> [String] { (list as? [[String: String]])?.compactMap { $0["attributes"] } ?? [] }
    #expect(saved(table.values["heads"]) == ["", #" class="n""#, #" class="n" data-unit="s" data-ends="1""#])
    let rows = (table.values["rows"] as? [[String: Any]])?.map { saved($0["cells"]) }
    #expect(
      rows == [
        ["", #" class="n" data-v="90 s""#, #" class="n" data-v="39.25|33|42""#],
        ["", #" class="n" data-v="0.30000000000000004 minutes""#, #" class="n" data-v="""#],
      ])
  }

  /// Break-evens that do not rise would be drawn from right to left.
  @Test func breakEvensRise() throws {
    var text = ComparisonText([.init("a", "not judged"), .init("b", "not judged")])
    text.breakEvens =
      #"[{"from": "a", "to": "b", "usd_per_minute": {"mean": 9}}, {"from": "b", "to": "a", "usd_per_minute": {"mean": 3}}]"#
    #expect(throws: PageError.self) { try text.findings() }
  }
}
