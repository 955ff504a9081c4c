import ServiceModel

/// Balancers in front of some sites each: what leaves one of these goes to the others first, at once and without the record.
extension ReferenceRun {
  func balancer(of site: Int) -> SharedBalancer? {
    service.execution.move.balancers.first { $0.sites.contains(sites[site].site.name) }
  }

  /// Whether a site that serves is one of those to which a procedure sends clients: those behind one balancer, or all that do not
  /// stand behind the site's own.
  func isMeant(_ other: Int, within name: String?, insteadOf site: Int) -> Bool {
    if let name { return balancer(of: other)?.name == name }
    return balancer(of: site) == nil || balancer(of: other)?.name != balancer(of: site)?.name
  }

  /// The balancer that moves a site's clients to where its procedure sends them; nil where the record does.
  func balancer(moving site: Int) -> SharedBalancer? {
    guard let own = balancer(of: site) else { return nil }
    if let target = procedures[site].target { return balancer(of: target)?.name == own.name ? own : nil }
    return procedures[site].within == own.name ? own : nil
  }

  /// How long clients go on to where the record led before it was changed.
  func timeToLive(of site: Int) -> Int64 {
    let move = service.execution.move
    return balancer(moving: site) == nil && move.mechanism.hasTimeToLive ? nanoseconds(move.ttlSeconds) : 0
  }
}
