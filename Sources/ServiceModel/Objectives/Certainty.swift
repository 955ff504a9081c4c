import Stochastics

/// Whether anything random reaches a service. What is said here follows from the plan, never from years that happened to be
/// alike: those may only have missed what is rare.
extension Service {
  /// No random law reaches any figure: every replication is the same.
  ///
  /// False where it is not plain: with a second site a failure meets the phases of probes and the steps of a failover.
  public var isCertain: Bool {
    let isSteady = traffic.parts.allSatisfy { $0.noise == nil && $0.crowds.allSatisfy { $0.perYear == 0 } }
    let scales = autoscaling.map { [$0] + $0.sites.map(\.scaling) } ?? []
    guard isSteady, scales.allSatisfy({ $0.startLag.isConstant && $0.refused == 0 }) else { return false }
    guard !failures.isEmpty else { return true }
    return sites.count == 1 && decision.responses.isEmpty && failures.allSatisfy(\.isCertain)
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
