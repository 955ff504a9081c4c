import EventKernel

/// What a replication had booked when a year inside its horizon ended.
///
/// The simulation is not stopped there: what waits, retries and comes back is not invariant to cuts. A copy is booked up
/// to the instant instead, and thrown away.
public struct YearCut: Equatable, Sendable {
  /// Everything booked so far, without rows.
  var booked: Outcome
  /// Outages that had ended, and what was booked to the one that had not.
  var closedOutages: Int
  var lostInOpenOutage: Int128
}

/// How many ends of years and billing cuts lie behind.
struct CutsPassed: Sendable, BitwiseCopyable {
  var years = 0
  var billing = 0
  /// The next of either: nothing is noted before it.
  var next: SimTime

  init(_ plan: Plan) { next = min(plan.yearEnds.first ?? .never, plan.billingCuts.first ?? .never) }
}

extension Replication {
  /// The next year's end that has not been noted; never where the horizon has no other inside.
  var nextYearEnd: SimTime {
    cuts.years < plan.yearEnds.count ? plan.yearEnds[cuts.years] : .never
  }

  /// Notes what is booked and billed at the cuts up to `time`, before anything that happens at that instant.
  ///
  /// - Precondition: The rates hold until `time`.
  @inline(never)
  mutating func noteCuts(until time: SimTime) {
    while cuts.next <= time {
      if nextBillingCut == cuts.next { noteBilled(at: cuts.next) }
      if nextYearEnd == cuts.next { noteYearEnd() }
      cuts.next = min(nextYearEnd, nextBillingCut)
    }
  }

  private mutating func noteYearEnd() {
    let end = nextYearEnd
    cuts.years += 1
    var copy = self
    copy.bookStretch(until: end)
    var booked = copy.outcome(until: end)
    booked.outages = []
    booked.failovers = []
    meters.yearCuts.append(
      YearCut(booked: booked, closedOutages: meters.outages.count, lostInOpenOutage: copy.ledger.open?.lost ?? 0))
  }
}

extension Outcome {
  /// The outcome by whole years, as if each were a horizon of its own; what a replication of one year is, is its outcome.
  ///
  /// An outage that crosses the end of a year is in both, with the part of its length and of its loss that lies in each.
  /// Rows keep no stamps, and failovers are those of the whole replication: nothing that is judged by years asks for them.
  ///
  /// - Parameter count: Whole years of the horizon.
  public func years(_ count: Int) -> [Outcome] {
    if count == 1 && yearCuts.isEmpty { return [self] }
    precondition(count == yearCuts.count || count == yearCuts.count + 1, "a cut between any two years")
    return (0..<count).map { year in
      let last = year < yearCuts.count ? yearCuts[year] : nil
      return between(year == 0 ? nil : yearCuts[year - 1], last)
    }
  }

  private func between(_ first: YearCut?, _ last: YearCut?) -> Outcome {
    let from = first?.booked.horizon ?? .zero
    let to = last?.booked.horizon ?? horizon
    var year = last?.booked ?? self
    year.outages = rows(from: from, to: to, first, last)
    year.failovers = []
    year.yearCuts = []
    year.billed = Billed()
    year.horizon = .zero + (to - from)
    if let booked = first?.booked { year.subtract(booked) }
    return year
  }

  private func rows(from: SimTime, to: SimTime, _ first: YearCut?, _ last: YearCut?) -> ContiguousArray<Outage> {
    let begun = first?.closedOutages ?? 0
    let ended = last?.closedOutages ?? outages.count
    var rows: ContiguousArray<Outage> = []
    for index in begun..<min(outages.count, ended + 1) {
      var row = outages[index]
      guard row.end > from && row.start < to else { continue }
      if index == ended, let last { row.lost = last.lostInOpenOutage }
      if index == begun, let first { row.lost -= first.lostInOpenOutage }
      row.start = .zero + (max(row.start, from) - from)
      row.end = .zero + (min(row.end, to) - from)
      rows.append(row)
    }
    return rows
  }

  /// Takes away what had been booked earlier.
  private mutating func subtract(_ earlier: Outcome) {
    amounts -= earlier.amounts
    for i in lostOutside.indices { lostOutside[i] -= earlier.lostOutside[i] }
    for i in lostByClass.indices { lostByClass[i] -= earlier.lostByClass[i] }
    services.subtract(earlier.services)
    for i in nodeTime.indices { nodeTime[i] -= earlier.nodeTime[i] }
    for i in drawnTime.indices { drawnTime[i] -= earlier.drawnTime[i] }
    for i in answeredAt.indices { answeredAt[i] -= earlier.answeredAt[i] }
    for i in incidents.indices { incidents[i] -= earlier.incidents[i] }
  }
}
