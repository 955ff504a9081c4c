import Experiments
import ServiceModel

/// Mean seconds of each phase of the failovers that ended an outage, scope by scope; scopes without any are left out.
func failoverPhasesJSON(_ scopes: [ScopeFigures]) -> JSONValue {
  .object(
    scopes.filter { $0.phases.failovers > 0 }.map { scope in
      let means = FailoverPhases.Phase.allCases.map { phase in
        ("\(phase.rawValue)_seconds", number(scope.phases.meanSeconds(phase)))
      }
      return (
        scope.scope.rawValue,
        .object(
          [("count", .integer(scope.phases.failovers))] + means
            + [("recovery_seconds", number(scope.phases.meanRecoverySeconds))])
      )
    })
}

private func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
