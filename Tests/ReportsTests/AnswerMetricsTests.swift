import Foundation
import Testing

@testable import Reports

/// A stored answer as metrics, and what those who read the format ask of it.
@Suite struct AnswerMetricsTests {
  private static let result = #"""
    {"model": "chat \"one\"", "trail": {"tool_version": "0.1.0", "plan_sha256": "ab12"}, "replications": 40, "designs": [{
      "design": "hot", "topology": "hot-standby", "verdict": "meets",
      "availability_requests": {"mean": 0.9999, "low": 0.9998, "high": 0.99995},
      "availability_time": {"mean": 0.999},
      "lost_minutes_per_year": {"mean": 1.5, "low": 1, "high": 2, "inputs_low": 0.5, "inputs_high": 4},
      "downtime_minutes_per_year": {"mean": 0, "at_most": 0.25, "level": 0.95},
      "outages_per_year": 2.5,
      "objectives": [
        {"objective": "availability_requests", "required_share": 0.9, "share": {"mean": 1, "low": 0.91, "high": 1}},
        {"objective": "recovery_region_seconds", "required_share": 0.5, "share": null}],
      "recovery_seconds": {"region": {"p50": 40.5, "p95": null, "p99": null, "count": 7}},
      "failover_seconds": {},
      "data_loss_seconds": {"chat": {"p50": 0.1, "p95": 2, "p99": null, "count": 30}, "batch": "n/a"},
      "cost_usd_per_year": {"mean": 1020.15, "exact": true}}]}
    """#

  private func samples(_ json: String = Self.result) throws -> [String] {
    try AnswerMetrics(json: json).openMetrics.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
  }

  /// Minutes are 60 seconds; what nobody can name is left out, and a bound stands where there is no interval.
  @Test func eachFigureStandsUnderItsName() throws {
    let own = #"{model="chat \"one\"",design="hot""#
    #expect(
      try samples() == [
        #"nines_study_replications{model="chat \"one\"",plan_sha256="ab12",tool_version="0.1.0"} 40"#,
        "nines_design_verdict\(own),topology=\"hot-standby\",verdict=\"meets\"} 1",
        "nines_availability_ratio\(own),of=\"requests\"} 0.9999",
        "nines_availability_ratio\(own),of=\"time\"} 0.999",
        "nines_availability_bound_ratio\(own),of=\"requests\",bound=\"low\"} 0.9998",
        "nines_availability_bound_ratio\(own),of=\"requests\",bound=\"high\"} 0.99995",
        "nines_lost_per_year_seconds\(own)} 90",
        "nines_lost_per_year_bound_seconds\(own),bound=\"low\"} 60",
        "nines_lost_per_year_bound_seconds\(own),bound=\"high\"} 120",
        "nines_lost_per_year_bound_seconds\(own),bound=\"inputs_low\"} 30",
        "nines_lost_per_year_bound_seconds\(own),bound=\"inputs_high\"} 240",
        "nines_downtime_per_year_seconds\(own)} 0",
        "nines_downtime_per_year_bound_seconds\(own),bound=\"high\"} 15",
        "nines_outages_per_year\(own)} 2.5",
        "nines_objective_share_ratio\(own),objective=\"availability_requests\"} 1",
        "nines_objective_share_bound_ratio\(own),objective=\"availability_requests\",bound=\"low\"} 0.91",
        "nines_objective_share_bound_ratio\(own),objective=\"availability_requests\",bound=\"high\"} 1",
        "nines_objective_required_ratio\(own),objective=\"availability_requests\"} 0.9",
        "nines_objective_required_ratio\(own),objective=\"recovery_region_seconds\"} 0.5",
        "nines_recovery_seconds\(own),scope=\"region\",quantile=\"0.5\"} 40.5",
        "nines_recovery_seconds_count\(own),scope=\"region\"} 7",
        "nines_data_loss_seconds\(own),class=\"chat\",quantile=\"0.5\"} 0.1",
        "nines_data_loss_seconds\(own),class=\"chat\",quantile=\"0.95\"} 2",
        "nines_data_loss_seconds_count\(own),class=\"chat\"} 30",
        "nines_cost_per_year_usd\(own)} 1020.15",
      ])
  }

  @Test func theTextIsWellFormed() throws {
    #expect(MetricsLint.problems(in: try AnswerMetrics(json: Self.result).openMetrics) == [])
  }

  /// The linter itself: each rule finds its own fault.
  @Test(arguments: [
    ("# TYPE a gauge\na 1\n# EOF\n", "a: no help"), ("# HELP a A.\na 1\n# EOF\n", "a: no type"),
    ("# HELP a A.\n# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n", "a: the unit is not its last word"),
    ("# HELP a_minutes A.\n# TYPE a_minutes gauge\na_minutes 1\n# EOF\n", "a_minutes: 'minutes' is no base unit"),
    ("# HELP a A.\n# TYPE a gauge\na{quantile=\"0.5\"} 1\n# EOF\n", "a: a quantile of no summary"),
    ("# HELP a A.\n# TYPE a gauge\na 1\na 2\n# EOF\n", "a: twice"),
    ("# HELP a A.\n# TYPE a gauge\na 1\n", "no end"),
    ("# HELP a_total A.\n# TYPE a_total gauge\na_total 1\n# EOF\n", "a_total: 'total' is of another type"),
  ])
  func faultsAreFound(text: String, problem: String) { #expect(MetricsLint.problems(in: text) == [problem]) }

  @Test func whatIsNoComparisonIsSaid() throws {
    #expect(throws: StoredResultError("'designs' is missing")) {
      _ = try AnswerMetrics(json: #"{"model": "m", "replications": 2, "curve": []}"#)
    }
    #expect(throws: StoredResultError("'designs[0].outages_per_year' is negative")) {
      _ = try AnswerMetrics(
        json: Self.result.replacing("\"outages_per_year\": 2.5", with: "\"outages_per_year\": -1"))
    }
  }
}

/// What `promtool check metrics` and the text format ask of metrics that are written: help and type before the samples, families in one
/// piece, base units at the end, suffixes and labels of their type only, no series twice, an end.
enum MetricsLint {
  private static let otherUnits: Set<Substring> = [
    "minutes", "hours", "days", "weeks", "milliseconds", "percent", "bits", "ms", "s", "m", "h", "d",
  ]
  private static let otherTypes: Set<Substring> = [
    "total", "bucket", "count", "sum", "info", "gauge", "counter", "summary",
  ]

  static func problems(in text: String) -> [String] {
    var (problems, types, helped, seen) = ([String](), [String: String](), Set<String>(), Set<Substring>())
    var current = ""
    for line in text.split(separator: "\n") where line != "# EOF" {
      if line.hasPrefix("#") {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        switch words[1] {
        case "HELP": helped.insert(words[2])
        case "TYPE": types[words[2]] = words[3]
        default:
          if !words[2].hasSuffix("_" + words[3]) { problems.append("\(words[2]): the unit is not its last word") }
        }
        continue
      }
      let head = line[..<(line.lastIndex(of: " ") ?? line.endIndex)]
      let name = String(head.prefix { $0 != "{" })
      let isCount = name.hasSuffix("_count") && types[String(name.dropLast(6))] == "summary"
      let family = isCount ? String(name.dropLast(6)) : name
      if !seen.insert(head).inserted { problems.append("\(name): twice") }
      if head.contains("quantile=\"") && types[family] != "summary" {
        problems.append("\(name): a quantile of no summary")
      }
      guard family != current else { continue }
      if seen.contains(where: { $0.prefix { $0 != "{" } == family && $0 != head }) {
        problems.append("\(family): in pieces")
      }
      current = family
      if !helped.contains(family) { problems.append("\(family): no help") }
      if types[family] == nil { problems.append("\(family): no type") }
      if family.wholeMatch(of: /[a-z][a-z0-9_]*/) == nil { problems.append("\(family): not in snake case") }
      for word in family.split(separator: "_") {
        if otherUnits.contains(word) { problems.append("\(family): '\(word)' is no base unit") }
        if otherTypes.contains(word) { problems.append("\(family): '\(word)' is of another type") }
      }
    }
    if !text.hasSuffix("\n# EOF\n") { problems.append("no end") }
    return problems
  }
}
