/// Whether anybody may change where traffic goes: the site whose control plane makes the change may be blocked, or lost.
extension Replication {
  /// Whether no change of traffic can be made now by a mover, out or back.
  func changeIsBlocked(by move: MovePlan) -> Bool {
    let controller = Int(move.controlledBy)
    return move.needsChange && controller >= 0
      && (estate.lost[controller] > 0 || isBlocked(.trafficChange, at: controller))
  }

  /// Whether traffic that has moved away from a site cannot return now. A mover that has taken the site out by itself needs nobody.
  func returnIsBlocked(_ site: Int) -> Bool {
    changeIsBlocked(by: mover(of: site))
      && !(course.procedures[site].mover.hasActed && course.procedures[site].target < 0)
  }

  /// Whether a site that is well again before its traffic has gone cannot have back what has moved: then the failover goes on,
  /// or what an earlier one has moved stays where it is.
  mutating func isHeldElsewhere(_ site: Int) -> Bool {
    let procedure = course.procedures[site]
    guard procedure.ramp.moved > 0, !procedure.ramp.isReturning, returnIsBlocked(site) else { return false }
    if procedure.canBeOvertaken { course.procedures[site].dismissSuspicion() }
    return true
  }
}
