import ServiceModel
import Stochastics

enum OutageState: Equatable {
  case clear
  case open
  /// The threshold is reached again, since this instant.
  case holding(since: Int64)
}

/// What is written down.
struct Ledger {
  var state = OutageState.clear
  var open: OpenOutage?
  var lost = 0.0
  /// Lost outside outages, by failure mode; the last entry is overload.
  var lostOutside: [Double]
  var lostByClass: [Double]
  var nodeSeconds: [Double]
  var incidents: [Int]
  var outages: [ReferenceOutage] = []
  var failovers: [ReferenceFailover] = []
  /// Failover times found by branches, until their outage ends.
  var branched: [(clock: Int, seconds: Double)] = []

  init(modes: Int, sites: Int, classes: Int) {
    lostByClass = [Double](repeating: 0, count: classes)
    lostOutside = [Double](repeating: 0, count: modes + 1)
    nodeSeconds = [Double](repeating: 0, count: sites)
    incidents = [Int](repeating: 0, count: modes)
  }
}

struct OpenOutage {
  let start: Int64
  let cause: Int
  let clock: Int?
  let faultAt: Int64
  var lost = 0.0
  var lostWhileHolding = 0.0
  /// The procedure that answered it and is over.
  var answered: Procedure?
  /// When a balancer last noticed nodes that had died.
  var ejectedAt: Int64?
  /// What has ended it, while that has not held for long enough.
  var ending: (by: String, answer: Procedure?)?
}

extension ReferenceRun {
  /// When an outage whose threshold holds is over.
  var holdEnds: Int64 {
    guard case .holding(let since) = ledger.state else { return never }
    return later(since, nanoseconds(service.objectives.holdSeconds))
  }

  /// Books what passes at the present rates; nothing beyond the horizon.
  mutating func book(until time: Int64) {
    let end = min(time, horizon)
    guard end > now else { return }
    for site in sites.indices { ledger.nodeSeconds[site] += Double(fleets[site].running) * seconds(end - now) }
    // While clients move, the middle of a stretch stands for it.
    let middle = clientsMove ? now + (end - now) / 2 : now
    let rate = demand.rate(at: now) - answered(under: failures, at: middle, isWhole: !clientsMove)
    guard rate > 0 else { return }
    let lost = rate * seconds(end - now)
    ledger.lost += lost
    let shed = shed(at: middle, isWhole: !clientsMove)
    let withheld = withheld(at: middle, isWhole: !clientsMove)
    let unreached = rate - shed - withheld.reduce(0, +)
    for (index, lost) in lostByClass(unreached: unreached, withheld: withheld, shed: shed).enumerated() {
      ledger.lostByClass[index] += lost * seconds(end - now)
    }
    switch ledger.state {
    case .clear: ledger.lostOutside[cause(isOutage: false).mode] += lost
    case .open: ledger.open!.lost += lost
    case .holding: ledger.open!.lostWhileHolding += lost
    }
  }

  /// - Parameter rounded: Shares are whole millionths: three of them at most are lost by rounding.
  private func isMet(_ answered: Double, rounded: Double = 3e-6) -> Bool {
    answered >= demand.rate(at: now) * (1 - service.objectives.outageTolerance - rounded)
  }

  /// The first instant, not after the next one, at which enough clients have moved that the threshold is reached, or is not
  /// any more.
  func crossing(until next: Int64) -> Int64 {
    guard clientsMove, next > now + 1 else { return next }
    // To the last request: what is rounded does not end an outage early.
    func isReached(_ time: Int64) -> Bool { isMet(answered(under: failures, at: time), rounded: 1e-9) }
    let before = isReached(now)
    // At the next instant itself other things may happen.
    guard isReached(next - 1) != before else { return next }
    var (low, high) = (now, next - 1)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if isReached(middle) == before { low = middle } else { high = middle }
    }
    return high
  }

  mutating func observe() {
    switch (ledger.state, isMet(answered(under: failures))) {
    case (.clear, false):
      let cause = cause(isOutage: true)
      ledger.open = OpenOutage(start: now, cause: cause.mode, clock: cause.clock, faultAt: cause.since)
      ledger.state = .open
    case (.open, true):
      ledger.state = .holding(since: now)
      ledger.open!.ending = ending(ledger.open!)
      if service.objectives.holdSeconds == 0 { closeOutage() }
    case (.holding(let since), false):
      // One that had lasted for no time was none.
      if since == ledger.open!.start { dismiss(ledger.open!) }
      guard since > ledger.open!.start else {
        let cause = cause(isOutage: true)
        ledger.open = OpenOutage(start: now, cause: cause.mode, clock: cause.clock, faultAt: cause.since)
        ledger.state = .open
        return
      }
      ledger.open!.lost += ledger.open!.lostWhileHolding
      ledger.open!.lostWhileHolding = 0
      ledger.open!.ending = nil
      ledger.state = .open
    default: break
    }
  }

  /// Order the active failures by their start: the first at which, with it and the earlier ones alone and routing as it is,
  /// too little is answered. It is looked for from the latest back, so that one that is hidden by a later one, a node that
  /// served badly and has died, is no cause. Where too little is answered with nothing broken, the failure whose procedure
  /// has sent traffic where it is not answered; else overload.
  func cause(isOutage: Bool) -> (mode: Int, clock: Int?, since: Int64) {
    func isTooLittle(_ answered: Double) -> Bool {
      isOutage ? !isMet(answered) : answered < demand.rate(at: now) * (1 - 1e-9)
    }
    for latest in failures.indices.reversed() where !isTooLittle(answered(under: Array(failures[..<latest]))) {
      return (clocks[failures[latest].incident.clock].mode, failures[latest].incident.clock, failures[latest].since)
    }
    for isOver in [false, true] {
      for procedure in procedures {
        guard let incident = procedure.incident, procedure.ramp.moved(at: now) > 0 || procedure.phase == .rollingBack,
          isOver == (procedure.phase == .away && procedure.ramp.isSettled(at: now))
        else { continue }
        let lasts = failures.contains { $0.incident == incident }
        return (clocks[incident.clock].mode, incident.clock, isOver && !lasts ? now : procedure.faultAt)
      }
    }
    return (service.failures.count, nil, now)
  }

  mutating func closeOutage() {
    guard let open = ledger.open, case .holding(let end) = ledger.state else { return }
    ledger.state = .clear
    record(open, end: end)
  }

  /// The data end while users are still in an outage.
  mutating func closeUnfinished() {
    guard var open = ledger.open else { return }
    open.lost += open.lostWhileHolding
    open.lostWhileHolding = 0
    record(open, end: max(demand.end, horizon))
    ledger.outages[ledger.outages.count - 1].endedBy = "unfinished"
  }

  /// Books outside outages what belonged to one that was none.
  private mutating func dismiss(_ open: OpenOutage) {
    ledger.lostOutside[open.cause] += open.lost + open.lostWhileHolding
  }

  private mutating func record(_ open: OpenOutage, end: Int64) {
    ledger.open = nil
    guard end > open.start else { return dismiss(open) }
    ledger.lostOutside[open.cause] += open.lostWhileHolding
    let ending = open.ending ?? self.ending(open)
    var outage = ReferenceOutage(
      start: open.start, end: end, faultAt: open.faultAt, cause: open.cause, lost: open.lost, endedBy: ending.by,
      alarmAt: ending.answer?.alarmAt ?? never, decidedAt: ending.answer?.decidedAt ?? never,
      openedAt: ending.answer?.openedAt ?? never)
    if let index = ledger.branched.lastIndex(where: { $0.clock == open.clock }) {
      outage.failoverSeconds = ledger.branched.remove(at: index).seconds
    }
    ledger.outages.append(outage)
  }

  /// What ends an outage at this instant, and how far its answer has come.
  private func ending(_ open: OpenOutage) -> (by: String, answer: Procedure?) {
    // A failover that was over before the outage began has not answered it.
    let answer =
      procedures.first {
        open.clock != nil && $0.planned == nil && $0.incident?.clock == open.clock && $0.faultAt >= open.faultAt
      }
      ?? open.answered
    if let answer, answer.changeMade, answer.openedAt <= now, answer.ramp.moved(at: now) > 0,
      !answer.ramp.isReturning(at: now)
    {
      return ("failover", answer)
    }
    // Traffic that was moved on purpose is the cause for as long as it is away.
    let isAway = procedures.contains {
      $0.planned != nil && $0.incident?.clock == open.clock && $0.ramp.moved(at: now) > 0
        && !$0.ramp.isReturning(at: now)
    }
    let isMended = open.clock.map { !clocks[$0].isDown && !isAway } ?? false
    // The failover of another failure, which has moved traffic in this outage: the latest.
    let others = procedures.filter {
      $0.planned == nil && $0.changeMade && $0.openedAt <= now && $0.ramp.moved(at: now) > 0
        && !$0.ramp.isReturning(at: now) && $0.reachedAt >= open.start && $0.reachedAt < never
    }
    if !isMended, let last = others.map(\.reachedAt).max(), let other = others.first(where: { $0.reachedAt == last }) {
      return ("failover", other)
    }
    if open.ejectedAt == now { return ("ejection", answer) }
    return (isMended ? "repair" : "demand", answer)
  }

  mutating func recordFailover(_ site: Int) {
    guard now < horizon, procedures[site].planned == nil else { return }
    ledger.failovers.append(
      ReferenceFailover(
        faultAt: procedures[site].faultAt, openedAt: now, site: site, target: procedures[site].target ?? -1,
        isByHand: procedures[site].isByHand, dataLossSeconds: dataLossWindows(site)))
  }

  // MARK: The failover alone

  /// Before a region or more that takes traffic is lost: the same, never repaired, until users are served again or seven
  /// days have passed.
  mutating func branchForFailoverTime(_ clock: Int, _ mode: FailureMode) {
    guard unrepaired == nil, now < horizon, hasSecondSite, ledger.open == nil else { return }
    // Of what a common cause strikes, the first that traffic goes to is the cause of the outage.
    var struck = [clock]
    if case .strikes(let other) = mode.effect { struck = members(of: clock, other) }
    let victim = struck.first { member in
      let own = service.failures[clocks[member].mode]
      let failure = Failure(incident: Incident(clock: member, ordinal: clocks[member].ordinal), since: now)
      return own.isLoss && !own.target.isPartial && [.region, .provider, .area].contains(own.scope)
        && sites.indices.contains { shares[$0] > 0 && reaches(failure, $0) }
    }
    guard let victim else { return }
    var alone = self
    alone.unrepaired = clock
    alone.ledger.outages = []
    if let seconds = alone.timeToRecover(from: clock) { ledger.branched.append((victim, seconds)) }
  }

  private mutating func timeToRecover(from clock: Int) -> Double? {
    let fault = now
    if case .strikes(let other) = service.failures[clocks[clock].mode].effect {
      strikeTogether(clock, other)
      setNext(clock, service.failures[clocks[clock].mode])
    } else {
      strike(clock)
    }
    // What else strikes at this instant does so before anybody notices anything.
    finishInstant()
    while now < fault + 7 * dayLength {
      if let outage = ledger.outages.last { return seconds(outage.end - fault) }
      if ledger.open == nil && procedures.allSatisfy({ $0.phase == .idle || $0.phase == .away }) { return nil }
      guard goOn() else { break }
    }
    return .infinity
  }
}
