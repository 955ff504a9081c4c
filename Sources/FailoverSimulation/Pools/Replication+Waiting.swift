import EventKernel

/// Requests that may wait: they are put off, served oldest deadline first, or fail when their time is up.
///
/// While some wait, those of their classes that come now wait behind them, and what would have answered these answers the
/// oldest; once everybody can be served, the capacity that nobody else needs is added. All are rates: requests whose time
/// is up fail as fast as they came, less what is served of them.
extension Replication {
  /// Whether whoever may wait has to.
  private var isQueueing: Bool { !course.parcels.isEmpty || flow.waiting.deferred > 0 }

  /// What serves those who wait, and how fast those fail whose time is up.
  mutating func updateDraining(spare: Int64) {
    flow.waiting.drained = 0
    flow.waiting.expired = 0
    guard isQueueing else { return }
    for index in plan.classes.indices where plan.classes[index].deadline != nil {
      flow.waiting.drained += max(0, joining(index) - flow.lostByClass[index])
    }
    if flow.waiting.deferred == 0 { flow.waiting.drained += max(0, spare) }
    flow.waiting.expired = course.parcels.expireRate(at: now, drainRate: flow.waiting.drained)
  }

  /// How fast those grow in number who wait.
  var waitingRate: Int64 {
    guard isQueueing else { return 0 }
    var rate = -flow.waiting.drained - flow.waiting.expired
    for index in plan.classes.indices where plan.classes[index].deadline != nil { rate += joining(index) }
    return rate
  }

  /// Requests of a class that come now, all of which wait.
  private func joining(_ index: Int) -> Int64 { demand(ofClass: index) }

  /// Moves the waiting requests on to `time`: those that come now join, the oldest are served or fail.
  mutating func moveParcels(until time: SimTime) {
    let span = Int128((time - now).nanoseconds)
    let counted = Int128(max(0, (min(time, plan.horizon) - now).nanoseconds))
    let cause = causeOfWaiting()
    let failing = course.parcels.fail(from: now, over: span, counted: counted, drainRate: flow.waiting.drained)
    join(until: time, cause)
    course.parcels.serve(Int128(flow.waiting.drained) * span, at: now)
    for expiry in failing { bookExpiry(expiry) }
  }

  /// Why those wait who come now.
  private mutating func causeOfWaiting() -> Cause {
    guard flow.waiting.deferred == 0, let cause = course.parcels.latestCause else { return standingCause() }
    return cause
  }

  private mutating func join(until time: SimTime, _ cause: Cause) {
    for index in plan.classes.indices {
      guard let deadline = plan.classes[index].deadline, joining(index) > 0 else { continue }
      course.parcels.join(
        Parcel(
          trafficClass: Int32(index), cause: cause, step: Int32(step), rate: joining(index), first: now + deadline,
          last: time + deadline))
    }
  }

  /// Whoever has waited too long by now has failed: what the rates have left over by their rounding to an instant.
  mutating func expireParcels() {
    let failing = course.parcels.failLate(at: now)
    guard now < plan.horizon else { return }
    for expiry in failing { bookExpiry(expiry) }
  }

  /// Books requests that have waited too long to the cause that made them wait.
  private mutating func bookExpiry(_ expiry: ParcelQueue.Expiry) {
    let cause = bookLoss(expiry.amount, by: expiry.parcel.cause)
    meters.lostByClass[Int(expiry.parcel.trafficClass)] += expiry.amount
    if plan.tellsServices { book(expiry.amount, toService: Int(expiry.parcel.trafficClass), cause) }
  }

  /// Why requests fail now that have waited; nil where none does.
  var causeOfExpiry: Cause? { course.parcels.causeOfExpiry(at: now) }

  /// When the waiting requests change by themselves; where none waits yet, when the first of those may fail who come now.
  var nextParcelChange: SimTime {
    if let first = course.parcels.first {
      return course.parcels.nextChange(after: now, drainRate: flow.waiting.drained, isGrowing: isGrowing(first))
    }
    var next = SimTime.never
    for index in plan.classes.indices where flow.waiting.deferred > 0 {
      if let deadline = plan.classes[index].deadline { next = min(next, now + deadline) }
    }
    return next
  }

  /// Whether those who come now join a parcel.
  private func isGrowing(_ parcel: Parcel) -> Bool {
    guard let deadline = plan.classes[Int(parcel.trafficClass)].deadline else { return false }
    return parcel.step == Int32(step) && parcel.last == now + deadline
      && parcel.rate == joining(Int(parcel.trafficClass))
  }
}
