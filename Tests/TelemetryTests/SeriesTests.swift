import FailoverSimulation
import ServiceModel
import Testing

@testable import Telemetry

/// What chance makes of expected amounts, and the text in which it is written.
@Suite struct SeriesTests {
  private func set(
    design: String = "single-site", from: Double = 11.5 * 3600, _ ordinary: OrdinaryFailures = .none
  ) throws -> SeriesSet {
    let service = try StruckService(design: design)
    return SeriesSet(try service.course(from: from).readings, of: service.service, service.settings(ordinary))
  }

  private func last(_ set: SeriesSet, _ family: String, _ label: String) -> Double {
    let series = set.families.first { $0.name == family }?.series.first { $0.labels.contains { $0.value == label } }
    return series?.values.last ?? .nan
  }

  /// 558,000 expected failures: a Poisson count lies within five times its root.
  @Test func countsAreTheLedgersWithinChance() throws {
    let set = try set()
    let failures = last(set, "istio_requests", "503")
    #expect(abs(failures - 558_000) < 5 * 558_000.squareRoot())
    #expect(failures != 558_000, "counts vary")
    #expect(last(set, "client_requests", "failure") == failures)
    #expect(last(set, "client_requests", "success") == last(set, "istio_requests", "200"))
    #expect(last(set, "istio_requests", "500") == 0)
  }

  /// The same instants count the same, wherever a window begins.
  @Test func aWindowCountsTheSame() throws {
    let (early, late) = (try set(), try set(from: 11.75 * 3600))
    let (a, b) = (early.families[0].series[0].values, late.families[0].series[0].values)
    let shift = try #require(early.times.firstIndex(of: late.times[0]))
    for index in 1..<60 { #expect(a[shift + index] - a[shift + index - 1] == b[index] - b[index - 1]) }
  }

  /// Means of what fails ordinarily: shares of what is answered, in clumps that leave the mean alone.
  @Test func ordinaryFailuresHaveTheirShare() throws {
    let set = try set(OrdinaryFailures(errors: 0.02, timeouts: 0.01, probes: 0.05))
    let answered = 3 * 3600.0 * 100 - 558_000
    let (errors, timeouts) = (last(set, "istio_requests", "500"), last(set, "istio_requests", "504"))
    // 87 quiet minutes, each with an exponential factor: a standard deviation of a ninth of the mean.
    #expect(abs(errors - 0.02 * answered) < 5 * 0.02 * answered / 87.0.squareRoot())
    #expect(abs(timeouts - 0.01 * answered) < 5 * 0.01 * answered / 87.0.squareRoot())
    let probes = set.families.first { $0.name == "probe_success" }!.series
    let green = probes.first { $0.labels.contains(Label("job", "blackbox-health")) }!
    let failed = green.values.count { $0 == 0 }
    #expect(failed >= 93 * 4)
    // Of the 349 scrapes around the outage one in twenty fails on its way.
    let astray = Double(failed - 93 * 4)
    #expect(astray > 17.5 - 5 * 4.2 && astray < 17.5 + 5 * 4.2)
  }

  @Test func aLostSiteSaysNothing() throws {
    let set = try set(design: "hot-standby")
    func values(_ family: String) -> [Double] { set.families.first { $0.name == family }!.series[0].values }
    let lost = 120..<492
    #expect(lost.allSatisfy { values("kube_deployment_status_replicas_ready")[$0].isNaN })
    #expect(lost.allSatisfy { values("up")[$0] == 0 })
    #expect(values("up")[119] == 1 && values("up")[492] == 1)
    #expect(values("dns_traffic_share_ratio")[119] == 1)
    // Nothing new comes: the lag of the copy grows by a second a second.
    let lag = set.families.first { $0.name == "pg_replication_lag_seconds" }!.series[0]
    #expect(lag.labels.contains(Label("cluster", "b")))
    #expect(abs(lag.values[400] - lag.values[300] - 1500) < 5)
  }

  // MARK: The text

  @Test func theTextIsOpenMetrics() throws {
    let text = try set(design: "hot-standby").openMetrics
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(text.hasSuffix("# EOF\n") && !text.contains("\r"))
    var family = ""
    var seen: Set<String> = []
    var stamps: [String: Double] = [:]
    for line in lines.dropLast(2) {
      if line.hasPrefix("# HELP ") {
        family = String(line.split(separator: " ")[2])
        #expect(seen.insert(family).inserted, "\(family) stands in one piece")
      } else if line.hasPrefix("# TYPE ") {
        #expect(line.split(separator: " ")[2] == family)
      } else if line.hasPrefix("# UNIT ") {
        #expect(family.hasSuffix("_" + line.split(separator: " ")[3]))
      } else {
        #expect(line.hasPrefix(family), "\(line)")
        let parts = line.split(separator: " ")
        let stamp = Double(parts.last!)!
        let head = parts.dropLast(2).joined(separator: " ")
        #expect(stamp > stamps[head, default: 0], "instants rise")
        #expect(stamp > 1.79e9 && stamp < 1.81e9, "seconds of 2027")
        stamps[head] = stamp
      }
    }
    #expect(text.contains("# TYPE istio_requests counter\nistio_requests_total{reporter=\"source\""))
  }

  @Test func labelsAreEscaped() {
    let series = Series(suffix: "_total", labels: [Label("a", "x\"y\\z\nw")], values: [1])
    #expect(series.head(of: "m") == #"m_total{a="x\"y\\z\nw"}"#)
  }
}
