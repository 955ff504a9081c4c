import EventKernel

/// Whose requests are lost, and who may wait instead.
extension Replication {
  /// Splits what is not answered among the classes: what nobody can reach falls on all alike, what capacity is short
  /// of falls on those that are shed first, and on equals in proportion to their demand. Requests that may wait are put
  /// off and not lost.
  mutating func assignLosses(shed: Int64) {
    flow.waiting.deferred = 0
    for index in plan.classes.indices { flow.lostByClass[index] = 0 }
    guard flow.lostRate > 0 else { return }
    divide(assignTransactions(flow.lostRate - shed), among: Array(plan.classes.indices))
    var left = shed
    for equals in plan.sheddingOrder where left > 0 {
      // Loops here and below: a closure that asks the run something copies the whole of it, which took two thirds of the time.
      var answered: Int64 = 0
      for index in equals { answered += max(0, demand(ofClass: index) - flow.lostByClass[index]) }
      let part = equals == plan.sheddingOrder.last ? left : min(left, answered)
      divide(part, among: equals)
      left -= part
    }
    for index in plan.classes.indices where plan.classes[index].deadline != nil {
      flow.waiting.deferred += flow.lostByClass[index]
    }
    flow.lostRate -= flow.waiting.deferred
  }

  /// Adds a loss to classes in proportion to their demand; the last takes what division leaves over.
  mutating func divide(_ loss: Int64, among classes: [Int]) {
    var total: Int64 = 0
    for index in classes { total += weight(ofClass: index) }
    total = max(1, total)
    var left = loss
    for index in classes {
      let part = index == classes.last ? left : portion(loss, weight(ofClass: index), of: total)
      flow.lostByClass[index] += part
      left -= part
    }
  }

  /// By which classes share: their shares of demand, which are the same in every step, or what services send in this one.
  private func weight(ofClass index: Int) -> Int64 {
    plan.tellsServices ? world.parts[index][step] : plan.classes[index].share
  }

  /// What a class asks for now, in millionths of a request a second.
  func demand(ofClass index: Int) -> Int64 {
    plan.tellsServices ? world.parts[index][step] : portion(world.rates[step], plan.classes[index].share)
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
