import Foundation
import Reports
import ServiceModel
import ServingModel

/// The latency curve of a plan's first site with one, at a few loads of a replica, in lines.
func curveExplanation(_ service: Service, width: Int) -> [String] {
  guard let site = service.sites.first(where: { $0.pool != nil }), let pool = site.pool else { return [] }
  let curve = pool.curve
  let limit = curve.queueLimit
  var rows = [["load of a replica", "first token", "P99", "per token", "P99", "end to end", "P95", "P99"]]
  if limit != nil { rows[0].append("refused") }
  for utilization in [0.1, 0.5, 0.8, 0.9, 0.95] + (limit == nil ? [] : [1.1]) {
    let point = curve.point(at: utilization)
    let rate = utilization * curve.saturation
    rows.append(
      [String(format: "%.2f/s (%.0f %%)", rate, utilization * 100)]
        + [point.firstToken.mean, point.firstToken.p99, point.perToken.mean, point.perToken.p99].map(milliseconds)
        + [point.endToEnd.mean, point.endToEnd.p95, point.endToEnd.p99].map { String(format: "%.2f s", $0) }
        + (limit == nil ? [] : [String(format: "%.2f %%", 100 * pool.refusedShare(at: utilization))]))
  }
  let heading =
    "latency at \(site.name), means and percentiles"
    + (limit.map { ", a queue of \($0) beside the batch:" } ?? ":")
  return [heading]
    + alignedRows(rows, width: width - 2).map { "  " + $0 }
    + (curve.provenance == .birthDeath ? chainRemarks(limit: service.protection.queue.limit) : [])
}

/// What the chain's rows leave out.
private func chainRemarks(limit: Int?) -> [String] {
  var lines = [
    "  first tokens by the birth-death chain leave out the prompts that an arrival waits for: measured, their P99 is several",
    "  times as high at half load ('replica.curve: { by: request-level }'; docs/background/serving.md)",
  ]
  if let limit {
    lines.append("  a queue of \(limit) beside the batch refuses less than a request in a million at these loads")
  }
  return lines
}

private func milliseconds(_ seconds: Double) -> String { String(format: "%.0f ms", seconds * 1000) }
