import Stochastics

/// Whether anything random reaches a service. What is said here follows from the plan, never from years that happened to be
/// alike: those may only have missed what is rare.
extension Service {
  /// No random law reaches any figure: every replication is the same.
  ///
  /// Laws count where something asks for a value of them: those of a failover where a failure can begin one, those of its nodes
  /// where it has to start some. False where it is not plain.
  public var isCertain: Bool {
    let isSteady = traffic.parts.allSatisfy { $0.noise == nil && $0.crowds.allSatisfy { $0.perYear == 0 } }
    let scales = autoscaling.map { [$0] + $0.sites.map(\.scaling) } ?? []
    guard isSteady, scales.allSatisfy({ $0.startLag.isConstant && $0.refused == 0 }) else { return false }
    return failures.allSatisfy(\.isCertain) && (!isAnswered || isAnswerCertain)
  }

  /// Whether anything is ever done about a failure.
  private var isAnswered: Bool {
    let mayAct = sites.count { $0.keep > .nothing } > 1 || !decision.responses.isEmpty
    return mayAct && failures.contains { detection.notices($0) }
  }

  /// Whether all that is done about failures takes as long and comes out alike each time.
  private var isAnswerCertain: Bool {
    let standbys = sites.filter { $0.keep > .nothing && $0.keep != .serving }
    let growing = standbys.filter { $0.keep < .warm || $0.lent != nil || standingNodes(at: $0) < failoverNodes(at: $0) }
    return detection.isCertain && decision.isCertain && execution.isCertain && failback.fails.isSettled
      && failures.allSatisfy { $0.target.radiusKilometres?.isConstant ?? true }
      && dependencies.allSatisfy { $0.lease == nil } && traffic.classes.allSatisfy { $0.state.isCertain }
      && standbys.allSatisfy { $0.keep != .backups }
      && (growing.isEmpty || acquisition.isCertain && replica.start.isCertain)
      && growing.allSatisfy { $0.lent?.breaks.isSettled ?? true }
  }
}

extension FailureMode {
  /// It strikes on its dates, all of what it strikes, for as long each time.
  fileprivate var isCertain: Bool {
    guard let dates, dates.chance == 1, lasts.isConstant, repairs.isEmpty, found.isEmpty, target.share == 1 else {
      return false
    }
    switch effect {
    case .loss(let symptoms, let containment): return symptoms.count <= 1 && containment == nil
    case .blocks, .impairs: return true
    case .strikes, .rots, .corrupts, .alarms, .failsReturns, .evacuates: return false
    }
  }
}

extension Detection {
  /// Whether a failure can raise an alarm: detectors in layers may see what leaves sites up.
  fileprivate func notices(_ failure: FailureMode) -> Bool {
    switch self {
    case .probes, .takes: failure.mayLoseSites
    case .layers: true
    }
  }

  fileprivate var isCertain: Bool {
    switch self {
    // A loss falls anywhere between two probes.
    case .probes: false
    case .takes(let law): law.isConstant
    case .layers(let layers): layers.detectors.allSatisfy(\.isCertain)
    }
  }
}

extension Detector {
  fileprivate var isCertain: Bool {
    switch sees {
    case .health, .userRequests: false
    case .loss(let law): law.isConstant
    // What happens falls anywhere between two readings, and between two evaluations.
    case .rate(let rule): rule.scrapeSeconds == 0 && rule.evaluateSeconds == 0
    case .tried(let alerts): alerts.allSatisfy { $0.takes.isConstant && $0.missed.isSettled }
    }
  }
}

extension Decision {
  fileprivate var isCertain: Bool {
    let levels = onCall?.levels.flatMap { $0.acknowledges.map(\.law) } ?? []
    return preCheck.isConstant && person?.isConstant ?? true && levels.allSatisfy(\.isConstant)
      && responses.allSatisfy { $0.response.isCertain }
  }
}

extension Response {
  fileprivate var isCertain: Bool {
    switch self {
    case .failover, .wait, .shift, .degrade: true
    case .restart(let restart): restart.takes.isConstant && restart.works.isSettled
    }
  }
}

extension Execution {
  fileprivate var isCertain: Bool {
    let fails = [1 - works, canary?.fails ?? 0, validationFails]
    let isHandedOver = fails.contains { $0 > 0 } || steps.contains { $0.limitSeconds != nil }
    return fails.allSatisfy(\.isSettled) && steps.allSatisfy { $0.takes.isConstant } && move.isCertain
      && (!isHandedOver || otherwise.isConstant)
  }
}

extension TrafficMove {
  fileprivate var isCertain: Bool {
    // How long clients stay is a law whose shares are moved, and nothing that is drawn.
    guard takes.isConstant, mechanism != .externalDNS || syncSeconds == 0 else { return false }
    switch checks {
    case .probes: return false
    case .outliers, nil: return true
    }
  }
}

extension Acquisition {
  fileprivate var isCertain: Bool {
    let chances = [calm.refused, rush.refused, rushNever]
    return chances.allSatisfy(\.isSettled) && [calm.wait, rush.wait, rushLasts].allSatisfy(\.isConstant)
  }
}

extension ColdStart {
  fileprivate var isCertain: Bool { boot.isConstant && load.isConstant && initialise.isConstant }
}

extension StateStore {
  /// Whether what a failover loses is the same whenever it comes.
  fileprivate var isCertain: Bool {
    switch self {
    case .stateless, .synchronous: true
    case .replication(let lag, _, _), .cache(let lag, _): lag.isConstant
    // A failure falls anywhere between two checkpoints, and into any part of a conversation.
    case .checkpoint, .memory: false
    }
  }
}

extension Double {
  /// A chance that is none at all, or a certainty.
  fileprivate var isSettled: Bool { self == 0 || self == 1 }
}

extension Distribution {
  /// One value is all that it gives.
  fileprivate var isConstant: Bool {
    switch self {
    case .constant: true
    case .shifted(_, let law): law.isConstant
    case .uniform, .triangular, .pert, .exponential, .weibull, .lognormal, .gamma, .pareto, .mixture, .truncated,
      .empirical:
      false
    }
  }
}
