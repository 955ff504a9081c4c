import Control
import EventKernel
import Testing

@testable import FailoverSimulation

/// What is done about lost sites as a state machine by itself: no plan, no estate, no luck.
@Suite struct ProcedureTests {
  private static let incident = Incident(clock: 3, ordinal: 1)

  private func time(_ seconds: Double) -> SimTime { SimTime(seconds: seconds) }

  /// Two sites with two steps, of which the first has just lost what it served.
  private func lost(at seconds: Double = 100) -> Procedures {
    var procedures = Procedures(sites: 2, steps: 2)
    let detecting = Procedure(detecting: Self.incident, lostAt: time(seconds), after: procedures[0])
    procedures.begin(detecting, of: 0)
    return procedures
  }

  /// Decided for the second site at 160 s.
  private func decided() -> Procedures {
    var procedures = lost()
    procedures[0].expectAlarm(at: time(130))
    procedures[0].meetDeadline()
    procedures[0].raiseAlarm(at: time(130), decisionAt: time(160))
    procedures[0].meetDeadline()
    procedures[0].decide(at: time(160))
    procedures[0].execute(at: 1, done: 0)
    return procedures
  }

  /// Moved to the second site, all at once, at 200 s.
  private func moved() -> Procedures {
    var procedures = decided()
    procedures[0].makeChange(at: time(200), .over(0), over: .zero)
    procedures[0].open(at: time(200), letting: 1_000_000)
    procedures[0].finish(openedAt: time(200), reachedAt: time(200), gate: nil)
    return procedures
  }

  @Test func detectionAndDecisionAreStamped() {
    var procedures = lost()
    #expect(procedures[0].phase == .detecting && procedures[0].lostAt == time(100))
    #expect(procedures.earliestDeadline == .never)
    procedures[0].expectAlarm(at: time(130))
    #expect(procedures.earliestDeadline == time(130))
    procedures = decided()
    let procedure = procedures[0]
    #expect(procedure.phase == .executing && procedure.target == 1)
    #expect((procedure.faultAt, procedure.alarmAt, procedure.decidedAt) == (time(100), time(130), time(160)))
    #expect(procedure.lostAt == .never && procedure.incident == Self.incident && procedure.holdsTarget)
    #expect(!procedures[1].isActive)
  }

  /// The second step after the first; each ends at its own time.
  @Test func stepsRunInTheirOrder() {
    var procedures = decided()
    #expect(procedures[0].isToDo(step: 0, after: 0) && !procedures[0].isToDo(step: 1, after: 1))
    procedures.start(step: 0, of: 0, until: time(190))
    #expect(!procedures[0].isToDo(step: 0, after: 0) && procedures.earliestDeadline == time(190))
    procedures.completeSteps(at: time(189))
    #expect(!procedures[0].isToDo(step: 1, after: 1))
    procedures.completeSteps(at: time(190))
    #expect(procedures[0].done == 1 && procedures[0].running == 0 && procedures[0].isToDo(step: 1, after: 1))
    #expect(procedures.earliestDeadline == .never)
  }

  /// A step that runs into its limit ends all that run: people finish by hand, and then everything is done.
  @Test func peopleFinishWhatHasFailed() {
    var procedures = decided()
    procedures.start(step: 0, of: 0, until: time(190))
    procedures.handOver(0, until: time(900))
    #expect(procedures[0].phase == .manual && procedures[0].running == 0)
    #expect(procedures.earliestDeadline == time(900))
    procedures[0].meetDeadline()
    procedures[0].finishByHand(at: time(900))
    #expect(procedures[0].phase == .executing && procedures[0].done == .max && procedures[0].changeAt == time(900))
  }

  /// Nothing that was done at one target is of use at the next, and the first is not tried again.
  @Test func aTargetThatIsLeftIsForgotten() {
    var procedures = moved()
    procedures.start(step: 1, of: 0, until: time(300))
    procedures[0].fail(at: 1)
    procedures.leaveTarget(of: 0, at: time(250))
    #expect(procedures[0].hasFailed(at: 1) && !procedures[0].hasFailed(at: 0) && procedures[0].tried == 1)
    #expect(procedures[0].ramp.moved == 0 && procedures[0].lets == 0 && !procedures[0].changeMade)
    #expect(procedures[0].openedAt == .never && procedures.earliestDeadline == .never)
  }

  /// One in twenty is let in until the canary has been looked at.
  @Test func theOthersWaitForTheCanary() {
    var procedures = decided()
    procedures[0].makeChange(at: time(200), .over(0), over: .zero)
    procedures[0].open(at: time(200), letting: 50_000)
    procedures[0].finish(openedAt: time(200), reachedAt: time(200), gate: time(260))
    #expect(procedures[0].phase == .gating && procedures[0].lets == 50_000)
    #expect(procedures.earliestDeadline == time(260))
    procedures[0].meetDeadline()
    procedures[0].passGate()
    #expect(procedures[0].phase == .away && procedures[0].lets == 1_000_000 && procedures[0].serves(at: time(260)))
  }

  @Test func anUnfitTargetIsShut() {
    var procedures = moved()
    procedures[0].reject(at: time(260), givesBack: false, over: .zero, stay: .none)
    procedures[0].close()
    #expect(procedures[0].lets == 0 && procedures[0].ramp.moved == 1_000_000 && !procedures[0].serves(at: time(260)))
    procedures = moved()
    procedures[0].reject(at: time(260), givesBack: true, over: .zero, stay: .none)
    #expect(procedures[0].ramp.moved == 0 && !procedures[0].changeMade)
  }

  /// The site is well again: traffic comes back, fails to, is rolled back, and comes back at last.
  @Test func trafficComesBack() {
    var procedures = moved()
    procedures[0].planReturn(at: time(5000))
    #expect(procedures.earliestDeadline == time(5000))
    procedures[0].meetDeadline()
    procedures[0].rollBack(at: time(5000), until: time(5300))
    #expect(procedures[0].phase == .rollingBack && procedures[0].ramp.moved == 0)
    var without = procedures
    without[0].withoutFailedReturn()
    #expect(without[0].phase == .away)
    procedures[0].finishRollBack(at: time(5300), nextReturn: time(91_400))
    #expect(procedures[0].phase == .away && procedures[0].ramp.moved == 1_000_000)
    procedures[0].startReturn(at: time(91_400), over: .zero, stay: .none)
    #expect(procedures[0].ramp.moved == 0 && procedures.earliestDeadline == .never)
    let over = procedures.retire(0)
    #expect(over.openedAt == time(200) && !procedures[0].isActive)
    procedures.hold(0, until: time(92_000))
    #expect(procedures.firstBeginning(of: 0, from: time(91_500)) == time(92_000))
    #expect(procedures.firstBeginning(of: 0, from: time(93_000)) == time(93_000))
    let start = Procedures(sites: 2, steps: 2)
    #expect(!procedures.areSettled(as: start, at: time(91_999)) && procedures.areSettled(as: start, at: time(92_000)))
  }

  /// Over a time to live of 60 s half have followed after 30 s, and the ramp is looked up 32 times at least.
  @Test func clientsFollowByAndBy() {
    var procedures = decided()
    procedures[0].makeChange(at: time(200), .over(60), over: Span(seconds: 60))
    #expect(procedures.rampsMove && procedures.nextRampChange <= time(200 + 60.0 / 32))
    procedures.showRamps(at: time(230), stay: .none)
    #expect(procedures[0].ramp.moved == 500_000)
    procedures.holdRamps(from: time(230), until: time(230.5), stay: .none)
    #expect(procedures.holdsRamp(beyond: time(200.1)) && !procedures.holdsRamp(beyond: time(260)))
    procedures.advanceRamps(at: time(260), stay: .none)
    #expect(!procedures.rampsMove && procedures[0].ramp.moved == 1_000_000 && procedures.nextRampChange == .never)
  }

  /// A site that is lost while somebody wonders about it, and one that is found to answer badly after it was lost.
  @Test func suspicionNamesItsFailure() {
    var procedures = Procedures(sites: 1, steps: 0)
    var isNew = procedures[0].suspect(Self.incident, since: time(40))
    #expect(
      isNew && procedures[0].phase == .detecting && procedures[0].faultAt == time(40) && procedures[0].lostAt == .never)
    let later = Incident(clock: 4, ordinal: 0)
    isNew = procedures[0].suspect(later, since: time(90))
    #expect(!isNew && procedures[0].incident == Self.incident && procedures[0].faultAt == time(40))
    procedures.begin(Procedure(detecting: later, lostAt: time(100), after: procedures[0]), of: 0)
    isNew = procedures[0].suspect(Self.incident, since: time(40))
    #expect(!isNew && procedures[0].incident == Self.incident && procedures[0].lostAt == .never)
  }
}

extension MovePlan {
  /// A change of traffic that all clients follow within so many seconds.
  static func over(_ ttl: Double) -> MovePlan {
    MovePlan(
      takes: .constant(0), syncSeconds: 0, ttl: Span(seconds: ttl), ignoring: 0, stay: .none, checks: nil, after: 0,
      afterCapacity: false, needsChange: false, dependencies: [], controlledBy: -1)
  }
}
