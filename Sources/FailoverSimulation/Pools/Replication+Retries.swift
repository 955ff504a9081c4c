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
    course.orbit.seen = (flow.refusedRate, flow.hangingRate)
    if flow.refusedRate + flow.hangingRate > 0 { note(standingCause()) }
  }

  private mutating func tryOnce(_ retries: RetryPlan) {
    let wanted = course.orbit.retries
    flow.retryRate = min(wanted, retries.budget.map { portion(world.rates[step], $0) } ?? .max)
    updateRates(arrivals: world.rates[step] + flow.retryRate)
    returnToOrbit(retries, turnedAway: wanted - flow.retryRate)
  }

  /// Where failed attempts go. Of those that arrive the share that fails is the same, whichever attempt it is.
  private mutating func returnToOrbit(_ retries: RetryPlan, turnedAway: Int64) {
    var lost = turnedAway
    for stage in course.orbit.entering.indices { course.orbit.entering[stage] = 0 }
    let all = Int128(max(1, arrivals))
    let wanted = Int128(max(1, course.orbit.retries))
    var refusedLeft = flow.refusedRate
    var hangingLeft = flow.hangingRate
    for attempt in 0..<retries.attempts {
      let isLast = attempt == retries.attempts - 1
      let came: Int64
      if attempt == 0 {
        came = world.rates[step]
      } else {
        came = Int64(Int128(course.orbit.leaving[2 * attempt - 1]) * Int128(flow.retryRate) / wanted)
      }
      let refused = isLast ? refusedLeft : Int64(Int128(flow.refusedRate) * Int128(came) / all)
      let hanging = isLast ? hangingLeft : Int64(Int128(flow.hangingRate) * Int128(came) / all)
      refusedLeft -= refused
      hangingLeft -= hanging
      course.orbit.entering[2 * attempt] += hanging
      let failed = refused + course.orbit.leaving[2 * attempt]
      let again = isLast ? 0 : portion(failed, retries.share)
      if !isLast { course.orbit.entering[2 * attempt + 1] += again }
      lost += failed - again
    }
    flow.lostRate = lost
  }

  private mutating func note(_ found: Cause) {
    guard found.mode < plan.modes.count else { return }
    course.orbit.cause = (Int32(found.mode), found.clock, found.since)
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
    let all = Int128(max(1, arrivals))
    var left = amount
    var lost: Int128 = 0
    for attempt in 0..<retries.attempts {
      let isLast = attempt == retries.attempts - 1
      let came = attempt == 0 ? world.rates[step] : course.orbit.leaving[2 * attempt - 1]
      let part = isLast ? left : min(left, amount / all * Int128(came))
      left -= part
      let again = isLast ? 0 : part / 1_000_000 * Int128(retries.share)
      if !isLast { course.orbit.contents[2 * attempt + 1] += again }
      lost += part - again
    }
    course.orbit.tickAt = now
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
