import EventKernel

/// An outage that has not ended.
struct OpenOutage: Sendable {
  var start: SimTime
  var cause: Int
  var causeClock: Int32
  var faultAt: SimTime
  var contributing: Int
  var lost: Int128 = 0
  var stateLoss = StateLoss()
  /// Loss since the threshold was reached again; it belongs to the outage only if the outage goes on.
  var lostWhileHolding: Int128 = 0
  /// The same by service; empty where one service has the fleet, or nothing has been lost.
  var lostByService: ContiguousArray<Int128> = []
  var lostWhileHoldingByService: ContiguousArray<Int128> = []
  /// The latest procedure that answered it and is over, as far as it had come.
  var answered: Procedure?
  /// When a balancer last noticed nodes that had died.
  var ejectedAt = SimTime.never
  /// What ended it, where the threshold is reached again; it counts if that holds.
  var ending: Ending?

  /// What ended an outage, and how far its answer had come by then.
  struct Ending: Sendable {
    var by: OutageEnd
    var answer: Procedure?
  }
}

/// What is looked at to say what ends an outage.
struct Scene {
  var now: SimTime
  var procedures: ContiguousArray<Procedure>
  var components: ContiguousArray<Estate.Component>
}

extension OpenOutage {
  /// What ends the outage at this instant.
  func endingNow(_ scene: Scene) -> Ending {
    let isCaused = causeClock >= 0
    // A failover that was over before this outage began has not answered it.
    let answer =
      scene.procedures.first {
        isCaused && !$0.isPlanned && $0.incident.clock == causeClock && $0.faultAt >= faultAt
      } ?? answered
    // Traffic that was moved on purpose is the cause for as long as it is away.
    let isAway = scene.procedures.contains { $0.isAway(by: causeClock) }
    let isMended = isCaused && !scene.components[Int(causeClock)].isDown && !isAway
    // Where only a part of the traffic was moved, the other part was mended where it stood.
    if let answer, answer.serves(at: scene.now), answer.shifts == 1_000_000 || !isMended {
      return .init(by: .failover, answer: answer)
    }
    if !isMended, let other = failoverOfAnotherFailure(scene) { return .init(by: .failover, answer: other) }
    if ejectedAt == scene.now { return .init(by: .ejection, answer: answer) }
    return .init(by: isMended ? .repair : .demand, answer: answer)
  }

  /// A failover that answers another failure than the cause, and has moved its traffic while users were in this outage: the
  /// latest, for it is what has changed.
  private func failoverOfAnotherFailure(_ scene: Scene) -> Procedure? {
    var latest: Procedure?
    for procedure in scene.procedures
    where !procedure.isPlanned && procedure.serves(at: scene.now) && procedure.reachedAt < .never
      && procedure.reachedAt >= start && procedure.reachedAt > latest?.reachedAt ?? SimTime(nanoseconds: .min)
    {
      latest = procedure
    }
    return latest
  }
}
