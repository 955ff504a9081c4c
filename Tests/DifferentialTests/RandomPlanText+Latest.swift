/// What the reference simulator has learnt last: locks with leases, standbys with a condition, and who sends clients elsewhere.
extension RandomPlanText {
  /// A place where whoever serves holds a lock: an instance at each site, or one for all.
  mutating func dependency() -> String {
    guard addsLatest("lock", 0.3) else { return "" }
    let hosts = features.contains("three-sites") ? ["[a]", "[a, b]", "[a, b, c], quorum: 2"] : ["[a]", "[a, b]"]
    let hosted = addsLatest("hosted-lock", 0.5) ? "hosted-at: \(pickLatest(hosts)), " : ""
    return """
      dependencies:
        locks: { \(hosted)lease: \(pickLatest(["30s", "10min", "2h"])), without: { success: \(pickLatest(["100%", "60%"]))\(pickLatest(["", ", blocks: [acquire]"])) } }
      """
  }

  /// For which losses a standby stands in.
  mutating func condition() -> [String] {
    guard addsLatest("stands-in-for", 0.15) else { return [] }
    return ["stands-in-for: [\(pickLatest(["region", "region, provider", "everywhere, zone", "provider, node"]))]"]
  }

  /// Some requests of a class commit at a second site too.
  mutating func spanning() -> String {
    guard addsLatest("spanning", 0.3) else { return "" }
    return
      ", transactions: { with: \(pickLatest(["a", "b", "b"])), share: \(pickLatest(["20%", "100%"])), on-cut: \(pickLatest(["abort", "block"])) }"
  }

  /// What something needs, with the lock.
  mutating func needsLock(_ other: String, _ feature: String) -> String {
    guard features.contains("lock") else { return other }
    // A lease that nobody waits for is refused.
    let isLast = feature == "lock-in-move" && !features.contains("lock-in-step")
    guard addsLatest(feature, 0.6) || isLast else { return other }
    return other.isEmpty ? "locks" : "\(other), locks"
  }

  /// Beside a law of losses a detector that knows failures by name, and sees a site that answers badly.
  mutating func detectors(instead ordinary: String) -> String {
    guard features.contains("grey"), addsLatest("by-failure", 0.6) else { return ordinary }
    let others = ["region", "zone"].filter { $0 == "region" || features.contains($0) }
    var known = [
      "grey: { takes: \(pickLatest(["1min", "20min", "uniform 1min to 2h"])), missed: \(pickLatest(["0%", "30%"])) }"
    ]
    for name in others where addsLatest("knows-\(name)", 0.5) {
      known.append("\(name): { takes: \(pickLatest(["30s", "1h"])) }")
    }
    return
      "detect: { detectors: { alert: { by-failure: { \(known.joined(separator: ", ")) } }, loss: { takes: \(pickLatest(["1min", "uniform 1min to 1h"])) } } }"
  }

  /// What a site that still answers goes on with.
  mutating func degraded() -> String {
    guard features.contains("by-failure"), features.isDisjoint(with: ["wait", "restart"]), addsLatest("degraded", 0.6)
    else {
      return ""
    }
    let ends = addsLatest("degraded-at-most", 0.5) ? ", at-most: \(pickLatest(["5min", "1h"]))" : ""
    return
      ", impact: { \(pickLatest(["region", "region", "zone", "everywhere", "node"])): { do: degrade, capacity: \(pickLatest(["120%", "150%", "200%"])) of capacity, quality: 80%\(ends) } }"
  }

  /// Nodes are mended with parts from a shelf that all sites share.
  mutating func spare() -> String { addsLatest("spares", 0.4) ? ", spare: parts" : "" }
  mutating func spares() -> String {
    guard features.contains("spares") else { return "" }
    let lead = pickLatest(["1h", "2d", "10d", "uniform 1h to 10d", "exponential mean 2d"])
    return "\nspares: { parts: { parts: \(pickLatest([1, 1, 2])), lead-time: \(lead) } }"
  }

  /// Two sites of three behind one balancer, where a record leads to them.
  private mutating func balancers(behind mover: String) -> String {
    guard mover.hasPrefix("by: dns"), features.contains("three-sites"), addsLatest("balancers", 0.7) else { return "" }
    let behind = pickLatest(["[a, b]", "[a, b]", "[b, c]", "[a, c]"])
    return ", balancers: { city: { sites: \(behind), takes: \(pickLatest(["0s", "30s", "10min"])) } }"
  }

  /// Between sites that serve already some have checks of their own.
  mutating func mover(instead ordinary: String) -> String {
    guard addsLatest("mover", 0.35) else { return ordinary + balancers(behind: ordinary) }
    let own = [
      "by: gslb, ttl: \(pickLatest(["30s", "5min"])), probe: 30s, failures: 3, vantage: \(pickLatest(["1 of 1", "2 of 3"]))",
      "by: mesh, errors: \(pickLatest([1, 5])), proxies: \(pickLatest([1, 200])), ejected-for: \(pickLatest(["30s", "10min"]))",
    ]
    let told = [
      "by: external-dns, ttl: \(pickLatest(["30s", "5min"])), sync: \(pickLatest(["1min", "30min"]))",
      "by: anycast, converges: \(pickLatest(["40s", "uniform 0s to 10min", "exponential mean 2min"]))",
    ]
    let mover = pickLatest(features.contains("keeps-serving") ? own + own + told : told)
    use(String(mover.dropFirst(4).prefix { $0 != "," }))
    return mover
  }
}
