import EventKernel
import ServiceModel

/// What is left of a site that serves worse than it should: grey failures, and dependencies that do not answer.
extension Replication {
  /// Brings what is left of every site up to date.
  mutating func updateImpairments() {
    guard plan.canBeImpaired else { return }
    for site in plan.sites.indices {
      var left = ImpairmentPlan()
      if estate.impairing > 0 {
        for failure in estate.active { impair(&left, site: site, by: Int(failure.clock)) }
      }
      for (index, dependency) in plan.dependencies.enumerated() {
        let isOpen = dependency.breaker != nil && course.callBreakers[index * plan.sites.count + site].isOpen
        guard isOpen || !answers(dependency: index, at: site) else { continue }
        left.meet(isOpen || dependency.breaker == nil ? dependency.without : dependency.untilOpen)
      }
      if let mode = plan.degradedMode, course.modes[site].isOn {
        left.quality = left.quality * Int64((mode.quality * 1e6).rounded()) / 1_000_000
      }
      if let worth = plan.sites[site].rentedWorth { left.quality = left.quality * worth / 1_000_000 }
      flow.impairments[site] = left
    }
  }

  private func impair(_ left: inout ImpairmentPlan, site: Int, by clock: Int) {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    guard let impairment = mode.impairs else { return }
    if mode.scope == .dependency || mode.scope == .link {
      if withholds(clock, from: site, mode) { left.meet(impairment) }
      return
    }
    guard reaches(clock, site: site, mode), estate.available[site] > 0 else { return }
    guard mode.scope.strikesNodes || mode.target.isPartial else { return left.meet(impairment) }
    var struck: Int64 = 0
    for slot in 0..<course.fleets[site].size where strikes(clock, slot: slot, site: site, mode) {
      let units = Int64(estate.units(slot: slot, site: site, plan: plan))
      // A GPU or a process is one unit of its node.
      struck += mode.scope == .gpu || mode.scope == .process ? min(1, units) : units
    }
    if struck > 0 { left.meet(impairment, weight: struck * 1_000_000 / Int64(estate.available[site])) }
  }

  /// Whether a dependency answers the requests of a site.
  func answers(dependency index: Int, at site: Int) -> Bool {
    let dependency = plan.dependencies[index]
    let base = index * plan.sites.count
    guard !dependency.hosts.isEmpty else { return estate.dependencyDown[base + site] == 0 }
    var up = 0
    for host in dependency.hosts where estate.dependencyDown[base + host] == 0 && isReachable(host, from: site) {
      up += 1
    }
    return up >= dependency.quorum
  }

  private func isReachable(_ host: Int, from site: Int) -> Bool {
    estate.lost[host] == 0 && (host == site || estate.cut.isEmpty || estate.cut[host * plan.sites.count + site] == 0)
  }

  /// Whether a failure elsewhere takes a dependency away from a site, or spoils it.
  func withholds(_ clock: Int, from site: Int, _ mode: ModePlan) -> Bool {
    let struck = plan.clocks[clock]
    for (index, dependency) in plan.dependencies.enumerated() {
      let hosts = dependency.hosts
      switch mode.scope {
      case .dependency:
        guard Int(struck.part) == index else { continue }
        if hosts.isEmpty ? Int(struck.site) == site : !mode.isLoss || !answers(dependency: index, at: site) {
          return true
        }
      case .link:
        let ends = [Int(struck.site), Int(struck.part)]
        guard ends.contains(site), hosts.contains(where: { $0 != site && ends.contains($0) }) else { continue }
        if !mode.isLoss || !answers(dependency: index, at: site) { return true }
      default:
        guard mode.isLoss, hosts.contains(where: { reaches(clock, site: $0, mode) }) else { continue }
        if !answers(dependency: index, at: site) { return true }
      }
    }
    return false
  }

  /// Whether something that people or procedures want to do at a site is blocked there.
  func isBlocked(_ action: BlockedAction, at site: Int) -> Bool {
    switch action {
    case .acquire: estate.acquireBlocked[site] > 0 || flow.impairments[site].blocksAcquire
    case .trafficChange: estate.changeBlocked[site] > 0 || flow.impairments[site].blocksChange
    }
  }

  /// Whether all of these dependencies answer at a target; for sites that serve already (-1) at one of them.
  func answer(dependencies: [Int], at target: Int, insteadOf site: Int) -> Bool {
    dependencies.allSatisfy { index in
      target >= 0
        ? answers(dependency: index, at: target)
        : plan.sites.indices.contains { isSurvivor($0, of: site) && answers(dependency: index, at: $0) }
    }
  }

  /// What a site that is not lost answers of what it lets in, capacity aside, and what it cannot bear.
  func passing(_ offered: Int64, site: Int) -> Int64 {
    let left = flow.impairments[site]
    var passed = left.success < 1_000_000 ? portion(offered, left.success) : offered
    for (index, dependency) in plan.dependencies.enumerated() {
      guard let limit = limit(of: dependency, index, site: site), passed > limit else { continue }
      passed = limit + portion(passed - limit, dependency.without.success)
    }
    return passed
  }

  /// What a dependency bears of a site's requests; nil where it bears all, or does not answer at all.
  private func limit(of dependency: DependencyPlan, _ index: Int, site: Int) -> Int64? {
    guard let capacity = dependency.capacity, answers(dependency: index, at: site) else { return nil }
    return dependency.hosts.isEmpty ? capacity : portion(capacity, Int64(flow.shares[site]))
  }

  /// The demand, not above `carries`, that the dependencies of all sites bear with these shares.
  func bearable(_ carries: Int64) -> Int64 {
    var least = carries
    for site in plan.sites.indices where flow.shares[site] > 0 {
      for (index, dependency) in plan.dependencies.enumerated() {
        guard let limit = limit(of: dependency, index, site: site) else { continue }
        // A few units below, for the rounding of shares.
        least = min(least, max(-1, Int64((Int128(limit) - 16) * 1_000_000 / Int128(flow.shares[site]))))
      }
    }
    return least
  }

  /// Books answers of lesser worth, and lateness beyond the pool's own.
  mutating func degrade(_ answered: Int64, of arrived: Int64, late: (Int64, Int64), site: Int) {
    let left = flow.impairments[site]
    if left.late > 0 && !plan.allowedLate.isEmpty {
      flow.lateRates.0 += portion(max(0, answered - late.0), left.late)
      flow.lateRates.1 += portion(max(0, answered - late.1), left.late)
    }
    var worse = left.quality < 1_000_000 ? answered : 0
    var lost = portion(answered, 1_000_000 - left.quality)
    for (index, dependency) in plan.dependencies.enumerated() where dependency.without.quality < 1_000_000 {
      guard let limit = limit(of: dependency, index, site: site), arrived > limit, arrived > 0 else { continue }
      let beyond = Int64(Int128(answered) * Int128(arrived - limit) / Int128(arrived))
      worse = max(worse, beyond)
      lost += portion(beyond, 1_000_000 - dependency.without.quality)
    }
    flow.degradedRate += worse
    flow.worthLostRate += min(lost, answered)
  }

  /// A share of a rate, in millionths, without overflow.
  func portion(_ rate: Int64, _ share: Int64) -> Int64 { Int64(Int128(rate) * Int128(share) / 1_000_000) }
}
