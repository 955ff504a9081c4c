import ServiceModel

extension SearchQuestion {
  /// For each candidate the first one that is the same plan under another label; nil for the first of its kind.
  ///
  /// The size of a site that keeps nothing, or the loss of a peer where only one site serves, changes nothing: such
  /// candidates are simulated once.
  var firstTwins: [Int?] {
    var twins: [Int?] = candidates.map { _ in nil }
    // The fleets are a first sieve, so that whole plans are compared only where they may be equal.
    var seen: [[Int]: [(index: Int, plan: Service)]] = [:]
    for (index, candidate) in candidates.enumerated() {
      guard let plan = candidate.service?.withoutWhatHasNoEffect else { continue }
      let fleets = plan.sites.flatMap { [plan.standingNodes(at: $0), plan.failoverNodes(at: $0)] }
      if let first = seen[fleets, default: []].first(where: { $0.plan == plan }) {
        twins[index] = first.index
      } else {
        seen[fleets, default: []].append((index, plan))
      }
    }
    return twins
  }
}

extension Service {
  /// The plan with a fixed value for everything that changes nothing in its design.
  fileprivate var withoutWhatHasNoEffect: Service {
    var plan = self
    for index in plan.sites.indices where plan.sites[index].keep == .nothing {
      plan.sites[index].size = .ofProduction(1)
      plan.sites[index].reserved = 0
    }
    // The size of a site whose nodes are switched off is that of production, whatever share is written.
    for index in plan.sites.indices where !plan.sites[index].keep.runsNodes {
      if case .ofProduction = plan.sites[index].size { plan.sites[index].size = .ofProduction(1) }
    }
    if plan.servingSites.count < 2 { plan.sizing.siteLoss = .consumed }
    return plan
  }
}
