import EventKernel

/// Several services on one fleet: whose work is left undone where GPUs are short, and what is booked to whom.
extension Replication {
  /// Splits what is not answered among the services. What nobody can reach falls on all alike, in proportion to what they
  /// ask for now. What a site is short of falls, there, on those that are shed first, as far as they reach that site, and on
  /// equals in proportion to the GPU time that they ask for. Requests that may wait are put off and not lost.
  mutating func assignServiceLosses() {
    flow.waiting.deferred = 0
    for index in plan.classes.indices { flow.lostByClass[index] = 0 }
    guard flow.lostRate > 0 else { return }
    let shed = flow.work.reduce(0) { $0 + $1.shed }
    divide(flow.lostRate - shed, among: Array(plan.classes.indices))
    for site in flow.work.indices where flow.work[site].shed > 0 { shedServices(at: site) }
    for index in plan.classes.indices where plan.classes[index].deadline != nil {
      flow.waiting.deferred += flow.lostByClass[index]
    }
    flow.lostRate -= flow.waiting.deferred
  }

  private mutating func shedServices(at site: Int) {
    var left = flow.work[site].shed
    let all = max(1, world.rates[step])
    for equals in plan.sheddingOrder where left > 0 {
      var here: Int64 = 0
      for index in equals { here += portion(flow.work[site].arrived, demand(ofClass: index), of: all) }
      let part = equals == plan.sheddingOrder.last ? left : min(left, here)
      divide(part, among: equals)
      left -= part
    }
  }

  /// Books the losses of a stretch to the services whose they are, and the time in which a service is down.
  ///
  /// - Parameter cause: Of what is lost outside outages; nil where it belongs to the open one.
  mutating func bookServices(_ span: Int128, _ cause: Int?) {
    for index in plan.classes.indices where plan.classes[index].deadline == nil && flow.lostByClass[index] > 0 {
      let (lost, demand) = (flow.lostByClass[index], demand(ofClass: index))
      book(Int128(lost) * span, toService: index, cause)
      if !isEnough(demand - lost, of: demand, threshold: plan.outageThreshold) {
        meters.services.downtime[index] += span
      }
    }
  }

  mutating func book(_ amount: Int128, toService index: Int, _ cause: Int?) {
    guard let cause else { return ledger.lose(amount, ofService: index, of: plan.classes.count) }
    meters.services.lostOutside[cause * plan.classes.count + index] += amount
  }
}
