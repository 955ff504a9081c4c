import EventKernel

/// Which site takes over from a lost one, and what it gives back when it is needed no more.
extension Replication {
  /// Chooses who takes over and starts the steps; waits where nobody can.
  mutating func begin(_ site: Int) {
    guard let target = chooseTarget(site) else {
      if course.procedures[site].isPlanned { return callOff(site) }
      course.procedures[site].wait()
      return
    }
    if target >= 0 && isRefused(target, insteadOf: site) && hasUntriedStandIn(site, besides: target) {
      course.procedures[site].fail(at: target)
      return begin(site)
    }
    if target != Int(course.procedures[site].target) { course.procedures.leaveTarget(of: site, at: now) }
    let done = target < 0 ? .max : stepsNotNeeded(at: target)
    course.procedures[site].execute(at: target, done: done)
    if target >= 0 {
      let short = requestCapacity(target, for: course.procedures[site])
      course.procedures[site].fallShort(by: short)
    }
    execute(site)
  }

  private func stepsNotNeeded(at target: Int) -> UInt32 {
    var bits: UInt32 = 0
    for (index, step) in plan.steps.enumerated() where step.onlyFromBackups && plan.sites[target].keep != .backups {
      bits |= 1 << UInt32(index)
    }
    return bits
  }

  /// -1 for the sites that serve already, else a standby in the plan's order; nil where none can.
  private mutating func chooseTarget(_ site: Int) -> Int? {
    if firstSurvivor(of: site) != nil { return -1 }
    if let other = siteWaitingToRejoin(insteadOf: site) {
      startReturn(other)
      return -1
    }
    // All sites serve there, and one that may not serve anybody here is no stand-in.
    if plan.routesByOrigin { return nil }
    // Whoever is asked to take over is looked at first.
    return firstStandIn(for: site)
  }

  /// A serving site that had lost its traffic, or had been evacuated, and answers: it need not wait for its time. One that is known
  /// to be in trouble takes nothing over from a site that answers: each would send the other's traffic back, for ever.
  func siteWaitingToRejoin(insteadOf site: Int) -> Int? {
    plan.sites.indices.first { waitsToRejoin($0, insteadOf: site) && !isInTrouble($0) }
      // One that answers badly is better than one that does not answer at all.
      ?? (flow.isHealthy[site] ? nil : plan.sites.indices.first { waitsToRejoin($0, insteadOf: site) })
  }

  private func waitsToRejoin(_ other: Int, insteadOf site: Int) -> Bool {
    let procedure = course.procedures[other]
    return other != site && flow.isHealthy[other] && course.home[other] > 0 && plan.mayServe(other, insteadOf: site)
      && procedure.phase == .away && (procedure.target < 0 || procedure.isPlanned)
  }

  /// The site that serves those who have moved already, or else the first standby in the plan's order to which this
  /// procedure has not failed yet, or else the first.
  private func firstStandIn(for site: Int) -> Int? {
    let (old, moved) = (Int(course.procedures[site].target), course.procedures[site].ramp.moved)
    if old >= 0 && moved > 0 && mayStandIn(old, for: site) { return old }
    return plan.sites.indices.first { !course.procedures[site].hasFailed(at: $0) && mayStandIn($0, for: site) }
      ?? plan.sites.indices.first { mayStandIn($0, for: site) }
      // One that answers badly is better than one that does not answer at all.
      ?? (flow.isHealthy[site]
        ? nil : plan.sites.indices.first { $0 != site && canTakeOver($0) && isMeant($0, for: site) })
  }

  private func mayStandIn(_ other: Int, for site: Int) -> Bool {
    other != site && canTakeOver(other) && isMeant(other, for: site) && !isInTrouble(other)
  }

  /// Whether a standby is meant for what is wrong with a site: by the failure that its procedure is about, or another one that
  /// takes it now. For traffic that is moved on purpose any is.
  private func isMeant(_ other: Int, for site: Int) -> Bool {
    guard let scopes = plan.service.sites[other].standsInFor else { return true }
    let procedure = course.procedures[site]
    if procedure.isPlanned { return true }
    func modePlan(of clock: Int32) -> ModePlan { plan.modes[Int(plan.clocks[Int(clock)].mode)] }
    if procedure.incident.clock >= 0, scopes.contains(modePlan(of: procedure.incident.clock).scope) { return true }
    return estate.active.contains { failure in
      let mode = modePlan(of: failure.clock)
      return scopes.contains(mode.scope) && mode.losesSites && reaches(Int(failure.clock), site: site, mode)
    }
  }

  // MARK: Targets that fail

  /// A number in (0, 1) that decides whether the procedure to the present target works: each target has its own.
  func coin(_ site: Int) -> Double {
    let procedure = course.procedures[site]
    guard procedure.tried > 0 else {
      return tilt.stratum.value(at: draw(.failure, procedure.incident, 0), procedure.incident)
    }
    return draw(.failure, procedure.incident, 7 + procedure.tried)
  }

  /// The procedure to a target has failed: the next standby is tried in the plan's order, from the beginning. Where there
  /// is none, people finish by hand what was begun last.
  mutating func giveUp(_ target: Int, insteadOf site: Int) {
    let isLast = !hasUntriedStandIn(site, besides: target)
    course.procedures[site].fail(at: target)
    if isLast { return handOver(site, after: .zero) }
    course.procedures.leaveTarget(of: site, at: now)
    begin(site)
  }

  private func hasUntriedStandIn(_ site: Int, besides target: Int) -> Bool {
    plan.sites.indices.contains {
      $0 != target && !course.procedures[site].hasFailed(at: $0) && mayStandIn($0, for: site)
    }
  }

  /// Whether a target cannot open before a refusal is over, or before what is out of stock comes back.
  private func isRefused(_ target: Int, insteadOf site: Int) -> Bool {
    let (kept, fleet) = (plan.sites[target], course.fleets[target])
    let sure = fleet.size + fleet.pending + fleet.aside + kept.reserved
    guard sure * kept.units < kept.opensAt else { return false }
    let missing = kept.failoverNodes - sure
    return (sure + nodesInStock(of: missing)) * kept.units < kept.opensAt
      || isRefused(requestOf: course.procedures[site])
  }

  // MARK: Targets that are needed no more

  /// Sites that stand in for nobody any more go back to what they keep. Nothing else gives a fleet back, so that no
  /// site that somebody's traffic goes to, or is meant for, is left without its nodes.
  mutating func releaseStandIns() {
    for site in plan.sites.indices where course.home[site] == 0 && !isNeeded(site) { releaseCapacity(site) }
  }

  /// Whether a site takes over from another one, or is being made ready for that.
  private func isNeeded(_ site: Int) -> Bool {
    course.procedures.states.contains { Int($0.target) == site && $0.holdsTarget }
  }
}
