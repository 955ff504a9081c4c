import Control
import EventKernel

/// What is being done about the loss of one site: a state machine.
///
/// Every change of it is a transition of this file. What a transition depends on in the world - whether a target can take
/// over, how long a step takes - is asked by whoever calls it, beside the law that answers.
struct Procedure: Equatable, Sendable, BitwiseCopyable {
  private(set) var phase = Phase.idle
  private(set) var deadline = SimTime.never
  /// The site that takes over; below 0: others that serve, all or those behind one balancer (`BalancerPlan`).
  private(set) var target: Int16 = -1
  private(set) var ramp = TrafficRamp()
  /// Sites to which it has failed, as bits.
  private(set) var failed: UInt64 = 0
  /// Share of those who have moved that the target lets in, in millionths: nobody until it has opened.
  private(set) var lets: Int32 = 0
  /// Share of the site's traffic that is moved, in millionths.
  private(set) var shifts: Int32 = 1_000_000
  /// When the next check of the target is due: the canary's end, then the validation's.
  private(set) var checkAt = SimTime.never
  /// Steps that are done and steps that are running, as bits.
  private(set) var done: UInt32 = 0
  private(set) var running: UInt32 = 0
  /// The change of traffic: when it takes effect, once it has been started.
  private(set) var changeAt = SimTime.never
  private(set) var changeMade = false
  /// The failure that this answers: it keys every decision made on the way.
  private(set) var incident = Incident.none
  /// Whether it answers a false alarm.
  private(set) var isFalse = false
  /// Whether the site answers in a degraded mode for as long as its traffic is there.
  private(set) var isDegraded = false
  /// What there is to say of traffic that is moved on purpose.
  var planned = PlannedMove()
  /// What the mover knows of the loss by itself.
  var mover = MoverWatch()
  /// Locks of the site that are waited for.
  var locks = LockWait()
  private(set) var faultAt = SimTime.never
  /// When the site was lost, until the alarm rises; never where it answers, and answers badly.
  private(set) var lostAt = SimTime.never
  private(set) var alarmAt = SimTime.never
  private(set) var decidedAt = SimTime.never
  private(set) var openedAt = SimTime.never
  /// Nodes of a request that were refused or out of stock, the most of those it has made.
  private(set) var nodesShort: Int32 = 0
  /// Since when traffic has reached the open target: from then on it is looked at.
  private(set) var reachedAt = SimTime.never

  /// Whether a step waits for nothing but what it needs of the world.
  func isToDo(step: Int, after: UInt32) -> Bool { (done | running) & Procedure.bit(step) == 0 && after & ~done == 0 }
}

// MARK: Detection

extension Procedure {
  /// A site that took traffic is lost: somebody will notice. Those whom an earlier procedure has moved stay where they are,
  /// or go on returning, until this one acts.
  init(detecting incident: Incident, lostAt now: SimTime, after old: Procedure) {
    (target, ramp, lets) = (old.target, old.ramp, old.lets)
    phase = .detecting
    self.incident = incident
    faultAt = now
    lostAt = now
  }

  /// A site that is well is taken for lost.
  init(falseAlarm incident: Incident, at now: SimTime, decisionAt: SimTime) {
    phase = .deciding
    isFalse = true
    self.incident = incident
    faultAt = now
    alarmAt = now
    deadline = decisionAt
  }

  /// Traffic is to be moved on purpose; whether it is, is decided at this instant.
  init(evacuation incident: Incident, at now: SimTime) {
    phase = .deciding
    planned = PlannedMove(isPlanned: true)
    self.incident = incident
    (faultAt, alarmAt, deadline) = (now, now, now)
  }

  /// A site that answers, answers badly: from here on it is that failure which is looked for.
  ///
  /// - Returns: Whether nobody had wondered about the site.
  mutating func suspect(_ incident: Incident, since fault: SimTime) -> Bool {
    let isNew = phase == .idle
    if isNew {
      self = Procedure()
      phase = .detecting
    }
    if isNew || lostAt < .never {
      self.incident = incident
      faultAt = fault
      lostAt = .never
    }
    return isNew
  }

  mutating func expectAlarm(at time: SimTime) { deadline = time }

  /// Nothing is wrong any more; those who had been moved before stay there.
  mutating func dismissSuspicion() {
    phase = .away
    deadline = .never
  }

  mutating func raiseAlarm(at now: SimTime, decisionAt: SimTime) {
    alarmAt = now
    lostAt = .never
    phase = .deciding
    deadline = decisionAt
  }
}

// MARK: Decision and execution

extension Procedure {
  /// The planned instant has come.
  mutating func meetDeadline() { deadline = .never }

  mutating func decide(at now: SimTime) { decidedAt = now }

  /// Traffic is sent away on purpose: what is lost by it counts from here.
  mutating func setOut(at now: SimTime) { faultAt = now }

  /// Nothing is done but to wait for the provider.
  mutating func stand(until time: SimTime) {
    phase = .standing
    deadline = time
  }

  /// The site goes on in a degraded mode.
  mutating func degrade(until time: SimTime) {
    stand(until: time)
    isDegraded = true
  }

  mutating func restart(until time: SimTime) {
    phase = .restarting
    deadline = time
  }

  /// Only a part of the traffic is to be moved, in millionths.
  mutating func shift(only share: Int32) { shifts = share }

  /// Nobody can take over.
  mutating func wait() { phase = .waiting }

  /// Begins the steps at a target; below 0: sites that serve already.
  mutating func execute(at target: Int, done: UInt32) {
    self.target = Int16(target)
    phase = .executing
    running = 0
    self.done = done
  }

  /// Nothing that was done at the last target is of use at another one.
  mutating func leaveTarget(at now: SimTime) {
    ramp.start(to: 0, at: now, over: .zero)
    lets = 0
    openedAt = .never
    reachedAt = .never
    changeMade = false
    changeAt = .never
  }

  mutating func fallShort(by nodes: Int32) { nodesShort = max(nodesShort, nodes) }

  mutating func fail(at target: Int) { failed |= 1 << UInt64(target) }

  mutating func start(step: Int) { running |= Procedure.bit(step) }

  mutating func finish(step: Int) {
    running &= ~Procedure.bit(step)
    done |= Procedure.bit(step)
  }

  private static func bit(_ step: Int) -> UInt32 { 1 << UInt32(step) }

  /// The automatic procedure has failed: people finish by hand.
  mutating func handOver(until time: SimTime) {
    phase = .manual
    running = 0
    deadline = time
  }

  mutating func finishByHand(at now: SimTime) {
    done = .max
    phase = .executing
    if !changeMade { changeAt = now }
  }

  /// The change of traffic has been started and takes effect later.
  mutating func planChange(at time: SimTime) { changeAt = time }

  /// The change of traffic takes effect: clients begin to move.
  mutating func makeChange(at now: SimTime, _ move: MovePlan, over span: Span) {
    changeAt = .never
    changeMade = true
    ramp.start(to: shifts, at: now, over: span, ignoring: move.ignoring, stay: move.stay)
  }

  /// The target answers, and lets in a share of those who come, in millionths; who is served already is not shut out.
  mutating func open(at now: SimTime, letting share: Int32) {
    openedAt = now
    lets = max(lets, share)
  }

  /// Traffic reaches the open target.
  ///
  /// - Parameter gate: When the canary has been looked at, where the others wait for that.
  mutating func finish(openedAt: SimTime, reachedAt now: SimTime, gate: SimTime?) {
    self.openedAt = openedAt
    reachedAt = now
    if let gate {
      phase = .gating
      deadline = gate
    } else {
      phase = .away
    }
  }
}

// MARK: Checks and the way back

extension Procedure {
  mutating func passGate() {
    lets = 1_000_000
    phase = .away
  }

  /// Plans the next check of the target; never: none is due.
  mutating func planCheck(at time: SimTime) { checkAt = time }

  /// The target is unfit: nobody is let in any more, and a site that still answers has its traffic again.
  mutating func reject(at now: SimTime, givesBack: Bool, over ttl: Span, stay: StayLaw) {
    lets = 0
    if givesBack {
      ramp.start(to: 0, at: now, over: ttl, stay: stay)
      changeMade = false
    }
  }

  /// The target has to open anew.
  mutating func close() {
    openedAt = .never
    reachedAt = .never
  }

  /// Plans the return of traffic that is elsewhere; never: it stays there.
  mutating func planReturn(at time: SimTime) { deadline = time }

  /// Whoever has moved comes back. By the law `stay` some still follow the change before.
  mutating func startReturn(at now: SimTime, over ttl: Span, stay: StayLaw) {
    phase = .away
    deadline = .never
    changeAt = .never
    checkAt = .never
    if !ramp.isReturning { ramp.start(to: 0, at: now, over: ttl, stay: stay) }
  }

  /// What has moved belongs to another site now; below 0: to sites that serve already.
  mutating func redirect(to target: Int, letting share: Int32? = nil) {
    (self.target, lets) = (Int16(target), share ?? lets)
  }

  /// The return has failed, and the site is lost until it is rolled back.
  mutating func rollBack(at now: SimTime, until time: SimTime) {
    phase = .rollingBack
    deadline = time
    ramp.start(to: 0, at: now, over: .zero)
  }

  mutating func finishRollBack(at now: SimTime, nextReturn: SimTime) {
    ramp.start(to: 1_000_000, at: now, over: .zero)
    phase = .away
    deadline = nextReturn
  }

  /// Without the failure of a return the site that it led to would answer.
  mutating func withoutFailedReturn() {
    if phase == .rollingBack { phase = .away }
  }
}

// MARK: Clients on their way

extension Procedure {
  mutating func advanceRamp(at now: SimTime, stay: StayLaw) { ramp.advance(at: now, stay: stay) }
  mutating func lookAtRamp(at now: SimTime, stay: StayLaw) { ramp.look(at: now, stay: stay) }
  mutating func showRamp(at time: SimTime, stay: StayLaw) { ramp.show(at: time, stay: stay) }
  mutating func holdRamp(from now: SimTime, until end: SimTime, stay: StayLaw) {
    ramp.hold(from: now, until: end, stay: stay)
  }
}
