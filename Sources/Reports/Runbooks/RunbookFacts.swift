import Experiments
import ServiceModel
import Stochastics

/// What a plan and its simulated years say to the questions of a runbook: before anything is done.
struct RunbookFacts {
  let service: Service
  let figures: DesignFigures
  let times: AnswerTimes

  init(_ record: DesignRecord) {
    service = record.service
    figures = DesignFigures(record)
    times = AnswerTimes(record)
  }

  /// Sites that take no traffic and may take over, in the order in which they are tried.
  var standbys: [Site] { service.sites.filter { $0.keep > .nothing && $0.keep != .serving } }
  var serving: [Site] { service.servingSites }
  /// Whether another site can take over at all.
  var hasFailover: Bool { !standbys.isEmpty || serving.count > 1 }

  /// `2 min, 19 times in 20 within 9 min`.
  func usual(_ law: Distribution) -> String {
    let (p50, p95) = (law.quantile(0.5), law.quantile(0.95))
    return p50 == p95
      ? Wording.duration(p50) : "\(Wording.duration(p50)), 19 times in 20 within \(Wording.duration(p95))"
  }

  /// `30 s after the fault, 19 times in 20 within 91 s`; nil where too few simulated failovers say it.
  private func usual(_ part: String, after: String) -> String? {
    guard let seconds = times.parts.first(where: { $0.name == part })?.seconds, let p50 = seconds.p50 else {
      return nil
    }
    let most = seconds.p95.map { ", 19 times in 20 within \(Wording.duration($0))" } ?? ""
    return "\(Wording.duration(p50)) after \(after)\(most)"
  }

  // MARK: At a glance

  var glance: [Runbook.Block] {
    var rows = [
      ["Serves", serving.map { "\($0.name) (\(nodes(service.standingNodes(at: $0))))" }.joined(separator: ", ")]
    ]
    rows += takesOver.map { ["Takes over", $0] }
    for objective in service.objectives.recovery {
      rows.append([
        "Promised",
        "a lost \(objective.scope.rawValue) is made up for within \(Wording.duration(objective.withinSeconds)) in "
          + "\(Wording.percent(objective.share)) of outages",
      ])
    }
    if let back = usual("back", after: "the fault") {
      rows.append([
        "Expected", "users served again \(back) (\(Wording.count(times.count)) simulated failovers)",
      ])
    }
    rows.append(["Decides", whoDecides])
    for loss in figures.dataLoss where !loss.isStateless {
      if let p50 = loss.seconds.p50 {
        let p95 = loss.seconds.p95.map { ", 19 times in 20 less than \(Wording.duration($0))" } ?? ""
        rows.append(["Lost of \(loss.name)", "changes of the last \(Wording.duration(p50))\(p95)"])
      }
    }
    return [.table(heads: ["", ""], rows: rows)]
  }

  /// Who takes over, once for all users or for those of each origin, where they may not be served everywhere.
  private var takesOver: [String] {
    if service.traffic.origins.contains(where: { $0.servedBy != nil }) {
      return service.traffic.origins.map { origin in
        let names = serving.map(\.name).filter { origin.servedBy?.contains($0) ?? true }
        return "users of \(origin.name): \(names.joined(separator: ", "))"
          + (names.count == 1 ? " alone, so that nobody takes over" : "")
      }
    }
    if serving.count > 1 { return ["the sites that serve already: \(serving.map(\.name).joined(separator: ", "))"] }
    guard !standbys.isEmpty else { return ["nobody: the provider is waited for"] }
    return [standbys.map { "\($0.name) (\($0.keep.rawValue)\(condition(of: $0)))" }.joined(separator: ", then ")]
  }

  /// `; losses of provider`: where a standby takes over only from some.
  private func condition(of standby: Site) -> String {
    standby.standsInFor.map { "; losses of \($0.map(\.rawValue).joined(separator: ", "))" } ?? ""
  }

  private var whoDecides: String {
    let decision = service.decision
    if let onCall = decision.onCall {
      return "people on call: \(onCall.levels.map(\.name).joined(separator: ", then "))"
    }
    return decision.person == nil ? "nobody, the failover begins by itself" : "a person"
  }

  // MARK: Notice and decision

  var notice: [Runbook.Block] {
    var items: [String] = []
    switch service.detection {
    case .probes(let probes): items.append(words(probes))
    case .takes(let law): items.append("The alarm rises after \(usual(law)).")
    case .layers(let layers):
      items += layers.detectors.map { detector in
        if case .health(let probes) = detector.sees { return "\(detector.name): \(words(probes))" }
        return "\(detector.name), on the layer of the \(detector.layer.rawValue)."
      }
    }
    if let notice = usual("notice", after: "the fault") {
      items.append("In the simulated outages the alarm rose \(notice).")
    }
    return [.list(items)]
  }

  private func words(_ probes: Probes) -> String {
    let agree = probes.vantagePoints > 1 ? " at \(probes.agreeing) of \(probes.vantagePoints) vantage points" : ""
    return "Probes every \(Wording.duration(probes.intervalSeconds)), which time out after "
      + "\(Wording.duration(probes.timeoutSeconds)); the alarm rises when \(probes.failures) in a row have failed\(agree)."
  }

  var decision: [Runbook.Block] {
    guard hasFailover else { return [] }
    let decision = service.decision
    var items = [
      "Check first: \(usual(decision.preCheck))."
    ]
    if let person = decision.person { items.append("A person acknowledges and decides in \(usual(person)).") }
    if decision.waitForProviderSeconds > 0 {
      items.append("Wait \(Wording.duration(decision.waitForProviderSeconds)) for the provider before anything moves.")
    }
    for response in decision.responses {
      items.append("A lost \(response.scope.rawValue): \(words(response.response)).")
    }
    if let decide = usual("decide", after: "the alarm") {
      items.append("In the simulated outages the decision fell \(decide).")
    }
    guard let onCall = decision.onCall else { return [.list(items)] }
    let rows = onCall.levels.map { level in
      [
        level.name, "\(Wording.duration(level.afterSeconds)) after the alarm", usual(level.law(atHour: 14)),
        usual(level.law(atHour: 3)),
      ]
    }
    return [.list(items), .table(heads: ["Level", "Called", "Acknowledges at 14:00", "At 03:00"], rows: rows)]
  }

  private func words(_ response: Response) -> String {
    switch response {
    case .failover: "fail over"
    case .wait(let most): most.map { "wait at most \(Wording.duration($0)), then fail over" } ?? "wait for the provider"
    case .restart(let restart):
      "restart where it stands (\(usual(restart.takes)); it helps in \(Wording.percent(restart.works)) of cases), else fail over"
    case .degrade(let answer):
      "answer in a degraded mode (\(Wording.percent(answer.capacity)) of the capacity, answers worth \(Wording.percent(answer.quality)))"
        + (answer.atMostSeconds.map { " at most \(Wording.duration($0)), then fail over" } ?? " until it is mended")
    case .shift(let share): "move \(Wording.percent(share)) of the traffic of a site that still answers"
    }
  }

  func nodes(_ count: Int) -> String { count == 1 ? "1 node" : "\(Wording.count(count)) nodes" }
}
