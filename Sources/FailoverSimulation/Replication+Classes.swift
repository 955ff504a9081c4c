import EventKernel

/// Whose requests are lost, and who may wait instead.
extension Replication {
  /// Splits what is not answered among the classes: what nobody can reach falls on all alike, what capacity is short
  /// of falls on those that are shed first. Requests that may wait are put off and not lost.
  mutating func assignLosses(shed: Int64) {
    let demand = world.rates[step]
    var unreached = flow.lostRate - shed
    var left = shed
    flow.deferRate = 0
    for index in plan.classes.indices { flow.lostByClass[index] = 0 }
    guard flow.lostRate > 0 else { return }
    let missing = unreached
    for index in plan.classes.indices {
      let part = index == plan.classes.count - 1 ? unreached : missing / 1_000_000 * plan.classes[index].share
      flow.lostByClass[index] = part
      unreached -= part
    }
    for index in plan.sheddingOrder where left > 0 {
      let whole = demand / 1_000_000 * plan.classes[index].share
      let part = index == plan.sheddingOrder.last ? left : min(left, max(0, whole - flow.lostByClass[index]))
      flow.lostByClass[index] += part
      left -= part
    }
    for index in plan.classes.indices where plan.classes[index].deadline != nil {
      flow.deferRate += flow.lostByClass[index]
    }
    flow.lostRate -= flow.deferRate
  }

  /// Spare capacity goes to those who wait.
  mutating func updateDraining(spare: Int64) {
    flow.drainRate = course.parcels.isEmpty || flow.deferRate > 0 ? 0 : max(0, spare)
  }

  /// Moves the waiting requests on to `time`: those put off now join, the oldest are served first.
  mutating func moveParcels(until time: SimTime) {
    let span = Int128((time - now).nanoseconds)
    if flow.deferRate > 0 {
      let cause = Int32(cause().mode)
      for index in plan.classes.indices {
        guard let deadline = plan.classes[index].deadline, flow.lostByClass[index] > 0 else { continue }
        putOff(Int128(flow.lostByClass[index]) * span, of: index, cause: cause, deadline: deadline)
      }
    }
    course.parcels.serve(Int128(flow.drainRate) * span)
  }

  private mutating func putOff(_ amount: Int128, of index: Int, cause: Int32, deadline: Span) {
    course.parcels.add(
      Parcel(
        trafficClass: Int32(index), cause: cause, step: Int32(step), expiresAt: world.start(of: step + 1) + deadline,
        amount: amount))
  }

  /// Whoever has waited too long has failed, by the cause that made it wait.
  mutating func expireParcels() {
    while let oldest = course.parcels.first, oldest.expiresAt <= now {
      course.parcels.removeFirst()
      guard now < plan.horizon else { continue }
      meters.lost += oldest.amount
      meters.lostOutside[Int(oldest.cause)] += oldest.amount
      meters.lostByClass[Int(oldest.trafficClass)] += oldest.amount
    }
  }

  /// When the waiting requests change by themselves: the first has waited too long, or all are served.
  var nextParcelChange: SimTime {
    guard let first = course.parcels.first else { return .never }
    guard flow.drainRate > 0 else { return first.expiresAt }
    let rate = Int128(flow.drainRate)
    let nanoseconds = min((course.parcels.total + rate - 1) / rate, Int128(Span.hours(24 * 366).nanoseconds))
    return min(first.expiresAt, now + Span(nanoseconds: Int64(nanoseconds)))
  }

  /// Books a loss that happens at this instant to the classes, in the proportion of their demand.
  mutating func bookToClasses(_ amount: Int128) {
    var left = amount
    for index in plan.classes.indices {
      let part =
        index == plan.classes.count - 1 ? left : amount / 1_000_000 * Int128(plan.classes[index].share)
      meters.lostByClass[index] += part
      left -= part
    }
  }
}
