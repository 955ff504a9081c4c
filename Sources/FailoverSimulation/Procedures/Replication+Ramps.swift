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
    let end = course.procedures.nextRampChange
    guard end > now else { return }
    let until = plan.retries == nil ? crossing(before: end) ?? end : end
    course.procedures.holdRamps(from: now, until: until, stay: plan.move.stay)
    updateShares()
  }

  /// The first instant up to `end` at which the threshold is met if it is not now, or missed if it is met; nil where
  /// nothing changes before `end`.
  private mutating func crossing(before end: SimTime) -> SimTime? {
    // Nothing but these two is moved by looking, and to copy them is a tenth of copying the replication.
    let (procedures, flow) = (course.procedures, flow)
    defer { (course.procedures, self.flow) = (procedures, flow) }
    let before = meetsThreshold(at: now)
    guard meetsThreshold(at: end) != before else { return nil }
    var (low, high) = (now, end)
    while low + Span(nanoseconds: 1) < high {
      let middle = low + Span(nanoseconds: (high - low).nanoseconds / 2)
      if meetsThreshold(at: middle) == before { low = middle } else { high = middle }
    }
    return high < end ? high : nil
  }

  /// Whether enough would be answered with the shares of one instant and everything else as it is now; moves the ramps and
  /// the flow. To the last request: what is rounded is no reason for an outage, and does not end one early.
  private mutating func meetsThreshold(at time: SimTime) -> Bool {
    course.procedures.showRamps(at: time, stay: plan.move.stay)
    updateShares()
    let (answered, demand) =
      plan.pools.isEmpty ? (answersAtRest(), arrivals) : (answeredAtThisRate(), world.rates[step])
    return isEnough(answered, of: demand, threshold: plan.outageThreshold, isRounded: false)
  }

  private mutating func answeredAtThisRate() -> Int64 {
    updateRates()
    return world.rates[step] - flow.lostRate - flow.expireRate
  }

  /// Something else happens before shares would be looked up again: until then they are held at their mean.
  mutating func holdRamps(until end: SimTime) {
    guard course.procedures.holdsRamp(beyond: end) else { return }
    course.procedures.holdRamps(from: now, until: end, stay: plan.move.stay)
    updateShares()
    updateRates()
  }
}
