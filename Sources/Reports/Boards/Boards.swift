import Telemetry

extension Board {
  /// The four boards that the source documents name: all together, site by site, what a failure costs users, and how far a
  /// failover has come.
  public static func all(_ map: MetricsMap = MetricsMap()) -> [Board] {
    let queries = BoardQueries(map: map)
    return [queries.globalHealth, queries.regionComparison, queries.failureImpact, queries.recoveryProgress].map {
      board in
      Board(name: board.name, title: board.title, panels: board.panels.filter { !$0.queries.isEmpty })
    }
  }
}

/// Queries over the catalogue's metrics, under a team's names.
private struct BoardQueries {
  let map: MetricsMap
  /// Windows of rates: four scrapes of 15 s, so that a failover of a few minutes is seen.
  private let window = "[1m]"

  // MARK: Boards

  var globalHealth: Board {
    Board(
      name: "global-health", title: "Global health",
      panels: [
        panel("Requests that users send", "reqps", [.clientRequests], [("sum(\(rate(.clientRequests)))", "all")]),
        panel(
          "Share of them that is answered", "percentunit", isNumber: true, [.clientRequests],
          [(answeredShare, "answered")]),
        panel(
          "Requests by code", "reqps", [.requests],
          [("sum by (\(label("response_code", .requests))) (\(rate(.requests)))", legend("response_code", .requests))]),
        panel(
          "Sites whose own metrics can be read", "short", isNumber: true, [.up],
          [("sum(\(name(.up)))", "up"), ("count(\(name(.up)))", "all")]),
        panel(
          "Probes that succeed", "percentunit", [.probeSuccess],
          [
            (
              "avg by (job) (\(name(.probeSuccess)))".replacing("job", with: label("job", .probeSuccess)),
              legend("job", .probeSuccess)
            )
          ]),
        panel("P99 of the time to first token", "s", [.firstToken], [(firstToken(0.99, by: []), "all sites")]),
        panel(
          "Use of the GPUs", "percent", [.gpuUse],
          [("avg by (\(label("cluster", .gpuUse))) (\(name(.gpuUse)))", legend("cluster", .gpuUse))]),
        panel(
          "Replicas", "short", [.readyReplicas, .wantedReplicas],
          [("sum(\(name(.readyReplicas)))", "ready"), ("sum(\(name(.wantedReplicas)))", "wanted")]),
      ])
  }

  var regionComparison: Board {
    let site = "destination_cluster"
    return Board(
      name: "region-comparison", title: "Region comparison",
      panels: [
        panel(
          "Requests by site", "reqps", [.requests],
          [("sum by (\(label(site, .requests))) (\(rate(.requests)))", legend(site, .requests))]),
        panel(
          "Share that fails, by site", "percentunit", [.requests], [(failingShare(by: site), legend(site, .requests))]),
        panel(
          "P95 of the time to first token, by site", "s", [.firstToken],
          [(firstToken(0.95, by: ["cluster"]), legend("cluster", .firstToken))]),
        panel(
          "P99 of the time to first token, by site", "s", [.firstToken],
          [(firstToken(0.99, by: ["cluster"]), legend("cluster", .firstToken))]),
        perSite("Use of the GPUs, by site", "percent", "avg", .gpuUse),
        perSite("Requests that wait, by site", "short", "sum", .waiting),
        perSite("Requests that are being answered, by site", "short", "sum", .running),
        perSite("Ready replicas, by site", "short", "sum", .readyReplicas),
      ])
  }

  var failureImpact: Board {
    Board(
      name: "failure-impact", title: "Failure impact",
      panels: [
        panel("Requests of users that fail", "reqps", [.clientRequests], [("sum(\(rate(failing)))", "failing")]),
        panel(
          "Requests of users lost in the last hour", "short", isNumber: true, [.clientRequests],
          [("sum(increase(\(failing)[1h]))", "lost")]),
        panel(
          "Share of users that fail", "percentunit", [.clientRequests],
          [("sum(\(rate(failing))) / sum(\(rate(.clientRequests)))", "failing")]),
        panel(
          "Speed at which a budget of 0.05 % burns", "short", [.clientRequests],
          [("sum(\(rate(failing))) / sum(\(rate(.clientRequests))) / 0.0005", "times")]),
        panel(
          "Failing requests by site and code", "reqps", [.requests],
          [
            (
              "sum by (\(label("destination_cluster", .requests)), \(label("response_code", .requests))) "
                + "(\(rate(bad)))", "\(legend("destination_cluster", .requests)) \(legend("response_code", .requests))"
            )
          ]),
        panel(
          "Requests that the gateway waits for", "short", [.inFlight],
          [("sum by (\(label("cluster_name", .inFlight))) (\(name(.inFlight)))", legend("cluster_name", .inFlight))]),
      ])
  }

  var recoveryProgress: Board {
    Board(
      name: "recovery-progress", title: "Recovery progress",
      panels: [
        perSite("Users sent to each site", "percentunit", "sum", .dnsShare),
        panel(
          "Replicas that are ready, of those wanted", "percentunit", [.readyReplicas, .wantedReplicas],
          [
            (
              "sum by (\(label("cluster", .readyReplicas))) (\(name(.readyReplicas))) / "
                + "sum by (\(label("cluster", .wantedReplicas))) (\(name(.wantedReplicas)) > 0)",
              legend("cluster", .readyReplicas)
            )
          ]),
        panel(
          "Probes of each site that succeed", "percentunit", [.probeSuccess],
          [
            (
              "avg by (\(label("instance", .probeSuccess)), \(label("job", .probeSuccess))) (\(name(.probeSuccess)))",
              "\(legend("instance", .probeSuccess)) \(legend("job", .probeSuccess))"
            )
          ]),
        panel(
          "Share of users' requests that is answered", "percentunit", isNumber: true, [.clientRequests],
          [(answeredShare, "answered")]),
        panel(
          "Lag of the copied state", "s", [.replicationLag],
          [
            (
              "max by (\(label("cluster", .replicationLag)), \(label("class", .replicationLag))) (\(name(.replicationLag)))",
              "\(legend("cluster", .replicationLag)) \(legend("class", .replicationLag))"
            )
          ]),
        perSite("Requests that wait, by site", "short", "sum", .waiting),
      ])
  }

  // MARK: Parts

  /// A panel, without queries where a metric is left out.
  private func panel(
    _ title: String, _ unit: String, isNumber: Bool = false, _ metrics: [Metric], _ queries: [(String, String)]
  ) -> Board.Panel {
    let isThere = metrics.allSatisfy { !map.without.contains($0) }
    return Board.Panel(
      title: title, unit: unit, isNumber: isNumber,
      queries: isThere ? queries.map { (text: $0.0, legend: $0.1) } : [])
  }

  private func perSite(_ title: String, _ unit: String, _ sum: String, _ metric: Metric) -> Board.Panel {
    panel(
      title, unit, [metric],
      [("\(sum) by (\(label("cluster", metric))) (\(name(metric)))", legend("cluster", metric))])
  }

  private func name(_ metric: Metric) -> String { map.sampleNames(of: metric)[0] }
  private func label(_ name: String, _ metric: Metric) -> String { map.label(name, of: metric) ?? name }
  private func legend(_ name: String, _ metric: Metric) -> String { "{{\(label(name, metric))}}" }
  private func rate(_ metric: Metric) -> String { rate(name(metric)) }
  private func rate(_ selector: String) -> String { "rate(\(selector)\(window))" }

  private var failing: String { "\(name(.clientRequests)){\(label("outcome", .clientRequests))=\"failure\"}" }
  private var bad: String { "\(name(.requests)){\(label("response_code", .requests))=~\"5..\"}" }

  private var answeredShare: String {
    let good = "\(name(.clientRequests)){\(label("outcome", .clientRequests))=\"success\"}"
    return "sum(\(rate(good))) / sum(\(rate(.clientRequests)))"
  }

  private func failingShare(by label: String) -> String {
    let by = "sum by (\(self.label(label, .requests)))"
    return "\(by) (\(rate(bad))) / \(by) (\(rate(.requests)))"
  }

  private func firstToken(_ quantile: Double, by labels: [String]) -> String {
    let names = (["le"] + labels.map { label($0, .firstToken) }).joined(separator: ", ")
    return "histogram_quantile(\(quantile), sum by (\(names)) (\(rate(.firstToken))))"
  }
}
