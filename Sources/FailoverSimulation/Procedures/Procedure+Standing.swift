import EventKernel

/// How far a procedure has come.
extension Procedure {
  /// Whether clients who follow the change of traffic are still on their way to the target.
  var isMovingOut: Bool { phase == .away && !ramp.hasMovedFollowers && !ramp.isReturning }

  /// Whether it has not come to its end: a site that is well again by then keeps its traffic.
  var isUnderWay: Bool {
    switch phase {
    case .detecting, .deciding, .waiting, .standing, .restarting, .executing, .manual, .gating: true
    case .away: isMovingOut
    case .idle, .rollingBack: false
    }
  }

  /// Whether clients are served by its target, or on their way there.
  func serves(at time: SimTime) -> Bool { changeMade && openedAt <= time && ramp.moved > 0 && !ramp.isReturning }

  /// Whether its target is kept ready for it, or serves those whom it has moved.
  var holdsTarget: Bool {
    switch phase {
    case .executing, .manual, .gating, .away, .rollingBack: true
    case .idle, .detecting, .deciding, .waiting, .standing, .restarting: ramp.moved > 0
    }
  }

  /// Whether a site that is well is taken for lost, until its traffic has gone: also while people finish by hand.
  var ignoresHealth: Bool { isFalse && isUnderWay }
}
