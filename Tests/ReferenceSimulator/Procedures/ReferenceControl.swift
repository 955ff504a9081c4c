import ServiceModel

/// Whether anybody may change where traffic goes.
extension ReferenceRun {
  /// The site whose control plane makes the change is blocked, or lost.
  var changeIsBlocked: Bool {
    let move = service.execution.move
    guard move.needs.contains(.trafficChange),
      let controller = sites.firstIndex(where: { $0.site.name == move.controlledBy })
    else { return false }
    return isLost(controller, by: failures) || isBlocked(.trafficChange, at: controller)
  }

  /// A mover that has taken a site out by itself needs nobody to bring it back.
  func returnIsBlocked(_ site: Int) -> Bool {
    balancer(moving: site) == nil && changeIsBlocked
      && !(procedures[site].look?.hasActed == true && procedures[site].target == nil)
  }

  /// A site is well again before its traffic has gone, and cannot have back what has moved.
  mutating func isHeldElsewhere(_ site: Int) -> Bool {
    let ramp = procedures[site].ramp
    guard ramp.moved(at: now) > 0, !ramp.isReturning(at: now), returnIsBlocked(site) else { return false }
    switch procedures[site].phase {
    case .detecting, .deciding, .standing, .restarting, .waiting:
      procedures[site].phase = .away
      procedures[site].deadline = never
    case .idle, .executing, .byHand, .gating, .away, .rollingBack: break
    }
    return true
  }
}
