import EventKernel
import ServiceModel
import Stochastics

/// Incidents as segments: entered when a clock fires while all is well, scored by branches, left when all is well again.
extension Replication {
  /// Runs to the horizon and scores every incident by branches.
  ///
  /// The outcome is the main path's own: where no cause is inserted it is the same to the bit as without branches. The
  /// score is what the branches say of the same figures.
  public mutating func run(_ policy: SegmentPolicy) -> (outcome: Outcome, score: SegmentScore) {
    precondition(now == .zero && policy.branches.count == plan.modes.count, "a policy counts branches by failure mode")
    segments = [SegmentBook(policy, plan: plan)]
    for mode in policy.inserted { for clock in plan.clocksOfMode[mode] { setNextInsertion(clock) } }
    while advance() {
      if segments[0].isOpen && isWell { leaveSegment() }
    }
    if segments[0].isOpen { leaveSegment() }
    for clock in plan.clocks.indices where !estate.components[clock].isDown {
      livedThrough(clock, until: plan.horizon, strikes: false)
    }
    let outcome = outcome()
    return (outcome, finishedScore(outcome))
  }

  /// Whether nothing has failed and nothing is being done about a failure: between incidents.
  @inline(__always) var isWell: Bool {
    guard estate.nodesDown == 0, estate.active.isEmpty, ledger.isClear,
      course.ejections.isEmpty
    else { return false }
    for index in plan.sites.indices where course.procedures[index].isActive { return false }
    return true
  }

  /// A clock of something that is up fires on a path whose incidents are scored by branches.
  ///
  /// - Returns: Whether nothing more is to be done: the strike belongs to branches only.
  mutating func takesApart(_ clock: Int) -> Bool {
    let mode = Int(plan.clocks[clock].mode)
    if segments[0].policy.inserted.contains(mode) {
      insert(clock)
      return true
    }
    livedThrough(clock, until: min(now, plan.horizon), strikes: now <= plan.horizon)
    if !segments[0].isOpen && isWell { enterSegment(clock, mode: mode) }
    return false
  }

  // MARK: The main path

  private mutating func enterSegment(_ clock: Int, mode: Int) {
    segments[0].isOpen = true
    segments[0].lostBefore = meters.amounts.lost
    segments[0].outsideBefore = meters.lostOutside
    segments[0].outagesBefore = meters.outages.count
    guard now < plan.horizon else { return }
    segments[0].score.modes[mode].entrances += 1
    let wanted = segments[0].policy.branches[mode]
    let ordinal = estate.components[clock].ordinal
    var count = UInt32(wanted.rounded())
    if wanted < 1 { count = uniform(clock, .age, ordinal &+ 0x8000_0000) < wanted ? 1 : 0 }
    guard count > 0 else { return }
    drawAges(at: ordinal, of: clock)
    let weight = wanted < 1 ? 1 / wanted : 1 / Double(count)
    let works = hasCoin(mode) ? plan.service.execution.works : 1
    let incident = incident(of: clock)
    for number in 0..<count {
      guard works > 0 && works < 1 else {
        branchOut(clock, mode, number: number, weight: weight, stratum: .whole)
        continue
      }
      branchOut(
        clock, mode, number: 2 * number, weight: weight * works,
        stratum: CoinStratum(incident: incident, low: 0, high: works))
      branchOut(
        clock, mode, number: 2 * number + 1, weight: weight * (1 - works),
        stratum: CoinStratum(incident: incident, low: works, high: 1))
    }
  }

  private mutating func leaveSegment() {
    segments[0].isOpen = false
    guard meters.amounts.lost != segments[0].lostBefore || meters.outages.count != segments[0].outagesBefore else {
      return
    }
    segments[0].lostInside += meters.amounts.lost - segments[0].lostBefore
    for cause in meters.lostOutside.indices {
      segments[0].outsideInside[cause] += meters.lostOutside[cause] - segments[0].outsideBefore[cause]
    }
    if segments[0].outagesBefore < meters.outages.count {
      segments[0].rowsInside.append(segments[0].outagesBefore..<meters.outages.count)
    }
  }

  /// Whether the answer to what this mode strikes turns on a coin.
  @inline(__always) private func hasCoin(_ index: Int) -> Bool {
    let mode = plan.modes[index]
    guard segments[0].policy.stratifiesCoin, plan.hasSecondSite, mode.isLoss, !mode.scope.isSmall else { return false }
    // Where every running site serves already, nothing is executed that could fail.
    return mode.scope != .dependency && mode.scope != .link
      && plan.sites.contains { $0.keep > .nothing && $0.home == 0 }
  }

  /// Books what a component's life to this instant adds to its mode's martingale: one for a strike, less its hazard.
  private mutating func livedThrough(_ clock: Int, until end: SimTime, strikes: Bool) {
    let mode = plan.modes[Int(plan.clocks[clock].mode)]
    guard mode.hasCompensator, !segments[0].policy.inserted.contains(Int(plan.clocks[clock].mode)) else { return }
    let since = estate.components[clock].since
    guard end >= since else { return }
    let age = (end - since).seconds
    let isFirst = estate.components[clock].ordinal == 0 && mode.startsInEquilibrium
    let hazard =
      isFirst ? mode.lifetime.equilibriumHazard(watched: age) : mode.lifetime.cumulativeHazard(age: age)
    segments[0].score.modes[Int(plan.clocks[clock].mode)].surprise += (strikes ? 1 : 0) - hazard
    if strikes { segments[0].score.modes[Int(plan.clocks[clock].mode)].strikes += 1 }
  }

  /// What the main path has outside segments, added to what branches have found.
  private mutating func finishedScore(_ outcome: Outcome) -> SegmentScore {
    var book = segments[0]
    segments = []
    book.score.requestsLostApart = Double(meters.amounts.lost - book.lostInside) / 1e15
    var inside = book.rowsInside.makeIterator()
    var next = inside.next()
    let apart = outcome.outages.enumerated().filter { index, _ in
      while let range = next, range.upperBound <= index { next = inside.next() }
      return !(next?.contains(index) ?? false)
    }.map(\.element)
    for outage in apart { book.score.downtimeApart += downtime(of: outage) }
    book.bookCauses(
      outages: apart, outside: meters.lostOutside, less: book.outsideInside, weight: 1, begunBy: plan.modes.count)
    return book.score
  }

  /// Seconds of an outage that lie within the horizon and before an instant.
  @inline(__always) func downtime(of outage: Outage, before end: SimTime = .never) -> Double {
    let last = min(plan.horizon, end)
    return max(.zero, min(outage.end, last) - min(outage.start, last)).seconds
  }
}
