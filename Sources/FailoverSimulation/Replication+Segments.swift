import EventKernel
import ServiceModel
import Stochastics

/// Incidents as segments: entered when a clock fires while all is well, scored by branches, left when all is well again.
extension Replication {
  /// Runs to the horizon and scores every incident by branches.
  ///
  /// The outcome is the main path's own, the same to the bit as without branches where no cause is inserted; the score is what the branches
  /// say of the same figures.
  public mutating func run(_ policy: SegmentPolicy) -> (outcome: Outcome, score: SegmentScore) {
    precondition(now == .zero && policy.branches.count == plan.modes.count, "a policy counts branches by failure mode")
    segments = SegmentBook(policy, plan: plan)
    for mode in policy.inserted { for clock in plan.clocksOfMode[mode] { setNextInsertion(clock) } }
    while advance() {
      if segments!.isOpen && isWell { leaveSegment() }
    }
    if segments!.isOpen { leaveSegment() }
    let outcome = run()
    return (outcome, finishedScore(outcome))
  }

  /// Whether nothing has failed and nothing is being done about a failure: between incidents.
  @inline(__always) var isWell: Bool {
    guard estate.nodesDown == 0, estate.active.isEmpty, meters.open == nil, course.watch.state == .clear,
      course.ejections.isEmpty
    else { return false }
    for index in course.procedures.indices where course.procedures[index].isActive { return false }
    return true
  }

  /// A clock of something that is up fires on a path whose incidents are scored by branches.
  ///
  /// - Returns: Whether nothing more is to be done: the strike belongs to branches only.
  mutating func takesApart(_ clock: Int) -> Bool {
    let mode = Int(plan.clocks[clock].mode)
    if segments!.policy.inserted.contains(mode) {
      insert(clock)
      return true
    }
    if !segments!.isOpen && isWell { enterSegment(clock, mode: mode) }
    return false
  }

  // MARK: The main path

  private mutating func enterSegment(_ clock: Int, mode: Int) {
    segments!.isOpen = true
    segments!.lostBefore = meters.lost
    segments!.outsideBefore = outsideSoFar()
    segments!.outagesBefore = meters.outages.count
    segments!.score.entrances[mode] += 1
    let wanted = segments!.policy.branches[mode]
    let ordinal = estate.components[clock].ordinal
    var count = Int(wanted.rounded())
    if wanted < 1 { count = uniform(clock, .age, ordinal &+ 0x8000_0000) < wanted ? 1 : 0 }
    guard count > 0 else { return }
    drawAges(at: ordinal, of: clock)
    let weight = wanted < 1 ? 1 / wanted : 1 / Double(count)
    let works = hasCoin(mode) ? plan.service.execution.works : 1
    for number in 0..<UInt32(count) {
      guard works < 1 else {
        branchOut(clock, mode, number: number, weight: weight, stratum: .whole)
        continue
      }
      let incident = Incident(clock: Int32(clock), ordinal: ordinal)
      if works > 0 {
        branchOut(
          clock, mode, number: 2 * number, weight: weight * works,
          stratum: CoinStratum(incident: incident, low: 0, high: works))
      }
      branchOut(
        clock, mode, number: 2 * number + 1, weight: weight * (1 - works),
        stratum: CoinStratum(incident: incident, low: works, high: 1))
    }
  }

  private mutating func leaveSegment() {
    segments!.isOpen = false
    segments!.lostInside += meters.lost - segments!.lostBefore
    segments!.outsideInside += outsideSoFar() - segments!.outsideBefore
    if segments!.outagesBefore < meters.outages.count {
      segments!.rowsInside.append(segments!.outagesBefore..<meters.outages.count)
    }
  }

  @inline(__always) private func outsideSoFar() -> Int128 {
    var sum: Int128 = 0
    for amount in meters.lostOutside { sum += amount }
    return sum
  }

  /// Whether the answer to what this mode strikes turns on a coin.
  @inline(__always) private func hasCoin(_ index: Int) -> Bool {
    let mode = plan.modes[index]
    guard segments!.policy.stratifiesCoin, plan.hasSecondSite, mode.isLoss, mode.triggers == nil else { return false }
    // Where every running site serves already, nothing is executed that could fail.
    guard plan.sites.contains(where: { $0.keep > .nothing && $0.home == 0 }) else { return false }
    return !mode.scope.isSmall && mode.scope != .edge && mode.scope != .dependency && mode.scope != .link
  }

  /// What the main path has outside segments, added to what branches have found.
  private mutating func finishedScore(_ outcome: Outcome) -> SegmentScore {
    let book = segments!
    segments = nil
    var score = book.score
    score.requestsLost += Double(meters.lost - book.lostInside) / 1e15
    score.requestsLostOutside += Double(outsideSoFar() - book.outsideInside) / 1e15
    var inside = book.rowsInside.makeIterator()
    var next = inside.next()
    for (index, outage) in outcome.outages.enumerated() {
      while let range = next, range.upperBound <= index { next = inside.next() }
      if let range = next, range.contains(index) { continue }
      score.downtimeSeconds += downtime(of: outage)
      if book.policy.keepsRows { score.rows.append(WeightedOutage(outage: outage, weight: 1)) }
    }
    return score
  }

  @inline(__always) private func downtime(of outage: Outage) -> Double {
    max(.zero, min(outage.end, plan.horizon) - min(outage.start, plan.horizon)).seconds
  }

  // MARK: Branches

  /// One branch of the incident that begins with this clock, from now to its end.
  private mutating func branchOut(_ clock: Int, _ mode: Int, number: UInt32, weight: Double, stratum: CoinStratum) {
    var other = copyForBranch()
    other.branch = plan.clocks[clock].key.branch(ordinal: estate.components[clock].ordinal, number: number)
    other.stratum = stratum
    other.redrawResiduals(segments!.ages, except: clock)
    var bias = HazardScaling()
    var events = 1
    // The first step fires the clock that is due.
    var goesOn = other.advance()
    if let policy = segments!.policy.bias { other.scaleHazards(&bias, policy, ages: segments!.ages) }
    while goesOn && !other.isWell {
      goesOn = other.advance()
      events += 1
      if !bias.isEmpty { other.follow(&bias) }
    }
    other.close(&bias)
    let likelihood = bias.likelihoodRatio
    segments!.score.likelihoods.add(likelihood)
    segments!.score.branches[mode] += 1
    segments!.score.eventsOfMode[mode] += events
    let part = score(other, since: meters.lost, outside: outsideSoFar(), weight: weight * likelihood)
    segments!.score.downtimeOfMode[mode] += likelihood * stratumShare(stratum) * part
    segments!.score.squaresOfMode[mode] += (likelihood * part) * (likelihood * part) * stratumShare(stratum)
  }

  private func stratumShare(_ stratum: CoinStratum) -> Double { stratum.high - stratum.low }

  /// A copy that keeps no account of what was before.
  @inline(__always) func copyForBranch() -> Replication {
    var other = self
    other.segments = nil
    other.meters.outages = []
    other.meters.failovers = []
    return other
  }

  /// Books what a branch has lost.
  ///
  /// - Returns: Its downtime in seconds, without the weight.
  private mutating func score(_ other: Replication, since lost: Int128, outside: Int128, weight: Double) -> Double {
    var seconds = 0.0
    for outage in other.meters.outages { seconds += downtime(of: outage) }
    segments!.score.requestsLost += weight * (Double(other.meters.lost - lost) / 1e15)
    segments!.score.requestsLostOutside += weight * (Double(other.outsideSoFar() - outside) / 1e15)
    segments!.score.downtimeSeconds += weight * seconds
    segments!.score.largestPart = max(segments!.score.largestPart, abs(weight) * seconds)
    if segments!.policy.keepsRows {
      segments!.score.rows += other.meters.outages.map { WeightedOutage(outage: $0, weight: weight) }
    }
    return seconds
  }

  /// Fresh residual lives for everything that is up, given how old it is. What is down keeps the end of its repair, and
  /// what comes on known dates comes then.
  private mutating func redrawResiduals(_ ages: ContiguousArray<Double>, except clock: Int) {
    for index in plan.clocks.indices where index != clock && !estate.components[index].isDown {
      let mode = plan.modes[Int(plan.clocks[index].mode)]
      guard mode.dates == nil, clocks.time(of: index) != .never else { continue }
      let u = uniform(index, .lifetime, estate.components[index].ordinal)
      clocks.set(index, to: now + Span(seconds: mode.lifetime.residual(at: u, age: ages[index])))
    }
  }

  /// The ages of all that is up at the entrance of a segment. What has not failed since watching began has an age that
  /// nobody saw begin: it is drawn, once for all branches.
  private mutating func drawAges(at ordinal: UInt32, of clock: Int) {
    let word = plan.clocks[clock].key.branch(ordinal: ordinal, number: .max)
    for index in plan.clocks.indices where !estate.components[index].isDown {
      let mode = plan.modes[Int(plan.clocks[index].mode)]
      guard mode.dates == nil else { continue }
      var age = (now - estate.components[index].since).seconds
      if estate.components[index].ordinal == 0 && mode.startsInEquilibrium {
        let u = plan.clocks[index].key.uniform(draw: 0, branch: word, replication: number, purpose: .age)
        age = mode.lifetime.equilibriumAge(at: u, watched: age)
      }
      segments!.ages[index] = age
    }
  }

  // MARK: Inserted causes

  /// Sets the clock of an inserted cause to its next instant: one in each of so many equal parts of the horizon.
  private mutating func setNextInsertion(_ clock: Int) {
    let index = segments!.insertion[clock]
    segments!.insertion[clock] += 1
    guard index < UInt32(segments!.policy.insertions) else { return clocks.disarm(clock) }
    let part = Double(index) + uniform(clock, .age, index)
    clocks.set(clock, to: SimTime(seconds: plan.horizon.seconds * part / Double(segments!.policy.insertions)))
  }

  /// Forces a strike of a rare cause in a branch, less what the same luck would have lost without it.
  ///
  /// E[sum over strikes of f] = E[integral of rate f(t) dt] (Slivnyak-Mecke): an instant that is uniform over the horizon T weighs rate T.
  /// Strikes of the cause that overlap are left out: a relative error of about its rate times its length.
  private mutating func insert(_ clock: Int) {
    let mode = Int(plan.clocks[clock].mode)
    let weight = plan.horizon.seconds / plan.modes[mode].lifetime.mean / Double(segments!.policy.insertions)
    var with = copyForBranch()
    var without = copyForBranch()
    without.clocks.disarm(clock)
    var events = 1
    // The copies count what they lose from here on; an outage that is open goes on in both.
    while with.advance() {
      events += 1
      if !with.estate.components[clock].isDown {
        with.clocks.disarm(clock)
        if with.isWell { break }
      }
    }
    while without.now < with.now || !without.isWell { guard without.advance() else { break } }
    if without.now > with.now { while with.now < without.now { guard with.advance() else { break } } }
    let (lost, outside) = (meters.lost, outsideSoFar())
    let part = score(with, since: lost, outside: outside, weight: weight)
    let other = score(without, since: lost, outside: outside, weight: -weight)
    segments!.score.entrances[mode] += 1
    segments!.score.branches[mode] += 1
    segments!.score.eventsOfMode[mode] += events
    segments!.score.downtimeOfMode[mode] += part - other
    segments!.score.squaresOfMode[mode] += (part - other) * (part - other)
    setNextInsertion(clock)
  }
}
