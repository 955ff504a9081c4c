import EventKernel
import ServiceModel
import Stochastics
import Control

/// A service compiled for simulation: indices, not names; integers, not units. Immutable.
///
/// A class, so that copying a replication for a branch copies one reference. Each worker compiles its own, so that
/// threads do not contend for reference counts.
public final class Plan: Sendable {
  public let service: Service
  public let seed: UInt64
  public let horizon: SimTime
  /// Ends of the whole years inside the horizon.
  let yearEnds: ContiguousArray<SimTime>
  /// Where the horizon is cut for billing: see `Service.parts`; its own end is not among them.
  let billingCuts: ContiguousArray<SimTime>
  let sites: ContiguousArray<SitePlan>
  let links: LinkPlan
  /// nil where nothing depends on where users are.
  let origins: OriginPlan?
  /// Empty where replicas have no more than a rated capacity.
  let pools: ContiguousArray<PoolPlan>
  let modes: ContiguousArray<ModePlan>
  let clocks: ContiguousArray<ClockPlan>
  /// How often a second demand comes to each standby in the long run: how long ago anybody looked at it.
  let failoverRates: ContiguousArray<Double>
  /// The clocks of each mode.
  let clocksOfMode: ContiguousArray<Range<Int>>
  /// The clocks of returns that fail, one for each site that may stand in; empty where the service names no such cause.
  let failedReturns: Range<Int>
  let dependencies: ContiguousArray<DependencyPlan>
  /// People of each repair crew.
  let crews: ContiguousArray<Int32>
  let spares: ContiguousArray<SpareStock>
  /// Kilometres between sites, site by site; infinite where a place is not known.
  let distances: ContiguousArray<Double>
  /// Whether anything could make answers fewer, later or worse without taking a site away.
  let canBeImpaired: Bool
  /// Whether people may decide that a site answers in a degraded mode.
  let mayDegrade: Bool
  /// Whether it matters which site answers.
  let asksWhereAnswered: Bool
  /// Whether a model is rented by the token somewhere.
  let rentsModels: Bool
  /// Whether a standby's fleet follows demand.
  let standbyFollows: Bool
  let steps: ContiguousArray<StepPlan>
  let move: MovePlan
  let balancers: BalancerPlan
  let detection: DetectionLaw
  /// Where the plan has detectors in layers: their laws, and the rule that joins them.
  let alarms: AlarmLaw?
  /// How long a site's own balancer still sends requests to dead nodes.
  let ejection: Span
  /// How long after a return no other failover of the site begins.
  let holdDown: Span
  let scaler: ContiguousArray<AutoscalingPolicy>
  /// Autoscalers that remember nothing.
  let freshScalers: ContiguousArray<Autoscaler>
  /// What keys the lags and refusals of each site's scale-outs.
  let scalingKeys: ContiguousArray<StreamKey>
  /// Share of demand, in millionths, from which on the service is not in an outage.
  let outageThreshold: Int64
  let hold: Span
  /// Share of the requests at a slow site that it still answers, in millionths.
  let slowAnswers: Int64
  /// Empty where it does not matter whose request is lost.
  let classes: ContiguousArray<ClassPlan>
  /// Whether the classes are services that share the fleet.
  let tellsServices: Bool
  let transactions: ContiguousArray<TransactionPlan>
  let sheddingOrder: [[Int]]
  /// nil where a request that fails once has failed.
  let retries: RetryPlan?
  /// Whether replicas answer requests whose clients have given up.
  let answersAbandoned: Bool
  let breaker: CircuitBreaker?
  let degradedMode: DegradedMode?
  /// nil where prefix caches are warm whatever happens.
  let warmth: WarmthPlan?
  /// Whether anything watches how much is asked of sites, and acts on it.
  let watchesLoads: Bool
  /// Share of broken streams that clients resume, in millionths.
  let resumedStreams: Int64
  /// What replicas save of the state on their GPUs; nil where they save nothing.
  let saves: SavePlan?
  /// Per first-token objective: the share of an instant's requests that may be late, in millionths.
  let allowedLate: ContiguousArray<Int64>
  /// A site's position in the order of staged roll-outs; the last in the plan is first.
  let firstWave: Int
  /// The site that keeps the backups; -1: a place that nothing here reaches.
  let backupsAt: Int
  /// Whether changes at two sites may meet.
  let hasConflicts: Bool
  /// Whether what is answered is in proportion to the shares of the sites while none is short: nothing else looks at the load
  /// of a site, or remembers it.
  let answersInProportion: Bool
  /// Whether nodes may fail and be mended without anything booked, where that moves no rate.
  let strikesUnseen: Bool
  /// Whether a failover could ever go anywhere.
  let hasSecondSite: Bool
  /// Whether users are routed by their origin, so that the shares of sites change with the hour.
  let routesByOrigin: Bool
  /// Whether traffic is ever moved on purpose, and on which dates to each site that stands by.
  let evacuates: Bool
  let evacuationLooks: ContiguousArray<[FailureDates]>

  init(
    service: Service, seed: UInt64, sites: ContiguousArray<SitePlan>, modes: ContiguousArray<ModePlan>,
    clocks: ContiguousArray<ClockPlan>, steps: ContiguousArray<StepPlan>, move: MovePlan,
    scalingKeys: ContiguousArray<StreamKey>, origins: OriginPlan?, alarms: AlarmLaw?
  ) {
    self.service = service
    self.seed = seed
    self.sites = sites
    links = LinkPlan(service)
    self.origins = origins
    let groups = service.traffic.tellsOriginsApart ? service.traffic.origins.count : 1
    let pools = service.sites.compactMap { site in
      site.pool.map {
        PoolPlan(
          $0, replicasPerUnit: service.replicasPerNode(at: site) / service.unitsPerNode(at: site),
          queue: service.protection.queue, groups: groups)
      }
    }
    precondition(pools.isEmpty || pools.count == sites.count, "either all sites have a latency curve or none has")
    self.pools = ContiguousArray(pools)
    classes = ClassPlan.all(service.traffic)
    tellsServices = service.traffic.mix != nil
    transactions = TransactionPlan.all(service)
    sheddingOrder = ClassPlan.sheddingOrder(service.traffic.classes)
    retries = service.protection.retries.map {
      RetryPlan($0, patience: service.traffic.patience ?? .constant(Traffic.assumedTimeoutSeconds))
    }
    answersAbandoned = service.protection.queue.answersAbandoned
    breaker = service.protection.breaker
    degradedMode = service.protection.degradedMode
    warmth = service.replica.coldCache.map(WarmthPlan.init)
    saves = SavePlan(service)
    watchesLoads =
      service.protection.breaker != nil || service.protection.degradedMode != nil
      || service.replica.coldCache != nil || service.dependencies.contains { $0.breaker != nil }
    resumedStreams = Int64((service.traffic.resumedStreams * 1e6).rounded())
    allowedLate = ContiguousArray(service.objectives.firstToken.map { Int64(((1 - $0.percentile) * 1e6).rounded()) })
    self.modes = modes
    self.clocks = clocks
    failoverRates = Plan.failoverRates(service, sites: sites, modes: modes, clocks: clocks)
    clocksOfMode = ContiguousArray(
      modes.indices.map { mode in
        let first = clocks.firstIndex { $0.mode == Int16(mode) } ?? clocks.count
        return first..<(clocks[first...].firstIndex { $0.mode != Int16(mode) } ?? clocks.count)
      })
    let returns = modes.firstIndex { $0.failsReturns }
    failedReturns = if let returns { clocksOfMode[returns] } else { 0..<0 }
    dependencies = ContiguousArray(service.dependencies.map { DependencyPlan($0, sites: service.sites) })
    crews = ContiguousArray(service.crews.map { Int32($0.people) })
    spares = ContiguousArray(service.spares)
    distances = ContiguousArray(service.sites.flatMap { a in service.sites.map { a.kilometres(to: $0) } })
    asksWhereAnswered = service.asksWhereAnswered
    standbyFollows = sites.contains(where: \.followsDemand)
    rentsModels = sites.contains { $0.rentedWorth != nil }
    mayDegrade = service.decision.responses.contains { if case .degrade = $0.response { true } else { false } }
    canBeImpaired =
      sites.contains { $0.rentedWorth ?? 1_000_000 < 1_000_000 } || !service.dependencies.isEmpty
      || !transactions.isEmpty
      || service.protection.degradedMode != nil || modes.contains { $0.impairs != nil }
    self.steps = steps
    self.move = move
    balancers = BalancerPlan(service.execution.move.balancers, move, sites: service.sites)
    horizon = SimTime(seconds: service.horizonHours * 3600)
    yearEnds = ContiguousArray(service.horizon.yearEnds.map { SimTime(seconds: $0 * 3600) })
    billingCuts = ContiguousArray(service.parts.dropLast().map { SimTime(seconds: $0.to * 3600) })
    detection = DetectionLaw(service.detection)
    self.alarms = alarms
    ejection = Span(seconds: detection.meanEjectionDelay)
    holdDown = Span(seconds: service.failback.holdDownSeconds)
    scaler = ContiguousArray(
      zip(service.sites, sites).compactMap { site, compiled in
        service.autoscaling.map {
          AutoscalingPolicy(
            $0.at(site.name), nodeRate: compiled.nodeRate, replicasPerNode: service.replicasPerNode(at: site),
            maximum: compiled.scalesTo, weekOffset: .hours(Double(service.begins.weekday) * 24),
            clock: service.traffic.clock)
        }
      })
    freshScalers = ContiguousArray(scaler.map { Autoscaler($0) })
    self.scalingKeys = scalingKeys
    outageThreshold = Int64(((1 - service.objectives.outageTolerance) * 1e6).rounded())
    hold = Span(seconds: service.objectives.holdSeconds)
    slowAnswers = Int64(((service.detection.probes?.slowAnswers ?? 0) * 1e6).rounded())
    firstWave = sites.lastIndex { $0.keep.runsNodes } ?? 0
    backupsAt = service.sites.firstIndex { $0.name == service.execution.backups?.storedAt } ?? -1
    hasConflicts = service.traffic.classes.contains { $0.conflicts > 0 }
    routesByOrigin = origins?.routes != nil
    answersInProportion =
      pools.isEmpty && scaler.isEmpty && retries == nil && !watchesLoads && alarms == nil && !canBeImpaired
      && !hasConflicts && !routesByOrigin && !standbyFollows && !rentsModels && links.fetches.isEmpty
      && classes.allSatisfy { $0.deadline == nil }
    hasSecondSite = sites.filter { $0.keep > .nothing }.count > 1
    evacuates = clocks.contains { modes[Int($0.mode)].evacuation != nil }
    strikesUnseen = answersInProportion && !evacuates
    evacuationLooks = Plan.evacuationLooks(sites: sites, modes: modes, clocks: clocks)
  }
}

extension Plan {
  /// The sites of a site's region, itself included.
  func sites(inRegionOf site: Int) -> [Int] { sites.indices.filter { sites[$0].region == sites[site].region } }

  /// Whether a failover from a site could ever go anywhere.
  func hasOtherSite(for site: Int) -> Bool { origins?.routes?.hasPeer(site) ?? hasSecondSite }

  /// Whether a site may ever serve users of another one.
  func mayServe(_ other: Int, insteadOf site: Int) -> Bool { origins?.routes?.arePeers(site, other) ?? true }
}

/// One clock: what starts and ends a failure of one component.
struct ClockPlan: Sendable {
  let mode: Int16
  /// The site; -1 where the clock strikes more than one.
  let site: Int16
  /// Index of the node, the zone or the provider.
  let part: Int32
  let key: StreamKey
}

struct StepPlan: Sendable {
  let takes: Distribution
  let limit: Span?
  /// Bits of the steps that must be done first.
  let after: UInt32
  let needsAcquire: Bool
  let needsChange: Bool
  /// Indices of the dependencies that must answer.
  let dependencies: [Int]
  /// Whether the step is needed only where data must be restored from backups.
  let onlyFromBackups: Bool
}

struct MovePlan: Sendable {
  let takes: Distribution
  /// Seconds between the instants at which a change is carried out; 0: at once.
  let syncSeconds: Double
  let ttl: Span
  /// Clients who follow by a law of their own, in millionths: those who ignore the time to live, or all whose routes converge.
  let ignoring: Int32
  /// How long those stay.
  let stay: StayLaw
  /// How the mover notices a loss by itself; nil where it does not.
  let checks: OwnChecks?
  let after: UInt32
  let afterCapacity: Bool
  let needsChange: Bool
  let dependencies: [Int]
  /// The site whose control plane makes the change; -1: none that the plan's failures reach.
  let controlledBy: Int16
}

extension Plan {
  /// How many clocks a replication keeps.
  public var clockCount: Int { clocks.count }

  /// Whether a failure mode has one clock, whose strikes reach every site that runs.
  public func strikesAllSites(mode: Int) -> Bool {
    guard clocksOfMode[mode].count == 1, let clock = clocksOfMode[mode].first else { return false }
    switch modes[mode].scope {
    case .everywhere, .edge: return true
    case .provider: return sites.allSatisfy { $0.provider == clocks[clock].part || $0.keep == .nothing }
    case .gpu, .process, .node, .rack, .zone, .region, .area, .dependency, .link, .procedure: return false
    }
  }
}
