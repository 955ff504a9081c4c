import EventKernel
import ServiceModel

/// What passes is booked at the rates of the flow.
extension Replication {
  /// Up to when everything is booked.
  @inline(__always) var bookedUpTo: SimTime { min(now, unbooked) }

  /// Books the stretch up to `time` at the present rates; nothing is booked past the horizon.
  mutating func book(until time: SimTime) {
    // Before anything that happens now: a month ends before what happens at its end.
    if cuts.next <= time { noteCuts(until: time) }
    bookStretch(until: time)
  }

  /// The same without a look at the calendar.
  mutating func bookStretch(until time: SimTime) {
    let start = bookedUpTo
    guard time > start else { return }
    unbooked = .never
    if !course.loads.isEmpty { fill(until: time) }
    if flow.waiting.deferred > 0 || !course.parcels.isEmpty { moveParcels(until: time) }
    if plan.retries != nil { bookAttempts(until: time) }
    let end = min(time, plan.horizon)
    guard end > start else { return }
    let span = Int128((end - start).nanoseconds)
    if !meters.answeredAt.isEmpty && estate.edgeLost == 0 { bookAnswers(from: start, until: end, span) }
    if !estate.cut.isEmpty && plan.hasConflicts { bookSplit(until: end) }
    if flow.lostRate > 0 {
      let isAskedOften = plan.retries != nil || flow.waiting.deferred > 0
      let cause = bookLoss(
        Int128(flow.lostRate) * span, by: isAskedOften && !ledger.isOpen ? standingCause() : nil)
      if plan.tellsServices { bookServices(span, cause) }
      for index in plan.classes.indices where plan.classes[index].deadline == nil {
        meters.lostByClass[index] += Int128(flow.lostByClass[index]) * span
      }
    }
    if !plan.pools.isEmpty { bookService(span) }
    if flow.answers.degraded > 0 {
      meters.amounts.degraded += Int128(flow.answers.degraded) * span
      meters.amounts.worthLost += Int128(flow.answers.worthLost) * span
    }
    if flow.answers.rented > 0 { meters.amounts.rented += Int128(flow.answers.rented) * span }
    for site in plan.sites.indices { bookNodes(at: site, span) }
    if plan.evacuates { bookEvacuations(span) }
  }

  /// Books what each site answers: its share of the attempts less those that fail there. Demand may move within the
  /// stretch; where it does, nothing fails.
  private mutating func bookAnswers(from start: SimTime, until end: SimTime, _ span: Int128) {
    // A cut at a mark may lie steps beyond the last event.
    let isInStep = start == now && start <= world.start(of: step + 1)
    let demand = isInStep ? world.amount(from: start, in: step, to: end) : world.amount(from: start, to: end)
    let attempts = demand + Int128(flow.retryRate) * span
    for site in plan.sites.indices where flow.shares[site] > 0 {
      meters.answeredAt[site] += answers(at: site, attempts, span)
    }
  }

  /// What a site answers of the attempts of a stretch.
  @inline(__always)
  func answers(at site: Int, _ attempts: Int128, _ span: Int128) -> Int128 {
    guard estate.edgeLost == 0, flow.shares[site] > 0 else { return 0 }
    return attempts * Int128(flow.shares[site]) - Int128(flow.failing[site]) * span * 1_000_000
  }

  /// Books the nodes that run at a site, and what they draw of what is held.
  @inline(__always)
  mutating func bookNodes(at site: Int, _ span: Int128) {
    let running = course.fleets[site].running
    meters.nodeTime[site] += Int128(running) * span
    guard !meters.drawnTime.isEmpty else { return }
    for level in HeldLevel.allCases {
      meters.drawnTime[level.account(ofSite: site)] += Int128(runningNodes(at: site, upTo: level)) * span
    }
  }

  /// Nodes of a site that run, up to a level.
  @inline(__always)
  func runningNodes(at site: Int, upTo level: HeldLevel) -> Int {
    HeldSlice(nodes: Int(plan.sites[site].nodes(upTo: level))).drawn(by: Int(course.fleets[site].running))
  }

  /// The same of an account.
  func runningNodes(ofAccount index: Int) -> Int {
    runningNodes(at: HeldLevel.site(ofAccount: index), upTo: HeldLevel(ofAccount: index))
  }

  private mutating func bookService(_ span: Int128) {
    meters.amounts.late1 += Int128(flow.answers.late.0) * span
    meters.amounts.late2 += Int128(flow.answers.late.1) * span
    meters.amounts.nearSaturation += Int128(flow.answers.nearSaturation) * span
    if flow.answers.isLate.0 { meters.amounts.missed1 += span }
    if flow.answers.isLate.1 { meters.amounts.missed2 += span }
  }
}
