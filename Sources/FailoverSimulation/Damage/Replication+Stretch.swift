import EventKernel

/// What happened between two instants of a replication.
public struct Stretch: Sendable {
  /// Demanded and lost between the two, in the meters' unit.
  public var demand: Int128
  public var lost: Int128
  /// Answered worse than ordinarily, in the meters' unit.
  public var degraded: Int128
  /// Outages that touched it, finished for their recovery time: their amounts may lie behind its end.
  public var outages: [Outage]
  /// Failovers that answered a fault within it.
  public var failovers: [Failover]
  public var span: Span

  public var requestsLost: Double { Double(lost) / 1e15 }
  public var lostShare: Double { demand == 0 ? 0 : Double(lost) / Double(demand) }
  public var lostMinutes: Double { lostShare * span.seconds / 60 }
}

extension Replication {
  /// Runs to the end of a stretch, and on until the outage that is open there is over.
  ///
  /// - Precondition: Nothing has run yet; `start < end`, and `end` is not after the plan's horizon.
  public mutating func stretch(from start: SimTime, to end: SimTime) -> Stretch {
    precondition(now == .zero && start < end && end <= plan.horizon, "a stretch lies within the horizon")
    var first: Reading?
    var last: Reading?
    while last == nil || ledger.isOpen {
      let before = Reading(self)
      let goesOn = advance()
      if first == nil && (now > start || !goesOn) { first = before.moved(to: start) }
      if last == nil && (now > end || !goesOn) { last = before.moved(to: end) }
      if !goesOn { break }
    }
    let (a, b) = (first ?? Reading(self), last ?? Reading(self))
    return Stretch(
      demand: world.amount(from: start, to: end), lost: b.amounts.lost - a.amounts.lost,
      degraded: b.amounts.degraded - a.amounts.degraded,
      outages: meters.outages.filter { $0.end > start && $0.start < end },
      failovers: meters.failovers.filter { $0.faultAt >= start && $0.faultAt < end }, span: end - start)
  }
}

/// Amounts so far, and how fast those grow until something happens that a stretch is asked for.
private struct Reading {
  var at: SimTime
  var amounts: Amounts
  var lostRate: Int64
  var degradedRate: Int64

  init(_ run: Replication) {
    at = run.now
    amounts = run.meters.amounts
    (lostRate, degradedRate) = (run.flow.lostRate, run.flow.answers.degraded)
  }

  /// The same later, while nothing has happened.
  func moved(to time: SimTime) -> Reading {
    var copy = self
    let span = Int128(max(0, (time - at).nanoseconds))
    copy.at = time
    copy.amounts.lost += Int128(lostRate) * span
    copy.amounts.degraded += Int128(degradedRate) * span
    return copy
  }
}
