import ServiceModel

/// Grey failures: nothing is taken away and no health check sees them.
extension ReferenceRun {
  /// What grey failures leave of a site: the share of requests that it answers, and the units of capacity that work, whole
  /// ones.
  ///
  /// What strikes a part of the site leaves the mean over the units that are up, because a balancer that sees nothing goes on
  /// sending each its share; several at one unit leave shares of shares.
  func left(of site: Int, up: [Int], under failures: [Failure]) -> (success: Double, units: Double) {
    let grey = failures.filter { impairment(of: $0) != nil && reaches($0, site) }
    let missed = missed(at: site, under: failures)
    guard !grey.isEmpty || !missed.isEmpty, !up.isEmpty else { return (1, Double(up.count)) }
    var (success, capacity) = (0.0, 0.0)
    for unit in up {
      let here = grey.filter { !impairsParts($0) || includes($0, unit: unit, at: site) }.compactMap(impairment) + missed
      success += here.reduce(1) { $0 * $1.success }
      capacity += here.reduce(1) { $0 * $1.capacity }
    }
    // Shares are whole millionths.
    return ((success / Double(up.count) * 1e6 + 1e-3).rounded(.down) / 1e6, (capacity + 1e-6).rounded(.down))
  }

  func impairment(of failure: Failure) -> Impairment? {
    guard case .impairs(let impairment) = mode(of: failure).effect else { return nil }
    return impairment
  }

  private func impairsParts(_ failure: Failure) -> Bool {
    mode(of: failure).scope.strikesNodes || mode(of: failure).target.isPartial
  }
}
