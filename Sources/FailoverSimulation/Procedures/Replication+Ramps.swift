import Control
import EventKernel

/// Clients on their way from one site to another.
///
/// The share that has followed is a function of time; rates hold it at its mean between events. An instant at which an
/// outage begins or ends by it is computed, and is an event.
extension Replication {
  /// Whether clients follow a change of traffic by and by.
  var rampsMove: Bool { course.procedures.rampsMove }

  /// Notes how far clients have come by now.
  mutating func lookAtRamps() {
    if course.procedures.rampsMove { course.procedures.lookAtRamps(at: now, stay: plan.move.stay) }
  }

  /// Holds all ramps at their means over one stretch: up to the first instant at which enough of demand is answered or no
  /// longer is, or up to the next look at any of them. Means over stretches of unlike lengths would be judged together
  /// and would end an outage that goes on.
  ///
  /// With retries an outage ends when clients give up no longer, later than they are answered: nothing to compute.
  mutating func seekThreshold() {
    // A mean over two steps of demand would be wrong in either.
    let end = min(course.procedures.nextRampChange, world.start(of: step + 1))
    guard end > now else { return }
    let until = plan.retries == nil ? stretch(toLook: end) : end
    course.procedures.holdRamps(from: now, until: until, stay: plan.move.stay)
    updateShares()
  }

  /// How far the ramps may be held at their means: to the first instant at which the threshold is met if it is not now, or
  /// missed if it is met, at most to the next look; or beyond that look, as far as answers are in proportion to shares.
  private mutating func stretch(toLook end: SimTime) -> SimTime {
    guard plan.pools.isEmpty && !plan.canBeImpaired else {
      // What pools hold and what is left of sites is looked at in the flow, which must be as it was.
      let flow = flow
      defer { self.flow = flow }
      let before = meetsThreshold(at: now)
      return meetsThreshold(at: end) == before ? end : crossing(from: before, before: end)
    }
    let before = meetsThreshold(at: now)
    if let far = evenStretch(beyond: end) {
      let after = meetsThreshold(at: far)
      if !isShort { return after == before ? far : crossing(from: before, before: far) }
    }
    return meetsThreshold(at: end) == before ? end : crossing(from: before, before: end)
  }

  /// The end of a stretch, longer than to the next look, in which what is answered is in proportion to what has moved, as
  /// long as no site is short at its end either: one ramp moves without a corner, and demand stays as it is.
  private func evenStretch(beyond end: SimTime) -> SimTime? {
    guard plan.answersInProportion, !looksClosely, !isShort,
      let corner = course.procedures.cornerOfOneRamp(after: now, stay: plan.move.stay)
    else { return nil }
    let far = min(corner, world.start(of: step + 1), now < plan.horizon ? plan.horizon : .never)
    return far > end ? far : nil
  }

  /// Whether a site lacks the capacity for what arrives there with these shares.
  private var isShort: Bool {
    for site in plan.sites.indices where flow.shares[site] > 0 && flow.isHealthy[site] {
      if letIn(portion(arrivals, Int64(flow.shares[site])) + 1, site: site) > capacity(of: site) { return true }
    }
    return false
  }

  /// The first instant at which the threshold is met if it was not, or missed if it was met, between now and an instant at
  /// which it is the other way round.
  private mutating func crossing(from before: Bool, before end: SimTime) -> SimTime {
    var (low, high) = (now, end)
    while low + Span(nanoseconds: 1) < high {
      let middle = low + Span(nanoseconds: (high - low).nanoseconds / 2)
      if meetsThreshold(at: middle) == before { low = middle } else { high = middle }
    }
    return high
  }

  /// Whether enough would be answered with the shares of one instant and everything else as it is now; moves the ramps and
  /// the flow, which are set when the stretch is held. To the last request: what is rounded is no reason for an outage, and does not end one early.
  private mutating func meetsThreshold(at time: SimTime) -> Bool {
    course.procedures.showRamps(at: time, stay: plan.move.stay)
    updateShares()
    let (answered, demand) =
      plan.pools.isEmpty ? (answersAtRest(), arrivals) : (answeredAtThisRate(), world.rates[step])
    return isEnough(answered, of: demand, threshold: plan.outageThreshold, isRounded: false)
  }

  private mutating func answeredAtThisRate() -> Int64 {
    updateRates()
    return world.rates[step] - flow.lostRate - flow.waiting.expired
  }

  /// Something else happens before shares would be looked up again: until then they are held at their mean.
  mutating func holdRamps(until end: SimTime) {
    guard course.procedures.holdsRamp(beyond: end) else { return }
    course.procedures.holdRamps(from: now, until: end, stay: plan.move.stay)
    updateShares()
    updateRates()
  }
}
