import Control
import EventKernel

/// When users are in an outage, what that costs them, and what ended it.
///
/// The watch and the open outage are state: what is done about a lost site, and how far a replication runs, depends on them.
/// Rows and amounts go to the meters, which nothing here reads. Why an outage has begun is found by whoever opens it.
struct Ledger: Sendable {
  private(set) var watch = OutageWatch()
  /// The outage that has not ended.
  private(set) var open: OpenOutage?
  /// Failovers that go on, of failures that nobody has mended yet: as long as that is so they take what they would take if
  /// nobody did.
  private var awaited: ContiguousArray<AwaitedFailover> = []
  /// Failover times that are known, waiting for their outage to end.
  private var branched: ContiguousArray<(incident: Incident, seconds: Double)> = []

  @inline(__always) var isOpen: Bool { open != nil }

  /// Whether no outage is open, and none is about to be closed.
  @inline(__always) var isClear: Bool { open == nil && watch.state == .clear }

  // MARK: Beginning and end

  /// Tells the watch whether enough of demand is answered from now on.
  ///
  /// - Returns: `opened` where an outage begins, which is then told to `begin`; `closed` where one has ended, which is then
  ///   told to `close`.
  mutating func observe(
    isMet: Bool, at now: SimTime, hold: Span, _ meters: inout Meters
  ) -> OutageWatch.Change {
    let before = watch.state
    let change = watch.observe(isMet: isMet, at: now, hold: hold)
    guard case .holding(let since) = before, watch.state == .open, let open else { return change }
    // Below the threshold again before the outage had ended: what was lost meanwhile belongs to it. One that had lasted for
    // no time was none, and this is the first.
    if since == open.start {
      dismiss(open, &meters)
      return .opened
    }
    takeBack()
    return change
  }

  /// The holding time may have passed: returns what `observe` returns.
  mutating func expire(at now: SimTime) -> OutageWatch.Change { watch.expire(at: now) }

  mutating func begin(at now: SimTime, cause: Cause, contributing: Int) {
    open = OpenOutage(
      start: now, cause: cause.mode, causeClock: cause.clock, faultAt: cause.since, contributing: contributing)
  }

  /// Writes down the outage that has ended; one that has lasted for no time was none.
  ///
  /// - Parameters:
  ///   - end: When it ended, which may lie in the past by the holding time.
  ///   - isCutShort: Whether nothing ended it but the simulation's data.
  mutating func close(
    at end: SimTime, isCutShort: Bool = false, _ scene: Scene, horizon: SimTime, _ meters: inout Meters
  ) {
    guard isOpen else { return }
    if isCutShort { takeBack() }
    guard let ended = open.take() else { return }
    guard end > ended.start else { return dismiss(ended, &meters) }
    meters.lostOutside[ended.cause] += ended.lostWhileHolding
    meters.services.loseOutside(ended.lostWhileHoldingByService, cause: ended.cause)
    let ending = ended.ending ?? ended.endingNow(scene)
    var outage = Outage(
      start: ended.start, end: end, faultAt: ended.faultAt, cause: ended.cause, contributing: ended.contributing,
      lost: ended.lost, endedBy: isCutShort ? .unfinished : ending.by, alarmAt: ending.answer?.alarmAt ?? .never,
      decidedAt: ending.answer?.decidedAt ?? .never, openedAt: ending.answer?.openedAt ?? .never)
    outage.stateLoss = ended.stateLoss
    outage.lostByService = ended.lostByService
    outage.nodesShort = Int(ending.answer?.nodesShort ?? 0)
    outage.countsUntil = horizon
    endFailovers { isCutShort ? .infinity : (end - $0.since).seconds }
    if let index = branched.lastIndex(where: { $0.incident.clock == ended.causeClock }) {
      outage.failoverSeconds = branched.remove(at: index).seconds
    }
    meters.outages.append(outage)
  }

  /// The loss since the threshold was reached belongs to the outage after all.
  private mutating func takeBack() {
    open!.lost += open!.lostWhileHolding
    open!.lostWhileHolding = 0
    for service in open!.lostByService.indices {
      open!.lostByService[service] += open!.lostWhileHoldingByService[service]
      open!.lostWhileHoldingByService[service] = 0
    }
  }

  /// Books outside outages what belonged to one that was none.
  private func dismiss(_ open: OpenOutage, _ meters: inout Meters) {
    meters.lostOutside[open.cause] += open.lost + open.lostWhileHolding
    meters.services.loseOutside(open.lostByService, cause: open.cause)
    meters.services.loseOutside(open.lostWhileHoldingByService, cause: open.cause)
    meters.amounts.addOutside(open.stateLoss)
  }

  // MARK: What it costs

  /// Books lost requests to the open outage.
  ///
  /// - Precondition: One is open.
  mutating func lose(_ amount: Int128, _ meters: inout Meters) {
    meters.amounts.lost += amount
    if case .holding = watch.state {
      open!.lostWhileHolding += amount
    } else {
      open!.lost += amount
    }
  }

  /// Tells the open outage whose requests it has lost.
  ///
  /// - Precondition: One is open.
  mutating func lose(_ amount: Int128, ofService service: Int, of count: Int) {
    if open!.lostByService.isEmpty {
      open!.lostByService = ContiguousArray(repeating: 0, count: count)
      open!.lostWhileHoldingByService = open!.lostByService
    }
    if case .holding = watch.state {
      open!.lostWhileHoldingByService[service] += amount
    } else {
      open!.lostByService[service] += amount
    }
  }

  /// Books conversations to the open outage, or to none.
  mutating func lose(_ loss: StateLoss, _ meters: inout Meters) {
    meters.amounts.add(loss)
    if open != nil {
      open!.stateLoss = open!.stateLoss + loss
    } else {
      meters.amounts.addOutside(loss)
    }
  }

  // MARK: What ended it

  /// The threshold is reached, or missed again, at this instant: what ends an outage is asked when it ends, not when that
  /// has held.
  mutating func noteEnding(_ scene: Scene) {
    guard let open else { return }
    self.open!.ending = watch.state == .open ? nil : open.endingNow(scene)
  }

  /// A balancer has noticed nodes that had died.
  mutating func noteEjection(at now: SimTime) {
    if open != nil { open!.ejectedAt = now }
  }

  /// A procedure is over: an outage that it answered, and that is still open, remembers how far it had come.
  mutating func noteEnd(of procedure: Procedure) {
    if let open, !procedure.isPlanned, procedure.incident != .none, open.causeClock == procedure.incident.clock,
      procedure.faultAt >= open.faultAt
    {
      self.open!.answered = procedure
    }
  }

  // MARK: What failovers take by themselves

  /// Somebody asks how long the failover of an incident takes by itself, from an instant on.
  mutating func awaitFailover(of incident: Incident, from since: SimTime) {
    awaited.append(AwaitedFailover(incident: incident, since: since))
  }

  @inline(__always) var awaitsFailovers: Bool { !awaited.isEmpty }

  /// The failure of a clock is about to be mended.
  ///
  /// - Returns: The failover that goes on and can no longer be awaited here; nil where none does.
  mutating func giveUpFailover(of clock: Int) -> AwaitedFailover? {
    awaited.lastIndex { $0.incident.clock == Int32(clock) }.map { awaited.remove(at: $0) }
  }

  /// Nobody is in an outage by the failures whose failovers are awaited.
  mutating func forgetFailovers() { awaited.removeAll() }

  /// Those that have gone on since an instant or longer are never over.
  mutating func endFailovers(since: SimTime) {
    while let first = awaited.first, first.since <= since {
      branched.append((first.incident, .infinity))
      awaited.removeFirst()
    }
  }

  /// Users are served again: what is awaited is over.
  private mutating func endFailovers(_ seconds: (AwaitedFailover) -> Double) {
    guard awaitsFailovers else { return }
    for failover in awaited { branched.append((failover.incident, seconds(failover))) }
    awaited.removeAll()
  }

  /// A branch has found how long the failover of an incident would take.
  mutating func noteFailover(of incident: Incident, takes seconds: Double) { branched.append((incident, seconds)) }
}

/// A failover that goes on: of which incident, and since when.
struct AwaitedFailover: Sendable, BitwiseCopyable {
  var incident: Incident
  var since: SimTime
}
