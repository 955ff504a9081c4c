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
}
