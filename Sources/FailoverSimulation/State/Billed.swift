import EventKernel
import ServiceModel

/// What is billed of a replication by part of its horizon: demand and loss, requests that rented models answered, node-time,
/// what it drew of what is paid ahead, and what each site answered.
///
/// The simulation is not stopped where a month begins: what waits, retries and starts is not invariant to cuts. Amounts are
/// carried there at the rates that hold; what is booked all at once belongs to the month of its instant. A part is the
/// difference of two cuts, and the horizon's end is the last one, so that parts sum to the horizon to the last unit.
public struct Billed: Equatable, Sendable {
  /// Totals at cuts, cut by cut; the last cut is the horizon.
  private(set) var totals: ContiguousArray<Int128> = []
  /// How many amounts stand at each cut: demand, loss, rented, then node-time by site, drawn time and answers, as in `Outcome`.
  public private(set) var count = 0
  /// The first amount that following a nominal course books.
  static let firstAmount = 2

  public var parts: Int { count == 0 ? 0 : totals.count / count }

  init() {}

  init(totals: ContiguousArray<Int128>, count: Int) {
    (self.totals, self.count) = (totals, count)
  }

  func total(atCut cut: Int, _ amount: Int) -> Int128 { totals[cut * count + amount] }

  public func demand(inPart part: Int) -> Int128 { amount(0, inPart: part) }
  public func lost(inPart part: Int) -> Int128 { amount(1, inPart: part) }

  /// What was billed of one thing in one part.
  public func amount(_ amount: Int, inPart part: Int) -> Int128 {
    total(atCut: part, amount) - (part == 0 ? 0 : total(atCut: part - 1, amount))
  }
}

extension Replication {
  /// The next billing cut that has not been passed.
  var nextBillingCut: SimTime {
    cuts.billing < plan.billingCuts.count ? plan.billingCuts[cuts.billing] : .never
  }

  /// Notes what will be billed by a cut at which nothing happens before, at the present rates.
  mutating func noteBilled(at cut: SimTime) {
    if meters.billed.isEmpty { meters.billed.reserveCapacity((plan.billingCuts.count + 1) * meters.billedCount) }
    let start = bookedUpTo
    let span = Int128((cut - start).nanoseconds)
    meters.billed.append(world.amount(from: .zero, to: cut))
    meters.billed.append(meters.amounts.lost + Int128(flow.lostRate) * span)
    meters.billed.append(meters.amounts.rented + Int128(flow.answers.rented) * span)
    for site in plan.sites.indices {
      meters.billed.append(meters.nodeTime[site] + Int128(course.fleets[site].running) * span)
    }
    for index in meters.drawnTime.indices {
      meters.billed.append(meters.drawnTime[index] + Int128(runningNodes(ofAccount: index)) * span)
    }
    if !meters.answeredAt.isEmpty {
      let attempts = world.amount(from: start, to: cut) + Int128(flow.retryRate) * span
      for site in plan.sites.indices {
        meters.billed.append(meters.answeredAt[site] + answers(at: site, attempts, span))
      }
    }
    cuts.billing += 1
  }

  /// Notes what is billed at the cuts on a stretch of a nominal course that is followed from one mark to another.
  mutating func noteBilled(_ nominal: NominalCourse, from a: Int, to b: Int) {
    let (start, end) = (nominal.time(of: a), nominal.time(of: b))
    while cuts.next <= end {
      let (cut, index) = (cuts.next, cuts.billing)
      // Years are not followed across their ends.
      guard cut == nextBillingCut else { return }
      let span = Int128((cut - start).nanoseconds)
      var amount = Billed.firstAmount
      meters.billed.append(world.amount(from: .zero, to: cut))
      meters.billed.append(meters.amounts.lost)
      meters.billed.append(meters.amounts.rented + nominal.billed(from: a, toCut: index, amount))
      for site in plan.sites.indices {
        amount += 1
        let time =
          nominal.home[site] > 0
          ? nominal.billed(from: a, toCut: index, amount) : Int128(course.fleets[site].running) * span
        meters.billed.append(meters.nodeTime[site] + time)
      }
      for drawn in meters.drawnTime.indices {
        amount += 1
        let time =
          nominal.home[HeldLevel.site(ofAccount: drawn)] > 0
          ? nominal.billed(from: a, toCut: index, amount) : Int128(runningNodes(ofAccount: drawn)) * span
        meters.billed.append(meters.drawnTime[drawn] + time)
      }
      for site in meters.answeredAt.indices {
        amount += 1
        meters.billed.append(meters.answeredAt[site] + nominal.billed(from: a, toCut: index, amount))
      }
      cuts.billing += 1
      // An end of a year at the same instant is noted by whoever steps across it.
      if nextYearEnd == cut { return }
      cuts.next = min(nextYearEnd, nextBillingCut)
    }
  }

  /// What has been billed: at the cuts that were passed, and in all.
  func billed() -> Billed {
    var totals = meters.billed
    totals.append(world.amount(from: .zero, to: plan.horizon))
    totals.append(meters.amounts.lost)
    totals.append(meters.amounts.rented)
    totals += meters.nodeTime
    totals += meters.drawnTime
    totals += meters.answeredAt
    return Billed(totals: totals, count: meters.billedCount)
  }
}

extension Meters {
  /// How many amounts are billed.
  var billedCount: Int { 3 + nodeTime.count + drawnTime.count + answeredAt.count }
}
