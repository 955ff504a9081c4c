import EventKernel

/// Checks of a target that answers: the canary's end, then the validation's. One that fails closes the target again.
extension Replication {
  /// Arranges the next check after the canary (-1: before it).
  mutating func arrangeCheck(_ site: Int, after canary: Int) {
    course.procedures[site].planCheck(at: .never)
    guard course.procedures[site].target >= 0, course.procedures[site].done != .max else { return }
    let execution = plan.service.execution
    let reached = course.procedures[site].reachedAt
    if canary < 0, let canary = execution.canary, canary.fails > 0 {
      course.procedures[site].planCheck(at: reached + Span(seconds: canary.seconds))
    } else if execution.validationFails > 0, reached + Span(seconds: execution.validationSeconds) > now {
      course.procedures[site].planCheck(at: reached + Span(seconds: execution.validationSeconds))
    }
  }

  mutating func check(_ site: Int) {
    course.procedures[site].planCheck(at: .never)
    // Whose traffic is on its way back, or who is being served by other means, needs no check.
    guard course.procedures[site].phase == .away, course.procedures[site].ramp.moved > 0 else { return }
    let execution = plan.service.execution
    let reached = course.procedures[site].reachedAt
    if let canary = execution.canary, canary.fails > 0, reached + Span(seconds: canary.seconds) == now {
      if checkFails(site) { return reject(site) }
      return arrangeCheck(site, after: 0)
    }
    if draw(.failure, course.procedures[site].incident, 5) < execution.validationFails { reject(site) }
  }

  /// Whether the canary finds the target unfit.
  func checkFails(_ site: Int) -> Bool {
    guard let canary = plan.service.execution.canary, canary.fails > 0, course.procedures[site].done != .max
    else { return false }
    return draw(.failure, course.procedures[site].incident, 4) < canary.fails
  }

  /// The target is unfit: nobody is let in any more, a site that still answers has its traffic again, and people go on.
  mutating func reject(_ site: Int) {
    let givesBack = flow.isHealthy[site] && !returnIsBlocked(site)
    course.procedures[site].reject(at: now, givesBack: givesBack, over: mover(of: site).ttl, stay: plan.move.stay)
    handOver(site, after: .zero)
    course.procedures[site].close()
  }
}
