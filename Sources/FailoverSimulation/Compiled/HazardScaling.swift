import EventKernel
import Foundation
import ServiceModel
import Stochastics

/// The clocks of a branch whose hazards are scaled, and the likelihood ratio so far.
///
/// A clock with hazard h that runs at theta h has the density theta h(x) exp(-theta H(x)) instead of h(x) exp(-H(x)):
/// the logarithm of the ratio grows by (theta - 1) dH while it runs and falls by ln theta when it fires.
struct HazardScaling: Sendable {
  struct ScaledClock: Sendable, BitwiseCopyable {
    var clock: Int32
    var theta: Double
    /// Age at the entrance and its cumulative hazard.
    var age: Double
    var hazard: Double
    var dueAt: SimTime
  }

  var scaled: ContiguousArray<ScaledClock> = []
  var entrance = SimTime.zero
  /// When the failures of the entrance are mended. Beyond it the ratio would have no bound.
  var until = SimTime.never
  var logLikelihood = 0.0
  var forgetsStrikes = false

  var isEmpty: Bool { scaled.isEmpty }
  var likelihoodRatio: Double { logLikelihood == 0 ? 1 : exp(logLikelihood) }
}

extension Replication {
  /// Scales the hazards of what could fail while the present failures last: theta from the longest scheduled repair.
  mutating func scaleHazards(_ bias: inout HazardScaling, _ policy: HazardBias, ages: ContiguousArray<Double>) {
    bias.entrance = now
    bias.forgetsStrikes = policy.forgetsStrikes
    guard !isOutOfSites else { return }
    var residual = 0.0
    for index in plan.clocks.indices where estate.components[index].isDown {
      let end = clocks.time(of: index)
      if end != .never { residual = max(residual, (end - now).seconds) }
    }
    guard residual > 0 else { return }
    bias.until = now + Span(seconds: residual)
    for mode in plan.modes.indices where plan.modes[mode].canBeScaled {
      for site in plan.sites.indices where flow.isHealthy[site] {
        let share = share(of: policy, mode: mode, site: site)
        guard share > 0 else { continue }
        for clock in plan.clocksOfMode[mode] where Int(plan.clocks[clock].site) == site {
          scale(clock, share: share, over: residual, &bias, age: ages[clock])
        }
      }
    }
  }

  /// Each clock's part of c: a mode's nodes at a site share one, all that could take the site away share another.
  @inline(__always) private func share(of policy: HazardBias, mode: Int, site: Int) -> Double {
    func count(_ mode: Int) -> Int {
      var count = 0
      for clock in plan.clocksOfMode[mode]
      where Int(plan.clocks[clock].site) == site && !estate.components[clock].isDown {
        count += 1
      }
      return count
    }
    if plan.modes[mode].strikesNodes { return policy.nodes / Double(max(1, count(mode))) }
    var sharing = 0
    for other in plan.modes.indices where plan.modes[other].canBeScaled && !plan.modes[other].strikesNodes {
      sharing += count(other)
    }
    return policy.sites / Double(max(1, sharing))
  }

  private mutating func scale(
    _ clock: Int, share: Double, over residual: Double, _ bias: inout HazardScaling, age: Double
  ) {
    guard !estate.components[clock].isDown, clocks.time(of: clock) != .never else { return }
    let law = plan.modes[Int(plan.clocks[clock].mode)].lifetime
    let hazard = law.cumulativeHazard(age: age)
    let growth = law.cumulativeHazard(age: age + residual) - hazard
    // An infinite growth: it is certain to fail, and no theta could make it more so.
    guard growth > 0, growth < share, hazard < .infinity else { return }
    let theta = share / growth
    let u = uniform(clock, .lifetime, estate.components[clock].ordinal)
    // A unit exponential budget is used theta times as fast: -ln(1 - u) / theta of hazard is left.
    let dueAt = now + Span(seconds: law.residual(at: -expm1(log1p(-u) / theta), age: age))
    clocks.set(clock, to: dueAt)
    bias.scaled.append(.init(clock: Int32(clock), theta: theta, age: age, hazard: hazard, dueAt: dueAt))
  }

  /// Brings the likelihood ratio up to date after an instant, and ends the bias where no site answers any more or what
  /// had failed at the entrance is mended.
  mutating func follow(_ bias: inout HazardScaling) {
    var kept = 0
    for index in bias.scaled.indices {
      let scaled = bias.scaled[index]
      if scaled.dueAt <= now {
        bias.logLikelihood += run(scaled, until: scaled.dueAt, since: bias.entrance)
        if !bias.forgetsStrikes { bias.logLikelihood -= log(scaled.theta) }
      } else if clocks.time(of: Int(scaled.clock)) != scaled.dueAt {
        // Something else has struck it, or made it wait.
        bias.logLikelihood += run(scaled, until: now, since: bias.entrance)
      } else {
        bias.scaled[kept] = scaled
        kept += 1
      }
    }
    bias.scaled.removeLast(bias.scaled.count - kept)
    if now >= bias.until || isOutOfSites { close(&bias) }
  }

  /// Ends the bias: what is left of each budget runs at the plan's own hazard from now on.
  mutating func close(_ bias: inout HazardScaling) {
    for scaled in bias.scaled {
      bias.logLikelihood += run(scaled, until: now, since: bias.entrance)
      let clock = Int(scaled.clock)
      let law = plan.modes[Int(plan.clocks[clock].mode)].lifetime
      let age = scaled.age + (now - bias.entrance).seconds
      let used = law.cumulativeHazard(age: age)
      let due = law.cumulativeHazard(age: scaled.age + (scaled.dueAt - bias.entrance).seconds)
      let left = law.age(atCumulativeHazard: used + scaled.theta * (due - used)) - age
      clocks.set(clock, to: now + Span(seconds: max(0, left)))
    }
    bias.scaled.removeAll(keepingCapacity: true)
  }

  /// (theta - 1) dH over the time that a scaled clock has run.
  @inline(__always) private func run(
    _ scaled: HazardScaling.ScaledClock, until end: SimTime, since start: SimTime
  ) -> Double {
    let law = plan.modes[Int(plan.clocks[Int(scaled.clock)].mode)].lifetime
    return (scaled.theta - 1) * (law.cumulativeHazard(age: scaled.age + (end - start).seconds) - scaled.hazard)
  }

  /// Whether no site answers: what the bias was for has come about.
  @inline(__always) var isOutOfSites: Bool {
    if estate.edgeLost > 0 { return true }
    for site in plan.sites.indices where flow.isHealthy[site] { return false }
    return true
  }
}

extension ModePlan {
  /// Whether its strikes have a compensator that follows from ages: they come from hazards, and from nothing else.
  var hasCompensator: Bool { dates == nil && lifetime.hasDensity && lifetime.mean < .infinity && !isStruckByOthers }

  /// Whether its clocks may run faster in a branch: they fire at random, by a law of their own, and take something away
  /// from one site.
  var canBeScaled: Bool {
    guard dates == nil, rateWithoutDemand >= 1, rateWhenDormant >= 1, rushFactor <= 1, isLoss, seenThrough == nil,
      triggers == nil
    else { return false }
    guard lifetime.hasDensity else { return false }
    return scope.strikesNodes || scope == .region || scope == .area
  }
}
