import EventKernel

/// Attempts that fail, and clients that come back.
extension Replication {
  /// Requests a second that arrive now, retries included, in millionths.
  var arrivals: Int64 { world.rates[step] + flow.retryRate }

  /// Rates with retries: what fails decides who comes back, who comes back is load. The rates of those who come back
  /// hold for a while, so two rounds agree.
  mutating func updateAttempts(_ retries: RetryPlan) {
    let isDue = course.orbit.tickAt <= now
    if isDue { course.orbit.look(retries, at: now, demand: world.rates[step], isDue: true) }
    tryOnce(retries)
    let shown = (flow.refusedRate, flow.hangingRate)
    guard isDue || course.orbit.hasShifted(refused: shown.0, hanging: shown.1) else { return }
    course.orbit.look(retries, at: now, demand: world.rates[step], isDue: false)
    tryOnce(retries)
    course.orbit.note(refused: flow.refusedRate, hanging: flow.hangingRate)
    if flow.refusedRate + flow.hangingRate > 0 { note(standingCause()) }
  }

  private mutating func tryOnce(_ retries: RetryPlan) {
    let wanted = course.orbit.retries(retries)
    flow.retryRate = min(wanted, retries.budget.map { portion(world.rates[step], $0) } ?? .max)
    updateRates(arrivals: world.rates[step] + flow.retryRate)
    let attempts = RetryOrbit.Attempts(
      first: world.rates[step], again: flow.retryRate, turnedAway: wanted - flow.retryRate, refused: flow.refusedRate,
      hanging: flow.hangingRate)
    flow.lostRate = course.orbit.take(attempts, retries)
  }

  private mutating func note(_ found: Cause) {
    guard found.mode < plan.modes.count else { return }
    course.orbit.blame(found)
  }

  /// Attempts that fail at this instant: their clients come back, or have failed where nobody does.
  ///
  /// - Parameter cause: Why, where that is known better than from what is wrong at this instant.
  mutating func fail(_ amount: Int128, by cause: Cause? = nil) {
    guard now < plan.horizon else { return }
    guard let retries = plan.retries else {
      bookLoss(amount, by: cause)
      bookToClasses(amount)
      return
    }
    meters.amounts.failedAttempts += amount
    note(cause ?? self.cause())
    let (first, all) = (world.rates[step], arrivals)
    let lost = course.orbit.fail(amount, first: first, arrivals: all, retries, at: now)
    if lost > 0 {
      bookLoss(lost, by: cause)
      bookToClasses(lost)
    }
  }

  /// Books attempts and moves those who wait for the next one on.
  mutating func bookAttempts(until time: SimTime) {
    course.orbit.move(Int128((time - now).nanoseconds))
    let end = min(time, plan.horizon)
    guard end > now else { return }
    let span = Int128((end - now).nanoseconds)
    meters.amounts.retried += Int128(flow.retryRate) * span
    meters.amounts.failedAttempts += Int128(flow.refusedRate + flow.hangingRate) * span
  }
}
