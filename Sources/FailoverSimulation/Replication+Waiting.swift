import EventKernel

/// Requests that may wait: they are put off, served oldest deadline first, or fail when their time is up.
///
/// While some wait, those of their classes that come now wait behind them, and what would have answered these answers the
/// oldest; once everybody can be served, the capacity that nobody else needs is added. All are rates: requests whose time
/// is up fail as fast as they came, less what is served of them.
extension Replication {
  /// Whether whoever may wait has to.
  private var isQueueing: Bool { !course.parcels.isEmpty || flow.deferRate > 0 }

  /// What serves those who wait, and how fast those fail whose time is up.
  mutating func updateDraining(spare: Int64) {
    flow.drainRate = 0
    flow.expireRate = 0
    guard isQueueing else { return }
    for index in plan.classes.indices where plan.classes[index].deadline != nil {
      flow.drainRate += max(0, joining(index) - flow.lostByClass[index])
    }
    if flow.deferRate == 0 { flow.drainRate += max(0, spare) }
    for parcel in course.parcels.indices { flow.expireRate += expiring(parcel) }
  }

  /// How fast those grow in number who wait.
  var waitingRate: Int64 {
    guard isQueueing else { return 0 }
    let joining = plan.classes.indices.reduce(0) { $0 + (plan.classes[$1].deadline == nil ? 0 : self.joining($1)) }
    return joining - flow.drainRate - flow.expireRate
  }

  /// Requests of a class that come now, all of which wait.
  private func joining(_ index: Int) -> Int64 { portion(world.rates[step], plan.classes[index].share) }

  /// How fast requests of a parcel fail; only the first is served.
  private func expiring(_ index: Int) -> Int64 {
    let parcel = course.parcels[index]
    guard parcel.isExpiring(at: now) else { return 0 }
    return index == 0 ? max(0, parcel.rate - flow.drainRate) : parcel.rate
  }

  /// Moves the waiting requests on to `time`: those that come now join, the oldest are served or fail.
  mutating func moveParcels(until time: SimTime) {
    let span = Int128((time - now).nanoseconds)
    let counted = Int128(max(0, (min(time, plan.horizon) - now).nanoseconds))
    let failing = ContiguousArray(course.parcels.indices.map { expiring($0) })
    join(until: time)
    for (index, rate) in failing.enumerated() where rate > 0 {
      course.parcels[index].gone += Int128(rate) * span
      if counted > 0 { bookExpiry(Int128(rate) * counted, course.parcels[index]) }
    }
    var served = Int128(flow.drainRate) * span
    for index in course.parcels.indices where served > 0 {
      let part = min(served, course.parcels[index].amount)
      course.parcels[index].gone += part
      served -= part
    }
    course.parcels.removeAll { $0.amount <= 0 }
  }

  private mutating func join(until time: SimTime) {
    let waiting = course.parcels.last?.cause
    let cause = flow.deferRate > 0 || waiting == nil ? cause() : waiting!
    for index in plan.classes.indices {
      guard let deadline = plan.classes[index].deadline, joining(index) > 0 else { continue }
      let (from, to) = (now + deadline, time + deadline)
      let at = course.parcels.lastIndex {
        $0.trafficClass == Int32(index) && $0.step == Int32(step) && $0.cause == cause && $0.last == from
          && $0.rate == joining(index)
      }
      if let at {
        course.parcels[at].last = to
        continue
      }
      let parcel = Parcel(
        trafficClass: Int32(index), cause: cause, step: Int32(step), rate: joining(index), first: from, last: to)
      // Those whose time is up first are served first.
      let place = course.parcels.firstIndex { $0.first > from } ?? course.parcels.endIndex
      course.parcels.insert(parcel, at: place)
    }
  }

  /// Whoever has waited too long by now has failed: what the rates have left over by their rounding to an instant.
  mutating func expireParcels() {
    for index in course.parcels.indices where course.parcels[index].isExpiring(at: now) {
      let parcel = course.parcels[index]
      let late = parcel.due(by: now) - parcel.gone
      guard late > 0 else { continue }
      course.parcels[index].gone += late
      if now < plan.horizon { bookExpiry(late, parcel) }
    }
    course.parcels.removeAll { $0.amount <= 0 }
  }

  /// Books requests that have waited too long to the cause that made them wait.
  private mutating func bookExpiry(_ amount: Int128, _ parcel: Parcel) {
    bookLoss(amount, by: parcel.cause)
    meters.lostByClass[Int(parcel.trafficClass)] += amount
  }

  /// Why requests fail now that have waited; nil where none does.
  var causeOfExpiry: Cause? { course.parcels.first { $0.isExpiring(at: now) }?.cause }

  /// When the waiting requests change by themselves: the first has waited too long, a parcel has been served, or all are.
  var nextParcelChange: SimTime {
    var next = SimTime.never
    guard !course.parcels.isEmpty else {
      // Those who begin to wait now.
      for index in plan.classes.indices where flow.deferRate > 0 {
        if let deadline = plan.classes[index].deadline { next = min(next, now + deadline) }
      }
      return next
    }
    for index in course.parcels.indices {
      let parcel = course.parcels[index]
      if parcel.isExpiring(at: now) {
        next = min(next, parcel.last)
      } else if parcel.first > now {
        next = min(next, parcel.first)
      } else {
        // Served ahead of its time: time catches up with it.
        let rate = parcel.rate - (index == 0 ? flow.drainRate : 0)
        if rate > 0 { next = min(next, instant(after: parcel.gone - parcel.due(by: now), at: rate)) }
      }
    }
    let net = flow.drainRate + expiring(0) - (isGrowing(0) ? course.parcels[0].rate : 0)
    return net > 0 ? min(next, instant(after: course.parcels[0].amount, at: net)) : next
  }

  /// Whether those who come now join a parcel.
  private func isGrowing(_ index: Int) -> Bool {
    let parcel = course.parcels[index]
    guard let deadline = plan.classes[Int(parcel.trafficClass)].deadline else { return false }
    return parcel.step == Int32(step) && parcel.last == now + deadline
      && parcel.rate == joining(Int(parcel.trafficClass))
  }

  private func instant(after amount: Int128, at rate: Int64) -> SimTime {
    let nanoseconds = min((amount + Int128(rate) - 1) / Int128(rate), Int128(Span.hours(24 * 366).nanoseconds))
    return now + Span(nanoseconds: Int64(nanoseconds))
  }
}
