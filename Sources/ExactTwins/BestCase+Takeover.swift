import QueueingTheory
import ServiceModel
import Stochastics

/// What takes everything away, and how soon another site can answer at best.
extension Service {
  /// The losses of everything that serves by one mode, one for each of its clocks.
  func losses(by mode: FailureMode) -> [BestCase.Loss] {
    let serving = used.indices.filter { used[$0].keep == .serving }
    // Work that may wait is lost only at its deadline.
    guard !serving.isEmpty, !traffic.classes.contains(where: \.isDeferrable), mode.takesAllOfItsScope,
      case .exponential = mode.lifetime, mode.lasts.mean.isFinite
    else { return [] }
    return sitesStruck(by: mode).compactMap { struck in
      guard serving.allSatisfy(struck.contains) else { return nil }
      let others = mode.scope == .edge ? [] : used.indices.filter { !struck.contains($0) }
      guard let elsewhere = others.isEmpty ? 0 : shareElsewhere else { return nil }
      if case .restart? = response(to: mode) { return nil }
      let strikes = horizonSeconds * renewal(of: mode).failureFrequency
      // Strikes while demand is elsewhere, and those that leave some answers, cost what nobody knows here.
      let certain = strikes * (1 - elsewhere) * uncontained(mode) * mode.wholeShare
      let takeover = others.map { quickestTakeover(to: used[$0], from: mode) }.min() ?? .infinity
      return BestCase.Loss(
        cause: mode.name, scope: mode.scope, perHorizon: certain, lasts: mode.lasts, takeover: takeover,
        uncertain: strikes * (1 + elsewhere) - certain)
    }
  }

  /// Scopes of which every mode either takes everything away or costs nothing by itself.
  var scopesThatTakeEverything: [FailureScope] {
    FailureScope.allCases.filter { scope in
      failures.allSatisfy { mode in
        guard mode.scope == scope, mode.isLoss else { return true }
        let serving = used.indices.filter { used[$0].keep == .serving }
        return !losses(by: mode).isEmpty
          && sitesStruck(by: mode).allSatisfy { struck in
            serving.allSatisfy(struck.contains) || serving.allSatisfy { !struck.contains($0) }
          }
      }
    }
  }

  /// Longer than any request waits, with all its attempts, in seconds.
  var patienceSeconds: Double {
    let attempts = protection.retries.map { Double($0.attempts) } ?? 1
    let waits = protection.retries.map { Double($0.attempts - 1) * $0.longestSeconds } ?? 0
    return attempts * (traffic.patience?.bounds.upperBound ?? 0) + waits
  }

  private func response(to mode: FailureMode) -> Response? {
    decision.responses.first { $0.scope == mode.scope }?.response
  }

  /// The share of a release's strikes that no staged roll-out stops.
  private func uncontained(_ mode: FailureMode) -> Double {
    guard case .loss(_, let containment?) = mode.effect, mode.scope == .everywhere,
      used.count(where: { $0.keep.runsNodes }) > 1
    else { return 1 }
    return 1 - max(containment.foundInFirstWave, containment.foundWithoutTraffic)
  }

  /// Share of the time in which demand is not where it belongs, at most: after whatever may have moved it, until it is
  /// back. Failures of its own place cost nothing then. nil where demand may stay away.
  private var shareElsewhere: Double? {
    guard let after = failback.afterSeconds else { return nil }
    let back =
      after + failback.holdDownSeconds + (failback.atHour == nil ? 0 : 86_400) + (failback.fails > 0 ? 86_400 : 0)
    // A cause that several share is in the rate of what it strikes.
    let moves = failures.filter { mode in
      if case .strikes = mode.effect { return false }
      return !mode.scope.isSmall && mode.dates == nil
    }
    return moves.reduce(0) { sum, mode in
      let clocks =
        mode.scope == .zone ? used.reduce(0) { $0 + Double($1.zones) } : Double(max(1, sitesStruck(by: mode).count))
      return min(1, sum + clocks * (mode.lasts.mean + back) * renewal(of: mode).failureFrequency)
    }
  }

  /// The least time from the fault until a site answers in place of those that are lost, in seconds.
  private func quickestTakeover(to target: Site, from mode: FailureMode) -> Double {
    let least = { (law: Distribution) in law.bounds.lowerBound }
    if case .wait(nil)? = response(to: mode) { return .infinity }
    let restored = target.keep == .backups && execution.backups == nil ? least(execution.restoreData) : 0
    var capacity = restored
    if target.keep < .booted { capacity += least(replica.start.boot) }
    if target.keep < .loaded { capacity += least(replica.start.load) }
    if target.keep < .warm { capacity += least(replica.start.initialise) }
    var ends: [Double] = []
    for step in execution.steps {
      let begins = step.after.reduce(restored) { max($0, $1 < ends.count ? ends[$1] : 0) }
      ends.append(begins + min(least(step.takes), step.limitSeconds ?? .infinity))
    }
    let before = execution.move.after.compactMap { $0 < ends.count ? ends[$0] : nil }
    let change = (before + (execution.move.afterCapacity ? [capacity] : [])).max() ?? 0
    let changes = [execution.move.takes] + execution.move.balancers.map(\.takes)
    let executed = max(change + changes.map(least).min()!, ends.reduce(capacity, max))
    return leastDetection(of: mode) + least(decision.preCheck) + (decision.person.map(least) ?? 0)
      + decision.waitForProviderSeconds + executed
  }

  private func leastDetection(of mode: FailureMode) -> Double {
    switch detection {
    case .takes(let law): return law.bounds.lowerBound
    case .layers: return 0
    case .probes(let probes):
      guard case .loss(let symptoms, _) = mode.effect else { return 0 }
      let isSilent = !symptoms.isEmpty && symptoms.allSatisfy { $0.share == 0 || $0.symptom != .refused }
      let law = ProbeDetection(
        interval: probes.intervalSeconds, threshold: probes.failures, timeout: isSilent ? probes.timeoutSeconds : 0,
        quorum: probes.agreeing, vantagePoints: probes.vantagePoints)
      return min(max(law.minimum, probes.confirmationSeconds), probes.limitSeconds ?? .infinity)
    }
  }
}

extension FailureMode {
  /// Whether nothing of what it strikes answers until it is mended, at times and for lengths that nothing else decides.
  fileprivate var takesAllOfItsScope: Bool {
    isLoss && target.isAll && wholeShare > 0 && repairs.allSatisfy { !$0.waits } && (try? checkClock(self)) != nil
  }

  /// Share of its strikes in which nothing answers: what is slow answers some.
  fileprivate var wholeShare: Double {
    guard case .loss(let symptoms, _) = effect else { return 0 }
    let all = symptoms.reduce(0) { $0 + $1.share }
    let slow = symptoms.reduce(0) { $0 + ($1.symptom == .slow ? $1.share : 0) }
    return all > 0 ? 1 - slow / all : 1
  }
}
