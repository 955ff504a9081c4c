import Testing

@testable import Pages

/// How the pages of all commands are read, and how they begin and end.
@Suite struct QuestionPageTests {
  /// What was decoded and cannot be drawn is refused with its place.
  @Test(arguments: [
    (#"{"kind": "replicas", "origin": "o", "replicas": [], "measured": []}"#, "'replicas' is empty"),
    (
      #"{"kind": "durations", "origin": "o", "ended": 0, "censored": 0, "constant_seconds": null, "laws": [], "fitted_curve": null, "measured": []}"#,
      "'laws' has no law that was fitted"
    ),
    (
      #"{"model": "m", "seed": 1, "replication": 0, "from_seconds": 0, "lasts_seconds": 60, "timelines": []}"#,
      "'timelines' is empty"
    ),
    (#"{"model": "m", "seed": 1, "worlds": 4, "incidents": []}"#, "'incidents' has no designs"),
  ])
  func whatCannotBeDrawnIsRefused(json: String, words: String) throws {
    #expect(throws: PageError(words)) { try page(resultJSON: json, version: "1") }
  }

  /// The frame is one: a comparison's page and any other differ between question and script alone.
  @Test func everyPageBeginsAndEndsAlike() throws {
    let one = try comparisonPage(resultJSON: ComparisonText([.init("a", "not judged")]).json, version: "1")
    let other = try page(
      resultJSON: """
        {"kind": "load", "origin": "l.csv", "tool": "Locust", "percentile": 95, "within_seconds": 2, "failed_share": 0.01,
         "replicas": 4, "windows": 1, "windows_kept": 1, "rated_rps": {"value": null, "low": 12, "high": null},
         "measured": [{"rps": 5, "response_seconds": 0.4, "failed_share": 0, "keeps": true}]}
        """, version: "1")
    for page in [one, other] {
      #expect(page.hasPrefix("<!doctype html>\n<html lang=\"en\"><head>"))
      #expect(page.contains("</style></head><body><main>\n<p class=\"question\">"))
      #expect(page.hasSuffix("</script></body></html>"))
    }
  }

  /// A plan may name stages and nothing else: two stages of 2 and 12 months, whose sums the text holds.
  @Test func stagesAloneHaveAPage() throws {
    let page = try StoredPage(
      """
      {"model": "m", "roadmap": {"cost_usd": 5000000, "lost_minutes": 13.5, "stages": [
        {"design": "single", "from": "2027-03-01", "months": 2, "cost_usd_per_year": 6000000, "lost_minutes_per_year": 21,
         "stage_cost_usd": 1000000, "stage_lost_minutes": 3.5, "region_failover_p95_seconds": null, "verdict": "misses",
         "bottleneck": "lost"},
        {"design": "warm", "from": "2027-05-01", "months": 12, "cost_usd_per_year": 4000000, "lost_minutes_per_year": 10,
         "stage_cost_usd": 4000000, "stage_lost_minutes": 10, "region_failover_p95_seconds": 300, "verdict": "meets",
         "bottleneck": null}]}}
      """)
    #expect(page.title == "2 stages: $5 M and 13.5 lost minutes expected.", "\(page.title)")
    #expect(page.headings.contains("2 stages: $5 M and 13.5 lost minutes expected"), "\(page.headings)")
    #expect(page.says("What do the stages of m cost, and what do they risk?"))
    #expect(page.says("2027-05-01") && page.says("warm"))
  }
}
