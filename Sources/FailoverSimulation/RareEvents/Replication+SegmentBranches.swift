import EventKernel
import ServiceModel
import Stochastics

/// The branches of an incident, and the rare causes that are inserted into branches.
extension Replication {
  /// One branch of the incident that begins with this clock, from now to its end.
  mutating func branchOut(_ clock: Int, _ mode: Int, number: UInt32, weight: Double, stratum: CoinStratum) {
    var other = copyForBranch()
    other.branch = plan.clocks[clock].key.branch(ordinal: estate.components[clock].ordinal, number: number)
    other.tilt.stratum = stratum
    if segments[0].policy.bias?.isOn == true { other.tilt.repair = LongRepair(incident: incident(of: clock)) }
    other.redrawResiduals(segments[0].ages, except: clock)
    var bias = HazardScaling()
    var events = 1
    // The first step fires the clock that is due.
    var goesOn = other.advance()
    if let policy = segments[0].policy.bias { other.scaleHazards(&bias, policy, ages: segments[0].ages) }
    while goesOn && !other.isWell {
      goesOn = other.advance()
      events += 1
      if !bias.isEmpty { other.follow(&bias) }
    }
    other.close(&bias)
    let likelihood = bias.likelihoodRatio * other.tilt.repair.likelihoodRatio
    segments[0].score.likelihoods.add(likelihood)
    segments[0].score.modes[mode].branches += 1
    segments[0].score.modes[mode].events += events
    guard other.meters.amounts.lost != meters.amounts.lost || !other.meters.outages.isEmpty else { return }
    if other.meters.amounts.lost != meters.amounts.lost { segments[0].score.modes[mode].lossy += 1 }
    var loss = BranchLoss(requestsLost: Double(other.meters.amounts.lost - meters.amounts.lost) / 1e15)
    for outage in other.meters.outages { loss.downtimeSeconds += downtime(of: outage) }
    segments[0].book(loss, weight: weight * likelihood, mode: mode)
    // A branch of a stratum speaks for as much of the incident as the stratum is likely.
    let alone = likelihood * loss.downtimeSeconds
    segments[0].score.modes[mode].square += alone * alone * (stratum.high - stratum.low)
    segments[0].bookCauses(
      outages: other.meters.outages, outside: other.meters.lostOutside, less: meters.lostOutside,
      weight: weight * likelihood, begunBy: mode)
  }

  /// What a clock that is firing begins.
  @inline(__always) func incident(of clock: Int) -> Incident {
    Incident(clock: Int32(clock), ordinal: estate.components[clock].ordinal)
  }

  /// A copy that keeps no account of what was before.
  @inline(__always) private func copyForBranch() -> Replication {
    var other = self
    other.segments = []
    other.meters.outages = []
    other.meters.failovers = []
    return other
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
  mutating func drawAges(at ordinal: UInt32, of clock: Int) {
    let word = plan.clocks[clock].key.branch(ordinal: ordinal, number: .max)
    for index in plan.clocks.indices where !estate.components[index].isDown {
      let mode = plan.modes[Int(plan.clocks[index].mode)]
      guard mode.dates == nil else { continue }
      var age = (now - estate.components[index].since).seconds
      if estate.components[index].ordinal == 0 && mode.startsInEquilibrium {
        let u = plan.clocks[index].key.uniform(draw: 0, branch: word, replication: number, purpose: .age)
        age = mode.lifetime.equilibriumAge(at: u, watched: age)
      }
      segments[0].ages[index] = age
    }
  }

  // MARK: Inserted causes

  /// Sets the clock of an inserted cause to its next instant: one in each of so many equal parts of the horizon. The
  /// instant's number is the strike's ordinal, so that each has luck of its own.
  mutating func setNextInsertion(_ clock: Int) {
    let index = segments[0].insertion[clock]
    segments[0].insertion[clock] += 1
    guard index < UInt32(segments[0].policy.insertions) else { return clocks.disarm(clock) }
    estate.number(clock, ordinal: index)
    let part = Double(index) + uniform(clock, .age, index)
    clocks.set(clock, to: SimTime(seconds: plan.horizon.seconds * part / Double(segments[0].policy.insertions)))
  }

  /// Forces a strike of a rare cause in a branch, less what the same luck would have lost without it.
  ///
  /// E[sum over strikes of f] = E[integral of rate f(t) dt]: an instant that is uniform over the horizon T weighs rate T.
  /// Strikes of the cause that overlap are left out: a relative error of about its rate times its length.
  /// Source: I. M. Slivnyak, Theory of Probability and Its Applications 7 (1962) 336; J. Mecke, Zeitschrift für
  /// Wahrscheinlichkeitstheorie 9 (1967) 36.
  mutating func insert(_ clock: Int) {
    let mode = Int(plan.clocks[clock].mode)
    let weight = plan.horizon.seconds / plan.modes[mode].lifetime.mean / Double(segments[0].policy.insertions)
    var with = copyForBranch()
    var without = with
    without.clocks.disarm(clock)
    var events = 1
    while with.advance() {
      events += 1
      guard !with.estate.components[clock].isDown else { continue }
      with.clocks.disarm(clock)
      if with.isWell { break }
    }
    // The other goes on to the same instant, and on until its outage is over; amounts grow evenly between events.
    let end = with.now
    var lost = without.meters.amounts.lost
    while without.now < end || without.ledger.isOpen {
      let (before, since, rate) = (without.meters.amounts.lost, without.now, without.flow.lostRate)
      let goesOn = without.advance()
      if since < end {
        lost = min(
          without.meters.amounts.lost, before + Int128(rate) * Int128((min(end, plan.horizon) - since).nanoseconds))
      }
      guard goesOn else { break }
    }
    var loss = BranchLoss(requestsLost: Double(with.meters.amounts.lost - meters.amounts.lost) / 1e15)
    for outage in with.meters.outages { loss.downtimeSeconds += downtime(of: outage) }
    var other = BranchLoss(requestsLost: Double(lost - meters.amounts.lost) / 1e15)
    for outage in without.meters.outages { other.downtimeSeconds += downtime(of: outage, before: end) }
    let alone = loss.downtimeSeconds - other.downtimeSeconds
    segments[0].score.modes[mode].entrances += 1
    segments[0].score.modes[mode].branches += 1
    segments[0].score.modes[mode].events += events
    if alone > 0 { segments[0].score.modes[mode].lossy += 1 }
    segments[0].score.modes[mode].square += alone * alone
    for (run, part, sign) in [(with, loss, 1.0), (without, other, -1.0)] {
      segments[0].book(part, weight: sign * weight, mode: mode)
      segments[0].bookCauses(
        outages: run.meters.outages, outside: run.meters.lostOutside, less: meters.lostOutside, weight: sign * weight,
        begunBy: mode)
    }
    setNextInsertion(clock)
  }
}
