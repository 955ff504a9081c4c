import EventKernel

/// How far a procedure has come.
extension Procedure {
  enum Phase: UInt8, Sendable, BitwiseCopyable {
    /// The site is well, or nothing is known of its loss.
    case idle
    /// The fault is there, the alarm is not: it rises at `deadline`.
    case detecting
    /// The alarm is there: the decision falls at `deadline`.
    case deciding
    /// Steps are under way.
    case executing
    /// The procedure has failed; people finish by hand at `deadline`.
    case manual
    /// No site is able to take over.
    case waiting
    /// Nothing is done, until `deadline`, but to wait for the provider.
    case standing
    /// The site is started anew where it is until `deadline`.
    case restarting
    /// The target answers and the others than the canary wait for it until `deadline`.
    case gating
    /// Traffic is elsewhere; it returns at `deadline` if the site stays well.
    case away
    /// A return has failed and is rolled back at `deadline`.
    case rollingBack
  }

  /// How many targets it has tried in vain.
  var tried: UInt32 { UInt32(failed.nonzeroBitCount) }

  func hasFailed(at target: Int) -> Bool { failed & 1 << UInt64(target) != 0 }

  /// When something is next due that was planned; never where nothing is.
  var nextDue: SimTime {
    isActive ? min(deadline, ramp.nextChange, changeAt, checkAt, mover.noticesAt, locks.endsAt) : .never
  }

  /// Whether the procedure counts as part of an incident.
  var isActive: Bool { phase != .idle }

  /// Whether traffic is moved on purpose, and the site is off meanwhile.
  var isPlanned: Bool { planned.isPlanned }
  var isStopped: Bool { planned.isStopped }

  /// Whether traffic is away, or on its way, by an evacuation of a clock.
  func isAway(by clock: Int32) -> Bool {
    isPlanned && incident.clock == clock && ramp.moved > 0 && !ramp.isReturning
  }

  /// Whether clients who follow the change of traffic are still on their way to the target.
  var isMovingOut: Bool { phase == .away && !ramp.hasMovedFollowers && !ramp.isReturning }

  /// Whether the site answers in a degraded mode: until it is well, or its traffic has gone.
  var answersDegraded: Bool { isDegraded && (phase != .away || isMovingOut) }

  /// Whether a mover that notices by itself may take the site out before anybody else has begun to.
  var canBeOvertaken: Bool {
    switch phase {
    case .detecting, .deciding, .waiting, .standing, .restarting: true
    case .idle, .executing, .manual, .gating, .away, .rollingBack: false
    }
  }

  /// Whether everybody has moved who can, and nobody comes back.
  var hasMovedAll: Bool { phase == .away && ramp.moved == 1_000_000 && ramp.isSettled && !ramp.isReturning }

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

  /// Whether traffic leaves a site that is well, until it has gone: also while people finish by hand.
  var ignoresHealth: Bool { (isFalse || isPlanned) && isUnderWay }
}
