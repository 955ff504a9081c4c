/// Which failures somebody does something about.
extension Service {
  /// Whether a single strike of a failure mode, on fleets as large as in normal operation, can lead to an alarm and with it to a
  /// decision: it leaves a site with fewer nodes than that needs, or makes it answer badly where a detector sees that, or is a
  /// false alarm.
  public func canRaiseAlarm(_ mode: FailureMode) -> Bool {
    switch mode.effect {
    case .alarms: return true
    // What they strike in their turn decides.
    case .strikes, .corrupts: return true
    case .blocks, .rots, .failsReturns, .evacuates: return false
    // What stands in front of all sites and answers badly looks as if each of them did.
    case .impairs: return detection.seesBadAnswers && mode.scope != .procedure
    case .loss:
      switch mode.scope {
      case .gpu, .process, .node, .rack, .zone: return sites.contains { undercuts(mode, at: $0) }
      case .region, .provider, .area, .everywhere: return true
      // They leave all nodes of a site up.
      case .dependency, .link: return detection.seesBadAnswers
      case .edge, .procedure: return false
      }
    }
  }

  /// Whether the nodes that one strike takes are more than a site can spare.
  private func undercuts(_ mode: FailureMode, at site: Site) -> Bool {
    guard site.keep > .nothing, mode.sites?.contains(site.name) ?? true else { return false }
    let floor = autoscaling?.at(site.name).minimumNodes ?? Int.max
    let nodes = min(floor, max(standingNodes(at: site), failoverNodes(at: site)))
    let taken =
      switch mode.scope {
      case .gpu, .process, .node: 1
      case .rack: site.nodesPerRack ?? 1
      case .zone: (nodes + site.zones - 1) / site.zones
      case .region, .provider, .area, .everywhere, .edge, .dependency, .link, .procedure: nodes
      }
    return nodes - taken < site.minimumNodes
  }
}

extension Service {
  /// The largest share of a site's requests that can go wrong in one way, from 0 to 1: by all failures and missing dependencies
  /// of the plan at once, what is ordinary aside.
  public func mostShare(of signal: Signal) -> Double {
    let impairments =
      failures.compactMap { mode in if case .impairs(let left) = mode.effect { left } else { nil } }
      + dependencies.flatMap { [$0.without] + ($0.breaker == nil ? [] : [$0.untilOpen]) }
    // Rounded up: a threshold that is reached exactly is reached.
    func together(_ share: (Impairment) -> Double) -> Double {
      min(1, impairments.reduce(0) { $0 + share($1) * (1 - $0) } * (1 + 1e-12))
    }
    switch signal {
    case .failing:
      // Whoever is short of capacity answers some.
      let isWhole =
        failures.contains(where: \.mayLoseSites) || impairments.contains { $0.success == 0 || $0.capacity == 0 }
      return isWhole ? 1 : 1.nextDown
    case .timingOut:
      let hangs = replica.serving != nil || failures.contains(where: \.keepsClientsWaiting)
      return hangs || traffic.classes.contains { $0.transactions?.blocks ?? false }
        ? 1 : together { (1 - $0.success) * $0.timingOut }
    case .late: return replica.serving != nil ? 1 : together(\.late)
    case .worse: return together { 1 - $0.quality }
    }
  }
}

extension FailureMode {
  /// Whether it can leave a site without the nodes that it needs, so that whoever watches sites sees it.
  var mayLoseSites: Bool {
    guard isLoss else { return false }
    switch scope {
    case .gpu, .process, .node, .rack, .zone, .region, .provider, .area, .everywhere: return true
    case .edge, .dependency, .link, .procedure: return false
    }
  }

  /// Whether what it takes away does not refuse at once.
  fileprivate var keepsClientsWaiting: Bool {
    guard case .loss(let symptoms, _) = effect else { return false }
    return symptoms.contains { $0.symptom != .refused && $0.share > 0 }
  }
}

extension Detection {
  /// Whether somebody looks at what users get, so that a site that is up and answers badly may be noticed.
  public var seesBadAnswers: Bool {
    guard case .layers(let layers) = self else { return false }
    return layers.detectors.contains { detector in
      switch detector.sees {
      case .health, .loss: false
      case .userRequests, .rate, .tried: true
      }
    }
  }
}
