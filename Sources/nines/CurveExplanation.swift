import Foundation
import ServiceModel
import ServingModel

/// The latency curve of a plan's first site with one, at a few loads of a replica, in lines.
func curveExplanation(_ service: Service) -> [String] {
  guard let site = service.sites.first(where: { $0.pool != nil }), let curve = site.pool?.curve else { return [] }
  var rows = [["load of a replica", "first token", "P99", "per token", "P99", "end to end", "P95", "P99"]]
  for utilization in [0.1, 0.5, 0.8, 0.9, 0.95] {
    let point = curve.point(at: utilization)
    let rate = utilization * curve.saturation
    rows.append(
      [String(format: "%.2f/s (%.0f %%)", rate, utilization * 100)]
        + [point.firstToken.mean, point.firstToken.p99, point.perToken.mean, point.perToken.p99].map(milliseconds)
        + [point.endToEnd.mean, point.endToEnd.p95, point.endToEnd.p99].map { String(format: "%.2f s", $0) })
  }
  let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max()! }
  return ["latency at \(site.name), means and percentiles:"]
    + rows.map { row in
      "  "
        + zip(row, widths).enumerated().map { column, cell in
          let gap = String(repeating: " ", count: cell.1 - cell.0.count)
          return column == 0 ? cell.0 + gap : gap + cell.0
        }.joined(separator: "  ")
    }
}

private func milliseconds(_ seconds: Double) -> String { String(format: "%.0f ms", seconds * 1000) }
