import Testing

@testable import Pages

/// What the pages of fits and traces find: each rule on figures at both of its sides.
@Suite struct FitPageTests {
  // MARK: Durations

  private func durations(ks: String = "0.04", p: String = "0.4", constant: String = "null") -> String {
    """
    {"kind": "durations", "origin": "t.csv, column repair_min", "ended": 3, "censored": 0, "constant_seconds": \(constant),
     "laws": [
       {"law": "lognormal", "phrase": "lognormal median 40min sigma 0.8", "parameters":
         [{"name": "median", "value": 2400, "low": 2000, "high": 2900}, {"name": "sigma", "value": 0.8, "low": 0.7, "high": 0.9}],
         "aic": 100, "ks": \(ks), "ks_p": \(p), "ad": 0.3, "ad_p": 0.4},
       {"law": "weibull", "phrase": "weibull mean 50min shape 1.2", "parameters": [], "aic": 103.5, "ks": 0.1, "ks_p": 0.1},
       {"law": "gamma", "refused": "too few"}],
     "fitted_curve": {"share": [0.25, 0.5, 0.75], "seconds": [1400, 2400, 4100]},
     "measured": [
       {"share": 0.1, "observed_seconds": 1000, "fitted_seconds": 900, "share_ended": 0.2, "fitted_share_ended": 0.14},
       {"share": 0.5, "observed_seconds": 2400, "fitted_seconds": 2400, "share_ended": 0.8, "fitted_share_ended": 0.5},
       {"share": 0.9, "observed_seconds": 6000, "fitted_seconds": 6700, "share_ended": 1, "fitted_share_ended": 0.87}]}
    """
  }

  @Test(arguments: [
    ("0.04", "0.05", "A lognormal law describes these durations: no share is off by more than 4 percentage points."),
    (
      "0.12", "0.049",
      "None of the laws describes these durations: a lognormal law comes closest, off by up to 12 percentage points."
    ),
    ("0.04", "null", "A lognormal law comes closest: no share is off by more than 4 percentage points."),
    ("null", "null", "One duration fits any law: more are needed to tell them apart."),
  ])
  func durationsAreDescribedOrNot(ks: String, p: String, title: String) throws {
    #expect(try StoredPage(durations(ks: ks, p: p)).title == title)
  }

  @Test func durationsThatAreAlikeAreAConstant() throws {
    let page = try StoredPage(durations(constant: "2700"))
    #expect(page.title == "All 3 durations are 45 min: a constant, and no law.")
  }

  /// The largest gap: 80 % had ended after 2,400 s, by the law half. Of the ratios at the inner shares that at the tenth is largest:
  /// 1000 / 900, and the last 6000 / 6700 is less than it.
  @Test func durationsAreOffWhereTheyAre() throws {
    let page = try StoredPage(durations())
    #expect(page.headings[0] == "80 % had ended after 40 min, by the law 50 %: where they part most")
    #expect(page.headings[1] == "At 10 % durations are 11 % longer than the law says")
    #expect(page.says("lasts: lognormal median 40min sigma 0.8"))
    #expect(page.says("A weibull law, 3.5 higher by AIC."))
    #expect(page.says("median 40 min (33.3 min to 48.3 min), sigma 0.8 (0.7 to 0.9)."))
  }

  // MARK: Rates

  private func rates(_ second: Double) -> String {
    """
    {"kind": "rates", "origin": "rates.csv", "days": 28, "peak_rps": {"value": 140, "low": 130, "high": 150},
     "week": [1, 1, 1, 1, 0.9, 0.6, 0.5], "growth_per_year": {"value": 1.4, "low": 1.2, "high": 1.6},
     "noise_cv": {"value": 0.1, "low": 0.09, "high": 0.11}, "correlation_seconds": {"value": 1800, "low": null, "high": null},
     "zeros": 1, "points_averaged": 1, "days_each": 1, "measured": [
      {"over": "day", "at": 2.25, "points": 4, "measured_rps": 51, "fitted_rps": 50, "low_ratio": 0.9, "high_ratio": 1.1},
      {"over": "day", "at": 14.75, "points": 4, "measured_rps": \(second), "fitted_rps": 100, "low_ratio": 0.9, "high_ratio": 1.2},
      {"over": "series", "at": 0.5, "points": 4, "measured_rps": 70, "fitted_rps": 71, "low_ratio": 0.9, "high_ratio": 1.1},
      {"over": "series", "at": 1.5, "points": 4, "measured_rps": 90, "fitted_rps": 75, "low_ratio": 1.1, "high_ratio": 1.3}]}
    """
  }

  @Test(arguments: [
    (104.6, "The curve follows the measured day, nowhere off by more than 5 %: peak 140 requests a second."),
    (94.0, "At 14:45 the day is 6 % below the curve; elsewhere it is nearer: peak 140 requests a second."),
    (107.0, "At 14:45 the day is 7 % above the curve; elsewhere it is nearer: peak 140 requests a second."),
  ])
  func theDayFollowsOrNot(second: Double, title: String) throws {
    #expect(try StoredPage(rates(second)).title == title)
  }

  @Test func theSeriesIsRead() throws {
    let page = try StoredPage(rates(100))
    #expect(page.headings[0] == "The day rises from 50 at 2:15 to 100 requests a second at 14:45")
    #expect(page.headings[1] == "Day by day: 71 requests a second at first, 75 at last")
    // The second day of the series: 90 instead of 75.
    #expect(page.headings[2] == "Day 2 is 20 % above what the factors say")
    #expect(page.says("Sunday brings 50 % of the busiest weekday.") && page.says("Times 1.4 a year, if it goes on"))
    #expect(page.says("Left out: 1 point of rate zero."))
  }

  // MARK: Replicas

  private func replicas(largest: Double) -> String {
    """
    {"kind": "replicas", "origin": "points.csv", "replicas": [
      {"name": "m fp8, 4xH100, vllm", "model": "m", "parameters": [
        {"name": "fixed", "value": 0.011, "standard_error": 0.0002}, {"name": "per-kv-token", "value": 2.8e-8, "standard_error": null}],
       "points": 2, "mean_error_share": 0.013, "largest_error_share": \(largest)}],
     "measured": [
      {"replica": "m fp8, 4xH100, vllm", "prompt": 1024, "output": 256, "batch": 16, "per_token_seconds": 0.02,
       "fitted_per_token_seconds": 0.021},
      {"replica": "m fp8, 4xH100, vllm", "prompt": 512, "output": 256, "batch": 4, "per_token_seconds": 0.012,
       "fitted_per_token_seconds": 0.0121}]}
    """
  }

  @Test func replicasAreDescribedOrMissed() throws {
    let near = try StoredPage(replicas(largest: 0.05))
    #expect(near.title == "The four parts describe every point: none is off by more than 5 %.")
    #expect(
      near.headings[1]
        == "m fp8, 4xH100, vllm: off by 1 % on average, by +5 % at batch 16 with prompts of 1,020 tokens")
    #expect(near.says("11 ms (0.2)") && near.says("0.028 µs"))
    #expect(near.says("batch 4, prompt 512, output 256: measured 12 ms, fitted 12.1 ms"))
    let far = try StoredPage(replicas(largest: 0.31))
    #expect(far.title == "The four parts miss a point by 31 %, of m fp8, 4xH100, vllm.")
  }

  // MARK: Load tests

  private func load(_ rated: String) -> String {
    """
    {"kind": "load", "origin": "l.csv", "tool": "Locust", "percentile": 95, "within_seconds": 2, "failed_share": 0.01,
     "replicas": 4, "windows": 3, "windows_kept": 2, "rated_rps": \(rated), "measured": [
      {"rps": 5, "response_seconds": 0.4, "failed_share": 0, "keeps": true},
      {"rps": 9, "response_seconds": 1.8, "failed_share": 0, "keeps": true},
      {"rps": 12, "response_seconds": 5, "failed_share": 0.1, "keeps": false}]}
    """
  }

  @Test(arguments: [
    (
      #"{"value": 10.5, "low": 9, "high": 12}"#,
      "A replica carries 10.5 requests a second within P95 of 2 s and 1 % failures."
    ),
    (
      #"{"value": null, "low": 12, "high": null}"#,
      "No window missed: a replica carries 12 requests a second at least. Test with more load."
    ),
    (
      #"{"value": null, "low": null, "high": 5}"#,
      "Every window missed: a replica carries less than 5 requests a second. Test with less load."
    ),
  ])
  func aLoadTestReachesItsLimitOrNot(rated: String, title: String) throws {
    let page = try StoredPage(load(rated))
    #expect(page.title == title)
    #expect(page.headings == ["Response times reach 5 s where the limit is 2 s"])
    #expect(page.says("12 requests a second: 5 s, 10 % failed"))
  }

  // MARK: Traces

  private func trace(_ differences: String, levels: [String] = ["flow", "request"]) -> String {
    let times = #"{"mean": 0.2, "p50": 0.1, "p95": 0.4, "p99": 0.9}"#
    let written = levels.map { level in
      """
      {"level": "\(level)", "first_token_seconds": \(times), "end_to_end_seconds": \(times), "late_share": 0.01,
       "requests_refused": 0, "cannot_see": "this", "quantiles": {"share": [0.5, 0.99], "first_token_seconds":
       \(level == "flow" ? "[0.09, 0.6]" : "[0.1, 0.9]"), "end_to_end_seconds": [3, 8]}}
      """
    }
    return """
      {"model": "m", "design": "d", "requests": 1000, "trace_seconds": 300, "replicas": 1, "routing": "least-loaded",
       "patience_seconds": 30, "busiest_minute_rps": 4, "busiest_minute_utilization_share": 0.8,
       "dispersion_index_10_seconds": 1.5, "saturation_rps": 5, "arrivals": {"minutes_each": 1, "busiest_rps": [3, 4, 3.5]},
       "levels": [\(written.joined(separator: ","))], "notable_differences": [\(differences)]}
      """
  }

  @Test func levelsAgreeOrNot() throws {
    let answer = "99 % of requests have a first token within 0.9 s through one replica"
    #expect(try StoredPage(trace("")).title == "Both levels agree within a tenth: \(answer).")
    let apart = try StoredPage(
      trace(
        #"{"figure": "first token, mean", "flow_over_request_share": 0.12}, {"figure": "first token, P99", "flow_over_request_share": -0.33}"#
      ))
    #expect(
      apart.title
        == "The flow level says 33 % less than single requests for first token, P99: \(answer), request by request.")
    // 0.6 / 0.9 - 1.
    #expect(apart.headings.contains("From the median on flow is off by up to −33 %, at 99 % of first token"))
    #expect(apart.headings[0] == "The busiest minute brings 4 requests a second")
    #expect(try StoredPage(trace("", levels: ["request"])).title == "\(answer).")
  }

  @Test func whatIsNoFitIsRefused() {
    #expect(throws: PageError.self) { try StoredPage(#"{"kind": "cheese", "measured": []}"#) }
    #expect(throws: PageError.self) { try StoredPage(#"{"trace_seconds": 1}"#) }
  }
}
