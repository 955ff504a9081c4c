import Control
import EventKernel

/// Why requests are lost: a failure, or overload where nothing has failed.
struct Cause: Equatable, Sendable, BitwiseCopyable {
  /// Index of the failure mode; the number of modes stands for overload.
  var mode: Int
  /// The clock that struck; -1 where none did.
  var clock: Int32
  var since: SimTime
}

/// Which failure takes requests from users.
///
/// Active failures are ordered by their start. The cause is the first at which, with it and the earlier ones alone and
/// routing as it is, too little is answered: of an outage less than its threshold, outside outages less than demanded.
/// So a failure that takes nothing from users is never a cause, and of two that hurt only together it is the second.
/// Where too little would be answered with nothing broken, it is where traffic has been sent that is wrong, or demand.
extension Replication {
  /// The cause of what is lost at this instant.
  mutating func cause() -> Cause { causes(below: 1_000_000).cause }

  /// Why less than a share of demand, in millionths, is answered, and how many other failures take more from users.
  mutating func causes(below threshold: Int64) -> (cause: Cause, contributing: Int) {
    var failures = estate.failures
    // What has only made a procedure stale answers no less.
    if !failures.isEmpty {
      failures.removeAll { [plan] in
        let mode = plan.modes[Int(plan.clocks[Int($0.clock)].mode)]
        return mode.scope == .procedure && !mode.failsReturns
      }
    }
    guard !failures.isEmpty else { return (causeWithoutFailure, 0) }
    if failures.count == 1, isAlone(failures[0]) { return (cause(of: failures[0]), 0) }
    if isLatestAlone(failures), isTooLittle(answersAtRest(), below: 1_000_000) {
      return (cause(of: failures[failures.count - 1]), 0)
    }
    if !visitsEveryStep, let units = unitsTaken(by: failures) {
      // Nodes alone are wrong: they are given back and taken again where they stand, which is much quicker than a copy.
      let ejections = course.ejections
      let available = estate.available
      let found = firstThatTakes(failures, below: threshold) { $0.giveBack(units[$1], of: failures[$1]) }
      course.ejections = ejections
      estate.restore(available: available)
      updateHealth()
      return found
    }
    var other = self
    other.closeBreakers()
    return other.firstThatTakes(failures, below: threshold) { $0.lift(failures[$1]) }
  }

  /// Why an outage begins at this instant.
  ///
  /// While clients are on their way rates are held at the mean of the stretch ahead, in which more have moved than have by
  /// now; a failure that strikes on the way is judged by those who have.
  mutating func causesOfOutage() -> (cause: Cause, contributing: Int) {
    guard rampsMove else { return causes(below: plan.outageThreshold) }
    // As in looking for the threshold: nothing but these two is moved by looking.
    let (procedures, flow) = (course.procedures, flow)
    defer { (course.procedures, self.flow) = (procedures, flow) }
    course.procedures.showRamps(at: now, stay: plan.move.stay)
    updateShares()
    if !isTooLittle(answersAtRest(), below: plan.outageThreshold) {
      (course.procedures, self.flow) = (procedures, flow)
    }
    return causes(below: plan.outageThreshold)
  }

  /// Lifts failures, from the latest on, until enough is answered.
  private mutating func firstThatTakes(
    _ failures: ContiguousArray<Estate.ActiveFailure>, below threshold: Int64,
    lift: (inout Replication, Int) -> Void
  ) -> (cause: Cause, contributing: Int) {
    var answered = answersAtRest()
    guard isTooLittle(answered, below: threshold) else {
      return threshold < 1_000_000 ? causes(below: 1_000_000) : (causeWithoutFailure, 0)
    }
    var taking: ContiguousArray<Int32> = []
    var found = causeWithoutFailure
    for index in failures.indices.reversed() {
      let latest = failures[index]
      lift(&self, index)
      let without = answersAtRest()
      if without > answered { taking.append(latest.clock) }
      answered = without
      if !isTooLittle(answered, below: threshold) {
        found = cause(of: latest)
        break
      }
    }
    return (found, taking.count { $0 != found.clock })
  }

  /// The cause of what is lost, put off or tried again at this instant, looked up once for each set of failures and step of
  /// demand: while clients come back, something happens many times a second.
  mutating func standingCause() -> Cause {
    let occasion = Occasion(strikes: estate.strikes, active: estate.active.count + estate.small.count, step: step)
    if occasion != standing?.occasion { standing = (occasion, cause()) }
    return standing!.cause
  }

  /// What a standing cause depends on.
  struct Occasion: Equatable, Sendable {
    var strikes: UInt32
    var active: Int
    var step: Int
  }

  func isTooLittle(_ answered: Int64, below threshold: Int64) -> Bool {
    !isEnough(answered, of: arrivals, threshold: threshold)
  }

  private func cause(of failure: Estate.ActiveFailure) -> Cause {
    Cause(mode: Int(plan.clocks[Int(failure.clock)].mode), clock: failure.clock, since: failure.since)
  }

  /// Whether nodes that have died by the only failure there is are all that is wrong: by far the most common case.
  private func isAlone(_ failure: Estate.ActiveFailure) -> Bool {
    guard !plan.canBeImpaired, course.ejections.contains(where: { $0.clock == failure.clock }) else { return false }
    return plan.sites.indices.allSatisfy { site in
      guard flow.shares[site] > 0 else { return true }
      let units = course.fleets[site].size * plan.sites[site].units
      let unitRate = plan.pools.isEmpty ? plan.sites[site].unitRate : plan.pools[site].nodeSaturation
      return flow.admits[site] == 1_000_000 && units >= plan.sites[site].minimumUnits
        && portion(arrivals, Int64(flow.shares[site])) < atSpeed(of: site, Int64(units) * unitRate)
    }
  }

  /// Whether nodes that the latest failure has taken, and to which requests still go, are all that takes from users: those
  /// that were lost before are missed by nobody.
  private func isLatestAlone(_ failures: ContiguousArray<Estate.ActiveFailure>) -> Bool {
    guard plan.answersInProportion, !visitsEveryStep, estate.edgeLost == 0, failures.count == estate.small.count,
      let latest = failures.last, !course.ejections.isEmpty,
      course.ejections.allSatisfy({ $0.clock == latest.clock }), let units = unitsTaken(by: Int(latest.clock))
    else { return false }
    let struck = Int(plan.clocks[Int(latest.clock)].site)
    for site in plan.sites.indices where flow.shares[site] > 0 {
      let up = estate.available[site] + (site == struck ? units : 0)
      guard estate.lost[site] == 0, flow.admits[site] == 1_000_000, up >= plan.sites[site].minimumUnits,
        portion(arrivals, Int64(flow.shares[site])) + Int64(plan.sites.count) < Int64(up) * plan.sites[site].unitRate
      else { return false }
    }
    return true
  }

  // MARK: With fewer failures

  private mutating func lift(_ failure: Estate.ActiveFailure) {
    let mode = plan.modes[Int(plan.clocks[Int(failure.clock)].mode)]
    estate.end(Int(failure.clock))
    change(Int(failure.clock), by: -1, mode)
    if mode.failsReturns { openReturns() }
    course.ejections.removeAll { $0.clock == failure.clock }
    closeBreakers()
  }

  /// Lifts a failure of a node or of a part of one where nothing else is wrong.
  private mutating func giveBack(_ units: Int32, of failure: Estate.ActiveFailure) {
    estate.add(units, at: Int(plan.clocks[Int(failure.clock)].site))
    if !course.ejections.isEmpty { course.ejections.removeAll { $0.clock == failure.clock } }
  }

  /// The units in rotation that each failure takes by itself; nil where anything but nodes is wrong, or two failures share a
  /// node, so that lifting one does not give back what it took.
  private func unitsTaken(by failures: ContiguousArray<Estate.ActiveFailure>) -> ContiguousArray<Int32>? {
    guard failures.count == estate.small.count, !plan.canBeImpaired, course.guards.breakers.isEmpty,
      course.guards.callBreakers.isEmpty
    else { return nil }
    var taken: ContiguousArray<Int32> = []
    taken.reserveCapacity(failures.count)
    for failure in failures {
      guard let units = unitsTaken(by: Int(failure.clock)) else { return nil }
      taken.append(units)
    }
    return taken
  }

  private func unitsTaken(by clock: Int) -> Int32? {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    guard mode.scope.isSmall else { return nil }
    let site = Int(plan.clocks[clock].site)
    let slot = slot(of: clock, mode)
    guard slot < course.fleets[site].size else { return 0 }
    let units = plan.sites[site].units
    let nodeDown = estate.nodeDown[estate.nodeBase[site] + Int(slot)]
    if units == 1 { return nodeDown == 1 ? 1 : nil }
    let first = estate.unitBase[site] + Int(slot * units)
    if mode.scope == .node {
      let isAlone = nodeDown == 1 && estate.unitDown[first..<(first + Int(units))].allSatisfy { $0 == 0 }
      return isAlone ? units : nil
    }
    guard nodeDown == 0 else { return nil }
    let part = plan.clocks[clock].part
    let unit = mode.scope == .gpu ? unit(ofGPU: part, at: site) : part % units
    if unit >= units { return 0 }
    return estate.unitDown[first + Int(unit)] == 1 ? 1 : nil
  }

  /// Without the failure of a return the site that it led to would answer.
  private mutating func openReturns() {
    for site in plan.sites.indices { course.procedures[site].withoutFailedReturn() }
    updateShares()
  }

  /// Breakers follow what fails: without it they are closed.
  private mutating func closeBreakers() {
    course.guards.closeBreakers()
    for index in course.guards.callBreakers.indices where course.guards.callBreakers[index] != Breaker() {
      let (dependency, site) = index.quotientAndRemainder(dividingBy: plan.sites.count)
      if answers(dependency: dependency, at: site) { course.guards.closeCalls(of: dependency, from: site) }
    }
  }

  /// What the sites would answer in the end of what arrives, with the routing and the fleets of this instant.
  mutating func answersAtRest() -> Int64 {
    if plan.canBeImpaired { updateImpairments() }
    updateHealth()
    guard estate.edgeLost == 0, let last = plan.sites.indices.last(where: { flow.shares[$0] > 0 }) else { return 0 }
    var left = arrivals
    var answered: Int64 = 0
    for site in 0...last where flow.shares[site] > 0 {
      let offered = site == last ? left : portion(arrivals, Int64(flow.shares[site]))
      left -= offered
      answered += min(letIn(offered, site: site), plan.pools.isEmpty ? capacity(of: site) : saturation(of: site))
    }
    return answered
  }

  // MARK: Without a failure

  /// Traffic that a procedure has sent elsewhere, clients that come back after a failure, or overload.
  private var causeWithoutFailure: Cause {
    if let procedure = mover(isOver: false) { return cause(of: procedure, since: procedure.faultAt) }
    if let procedure = mover(isOver: true) {
      // Where traffic has long been elsewhere, what is short there goes back to that failure, but begins now, unless the
      // failure still lasts.
      let component = estate.components[Int(procedure.incident.clock)]
      let lasts = component.isDown && component.ordinal == procedure.incident.ordinal
      return cause(of: procedure, since: lasts ? procedure.faultAt : now)
    }
    if let cause = causeOfExpiry { return cause }
    if course.orbit.cause.mode >= 0 && !course.orbit.isEmpty {
      return Cause(
        mode: Int(course.orbit.cause.mode), clock: course.orbit.cause.clock, since: course.orbit.cause.since)
    }
    return Cause(mode: plan.modes.count, clock: -1, since: now)
  }

  /// The first procedure that has sent traffic elsewhere, or back in vain: one that is still at work, or one whose
  /// traffic has settled there.
  private func mover(isOver: Bool) -> Procedure? {
    course.procedures.states.first { procedure in
      procedure.isActive && procedure.incident != .none
        && (procedure.ramp.moved > 0 || procedure.phase == .rollingBack)
        && isOver == (procedure.phase == .away && procedure.ramp.isSettled)
    }
  }

  private func cause(of procedure: Procedure, since: SimTime) -> Cause {
    Cause(
      mode: Int(plan.clocks[Int(procedure.incident.clock)].mode), clock: procedure.incident.clock, since: since)
  }
}
