import Testing

@testable import Telemetry

/// What an expression asks for, against what a person reads in it.
@Suite struct QueryScanTests {
  @Test(arguments: [
    ("up == 0", ["up"], 0.0),
    ("sum by (cluster) (rate(istio_requests_total{response_code=~\"5..\"}[5m]))", ["istio_requests_total"], 300),
    (
      "sum(rate(a_total[1m])) / on (x) group_left (y) sum(rate(b_total[1h] offset 1w)) > 0.05", ["a_total", "b_total"],
      3600.0 + 604_800
    ),
    ("histogram_quantile(0.99, sum by (le) (rate(vllm:ttft_bucket[90s])))", ["vllm:ttft_bucket"], 90),
    ("avg_over_time((site:errors:ratio > bool 0)[1h30m:1m])", ["site:errors:ratio"], 5400),
    ("{__name__=\"probe_success\", job=\"a{b}[9d]\"} offset 5m", ["probe_success"], 300),
    ("a and b unless on (job) c # d[1d]", ["a", "b", "c"], 0),
    ("vector(1e3) > Inf", [], 0),
  ])
  func asksFor(text: String, metrics: [String], reach: Double) {
    let scan = QueryScan(text)
    #expect(scan.selectors.map(\.metric) == metrics, "\(text)")
    #expect(scan.reachSeconds == reach, "\(text)")
  }

  @Test(arguments: [("5m", 300.0), ("1h30m", 5400), ("250ms", 0.25), ("2w", 1_209_600), ("0s", 0)])
  func durations(text: String, seconds: Double) { #expect(QueryScan.seconds(Substring(text)) == seconds) }

  @Test(arguments: ["", "m", "5", "5 m", "five"])
  func noDurations(text: String) { #expect(QueryScan.seconds(Substring(text)) == nil) }
}
