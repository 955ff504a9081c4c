import EventKernel
import ServiceModel

/// Counterfactual branches: the same incident with one thing changed and the same luck otherwise.
extension Replication {
  /// How long an incident may last in a branch before it counts as never recovered.
  private static let patience = Span.hours(7 * 24)

  /// Before a failure strikes a site in use: what the failover alone would take, the provider's recovery switched
  /// off. This is what a drill measures, and what recovery time hides where providers are quicker than the standby.
  ///
  /// Until the repair comes the branch would be the main path, so that it parts from it there (`branchAtRepair`); where
  /// users are served again before, the main path has told already.
  mutating func branchForFailoverTime(_ clock: Int) {
    guard unrepaired < 0, branch == 0, plan.hasSecondSite, now < plan.horizon else { return }
    // An outage that is already open is another incident's.
    guard let victim = victim(of: clock), !ledger.isOpen else { return }
    let incident = Incident(clock: Int32(victim), ordinal: estate.components[victim].ordinal)
    guard !isMendedWithoutTrace(clock) else { return ledger.awaitFailover(of: incident, from: now) }
    var other = self
    other.unrepaired = Int32(clock)
    other.meters.outages.removeAll()
    other.strikeOrCause(clock)
    other.settle()
    if let seconds = other.timeToRecover(from: now) { ledger.noteFailover(of: incident, takes: seconds) }
  }

  /// Whether nothing but the failure's own end depends on its repair: no crew or part that others wait for, no clean copy of data, no
  /// members that a common cause keeps down. What is scored by branches is asked at once too.
  private func isMendedWithoutTrace(_ clock: Int) -> Bool {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    return mode.triggers == nil && plan.crews.isEmpty && plan.spares.isEmpty && !mode.corrupts && mode.rots == nil
      && segments.isEmpty
  }

  /// Before a failure is mended by its provider whose failover still goes on: how long that would take if it were not.
  @inline(never)
  mutating func branchAtRepair(of clock: Int) {
    guard estate.components[clock].isDown, let failover = ledger.giveUpFailover(of: clock) else { return }
    var other = self
    other.unrepaired = Int32(clock)
    other.meters.outages.removeAll()
    other.ledger.forgetFailovers()
    other.clocks.set(clock, to: .never)
    other.settle()
    if let seconds = other.timeToRecover(from: failover.since) {
      ledger.noteFailover(of: failover.incident, takes: seconds)
    }
  }

  /// Drops the failovers that were awaited where users lose nothing any more and nothing is under way, and ends those that
  /// nobody would wait for.
  mutating func reviewFailovers() {
    if isAbsorbed { ledger.forgetFailovers() } else { ledger.endFailovers(since: now - Replication.patience) }
  }

  /// Whether nobody is in an outage and nothing is being done that could still begin one.
  private var isAbsorbed: Bool {
    !ledger.isOpen && course.orbit.isEmpty
      && course.procedures.states.allSatisfy { $0.phase == .idle || $0.phase == .away }
  }

  /// The clock by whose failure a site in use is lost when this one fires: its own, or the first that its common cause
  /// strikes, which is then booked as the cause.
  private func victim(of clock: Int) -> Int? {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    guard let name = mode.triggers else { return mode.losesSites && takesTraffic(clock, mode) ? clock : nil }
    guard let other = plan.modes.firstIndex(where: { $0.name == name }), plan.modes[other].losesSites else {
      return nil
    }
    return plan.clocksOfMode[other].first {
      strikes(clock, member: $0, plan.modes[other], mode) && takesTraffic($0, plan.modes[other])
    }
  }

  /// Whether a failure reaches a site that traffic goes to.
  private func takesTraffic(_ clock: Int, _ mode: ModePlan) -> Bool {
    plan.sites.indices.contains { flow.shares[$0] > 0 && reaches(clock, site: $0, mode) }
  }

  /// The failure, or the failures that it causes, begin.
  private mutating func strikeOrCause(_ clock: Int) {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    guard mode.triggers != nil else { return strike(clock) }
    strikeTogether(clock, mode)
    setNextStrike(clock, mode)
  }

  /// Runs on until users are served again after a fault; nil where it is absorbed.
  private mutating func timeToRecover(from fault: SimTime) -> Double? {
    while now < fault + Replication.patience {
      if let outage = meters.outages.last { return (outage.end - fault).seconds }
      if isAbsorbed { return nil }
      guard advance() else { break }
    }
    return .infinity
  }
}
