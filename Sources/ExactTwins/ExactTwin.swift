import ServiceModel

/// What theory says of a design: which figures it knows, by what formula, and why it does not know the others.
///
/// It reads the service, as the simulation does, and nothing of the simulation: whoever changes the simulator finds the
/// same value beside it.
public struct ExactTwin: Sendable {
  @Shared public internal(set) var service: Service
  private let system: Result<TwinSystem, TwinRefusal>

  public init(_ service: Service) {
    self.service = service
    do throws(TwinRefusal) {
      system = .success(try TwinSystem(service))
    } catch {
      system = .failure(error)
    }
  }

  /// What theory says of a figure.
  public func answer(_ figure: TwinFigure) -> TwinAnswer {
    do throws(TwinRefusal) {
      switch figure {
      case .known(let known): return .known(try system.get().value(of: known, in: service))
      case .meanFailover: return .known(try FailoverPath(service).meanFailover(service))
      case .outageAlone(let name): return .known(try outageAlone(name))
      case .incidents(let scope): return .known(try incidentsPerHorizon(service, scope: scope))
      case .meanUptime: return .known(try meanUptime())
      }
    } catch {
      return .refused(error.reason)
    }
  }

  /// In the long run outages and the time between them take turns: (1 - U) / frequency.
  private func meanUptime() throws(TwinRefusal) -> TwinValue {
    let down = try system.get().value(of: .unavailability, in: service)
    let outages = try system.get().value(of: .outages, in: service)
    try require(outages.value > 0, "there are no outages")
    let way: TwinValue.Way = down.way == .exact && outages.way == .exact ? .exact : .numeric
    return TwinValue(
      (1 - down.value) * service.horizon.seconds / outages.value, way, "time without an outage over their number",
      neglects: outages.neglects ?? down.neglects)
  }

  /// The part of a standby design that theory knows although other causes strike too.
  private func outageAlone(_ name: String) throws(TwinRefusal) -> TwinValue {
    guard let mode = service.failures.first(where: { $0.name == name && $0.scope == .region }),
      case .loss(_, nil) = mode.effect
    else { throw TwinRefusal("'\(name)' is no loss of a region") }
    try checkClock(mode)
    let race = FailoverRace(path: try FailoverPath(service), loss: mode.lasts)
    try require(service.execution.move.mechanism == .balancer, "clients move by and by")
    try require(
      mode.repairs.allSatisfy { !$0.waits } && !mode.target.isPartial,
      "'\(name)' waits for a crew or a part, or is partial")
    return TwinValue(
      try race.meanDowntime, race.isCertain ? .exact : .numeric, "E[min(failover, '\(name)')]",
      neglects: "all other causes, and losses of the standby")
  }

  public func answer(_ figure: KnownFigure) -> TwinAnswer { answer(.known(figure)) }

  /// What the design is recognised as: `independent parts`, `failover race`; nil where it is not recognised.
  public var kind: String? { (try? system.get())?.kind }
}

/// The shapes of design for which there is theory.
indirect enum TwinSystem: Sendable {
  /// Independent parts, traffic moves at once or has nowhere to go: the product form.
  case parts(PartsTwin)
  /// Like nodes that share a cause or wait for crews: a Markov chain.
  case pool(PoolTwin)
  /// One site that fails and a standby that does not: renewal-reward.
  case standby(StandbyTwin)
  /// Two like sites that take turns: a Markov chain.
  case turns(TurnsTwin)

  init(_ service: Service) throws(TwinRefusal) {
    let used = service.sites.filter { $0.keep > .nothing }
    try require(used.contains { $0.keep == .serving }, "no site serves")
    try checkGround(service)
    if used.allSatisfy({ $0.keep == .serving }) {
      let hasChain = service.failures.contains { mode in
        if case .strikes = mode.effect { return true }
        return mode.repairs.contains { $0.waits }
      }
      self = hasChain ? .pool(try PoolTwin(service)) : .parts(try PartsTwin(service))
    } else if TurnsTwin.applies(to: service) {
      self = .turns(try TurnsTwin(service))
    } else {
      self = .standby(try StandbyTwin(service))
    }
  }

  var kind: String {
    switch self {
    case .parts: "independent parts"
    case .pool: "pool of like nodes"
    case .standby: "failover race"
    case .turns: "sites that take turns"
    }
  }

  func value(of figure: KnownFigure, in service: Service) throws(TwinRefusal) -> TwinValue {
    switch self {
    case .parts(let twin): try twin.value(of: figure, in: service)
    case .pool(let twin): try twin.value(of: figure, in: service)
    case .standby(let twin): try twin.value(of: figure, in: service)
    case .turns(let twin): try twin.value(of: figure, in: service)
    }
  }
}

/// What every twin needs: a steady load, whole losses at random times, and nobody who adapts.
func checkGround(_ service: Service) throws(TwinRefusal) {
  let traffic = service.traffic
  try require(traffic.mix == nil, "several services share the fleet")
  try require(
    traffic.day == .flat && traffic.week.isEmpty && traffic.year.isEmpty && traffic.origins.isEmpty
      && traffic.campaigns.isEmpty && traffic.crowds.isEmpty && traffic.growth == nil && traffic.series == nil
      && traffic.noise == nil,
    "demand varies, and with it what a loss of capacity costs")
  try require(service.sites.allSatisfy { $0.standsInFor == nil }, "a standby stands in for some losses only")
  try require(service.autoscaling == nil, "an autoscaler changes the fleets")
  try require(service.sites.allSatisfy { $0.pool == nil }, "answers slow down with load: replicas have a latency curve")
  try require(service.dependencies.isEmpty, "the service calls others that fail")
  try require(traffic.classes.allSatisfy { $0.transactions == nil }, "requests commit at a second site")
  try require(
    service.protection.retries == nil && service.protection.breaker == nil && service.protection.degradedMode == nil,
    "clients retry, or the service sheds and degrades")
  try require(service.objectives.holdSeconds == 0, "an outage ends when the service has held for a while")
  try require(service.drills.isEmpty, "drills are dated")
  try require(service.decision.responses.isEmpty, "what is done depends on the scope of the failure")
  for mode in service.failures { try checkLoss(mode) }
}

/// A mode that takes away the whole of what it strikes, at times of its own.
private func checkLoss(_ mode: FailureMode) throws(TwinRefusal) {
  switch mode.effect {
  case .loss(_, nil), .strikes: break
  case .loss: throw TwinRefusal("'\(mode.name)' is contained by a staged roll-out")
  case .impairs: throw TwinRefusal("'\(mode.name)' makes a site worse, and detectors read the requests")
  case .blocks: throw TwinRefusal("'\(mode.name)' blocks what a failover needs")
  case .rots: throw TwinRefusal("'\(mode.name)' waits in a procedure until it is needed")
  case .corrupts: throw TwinRefusal("'\(mode.name)' spoils data")
  case .alarms: throw TwinRefusal("false alarms are acted on")
  case .failsReturns: throw TwinRefusal("a return may fail, and be tried again")
  case .evacuates: throw TwinRefusal("traffic is moved on purpose, on dates")
  }
  try checkClock(mode)
  try require(
    mode.target.isAll,
    "'\(mode.name)' strikes a part of its scope")
}

extension FailureTarget {
  /// Whether it spares nothing of its scope.
  var isAll: Bool { !isPartial && components == nil && !onlySpot }
}

/// A clock that restarts after each repair and looks at nothing else.
func checkClock(_ mode: FailureMode) throws(TwinRefusal) {
  try require(mode.dates == nil && mode.found.isEmpty, "'\(mode.name)' strikes or is found on dates")
  try require(
    mode.rateWithoutDemand == 1 && mode.rushFactor == 1 && mode.rateWhenDormant == 1,
    "'\(mode.name)' follows demand, other failures or who serves")
}
