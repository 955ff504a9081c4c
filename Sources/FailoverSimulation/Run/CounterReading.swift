import EventKernel
import ServiceModel

/// What counters and gauges of a service would show at one instant, before chance has its say: amounts are expected ones,
/// summed since the reading before.
public struct CounterReading: Equatable, Sendable {
  public var at: SimTime
  /// Requests that users sent since the reading before, and those of them that failed, as the ledger books them.
  public var sent = 0.0
  public var failed = 0.0
  /// Answers broken off since the reading before.
  public var broken = 0.0
  /// The share of users' requests that fail at this instant.
  public var failingShare = 0.0
  /// Whether what stands in front of all sites is lost.
  public var isEdgeLost = false
  public var sites: [Site]

  /// One site's part.
  public struct Site: Equatable, Sendable {
    /// Attempts that were sent here since the reading before: answered, failed at once, failed when the client's patience
    /// was over. Retries are attempts of their own.
    public var answered = 0.0
    public var refused = 0.0
    public var timedOut = 0.0
    /// Share of users that are sent here, between 0 and 1.
    public var trafficShare = 0.0
    /// Whether the site is lost: whatever runs there tells nobody anything.
    public var isLost = false
    /// The chance that a health check fails here, and the chance that a user's request does.
    public var healthFails = 0.0
    public var userFails = 0.0
    /// What is offered over what the nodes can answer at their latency objectives; 0 where nothing is ready.
    public var utilization = 0.0
    /// Requests in the pool, those that are being answered included; nil where replicas have no more than a rate.
    public var inPool: Double?
    /// Share of the answers whose first token comes late whatever the pool does: grey failures.
    public var lateShare = 0.0
    /// Replicas that can answer, and those in rotation or on their way: as many as somebody asked for.
    public var readyReplicas = 0
    public var wantedReplicas = 0
  }
}

extension Replication {
  /// Runs on and reads all counters from `start` to `end` at equal distances, both included where the replication's data
  /// reach. The first reading holds no amounts.
  ///
  /// - Precondition: Nothing has run yet, every step of demand is visited, and `every` is positive.
  public mutating func readings(from start: SimTime, to end: SimTime, every: Span) -> [CounterReading] {
    precondition(now == .zero && every > .zero, "readings begin with the replication")
    precondition(visitsEveryStep, "between two events rates are constant only where every step of demand is visited")
    looksClosely = true
    var readings: [CounterReading] = []
    var sums = CounterSums(sites: plan.sites.count)
    var next = start
    var goesOn = true
    while goesOn && next <= end && next < plan.horizon {
      let state = CounterState(self)
      goesOn = advance()
      let until = goesOn ? now : max(now, end + every)
      var from = max(state.at, start)
      while next <= end && next < until && next < plan.horizon {
        sums.add(state, for: next - from)
        from = max(from, next)
        readings.append(state.reading(at: next, sums, isFirst: readings.isEmpty, world, plan))
        sums = CounterSums(sites: plan.sites.count, lost: state.lost(at: next), broken: state.broken, since: next)
        next = next + every
      }
      if until > from { sums.add(state, for: until - from) }
    }
    return readings
  }

  /// The outages so far that touch a stretch of time, in order, and one that still goes on, whose end is never.
  public func outages(from start: SimTime, to end: SimTime) -> [Outage] {
    let over = meters.outages.filter { $0.end >= start && $0.start <= end }
    guard let open = ledger.open, open.start <= end else { return over }
    return over + [
      Outage(
        start: open.start, end: .never, faultAt: open.faultAt, cause: open.cause, contributing: open.contributing,
        lost: open.lost, endedBy: .unfinished, alarmAt: .never, decidedAt: .never, openedAt: .never)
    ]
  }
}

/// What has come together since the last reading.
private struct CounterSums {
  var answered: [Int128]
  var refused: [Int128]
  var timedOut: [Int128]
  /// All that had been lost, and broken off, at the last reading.
  var lost: Int128 = 0
  var broken: Int128 = 0
  var since = SimTime.zero

  init(sites: Int, lost: Int128 = 0, broken: Int128 = 0, since: SimTime = .zero) {
    answered = Array(repeating: 0, count: sites)
    (refused, timedOut) = (answered, answered)
    (self.lost, self.broken, self.since) = (lost, broken, since)
  }

  mutating func add(_ state: CounterState, for span: Span) {
    let nanoseconds = Int128(span.nanoseconds)
    guard nanoseconds > 0 else { return }
    for site in state.rates.indices {
      answered[site] += Int128(state.rates[site].answered) * nanoseconds
      refused[site] += Int128(state.rates[site].refused) * nanoseconds
      timedOut[site] += Int128(state.rates[site].timedOut) * nanoseconds
    }
  }
}

/// The state of a replication at one instant as counters and gauges see it, and the rates that hold until the next event.
private struct CounterState {
  /// In millionths of a request a second.
  struct Rates {
    var answered: Int64 = 0
    var refused: Int64 = 0
    var timedOut: Int64 = 0
  }
  var at: SimTime
  var rates: [Rates] = []
  var sites: [CounterReading.Site] = []
  /// How fast requests enter the pool of each site and leave it, where its load moves.
  var pooledRates: [Int64] = []
  var lost: Int128
  var lostRate: Int64
  var broken: Int128
  var failingShare: Double
  var isEdgeLost: Bool

  init(_ run: Replication) {
    at = run.now
    lost = run.meters.amounts.lost
    lostRate = run.flow.lostRate
    broken = run.meters.amounts.broken
    isEdgeLost = run.estate.edgeLost > 0
    let demand = run.world.rates[run.step]
    failingShare = demand > 0 ? min(1, Double(max(0, run.flow.lostRate)) / Double(demand)) : isEdgeLost ? 1 : 0
    let arriving = isEdgeLost ? 0 : run.arrivals
    let last = run.plan.sites.indices.last { run.flow.shares[$0] > 0 }
    var left = arriving
    for site in run.plan.sites.indices {
      var offered: Int64 = 0
      if run.flow.shares[site] > 0 {
        // As the flow divides it: the last site takes what division leaves over.
        offered = site == last ? left : portion(arriving, Int64(run.flow.shares[site]))
        left -= offered
      }
      let rates = run.counted(offered, at: site)
      self.rates.append(rates)
      sites.append(run.gauges(of: site, offered: offered, failing: rates.refused + rates.timedOut))
      let load = run.course.loads.isEmpty ? PoolLoad() : run.course.loads[site]
      pooledRates.append(load.isMoving ? load.inflow - load.outflow : 0)
    }
  }

  func lost(at time: SimTime) -> Int128 { lost + Int128(lostRate) * Int128((time - at).nanoseconds) }

  func reading(
    at time: SimTime, _ sums: CounterSums, isFirst: Bool, _ world: DemandWorld, _ plan: Plan
  ) -> CounterReading {
    var reading = CounterReading(at: time, sites: sites)
    reading.failingShare = failingShare
    reading.isEdgeLost = isEdgeLost
    let seconds = (time - at).seconds
    for site in sites.indices {
      if let pooled = sites[site].inPool {
        reading.sites[site].inPool = max(0, pooled + Double(pooledRates[site]) / 1e6 * seconds)
      }
      guard !isFirst else { continue }
      reading.sites[site].answered = Double(sums.answered[site]) / 1e15
      reading.sites[site].refused = Double(sums.refused[site]) / 1e15
      reading.sites[site].timedOut = Double(sums.timedOut[site]) / 1e15
    }
    guard !isFirst else { return reading }
    reading.sent = Double(world.amount(from: sums.since, to: time)) / 1e15
    reading.failed = max(0, Double(lost(at: time) - sums.lost) / 1e15)
    reading.broken = max(0, Double(broken - sums.broken) / 1e15)
    return reading
  }
}

extension Replication {
  /// What becomes of the attempts that are sent to a site.
  fileprivate func counted(_ offered: Int64, at site: Int) -> CounterState.Rates {
    guard offered > 0 else { return .init() }
    let failing = min(offered, max(0, flow.failing[site]))
    var hanging: Int64 = 0
    if flow.isHealthy[site] {
      let arrived = letIn(offered, site: site)
      let short = max(0, arrived - (offered - failing))
      hanging = course.loads.isEmpty ? 0 : self.hanging(short, at: site)
      if plan.canBeImpaired { hanging += portion(offered, flow.impairments[site].timingOut) }
    } else if estate.lost[site] > 0 && estate.symptoms[site] != .refused {
      hanging = failing
    }
    hanging = min(failing, hanging)
    return .init(answered: offered - failing, refused: failing - hanging, timedOut: hanging)
  }

  fileprivate func gauges(of site: Int, offered: Int64, failing: Int64) -> CounterReading.Site {
    var gauges = CounterReading.Site()
    let isLost = estate.lost[site] > 0
    gauges.trafficShare = Double(flow.shares[site]) / 1e6
    gauges.isLost = isLost
    if isLost && estate.symptoms[site] == .slow {
      gauges.healthFails = plan.service.detection.probes?.slowProbeFails ?? 1
      gauges.userFails = 1 - Double(plan.slowAnswers) / 1e6
    } else if isLost || flow.shares[site] > 0 && !flow.isHealthy[site] {
      (gauges.healthFails, gauges.userFails) = (1, 1)
    } else {
      gauges.userFails = offered > 0 ? Double(failing) / Double(offered) : Double(standingLevels(site).failing) / 1e6
    }
    let perNode = plan.service.replicasPerNode(at: plan.service.sites[site])
    gauges.wantedReplicas = Int(course.fleets[site].size + course.fleets[site].pending) * perNode
    guard !isLost else { return gauges }
    gauges.readyReplicas = Int(estate.available[site]) * perNode / Int(plan.sites[site].units)
    let most = capacity(of: site)
    if most > 0 { gauges.utilization = Double(offered) / Double(most) }
    if plan.canBeImpaired { gauges.lateShare = Double(flow.impairments[site].late) / 1e6 }
    if !plan.pools.isEmpty {
      let load = course.loads[site]
      let saturation = saturation(of: site)
      gauges.inPool =
        load.isMoving
        ? Double(load.inSystem) / 1e15
        : plan.pools[site].load(
          offered: min(offered, saturation), nodes: workingUnits(site), saturation: saturation)
    }
    return gauges
  }
}
