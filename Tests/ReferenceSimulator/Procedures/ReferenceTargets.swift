import ServiceModel
import Stochastics

/// Which site takes over from a lost one, and when it is needed no more.
extension ReferenceRun {
  /// The site serves in its own right, or is about to again.
  func isSurvivor(_ other: Int, of site: Int) -> Bool {
    let procedure = procedures[other]
    guard other != site, home[other] > 0, isHealthy(other) else { return false }
    switch procedure.phase {
    case .idle: return true
    case .away: return procedure.ramp.isReturning(at: now)
    case .detecting, .deciding, .standing, .restarting, .waiting:
      // Where the lost site does not answer at all, one that answers badly is better than none.
      let answersBadly = isInTrouble(other) || degradedAnswer(of: other) != nil
      return answersBadly && !isHealthy(site) && procedure.ramp.moved(at: now) == 0
    case .executing, .byHand, .gating, .rollingBack: return false
    }
  }

  /// A serving site that had lost its traffic, or had been evacuated, and is well.
  func isWaitingToRejoin(_ other: Int, besides site: Int) -> Bool {
    other != site && home[other] > 0 && isHealthy(other) && procedures[other].phase == .away
      && (procedures[other].target == nil || procedures[other].planned != nil)
  }

  /// Sites that serve already; else the one that serves those who have moved; else the first standby in the order of the plan
  /// to which this procedure has not failed; else the first.
  mutating func chooseTarget(_ site: Int) -> (standby: Int?, Void)? {
    if sites.indices.contains(where: { isSurvivor($0, of: site) }) { return (nil, ()) }
    // A serving site that only waits for its time to rejoin need not wait any longer; one that answers badly does not replace
    // one that answers.
    let waiters = sites.indices.filter { isWaitingToRejoin($0, besides: site) }
    if let waiting = waiters.first(where: { !isInTrouble($0) }) ?? (isHealthy(site) ? nil : waiters.first) {
      startReturn(waiting)
      return (nil, ())
    }
    if let old = procedures[site].target, procedures[site].ramp.moved(at: now) > 0, old != site, canTakeOver(old),
      !isInTrouble(old)
    {
      return (old, ())
    }
    let sound = sites.indices.filter { $0 != site && canTakeOver($0) && !isInTrouble($0) }
    let able = sound.isEmpty && !isHealthy(site) ? sites.indices.filter { $0 != site && canTakeOver($0) } : sound
    return (able.first { !procedures[site].failed.contains($0) } ?? able.first).map { ($0, ()) }
  }

  /// Nothing has taken the site away, and its nodes are up or still to be started.
  func canTakeOver(_ site: Int) -> Bool {
    sites[site].keep > .nothing && !isLost(site, by: failures)
      && (fleets[site].size < sites[site].failover || isHealthy(site))
  }

  /// Nothing that was done at the last target is of use at another one.
  mutating func leaveTarget(_ site: Int) {
    procedures[site].running = [:]
    procedures[site].ramp = Ramp()
    procedures[site].lets = 0
    procedures[site].openedAt = never
    procedures[site].reachedAt = never
    procedures[site].changeMade = false
    procedures[site].changeAt = never
  }

  /// Whether the procedure works: a coin for each target that is tried.
  func works(_ site: Int) -> Bool {
    let tried = UInt32(procedures[site].failed.count)
    return draw(.failure, procedures[site].incident!, tried == 0 ? 0 : 7 + tried) < service.execution.works
  }

  /// The next standby is tried from the beginning; where there is none, people finish by hand what was begun last.
  mutating func giveUp(_ target: Int, insteadOf site: Int) {
    procedures[site].failed.insert(target)
    guard hasUntried(besides: target, insteadOf: site) else { return handOver(site, after: 0) }
    leaveTarget(site)
    begin(site)
  }

  /// Whether there is a standby that has not been tried yet.
  func hasUntried(besides target: Int, insteadOf site: Int) -> Bool {
    sites.indices.contains { other in
      other != target && other != site && canTakeOver(other) && !procedures[site].failed.contains(other)
    }
  }

  /// Sites that stand in for nobody any more go back to what they keep.
  mutating func giveBackStandIns() {
    for site in sites.indices where home[site] == 0 {
      let isNeeded = procedures.contains { procedure in
        guard procedure.target == site else { return false }
        switch procedure.phase {
        case .executing, .byHand, .gating, .away, .rollingBack: return true
        case .idle, .detecting, .deciding, .standing, .restarting, .waiting: return procedure.ramp.moved(at: now) > 0
        }
      }
      if !isNeeded { releaseCapacity(site) }
    }
  }

  /// Ends a procedure. An outage that it answered, and that is still open, remembers how far it had come.
  mutating func retire(_ site: Int) {
    let old = procedures[site]
    if let open = ledger.open, old.planned == nil, let clock = open.clock, clock == old.incident?.clock,
      old.faultAt >= open.faultAt
    {
      ledger.open!.answered = old
    }
    procedures[site] = Procedure()
  }
}
