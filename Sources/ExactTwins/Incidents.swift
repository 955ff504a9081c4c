import ServiceModel
import Stochastics

/// Failures of a scope in a horizon, whatever they do: each clock is up and down in turn, so they come once a cycle.
///
/// Exact for every plan whose clocks of that scope look at nothing else.
func incidentsPerHorizon(_ service: Service, scope: FailureScope) throws(TwinRefusal) -> TwinValue {
  var rate = 0.0
  var clocks = 0
  for mode in service.failures where mode.scope == scope && mode.isLoss {
    try checkClock(mode)
    try mode.checkMeans()
    try require(mode.repairs.allSatisfy { !$0.waits }, "'\(mode.name)' waits for a crew or a part")
    try require(service.decision.responses.isEmpty, "a restart may mend '\(mode.name)' before its time")
    let count: Int
    switch scope {
    case .region, .provider, .everywhere, .edge: count = service.sitesStruck(by: mode).count
    case .gpu, .process, .node, .rack, .zone, .area, .dependency, .link, .procedure:
      throw TwinRefusal("how many components of scope '\(scope.rawValue)' run depends on the course")
    }
    clocks += count
    rate += Double(count) * service.renewal(of: mode).failureFrequency
  }
  return TwinValue(
    rate * service.horizonSeconds, .exact,
    "renewal: \(clocks) \(clocks == 1 ? "clock" : "clocks"), one failure a cycle", neglects: TwinValue.longRun)
}
