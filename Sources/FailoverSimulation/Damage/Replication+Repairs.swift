import EventKernel
import ServiceModel
import Stochastics

/// When a clock strikes, and when what it struck is mended.
extension Replication {
  /// How long after the horizon dates are still looked for.
  static let foresight = Span.hours(24 * 31)

  /// Sets the clock of a component that is up to its next failure.
  mutating func setNextStrike(_ clock: Int, _ mode: ModePlan) {
    let ordinal = estate.components[clock].ordinal + 1
    if let dates = mode.dates {
      let later = dates.apartSeconds * Double(clock - plan.clocksOfMode[Int(plan.clocks[clock].mode)].lowerBound)
      setNextDate(clock, dates, from: max(Int(ordinal), dates.number(atOrAfter: now.seconds - later)))
    } else {
      estate.renew(clock, ordinal: ordinal, at: now)
      clocks.set(clock, to: now + Span(seconds: mode.lifetime.sample(at: uniform(clock, .lifetime, ordinal))))
    }
  }

  /// Sets a clock to the first of its dates that strikes, from the one with this number on. The number is the ordinal
  /// of the failure, so that a date's luck does not depend on those before it.
  mutating func setNextDate(_ clock: Int, _ dates: FailureDates, from first: Int) {
    var number = first
    let last = (plan.horizon + Replication.foresight).seconds
    let later = dates.apartSeconds * Double(clock - plan.clocksOfMode[Int(plan.clocks[clock].mode)].lowerBound)
    while let date = dates.date(number).map({ $0 + later }), date <= last {
      if uniform(clock, .occasion, UInt32(number)) < dates.chance {
        estate.number(clock, ordinal: UInt32(number))
        clocks.set(clock, to: SimTime(seconds: date))
        return
      }
      number += 1
    }
    clocks.set(clock, to: .never)
  }

  /// Whether a clock that runs faster under load strikes now: the others of its moments are thinned out (Lewis and
  /// Shedler, Naval Research Logistics Quarterly 26, 1979).
  func strikesAtThisDemand(_ clock: Int, _ mode: ModePlan) -> Bool {
    guard mode.rateWithoutDemand < 1 || mode.rushFactor > 1 || mode.rateWhenDormant < 1 else { return true }
    let peak = plan.service.traffic.peakRPS * 1e6
    let load = peak > 0 ? min(1, Double(world.rates[step]) / peak) : 1
    let calm = mode.rushFactor > 1 && estate.rushSince(plan) == .never ? 1 / mode.rushFactor : 1
    let isDormant = mode.rateWhenDormant < 1 && flow.shares[Int(plan.clocks[clock].site)] == 0
    let role = isDormant ? mode.rateWhenDormant : 1
    let share = (mode.rateWithoutDemand + (1 - mode.rateWithoutDemand) * load) * calm * role
    return uniform(clock, .occasion, estate.components[clock].ordinal) < share
  }

  /// Sets the clock of a component that has just failed to the end of its repair, or lets it wait for a crew or a part.
  mutating func scheduleRepair(_ clock: Int, _ mode: ModePlan, staysDown: Bool) {
    estate.callNobody(to: clock)
    guard !staysDown else {
      clocks.set(clock, to: .never)
      return
    }
    let ordinal = estate.components[clock].ordinal
    let u = tilt.repair.value(
      at: uniform(clock, .repair, ordinal), Incident(clock: Int32(clock), ordinal: ordinal))
    // What nobody notices is not mended before somebody looks.
    guard mode.rots == nil else {
      clocks.set(clock, to: firstLook(clock, mode).map { $0 + Span(seconds: mode.lasts.sample(at: u)) } ?? .never)
      return
    }
    if let work = mode.target.rollOut {
      let nodes = Int(plan.sites[Int(plan.clocks[clock].site)].standing)
      clocks.set(clock, to: now + Span(seconds: work.seconds(of: nodes)))
      return
    }
    let (crew, stock) = mode.needs(at: u)
    if stock >= 0 { return takePart(clock, from: stock) }
    if crew >= 0 {
      let isFree = estate.call(crew, to: clock)
      guard isFree else {
        clocks.set(clock, to: .never)
        return
      }
    }
    clocks.set(clock, to: now + Span(seconds: mode.lasts.sample(at: u)))
  }

  /// A component has its part at once, or when it comes; the repair begins then. Who waits longer than was thought before, or less, is
  /// mended so much later or earlier.
  private mutating func takePart(_ clock: Int, from stock: Int) {
    let lead = plan.spares[stock].leadTime.sample(at: uniform(clock, .part, estate.components[clock].ordinal))
    for (next, time) in estate.takePart(from: stock, for: clock, nextComesAt: now + Span(seconds: lead), at: now) {
      clocks.set(Int(next), to: time + repairTime(Int(next)))
    }
  }

  /// How long the repair of what has failed takes by itself.
  private func repairTime(_ clock: Int) -> Span {
    let u = uniform(clock, .repair, estate.components[clock].ordinal)
    return Span(seconds: plan.modes[Int(plan.clocks[clock].mode)].lasts.sample(at: u))
  }

  /// A crew that has done its work takes up the next.
  mutating func takeUpNext(after clock: Int) {
    guard let next = estate.releaseCrew(of: clock) else { return }
    clocks.set(next, to: now + repairTime(next))
  }
}
