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
        remedy: "Let \(names.count > 1 ? "one of " : "")\(names.joined(separator: ", ")) 'keep: serving'")
    }
    guard service.originRoutes != nil,
      let routed = service.traffic.origins.first(where: { $0.servedBy != nil || $0.route != .weighted })
    else { return }
    if let problem = obstacle(to: service, root) {
      context.report(
        at: problem.place ?? place(routed),
        "users are routed by their origin in design '\(service.design.name)', and \(problem.what)",
        remedy: problem.remedy)
    }
    for site in service.servingSites where !service.traffic.origins.contains(where: { $0.mayBeServed(at: site) }) {
      context.report(
        at: self.place(of: site, "keep", root), "no origin's users may be served by '\(site.name)'",
        remedy: "Name it in 'traffic.origins.NAME.served-by', or write 'keep: nothing'")
    }
  }

  /// What is not told by origin: it would send, or count, users where they may not be.
  private func obstacle(to service: Service, _ root: FieldReader) -> Obstacle? {
    func key(_ path: String...) -> SourcePosition? { root.node.keyPosition(along: path) }
    let classes = service.traffic.classes
    if RoutedPeaks.choices(of: service) > RoutedPeaks.mostChoices {
      return Obstacle(
        "there are more than \(RoutedPeaks.mostChoices) ways to lose \(service.sizing.lostSites) of its sites",
        "Let fewer be lost at once in 'site-loss'", at: key("site-loss"))
    }
    if let site = service.sites.first(where: { $0.keep != .serving && $0.keep != .nothing }) {
      return Obstacle(
        "'\(site.name)' keeps '\(site.keep.rawValue)': a standby takes over for everybody",
        "Let it 'keep: serving', or 'keep: nothing'", at: place(of: site, "keep", root))
    }
    if service.autoscaling != nil {
      return Obstacle(
        "an autoscaler sees the demand of all", "Leave 'autoscaling' out: fleets are sized for each site's peak",
        at: key("autoscaling"))
    }
    if service.protection.retries != nil {
      return Obstacle(
        "clients that come back are told by no origin", "Leave 'protection.retries' out",
        at: key("protection", "retries"))
    }
    if service.protection.degradedMode != nil || service.protection.breaker != nil {
      return Obstacle(
        "a breaker or a degraded mode looks at all demand", "Leave 'protection.breaker' and 'degrade' out",
        at: key("protection", "breaker") ?? key("protection", "degrade"))
    }
    if let waiting = classes.first(where: \.isDeferrable) {
      return Obstacle(
        "requests that wait are served wherever there is room", "Leave 'deadline' out",
        at: key("traffic", "classes", waiting.name, "deadline"))
    }
    if let conflicting = classes.first(where: { $0.conflicts > 0 }) {
      return Obstacle(
        "conflicts are counted between all sites", "Leave 'conflicts' out",
        at: key("traffic", "classes", conflicting.name, "conflicts"))
    }
    if service.failures.contains(where: { $0.evacuation != nil }) {
      return Obstacle("an evacuation moves everybody", "Leave 'evacuations' out", at: key("evacuations"))
    }
    if let committing = classes.first(where: { $0.transactions != nil }) {
      return Obstacle(
        "what must commit at a second site is told by no origin", "Leave 'transactions' out",
        at: key("traffic", "classes", committing.name, "transactions"))
    }
    if service.changedBytesPerRequest > 0, let link = service.links.first(where: { $0.bytesPerSecond.isFinite }) {
      return Obstacle(
        "changes fill a link by a site's share of all demand", "Leave the link's 'bandwidth' or 'per-request' out",
        at: key("links", link.name, "bandwidth") ?? key("links", link.name))
    }
    return nil
  }
}

/// What stands beside users who are routed by their origin, and where it is written; nil where that is not one key.
private struct Obstacle {
  let what: String
  let remedy: String
  let place: SourcePosition?

  init(_ what: String, _ remedy: String, at place: SourcePosition?) {
    (self.what, self.remedy, self.place) = (what, remedy, place)
  }
}

extension SourceNode {
  /// Where the last of these keys, each in the mapping of the one before, is written.
  func keyPosition(along path: [String]) -> SourcePosition? {
    guard let key = path.first, let entry = entries?.first(where: { $0.key == key }) else { return nil }
    return path.count == 1 ? entry.keyPosition : entry.value.keyPosition(along: Array(path.dropFirst()))
  }
}

extension TrafficOrigin {
  fileprivate func mayBeServed(at site: Site) -> Bool { servedBy?.contains(site.name) ?? true }
}
