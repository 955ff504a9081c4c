import EventKernel

/// One replication as it passes, sampled at equal distances and at instants of note. A pure observer: what it sees is what `run` would have done.
public struct Timeline: Sendable {
  /// The state at one instant; "so far" counts from the timeline's first instant.
  public struct Point: Sendable {
    public var at: SimTime
    /// Requests a second that users send.
    public var demandRPS: Double
    /// Of these, those that are answered; the others are shed, refused or lost. Where clients come back, those who give
    /// up at this instant are taken off, who came earlier.
    public var answeredRPS: Double
    /// What the sites that take traffic could answer.
    public var capacityRPS: Double
    /// Requests lost so far.
    public var lostRequests: Double
    public var sites: [SitePoint]
    /// Requests of classes that may wait, and that do.
    public var waitingRequests: Double
    /// Requests in the pools, those that are being answered included; 0 where replicas have no more than a rate.
    public var pooledRequests: Double
    /// Answers broken off so far, and those of them that clients resumed.
    public var streamsBroken: Double
    public var streamsResumed: Double
    /// How far the answer to the first site in the plan that needs one has come; nil where none is under way.
    public var answer: AnswerPhase?
    /// The steps of that answer in the plan's order, restoring data last; nil where they have not begun.
    public var steps: [StepState?]

    public var shedRPS: Double { demandRPS - answeredRPS }
  }
  /// Phases of the answer to a lost site.
  public enum AnswerPhase: String, CaseIterable, Sendable {
    case detecting, deciding, executing
    case byHand = "by hand"
    case waiting, gating, away
    case rollingBack = "rolling back"
    case standing
    case restarting
  }
  /// A step of a failover that has begun.
  public enum StepState: String, CaseIterable, Sendable { case running, done }

  public struct SitePoint: Sendable {
    /// Share of users that are sent here.
    public var trafficShare: Double
    /// Nodes that can answer, none of a lost site; nodes on their way, and nodes that finish their requests.
    public var ready: Int
    public var pending: Int
    public var draining: Int
    /// Of the nodes on their way those that a failover asked for, rung by rung: granted, booted, fetched, loaded.
    public var rungs: Rungs
    /// Nodes whose start was ordered so far.
    public var coldStarts: Int
    /// Node-hours that ran or were being started so far.
    public var nodeHours: Double
  }
  /// How far nodes have come that a failover asked for.
  public struct Rungs: Equatable, Sendable {
    /// Asked for, and not granted yet: the wait for stock, for a control plane, for a borrower to leave.
    public var acquiring = 0
    public var booting = 0
    /// Image and weights come.
    public var fetching = 0
    /// Loading into the GPUs and initialising.
    public var loading = 0
  }
  public var every: Span
  public var points: [Point] = []
  /// Outages that had ended by the timeline's last instant, in order; those before its first are left out.
  public var outages: [Outage] = []
  /// When the outage began that was still going on at the last instant.
  public var openSince: SimTime?
}

extension Replication {
  /// Runs on and samples the state from `start` to `end`, both included where the replication's data reach.
  ///
  /// - Parameter instants: Further instants to sample, in any order; those outside are left out.
  /// - Precondition: Nothing has run yet; `every` is positive.
  public mutating func timeline(
    from start: SimTime, to end: SimTime, every: Span, also instants: [SimTime] = []
  ) -> Timeline {
    precondition(now == .zero && every > .zero, "a timeline begins with the replication")
    looksClosely = true
    var timeline = Timeline(every: every)
    var others = Set(instants.filter { $0 > start && $0 <= end }).sorted()[...]
    var (next, onGrid) = (start, start)
    var origin: Snapshot?
    var goesOn = true
    while goesOn && next <= end {
      let before = Snapshot(self)
      goesOn = advance()
      // Until something happens the state is what it was, and amounts grow at its rates.
      while next <= end && (next < now || !goesOn) && next < plan.horizon {
        if origin == nil { origin = before.moved(to: next, world) }
        timeline.points.append(before.point(at: next, since: origin!, world, plan))
        if next == onGrid { onGrid = onGrid + every }
        while let other = others.first, other <= next { others.removeFirst() }
        next = min(onGrid, others.first ?? .never)
      }
      if next >= plan.horizon { break }
    }
    timeline.outages = meters.outages.filter { $0.end >= start && $0.start <= end }
    timeline.openSince = ledger.open.flatMap { $0.start <= end ? $0.start : nil }
    return timeline
  }
}

/// What a point is made of: the state of a replication at one instant and the rates at which amounts grow.
private struct Snapshot {
  var at: SimTime
  var lostRate: Int64
  var lost: Int128
  var capacity: Int64 = 0
  var shares: ContiguousArray<Int32>
  var waiting: Int128
  var waitingRate: Int64
  var pooled: Int128 = 0
  var pooledRate: Int64 = 0
  var broken: Int128
  var resumed: Int128
  var answer: Procedure?
  var stepCount: Int
  var ready: ContiguousArray<Int32>
  var fleets: ContiguousArray<Fleet>
  var batches: ContiguousArray<Batch>
  var running: ContiguousArray<Int32>
  var nodeTime: ContiguousArray<Int128>
  var coldStarts: ContiguousArray<Int64>

  init(_ run: Replication) {
    at = run.now
    lostRate = run.flow.lostRate
    lost = run.meters.amounts.lost
    shares = run.flow.shares
    waiting = run.course.parcels.total
    waitingRate = run.waitingRate
    for load in run.course.loads {
      pooled += load.inSystem
      pooledRate += load.inflow - load.outflow
    }
    (broken, resumed) = (run.meters.amounts.broken, run.meters.amounts.resumed)
    answer = run.course.procedures.states.first { $0.isActive }
    stepCount = run.plan.steps.count
    ready = ContiguousArray(
      run.plan.sites.indices.map {
        run.estate.lost[$0] > 0 ? 0 : run.estate.available[$0] / run.plan.sites[$0].units
      })
    fleets = run.course.fleets.sites
    batches = run.course.fleets.batches
    nodeTime = run.meters.nodeTime
    coldStarts = run.meters.coldStarts
    running = ContiguousArray(
      run.plan.sites.indices.map { run.course.fleets[$0].running })
    for site in run.plan.sites.indices where run.flow.shares[site] > 0 && run.flow.isHealthy[site] {
      capacity += run.capacity(of: site)
    }
  }

  /// The same state later, while nothing has happened.
  func moved(to time: SimTime, _ world: DemandWorld) -> Snapshot {
    var copy = self
    let span = Int128((time - at).nanoseconds)
    copy.at = time
    copy.lost += Int128(lostRate) * span
    copy.waiting = max(0, waiting + Int128(waitingRate) * span)
    copy.pooled = max(0, pooled + Int128(pooledRate) * span)
    for site in nodeTime.indices { copy.nodeTime[site] += Int128(running[site]) * span }
    return copy
  }

  func point(at time: SimTime, since origin: Snapshot, _ world: DemandWorld, _ plan: Plan) -> Timeline.Point {
    let here = moved(to: time, world)
    let demand = world.rates[world.index(at: time)]
    return Timeline.Point(
      at: time, demandRPS: Double(demand) / 1e6, answeredRPS: Double(max(0, demand - lostRate)) / 1e6,
      capacityRPS: Double(capacity) / 1e6, lostRequests: Double(here.lost - origin.lost) / 1e15,
      sites: plan.sites.indices.map { site in
        Timeline.SitePoint(
          trafficShare: Double(shares[site]) / 1e6,
          ready: Int(ready[site]), pending: Int(fleets[site].pending), draining: Int(fleets[site].draining),
          rungs: rungs(of: site, at: time),
          coldStarts: Int(coldStarts[site] - origin.coldStarts[site]),
          nodeHours: Double(here.nodeTime[site] - origin.nodeTime[site]) / 3.6e12)
      },
      waitingRequests: Double(here.waiting) / 1e15, pooledRequests: Double(here.pooled) / 1e15,
      streamsBroken: Double(broken - origin.broken) / 1e15, streamsResumed: Double(resumed - origin.resumed) / 1e15,
      answer: answer.flatMap { Timeline.AnswerPhase($0.phase) },
      steps: (0..<stepCount).map { step in
        let bit = UInt32(1) << UInt32(step)
        return answer.flatMap { $0.done & bit != 0 ? .done : $0.running & bit != 0 ? .running : nil }
      })
  }
}

extension Snapshot {
  /// Nodes of one's own that somebody else has still are asked for too: they are back when no more than their boot is left.
  fileprivate func rungs(of site: Int, at time: SimTime) -> Timeline.Rungs {
    var rungs = Timeline.Rungs()
    for batch in batches where Int(batch.site) == site && batch.isFailover {
      let count = Int(batch.count)
      switch batch.rung {
      case .asked: rungs.acquiring += count
      case .starting where batch.waitsForControlPlane || time < batch.readyAt - batch.boot: rungs.acquiring += count
      case .starting: rungs.booting += count
      case .fetching: rungs.fetching += count
      case .loading: rungs.loading += count
      }
    }
    return rungs
  }
}

extension Timeline.AnswerPhase {
  fileprivate init?(_ phase: Procedure.Phase) {
    switch phase {
    case .idle: return nil
    case .detecting: self = .detecting
    case .deciding: self = .deciding
    case .executing: self = .executing
    case .manual: self = .byHand
    case .waiting: self = .waiting
    case .gating: self = .gating
    case .away: self = .away
    case .rollingBack: self = .rollingBack
    case .standing: self = .standing
    case .restarting: self = .restarting
    }
  }
}
