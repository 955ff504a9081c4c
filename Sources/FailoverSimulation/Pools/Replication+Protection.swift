import Control
import EventKernel

/// What sites can answer, and what protects them: degraded modes and circuit breakers.
///
/// The readers that every settlement asks are inlined by force: a mutating function that calls a reader copies the
/// replication for it.
extension Replication {
  /// Units of capacity of a site that do their work.
  @inline(__always)
  func workingUnits(_ site: Int) -> Int32 {
    guard plan.canBeImpaired else { return estate.available[site] }
    return Int32(Int64(estate.available[site]) * flow.impairments[site].capacity / 1_000_000)
  }

  /// What a site answers with its latency objectives kept, in millionths of a request a second.
  @inline(__always)
  func capacity(of site: Int) -> Int64 {
    atSpeed(of: site, Int64(workingUnits(site)) * plan.sites[site].unitRate)
  }

  /// The most that a site's pool answers.
  @inline(__always)
  func saturation(of site: Int) -> Int64 {
    atSpeed(of: site, Int64(workingUnits(site)) * plan.pools[site].nodeSaturation)
  }

  /// A rate of a site's replicas at the speed at which they answer now: a degraded mode makes answers
  /// shorter, an empty prefix cache makes prompts longer.
  @inline(__always)
  func atSpeed(of site: Int, _ rate: Int64) -> Int64 {
    var rate = rate
    if let warmth = plan.warmth, !course.caches[site].isWarm {
      rate = portion(rate, warmth.speeds[Int(course.caches[site].level)])
    }
    if let mode = plan.degradedMode, course.guards.modes[site].isOn { rate = Int64(Double(rate) * mode.capacity) }
    if plan.mayDegrade, let answer = degradedAnswer(of: site) { rate = Int64(Double(rate) * answer.capacity) }
    return rate
  }

  /// Whether a breaker keeps all requests from a site.
  @inline(__always)
  func isCutOff(_ site: Int) -> Bool { plan.breaker != nil && course.guards.breakers[site].isOpen }

  /// Whether a breaker, a degraded mode or a cache has something to do or to end.
  @inline(__always)
  var guardsAct: Bool { course.guards.areActing || course.caches.areFilling }

  /// The load up to which a site that answers as it always does goes on doing so.
  @inline(__always)
  func loadBeforeDegrading(_ site: Int) -> Int64 {
    guard let mode = plan.degradedMode, !course.guards.modes[site].isOn else { return -1 }
    return Int64(Double(Int64(workingUnits(site)) * plan.sites[site].unitRate) * mode.above)
  }

  /// Tells modes and breakers what is asked of their sites now.
  ///
  /// - Returns: Whether one of them has changed what sites answer.
  mutating func observeLoads() -> Bool {
    var hasChanged = false
    for site in plan.sites.indices {
      if let warmth = plan.warmth {
        let answers = flow.isHealthy[site] && flow.shares[site] > 0
        hasChanged = observeCaches(site, answers: answers, warmth) || hasChanged
      }
      let offered = estate.edgeLost > 0 ? 0 : portion(arrivals, Int64(flow.shares[site]))
      if let mode = plan.degradedMode {
        let ordinary = Double(Int64(workingUnits(site)) * plan.sites[site].unitRate)
        let isHigh = flow.isHealthy[site] && Double(offered) > ordinary * mode.above
        let changes = course.guards.load(
          of: site, isHigh: isHigh, isLow: !flow.isHealthy[site] || Double(offered) < ordinary * mode.below, at: now,
          after: Span(seconds: mode.afterSeconds), hold: Span(seconds: mode.holdSeconds))
        if changes { hasChanged = true }
      }
      if let breaker = plan.breaker {
        let failing = offered > 0 ? portion(flow.failing[site], 1_000_000, of: offered) : 0
        course.guards.attempts(at: site, failing: failing, rate: offered, at: now, failures: breaker.failures)
      }
      if !course.guards.callBreakers.isEmpty { observeCalls(from: site, rate: offered) }
    }
    return hasChanged
  }

  private mutating func observeCaches(_ site: Int, answers: Bool, _ warmth: WarmthPlan) -> Bool {
    // No closure: it would copy the run.
    var saves: SavePlan?
    if let kept = plan.saves, kept.level > 0, canReadSaves(kept, at: site) { saves = kept }
    return course.caches.observe(site, answers: answers, at: now, step: warmth.step, saves: saves)
  }

  /// Whether a site can read what was saved.
  func canReadSaves(_ saves: SavePlan, at site: Int) -> Bool {
    saves.keeper < 0 || isReachable(saves.keeper, from: site)
  }

  private mutating func observeCalls(from site: Int, rate: Int64) {
    for index in plan.dependencies.indices {
      guard let breaker = plan.dependencies[index].breaker else { continue }
      let failing: Int64 = answers(dependency: index, at: site) ? 0 : 1_000_000
      course.guards.calls(of: index, from: site, failing: failing, rate: rate, at: now, failures: breaker.failures)
    }
  }

  /// Modes that begin or end, breakers that open or let a probe through.
  mutating func meetLoadDeadlines() {
    course.guards.changeModes(at: now)
    if let warmth = plan.warmth { course.caches.refill(at: now, step: warmth.step, saved: plan.saves?.level ?? 0) }
    for index in course.guards.callBreakers.indices where course.guards.callBreakers[index].deadline <= now {
      let (dependency, site) = index.quotientAndRemainder(dividingBy: plan.sites.count)
      course.guards.meetDeadline(
        ofCalls: dependency, from: site, at: now, probeSucceeds: answers(dependency: dependency, at: site),
        open: Span(seconds: plan.dependencies[dependency].breaker!.openSeconds))
    }
    guard let breaker = plan.breaker else { return }
    for site in course.guards.breakers.indices where course.guards.breakers[site].deadline <= now {
      course.guards.meetDeadline(
        of: site, at: now, probeSucceeds: wouldAnswer(site), open: Span(seconds: breaker.openSeconds))
    }
  }

  /// Whether a single request would be answered by a site now, more likely than not.
  private func wouldAnswer(_ site: Int) -> Bool {
    guard estate.edgeLost == 0, flow.isHealthy[site], flow.admits[site] > 0, workingUnits(site) > 0 else {
      return false
    }
    if !course.loads.isEmpty && course.loads[site].isMoving && isFull(site) { return false }
    return !plan.canBeImpaired || passing(1_000_000, site: site) >= 500_000
  }
}
