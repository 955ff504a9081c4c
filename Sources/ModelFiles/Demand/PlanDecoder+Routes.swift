import ServiceModel

/// Users who are routed by their origin: the peaks of their sites, and what is refused beside it.
extension PlanDecoder {
  /// Peaks by site; nil where sites share all demand by their weights, or where the plan cannot be read.
  func peaksByOrigin(of service: Service) -> RoutedPeaks? {
    guard !context.diagnostics.hasErrors, let routes = service.originRoutes,
      RoutedPeaks.choices(of: service) <= RoutedPeaks.mostChoices
    else { return nil }
    return try? RoutedPeaks(service, routes)
  }

  func checkRoutes(_ service: Service, _ root: FieldReader) {
    let origins = root.node["traffic"]?["origins"]
    func place(_ origin: TrafficOrigin) -> SourcePosition {
      let node = origins?[origin.name]
      return (node?["served-by"] ?? node?["route"] ?? node)?.position ?? root.node.position
    }
    let serving = service.servingSites.map(\.name)
    for origin in service.traffic.origins {
      guard let names = origin.servedBy, !names.contains(where: serving.contains) else { continue }
      context.report(
        at: place(origin),
        "in design '\(service.design.name)' no site that serves may serve users of '\(origin.name)'",
        remedy: "Let one of \(names.joined(separator: ", ")) 'keep: serving'")
    }
    guard service.originRoutes != nil,
      let routed = service.traffic.origins.first(where: { $0.servedBy != nil || $0.route != .weighted })
    else { return }
    if let problem = obstacle(to: service) {
      context.report(
        at: place(routed), "users are routed by their origin in design '\(service.design.name)', and \(problem.what)",
        remedy: problem.remedy)
    }
    for site in service.servingSites where !service.traffic.origins.contains(where: { $0.mayBeServed(at: site) }) {
      context.report(
        at: self.place(of: site, "keep", root), "no origin's users may be served by '\(site.name)'",
        remedy: "Name it in 'traffic.origins.NAME.served-by', or write 'keep: nothing'")
    }
  }

  /// What is not told by origin: it would send, or count, users where they may not be.
  private func obstacle(to service: Service) -> (what: String, remedy: String)? {
    if RoutedPeaks.choices(of: service) > RoutedPeaks.mostChoices {
      return (
        "there are more than \(RoutedPeaks.mostChoices) ways to lose \(service.sizing.lostSites) of its sites",
        "Let fewer be lost at once in 'site-loss'"
      )
    }
    if let site = service.sites.first(where: { $0.keep != .serving && $0.keep != .nothing }) {
      return (
        "'\(site.name)' keeps '\(site.keep.rawValue)': a standby takes over for everybody",
        "Let it 'keep: serving', or 'keep: nothing'"
      )
    }
    if service.autoscaling != nil {
      return ("an autoscaler sees the demand of all", "Leave 'autoscaling' out: fleets are sized for each site's peak")
    }
    if service.protection.retries != nil {
      return ("clients that come back are told by no origin", "Leave 'protection.retries' out")
    }
    if service.protection.degradedMode != nil || service.protection.breaker != nil {
      return ("a breaker or a degraded mode looks at all demand", "Leave 'protection.breaker' and 'degrade' out")
    }
    if service.traffic.classes.contains(where: \.isDeferrable) {
      return ("requests that wait are served wherever there is room", "Leave 'deadline' out")
    }
    if service.traffic.classes.contains(where: { $0.conflicts > 0 }) {
      return ("conflicts are counted between all sites", "Leave 'conflicts' out")
    }
    if service.failures.contains(where: { $0.evacuation != nil }) {
      return ("an evacuation moves everybody", "Leave 'evacuations' out")
    }
    if service.traffic.classes.contains(where: { $0.transactions != nil }) {
      return ("what must commit at a second site is told by no origin", "Leave 'transactions' out")
    }
    if service.changedBytesPerRequest > 0, service.links.contains(where: { $0.bytesPerSecond.isFinite }) {
      return (
        "changes fill a link by a site's share of all demand", "Leave the link's 'bandwidth' or 'per-request' out"
      )
    }
    return nil
  }
}

extension TrafficOrigin {
  fileprivate func mayBeServed(at site: Site) -> Bool { servedBy?.contains(site.name) ?? true }
}
