import ServiceModel
import Stochastics

/// What is done, and what if it does not work.
extension RunbookFacts {
  var steps: [Runbook.Block] {
    guard hasFailover else { return [.words("No other site can take over: tell users, and wait for the provider.")] }
    var blocks: [Runbook.Block] = []
    if serving.count > 1 {
      blocks.append(.words("The other serving sites are warm: only the traffic moves."))
      blocks.append(table([change(number: 1, toServing: true)]))
    }
    for standby in standbys {
      blocks.append(.words("To \(standby.name), which keeps \(standby.keep.rawValue):"))
      blocks.append(table(rows(to: standby)))
    }
    return blocks
  }

  private func table(_ rows: [[String]]) -> Runbook.Block {
    .table(heads: ["#", "Step", "Starts after", "Needs", "Limit", "Takes", "Owner"], rows: rows)
  }

  /// The plan has no names: people write them here.
  private static let owner = "......"

  private func rows(to site: Site) -> [[String]] {
    let execution = service.execution
    var rows: [[String]] = []
    func add(_ step: String, after: String = "the decision", needs: [String] = [], limit: Double? = nil, takes: String)
    {
      rows.append([
        String(rows.count + 1), step, after, needs.isEmpty ? "-" : needs.joined(separator: "; "),
        limit.map { Wording.duration($0) } ?? "none", takes, Self.owner,
      ])
    }
    let restores = site.keep == .backups
    if restores {
      add(
        "restore the data from backups",
        takes: execution.backups == nil ? usual(execution.restoreData) : "by the backups' size")
    }
    let missing = service.failoverNodes(at: site) - (site.keep.runsNodes ? service.standingNodes(at: site) : 0)
    if missing > 0 {
      let reserved = min(missing, service.reservedNodes(at: site))
      let free = missing - reserved
      let chance = max(service.acquisition.calm.refused, service.acquisition.rush.refused)
      add(
        "bring up \(nodes(missing)): \(reserved) reserved, \(free) from the provider",
        after: restores ? "the data" : "the decision", needs: ["\(site.name)'s control plane, to start nodes"],
        takes: free > 0 && chance > 0
          ? usual(service.acquisition.calm.wait) + "; " + refusals : usual(service.acquisition.calm.wait))
    }
    for step in execution.steps {
      add(
        step.name, after: after(step.after, restores), needs: needs(step.needs, step.dependencies, at: site),
        limit: step.limitSeconds, takes: usual(step.takes))
    }
    rows.append(change(number: rows.count + 1))
    if let canary = execution.canary {
      add(
        "canary: \(Wording.percent(canary.share)) of the traffic first" + (canary.gates ? ", the others wait" : ""),
        after: "the target is open", takes: Wording.duration(canary.seconds))
    }
    if execution.validationSeconds > 0 {
      add(
        "full validation, while users are served", after: "the traffic has moved",
        takes: Wording.duration(execution.validationSeconds))
    }
    return rows
  }

  /// - Parameter toServing: To sites that serve already, which neither steps nor capacity are waited for.
  private func change(number: Int, toServing: Bool = false) -> [String] {
    let move = service.execution.move
    let how =
      switch move.mechanism {
      case .balancer: "set the balancer's weights"
      case .dns: "change the DNS record (time to live \(Wording.duration(move.ttlSeconds)))"
      case .externalDNS:
        "change what the DNS record is made from, at the next sync within \(Wording.duration(move.syncSeconds)) "
          + "(time to live \(Wording.duration(move.ttlSeconds)))"
      case .gslb: "change the health-checked DNS answer (time to live \(Wording.duration(move.ttlSeconds)))"
      case .mesh: "set the proxies' weights"
      case .anycast: "withdraw the site's routes and announce the other one's"
      }
    var needs = needs(move.needs, move.dependencies, at: standbys.first ?? serving[0])
    if let controller = move.controlledBy { needs.append("\(controller)'s control plane, which makes the change") }
    let followers =
      move.mechanism.hasTimeToLive
      ? "; clients follow within \(Wording.duration(move.ttlSeconds))"
        + (move.ignoringTTL > 0 ? ", \(Wording.percent(move.ignoringTTL)) of them later" : "") : ""
    let ready = after(move.after, false) + (move.afterCapacity ? ", and enough nodes are up" : "")
    let within = move.balancers.map {
      "; between \($0.sites.joined(separator: " and ")) set the weights of balancer '\($0.name)' instead "
        + "(\(usual($0.takes)), all clients at once)"
    }
    return [
      String(number), how + within.joined(), toServing ? "the decision" : ready,
      needs.isEmpty ? "-" : needs.joined(separator: "; "), "none", usual(move.takes) + followers, Self.owner,
    ]
  }

  private func after(_ steps: [Int], _ restores: Bool) -> String {
    let names = steps.map { service.execution.steps[$0].name }
    return names.isEmpty ? (restores ? "the data" : "the decision") : names.joined(separator: ", ")
  }

  private func needs(_ actions: [BlockedAction], _ dependencies: [String], at site: Site) -> [String] {
    actions.map { "\(site.name)'s control plane, for \($0 == .acquire ? "starting nodes" : "a change of traffic")" }
      + dependencies.map { name in
        let hosts = service.dependencies.first { $0.name == name }?.hosts ?? []
        return "\(name), which lives "
          + (hosts.isEmpty ? "at \(site.name) itself" : "at \(hosts.joined(separator: ", "))")
      }
  }

  /// The steps that this design takes: where all sites serve, traffic moves and nothing else is done.
  var takeoverSteps: [FailoverStep] { standbys.isEmpty ? [] : service.execution.steps }

  /// Which requests for nodes the provider refuses, when and for how long.
  private var refusals: String {
    let (calm, rush) = (service.acquisition.calm, service.acquisition.rush)
    var parts: [String] = []
    if rush.refused > 0 {
      parts.append(
        "while everybody asks for nodes, which lasts \(usual(service.acquisition.rushLasts)) from the loss of a whole region, "
          + "\(Wording.percent(rush.refused)) of requests are refused until that is over"
          + (service.acquisition.rushNever > 0
            ? ", \(Wording.percent(service.acquisition.rushNever)) of these as long as the outage lasts" : ""))
    }
    if calm.refused > 0 {
      parts.append(
        (parts.isEmpty ? "" : "at other times ") + "\(Wording.percent(calm.refused)) of requests are refused"
          + " for \(usual(service.acquisition.rushLasts))")
    }
    return parts.joined(separator: "; ")
  }

  // MARK: When it does not work

  var troubles: [Runbook.Block] {
    guard hasFailover else { return [] }
    let execution = service.execution
    var items: [String] = []
    if execution.works < 1, !standbys.isEmpty {
      items.append(
        "The procedure fails in \(Wording.percent(1 - execution.works)) of cases: try the next standby in the order above, and "
          + "where none is left finish by hand (\(usual(execution.otherwise))).")
    }
    for step in takeoverSteps where step.limitSeconds != nil {
      items.append(
        "'\(step.name)' has not ended after \(Wording.duration(step.limitSeconds)): it has failed. Go on by hand.")
    }
    if let canary = execution.canary, canary.fails > 0 {
      items.append(
        "The canary finds the target unfit in \(Wording.percent(canary.fails)) of cases: close it, and finish by hand.")
    }
    if execution.validationFails > 0 {
      items.append(
        "The validation fails in \(Wording.percent(execution.validationFails)) of cases: close the target, and finish by hand."
      )
    }
    let rush = service.acquisition.rush
    if rush.refused > 0, !standbys.isEmpty {
      items.append(
        "While a whole region is lost everybody asks for nodes: \(Wording.percent(rush.refused)) of requests are refused until "
          + "the rush is over (\(usual(service.acquisition.rushLasts))).")
    }
    let rotten = service.failures.filter { if case .rots = $0.effect { true } else { false } }
    for mode in rotten { items.append("'\(mode.name)' may have gone unnoticed: look at it first when a step fails.") }
    return items.isEmpty ? [] : [.list(items)]
  }
}
