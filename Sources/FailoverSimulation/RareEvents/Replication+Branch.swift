import EventKernel
import ServiceModel

/// Counterfactual branches: the same incident with one thing changed and the same luck otherwise.
extension Replication {
  /// How long an incident may last in a branch before it counts as never recovered.
  private static let patience = Span.hours(7 * 24)

  /// Before a failure strikes a site in use: what the failover alone would take, the provider's recovery switched
  /// off. This is what a drill measures, and what recovery time hides where providers are quicker than the standby.
  mutating func branchForFailoverTime(_ clock: Int) {
    guard unrepaired < 0, branch == 0, plan.hasSecondSite, now < plan.horizon else { return }
    guard let victim = victim(of: clock) else { return }
    var other = self
    other.unrepaired = Int32(clock)
    if let seconds = other.timeToRecover(from: clock) {
      let incident = Incident(clock: Int32(victim), ordinal: estate.components[victim].ordinal)
      ledger.noteFailover(of: incident, takes: seconds)
    }
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

  /// Strikes and runs on until users are served again; nil where the failure is absorbed.
  private mutating func timeToRecover(from clock: Int) -> Double? {
    let fault = now
    // An outage that was already open is another incident's.
    guard !ledger.isOpen else { return nil }
    meters.outages.removeAll()
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    if mode.triggers == nil {
      strike(clock)
    } else {
      strikeTogether(clock, mode)
      setNextStrike(clock, mode)
    }
    settle()
    while now < fault + Replication.patience {
      if let outage = meters.outages.last { return (outage.end - fault).seconds }
      if !ledger.isOpen && course.orbit.isEmpty
        && course.procedures.states.allSatisfy({ $0.phase == .idle || $0.phase == .away })
      {
        return nil
      }
      guard advance() else { break }
    }
    return .infinity
  }
}
