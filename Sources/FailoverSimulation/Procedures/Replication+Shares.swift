import EventKernel

/// Where demand goes: what belongs to each site, less what failovers have moved.
extension Replication {
  /// Whether a site could answer if traffic came: nothing has struck it. A fleet that is off can still be started.
  func canTakeOver(_ site: Int) -> Bool {
    guard estate.lost[site] == 0, plan.sites[site].keep > .nothing else { return false }
    let fleet = course.fleets[site]
    return fleet.size < plan.sites[site].failoverNodes || flow.isHealthy[site]
  }

  /// Routes demand: every site's own share, less what procedures have moved, in the order of their faults; and with it
  /// what each site lets in. Both are derived, here and nowhere else, so that neither outlives what it follows from.
  mutating func updateShares() {
    let groups = course.procedures.clientGroups(following: plan.move.ttl)
    if let origins = plan.origins, let routes = origins.routes {
      if groups.isEmpty { route(nil, by: routes) } else { route(groups, by: routes) }
      RoutePlan.spread(origins.shares(at: step), by: flow.routes, to: &flow.shares)
      for site in plan.sites.indices {
        flow.admitted[site] = Int64(flow.shares[site]) * 1_000_000
        flow.admits[site] = 1_000_000
      }
      return
    }
    if groups.isEmpty { route(nil) } else { route(groups) }
    for site in plan.sites.indices {
      flow.admits[site] = flow.shares[site] > 0 ? Int32(flow.admitted[site] / Int64(flow.shares[site])) : 1_000_000
    }
  }

  /// Routes groups of clients, each by itself: what a site has is its mean over them.
  private mutating func route(_ groups: [ClientGroup]) {
    var shares = ContiguousArray<Int32>()
    // What is not let in, and not what is: where everybody is, rounding turns nobody away.
    var refused = ContiguousArray<Int64>(repeating: 0, count: plan.sites.count)
    for group in groups {
      route(group)
      shares += flow.shares
      for site in plan.sites.indices {
        refused[site] += (Int64(flow.shares[site]) * 1_000_000 - flow.admitted[site]) * Int64(group.size)
      }
    }
    RoutePlan.spread(groups.map(\.size)[...], by: shares, to: &flow.shares)
    for site in plan.sites.indices {
      let whole = Int64(flow.shares[site]) * 1_000_000
      flow.admitted[site] = whole - min(whole, refused[site] / 1_000_000)
    }
  }

  /// Routes the clients of one group, or all of them by the means of what has moved.
  private mutating func route(_ group: ClientGroup?) {
    for site in plan.sites.indices {
      flow.shares[site] = course.home[site]
      // Whose return has failed is lost until it is rolled back.
      let isShut = course.procedures[site].phase == .rollingBack
      flow.admitted[site] = isShut ? 0 : Int64(course.home[site]) * 1_000_000
    }
    var after = SimTime(nanoseconds: .min)
    var afterSite = -1
    while let site = nextMove(of: group, after: after, afterSite) {
      after = course.procedures[site].faultAt
      afterSite = site
      divert(moved(from: site, group), from: site, course.procedures[site])
    }
  }

  private func moved(from site: Int, _ group: ClientGroup?) -> Int32 {
    course.procedures.moved(from: site, group, plan.move.ttl)
  }

  private func nextMove(of group: ClientGroup?, after time: SimTime, _ site: Int) -> Int? {
    var best: Int?
    for i in plan.sites.indices where moved(from: i, group) > 0 {
      let fault = course.procedures[i].faultAt
      guard fault > time || fault == time && i > site else { continue }
      if best == nil || fault < course.procedures[best!].faultAt { best = i }
    }
    return best
  }

  private mutating func divert(_ share: Int32, from site: Int, _ procedure: Procedure) {
    let moved = Int32(Int64(flow.shares[site]) * Int64(share) / 1_000_000)
    guard moved > 0 else { return }
    let staying = flow.admitted[site] * Int64(flow.shares[site] - moved) / Int64(flow.shares[site])
    guard procedure.target < 0 else {
      flow.shares[site] -= moved
      flow.admitted[site] = staying
      flow.shares[Int(procedure.target)] += moved
      flow.admitted[Int(procedure.target)] += Int64(moved) * Int64(procedure.planned.goesAstray ? 0 : procedure.lets)
      return
    }
    guard let (first, total) = rotation(insteadOf: site) else { return }
    var left = moved
    let answered: Int64 = procedure.planned.goesAstray ? 0 : 1_000_000
    for other in plan.sites.indices where isInRotation(other, insteadOf: site) {
      let part = Int32(Int64(moved) * Int64(course.home[other]) / total)
      flow.shares[other] += part
      flow.admitted[other] += Int64(part) * answered
      left -= part
    }
    // What division leaves over goes to the first of them, so that shares always sum to a million.
    flow.shares[first] += left
    flow.admitted[first] += Int64(left) * answered
    flow.shares[site] -= moved
    flow.admitted[site] = staying
  }

  // Sites are looked for by functions that only read: a closure in one that writes copies the replication.

  /// The first site that takes part of another's share, and how much of demand belongs to all that do; nil where none does.
  private func rotation(insteadOf site: Int) -> (first: Int, total: Int64)? {
    guard let first = plan.sites.indices.first(where: { isInRotation($0, insteadOf: site) }) else { return nil }
    var total = Int64(0)
    for other in first..<plan.sites.count where isInRotation(other, insteadOf: site) {
      total += Int64(course.home[other])
    }
    return (first, total)
  }

  /// Whether what leaves a site goes to this one: it serves in its own right, and nobody had taken it out before. One that
  /// is lost stays in rotation until its own procedure moves what goes there.
  func isInRotation(_ other: Int, insteadOf site: Int) -> Bool {
    guard other != site, course.home[other] > 0 else { return false }
    let (its, ours) = (course.procedures[other], course.procedures[site])
    let isLater = (its.faultAt, other) > (ours.faultAt, site)
    return (its.ramp.moved == 0 || its.ramp.isReturning || isLater)
      && plan.balancers.stands(Int(ours.target), for: other, insteadOf: site)
  }

  /// The first of those that a target below 0 stands for that can take part of another's share.
  func firstSurvivor(of site: Int, as target: Int) -> Int? {
    plan.sites.indices.first { survives($0, insteadOf: site, as: target) }
  }

  /// Whether a site is one of those that a target below 0 stands for, and can take part of another's share.
  func survives(_ other: Int, insteadOf site: Int, as target: Int) -> Bool {
    plan.balancers.stands(target, for: other, insteadOf: site) && isSurvivor(other, of: site)
  }

  /// Whether a site serves in its own right, or is about to again, and can take part of another's share. One that answers badly
  /// can where the other does not answer at all: it may be in trouble by the very loss.
  func isSurvivor(_ other: Int, of site: Int) -> Bool {
    let procedure = course.procedures[other]
    guard other != site, course.home[other] > 0, flow.isHealthy[other], plan.mayServe(other, insteadOf: site) else {
      return false
    }
    switch procedure.phase {
    case .idle: return true
    case .away: return procedure.ramp.isReturning
    case .detecting, .deciding, .waiting, .standing, .restarting:
      return !flow.isHealthy[site] && procedure.ramp.moved == 0 && (isInTrouble(other) || procedure.answersDegraded)
    case .executing, .manual, .gating, .rollingBack: return false
    }
  }
}

// MARK: By origin

extension Replication {
  private mutating func route(_ groups: [ClientGroup], by routes: RoutePlan) {
    var parts: [ContiguousArray<Int32>] = []
    for group in groups {
      route(group, by: routes)
      parts.append(flow.routes)
    }
    let sizes = groups.map(\.size)
    var means = ContiguousArray<Int32>(repeating: 0, count: plan.sites.count)
    for origin in 0..<routes.originCount {
      let row = (origin * plan.sites.count)..<((origin + 1) * plan.sites.count)
      RoutePlan.spread(sizes[...], by: ContiguousArray(parts.map { $0[row] }.joined()), to: &means)
      flow.routes.replaceSubrange(row, with: means)
    }
    flow.isAtHome = false
  }

  /// The same where users are routed by their origin: every origin's own routes, less what procedures have moved to the sites
  /// that are left to it, by its share of this step's demand. Whom no other site may serve stays where nobody answers.
  private mutating func route(_ group: ClientGroup?, by routes: RoutePlan) {
    flow.routes = routes.home
    flow.isAtHome = true
    // Whoever comes back to his site has the record of the one that he was sent to, be that lost or not.
    var comingBack = ContiguousArray<Int32>()
    var (after, afterSite) = (SimTime(nanoseconds: .min), -1)
    while let site = nextMove(of: group, after: after, afterSite) {
      (after, afterSite) = (course.procedures[site].faultAt, site)
      flow.isAtHome = false
      let before = course.procedures[site].ramp.isReturning ? flow.routes : []
      divert(group, from: site, by: routes, comingBack)
      guard !before.isEmpty else { continue }
      if comingBack.isEmpty { comingBack = ContiguousArray(repeating: 0, count: before.count) }
      for place in before.indices { comingBack[place] += max(0, flow.routes[place] - before[place]) }
    }
  }

  private mutating func divert(
    _ group: ClientGroup?, from site: Int, by routes: RoutePlan, _ comingBack: ContiguousArray<Int32>
  ) {
    let standing = rotation(besides: site)
    for origin in 0..<routes.originCount {
      let place = origin * routes.siteCount + site
      var (leaving, moved) = (flow.routes[place], moved(from: site, group))
      if let returned = shareReturned(of: group, toFirstOf: origin, besides: site, routes, standing) {
        // Nobody else may serve them: they have waited where they are, and follow by the record as that site's own users do.
        moved = min(moved, returned)
        if !comingBack.isEmpty { leaving -= min(leaving, comingBack[place]) }
      }
      let part = Int32(Int64(leaving) * Int64(moved) / 1_000_000)
      if part > 0, routes.spread(part, of: origin, among: standing, to: &flow.routes) { flow.routes[place] -= part }
    }
  }

  /// Where all sites that may serve an origin in place of a lost one are only just coming back: how far the first of them has come, in
  /// millionths; nil where another one has served it all the time, or none may.
  private func shareReturned(
    of group: ClientGroup?, toFirstOf origin: Int, besides site: Int, _ routes: RoutePlan, _ standing: [Bool]
  ) -> Int32? {
    var returned: Int32?
    for other in plan.sites.indices where standing[other] && routes.mayServe(origin, at: other) {
      guard course.procedures[other].ramp.isReturning else { return nil }
      returned = max(returned ?? 0, 1_000_000 - moved(from: other, group))
    }
    return returned
  }

  private func rotation(besides site: Int) -> [Bool] {
    plan.sites.indices.map { isInRotation($0, insteadOf: site) }
  }
}
