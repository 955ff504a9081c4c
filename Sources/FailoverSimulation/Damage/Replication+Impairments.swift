import EventKernel
import ServiceModel

/// What is left of a site that serves worse than it should: grey failures, and dependencies that do not answer.
extension Replication {
  /// Brings what is left of every site up to date.
  mutating func updateImpairments() {
    guard plan.canBeImpaired else { return }
    for site in plan.sites.indices {
      findDamage(at: site)
      var left = flow.damage[site].left
      if !plan.transactions.isEmpty { left.meet(withoutPartners(site)) }
      for index in plan.dependencies.indices {
        let hasBreaker = plan.dependencies[index].breaker != nil
        let isOpen = hasBreaker && course.guards.isOpen(dependency: index, at: site)
        guard isOpen || !answers(dependency: index, at: site) else { continue }
        left.meet(isOpen || !hasBreaker ? plan.dependencies[index].without : plan.dependencies[index].untilOpen)
      }
      left.soundness = left.quality
      if let mode = plan.degradedMode, course.guards.modes[site].isOn {
        left.quality = left.quality * Int64((mode.quality * 1e6).rounded()) / 1_000_000
      }
      if plan.mayDegrade, let answer = degradedAnswer(of: site) {
        left.quality = left.quality * Int64((answer.quality * 1e6).rounded()) / 1_000_000
      }
      if let worth = plan.sites[site].rentedWorth { left.quality = left.quality * worth / 1_000_000 }
      flow.impairments[site] = left
      judgeTrouble(at: site)
    }
  }

  /// What active failures leave of a site. Where one strikes a part of it, each unit of capacity that is up is looked
  /// at by itself: failures of one unit leave shares of shares, those of different units add up, for a balancer that
  /// sees nothing goes on sending each its share.
  func impaired(_ site: Int) -> ImpairmentPlan {
    guard estate.available[site] > 0 else { return ImpairmentPlan() }
    var whole = ImpairmentPlan()
    var impairing: ContiguousArray<(clock: Int, isPart: Bool, left: ImpairmentPlan)> = []
    for failure in estate.active {
      let mode = plan.modes[Int(plan.clocks[Int(failure.clock)].mode)]
      guard let left = mode.impairs, isImpaired(site, by: Int(failure.clock), mode) else { continue }
      whole.meet(left)
      impairing.append((Int(failure.clock), mode.impairsParts, left))
    }
    guard impairing.contains(where: \.isPart) else { return whole }
    var mean = ImpairmentMean()
    let units = plan.sites[site].units
    for slot in 0..<course.fleets[site].size where estate.isUp(slot: slot, site: site, plan: plan) {
      for unit in 0..<units where estate.isUp(unit: unit, ofSlot: slot, site: site, plan: plan) {
        var left = ImpairmentPlan()
        for one in impairing
        where !one.isPart
          || strikes(one.clock, unit: unit, slot: slot, site: site, plan.modes[Int(plan.clocks[one.clock].mode)])
        {
          left.meet(one.left)
        }
        mean.add(left)
      }
    }
    return mean.value
  }

  private func isImpaired(_ site: Int, by clock: Int, _ mode: ModePlan) -> Bool {
    mode.scope == .dependency || mode.scope == .link
      ? withholds(clock, from: site, mode) : reaches(clock, site: site, mode)
  }

  /// Whether a dependency answers the requests of a site.
  @inline(__always)
  func answers(dependency index: Int, at site: Int) -> Bool {
    index < SiteDamage.mostDependencies && knowsDamage(site)
      ? flow.damage[site].answers(dependency: index) : isAnswering(dependency: index, site)
  }

  func isAnswering(dependency index: Int, _ site: Int) -> Bool {
    let base = index * plan.sites.count
    guard !plan.dependencies[index].hosts.isEmpty else { return estate.dependencyDown[base + site] == 0 }
    var up = 0
    for host in plan.dependencies[index].hosts
    where estate.dependencyDown[base + host] == 0 && isReachable(host, from: site) {
      up += 1
    }
    return up >= plan.dependencies[index].quorum
  }

  func isReachable(_ host: Int, from site: Int) -> Bool {
    estate.lost[host] == 0 && (host == site || estate.cut.isEmpty || estate.cut[host * plan.sites.count + site] == 0)
  }

  /// Whether a failure elsewhere takes a dependency away from a site, or spoils it.
  func withholds(_ clock: Int, from site: Int, _ mode: ModePlan) -> Bool {
    if withholdsPartner(clock, from: site, mode) { return true }
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
      case .gpu, .process, .node, .rack, .zone, .region, .provider, .area, .everywhere, .edge, .procedure:
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

  /// Whether all of these dependencies answer at a target; for sites that serve already (below 0) at one of them.
  func answer(dependencies: [Int], at target: Int, insteadOf site: Int) -> Bool {
    dependencies.allSatisfy { index in
      target >= 0
        ? answers(dependency: index, at: target)
        : plan.sites.indices.contains {
          survives($0, insteadOf: site, as: target) && answers(dependency: index, at: $0)
        }
    }
  }

  /// What a site that is not lost answers of what it lets in, capacity aside, and what it cannot bear.
  func passing(_ offered: Int64, site: Int) -> Int64 {
    let left = flow.impairments[site]
    var passed = left.success < 1_000_000 ? portion(offered, left.success) : offered
    for index in plan.dependencies.indices {
      guard let limit = limit(ofDependency: index, site: site), passed > limit else { continue }
      passed = limit + portion(passed - limit, plan.dependencies[index].without.success)
    }
    return passed
  }

  /// What a dependency bears of a site's requests; nil where it bears all, or does not answer at all.
  private func limit(ofDependency index: Int, site: Int) -> Int64? {
    guard let capacity = plan.dependencies[index].capacity, answers(dependency: index, at: site) else { return nil }
    return plan.dependencies[index].hosts.isEmpty ? capacity : portion(capacity, Int64(flow.shares[site]))
  }

  /// The demand, not above `carries`, that the dependencies of all sites bear with these shares.
  func bearable(_ carries: Int64) -> Int64 {
    var least = carries
    for site in plan.sites.indices where flow.shares[site] > 0 {
      for index in plan.dependencies.indices {
        guard let limit = limit(ofDependency: index, site: site) else { continue }
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
      flow.answers.late.0 += portion(max(0, answered - late.0), left.late)
      flow.answers.late.1 += portion(max(0, answered - late.1), left.late)
    }
    var worse = left.quality < 1_000_000 ? answered : 0
    var lost = portion(answered, 1_000_000 - left.quality)
    for index in plan.dependencies.indices where plan.dependencies[index].without.quality < 1_000_000 {
      guard let limit = limit(ofDependency: index, site: site), arrived > limit, arrived > 0 else { continue }
      let beyond = portion(answered, arrived - limit, of: arrived)
      worse = max(worse, beyond)
      lost += portion(beyond, 1_000_000 - plan.dependencies[index].without.quality)
    }
    flow.answers.degraded += worse
    flow.answers.worthLost += min(lost, answered)
  }
}
