import Control
import EventKernel
import ServiceModel
import Stochastics

/// One replication: a plan in a world, under one seed, from its first day to its horizon.
///
/// Six values hold everything: the course (what evolves without chance), the clocks (what starts and ends
/// failures), the estate (what is up), the flow (how the estate acts on the course at this instant), the ledger (whether
/// users are in an outage) and the meters (written, never read back). A copy is a snapshot.
///
/// Events at one instant happen in the order of their kinds: clocks first, so that no request enters a site that
/// fails at this instant, then whatever the course had planned, by kind and subject, never by insertion.
public struct Replication: Sendable {
  let plan: Plan
  /// Of no known layout, so that the compiler passes a replication by its address: one of known layout is copied,
  /// 1.2 kB and more, for every call of a method that only reads.
  private let anchor: any Sendable = ()
  let world: DemandWorld
  private(set) var number: UInt32
  /// Keys what is random in nominal operation: equal in all replications of the world.
  let worldNumber: UInt32
  var branch: UInt32 = 0
  /// Whether every step of demand is visited, every evaluation made, everything settled after every strike and every cause
  /// found by lifting failures from a copy, also where it cannot make a difference.
  let visitsEveryStep: Bool
  /// Whether somebody watches how clients follow a change of traffic: then the share that has is looked up on the way.
  var looksClosely = false
  /// The clock whose repair never comes, in a branch that asks how long a failover takes by itself.
  var unrepaired: Int32 = -1
  /// What branches have found, on a main path whose incidents are scored by branches; empty otherwise. A list, so that
  /// a replication without a book is no larger.
  var segments: ContiguousArray<SegmentBook> = []
  /// Where a branch draws the luck of the incident that it begins with.
  var tilt = BranchTilt()
  var now = SimTime.zero
  /// Since when nothing has been booked because nothing has moved a rate; never where everything is booked up to now.
  var unbooked = SimTime.never
  /// Instants at which something has happened: what the replication has cost so far.
  public private(set) var events = 0
  /// Whether something is under way.
  var calm = Calm.no
  /// Whether nothing is under way but nodes that start: no failover, no outage, nothing lost.
  var isCalm: Bool { calm == .yes }
  /// The step of demand that `now` lies in.
  var step = 0
  var course: Course
  var clocks: ClockHeap
  var estate: Estate
  var flow: Flow
  var ledger = Ledger()
  var meters: Meters
  /// How many ends of years and billing cuts have been passed.
  var cuts: CutsPassed
  /// Why requests failed or waited when that was looked up last.
  var standing: (occasion: Occasion, cause: Cause)?
  /// The latest strike; it keys the decisions on whatever it brings down.
  var trigger = Incident.none

  /// - Parameters:
  ///   - number: Keys the clocks. Equal numbers give equal luck in every design.
  ///   - worldNumber: Keys the lags of ordinary scale-outs, which belong to the world.
  ///   - visitsEveryStep: Visits every step of demand, makes every evaluation of an autoscaler and settles everything after
  ///     every strike; for the test that skipping them moves no bit.
  public init(
    _ plan: Plan, world: DemandWorld, number: UInt32, worldNumber: UInt32 = 0, visitsEveryStep: Bool = false
  ) {
    self.init(
      plan, world: world, number: number, worldNumber: worldNumber, visitsEveryStep: visitsEveryStep,
      home: ContiguousArray(plan.sites.map(\.home)))
    self = under(number)
  }

  /// One in which nothing has happened yet, and nothing ever will: what all replications of a plan in a world begin with.
  public init(blank plan: Plan, world: DemandWorld, worldNumber: UInt32) {
    self.init(
      plan, world: world, number: 0, worldNumber: worldNumber, visitsEveryStep: false,
      home: ContiguousArray(plan.sites.map(\.home)))
  }

  /// A blank one under the luck of a number. Arrays that nobody touches stay those of the blank one.
  public func under(_ number: UInt32) -> Replication {
    var run = self
    run.number = number
    run.armClocks()
    run.settle()
    return run
  }

  /// One in which no clock ever strikes; it still has to settle.
  ///
  /// - Parameter home: Share of demand, in millionths, that belongs to each site.
  init(nominal plan: Plan, world: DemandWorld, worldNumber: UInt32, home: ContiguousArray<Int32>) {
    self.init(plan, world: world, number: 0, worldNumber: worldNumber, visitsEveryStep: false, home: home)
    for site in plan.sites.indices where home[site] > 0 && plan.sites[site].home == 0 {
      // A stand-in that has come to stay has the nodes of a failover, and then what its autoscaler makes of them.
      rotate(site, to: max(plan.sites[site].standing, plan.sites[site].failoverNodes))
      course.fleets.recall(course.fleets[site].aside, at: site)
    }
  }

  /// Whether enough nodes run wherever demand belongs.
  var canServeAtHome: Bool {
    plan.sites.indices.allSatisfy {
      course.home[$0] == 0 || estate.available[$0] >= plan.sites[$0].minimumUnits && plan.sites[$0].keep > .nothing
    }
  }

  private init(
    _ plan: Plan, world: DemandWorld, number: UInt32, worldNumber: UInt32, visitsEveryStep: Bool,
    home: ContiguousArray<Int32>
  ) {
    self.plan = plan
    self.visitsEveryStep = visitsEveryStep
    self.world = world
    self.number = number
    self.worldNumber = worldNumber
    estate = Estate(plan)
    course = Course(plan, home: home)
    clocks = ClockHeap(count: plan.clocks.count)
    flow = Flow(siteCount: plan.sites.count, classCount: plan.classes.count, tellsServices: plan.tellsServices)
    meters = Meters(plan)
    cuts = CutsPassed(plan)
  }

  /// Runs to the horizon; an outage that crosses it is finished for its recovery time, without further amounts.
  public mutating func run() -> Outcome {
    while advance() {}
    return outcome()
  }

  /// When something happens next, and what.
  struct Agenda {
    /// When the next clock strikes, and when the course has planned something.
    var clock: SimTime
    var deadline: SimTime
    /// The next instant at which anything happens, or a change of demand makes a difference.
    var next: SimTime
  }

  @inline(__always)
  func agenda() -> Agenda {
    let clock = clocks.earliest?.time ?? .never
    let deadline = isCalm ? course.earliestBatch : nextDeadline
    return Agenda(
      clock: clock, deadline: deadline,
      next: nextInstant(atMost: min(clock, deadline, course.earliestEvaluation)))
  }

  /// When the course has planned something, where it is not calm.
  var nextDeadline: SimTime {
    min(course.earliestDeadline, ledger.watch.deadline, nextParcelChange, nextForgetting)
  }

  /// Handles everything that happens at the next instant at which something happens.
  ///
  /// - Returns: Whether the replication goes on.
  mutating func advance() -> Bool { advance(agenda()) }

  /// Brings what has been booked up to an instant before the next event, which moves no bit of it.
  mutating func cut(at time: SimTime) {
    book(until: time)
    now = max(now, time)
  }

  mutating func advance(_ agenda: Agenda) -> Bool {
    let (clock, deadline, next) = (agenda.clock, agenda.deadline, agenda.next)
    if next >= plan.horizon && !ledger.isOpen || next >= world.end {
      book(until: min(plan.horizon, max(now, next)))
      closeUnfinished()
      return false
    }
    events += 1
    var isUnseen = clock == next && deadline > next && mayStrikeUnseen(before: next)
    if isUnseen { unbooked = bookedUpTo } else { book(until: next) }
    now = next
    let stepBefore = step
    let isStepOfDemand = enterStep()
    if isUnseen && isStepOfDemand {
      isUnseen = false
      bookStretch(until: now)
    }
    // Origins live by clocks of their own, so that a site's share is another one in every step.
    if step != stepBefore && plan.routesByOrigin { updateShares() }
    if !isCalm { lookAtRamps() }
    let isOnlyDemand = clock > now && deadline > now
    if clock > now && isCalm {
      if deadline <= now {
        // In calm nothing else is planned than nodes that come and go.
        completeBatches()
        completeDrains()
        settleCapacity()
      } else {
        settleDemand()
      }
    } else if calm == .butForEjections && clock > now && deadline <= now && !isStepOfDemand
      && course.earliestBatch > now
    {
      completeEjections()
      settleEjections()
    } else {
      var isMinor = isCalm && !visitsEveryStep
      var servesMore = false
      while let clock = clocks.earliest, clock.time == now {
        if isMinor { isMinor = plan.modes[Int(plan.clocks[clock.slot].mode)].movesNodesAlone }
        if isUnseen && !movesNoRate(clock.slot) {
          isUnseen = false
          bookStretch(until: now)
        } else if isUnseen && flow.shares[Int(plan.clocks[clock.slot].site)] > 0 {
          servesMore = true
        }
        if ledger.awaitsFailovers { branchAtRepair(of: clock.slot) }
        fire(clock.slot)
      }
      if deadline <= now {
        if clock > now && !isStepOfDemand && climbUnseen() { return true }
        meetDeadlines()
      }
      if isUnseen { settleUnseen(servesMore: servesMore) } else if isMinor { settleCapacity() } else { settle() }
    }
    if !plan.scaler.isEmpty { evaluateScalers(wake: isStepOfDemand || !isOnlyDemand) }
    if ledger.awaitsFailovers { reviewFailovers() }
    return true
  }

  /// Nodes on their way have gone on to a rung on which they serve nothing yet, and nothing else is due: where nothing but
  /// capacity counts, nobody looks at that.
  ///
  /// - Returns: Whether that is all that has happened; otherwise everything is settled.
  private mutating func climbUnseen() -> Bool {
    guard plan.answersInProportion, !visitsEveryStep, !rampsMove,
      min(course.earliestBesidesClimbs, ledger.watch.deadline, nextParcelChange, nextForgetting) > now
    else { return false }
    return !completeBatches()
  }

  /// Brings the index of the step of demand up to now.
  ///
  /// - Returns: Whether a step begins now.
  private mutating func enterStep() -> Bool {
    // Most moves are to the next step; a division is for the others.
    if now >= world.start(of: step + 2) {
      step = world.index(at: now)
    } else if now >= world.start(of: step + 1), step + 1 < world.rates.count {
      step += 1
    }
    return world.start(of: step) == now
  }

  /// The next instant, not after what is planned, at which a change of demand makes a difference.
  @inline(__always)
  private func nextInstant(atMost planned: SimTime) -> SimTime {
    guard planned > world.start(of: step + 1) else { return planned }
    // While all demand is answered and no autoscaler wants anything, demand may move between two levels.
    let isFollowed = visitsEveryStep || flow.followsDemand || !isCalm && rampsMove
    let last = planned >= world.end ? world.rates.count : world.index(at: planned) + 1
    let at = world.firstStep(
      from: step + 1, outside: isFollowed ? .max : flow.quiet.above,
      isFollowed ? -1 : min(flow.carries, flow.quiet.upTo),
      before: last)
    return min(planned, world.start(of: at))
  }

  /// A number in (0, 1) for a decision about an incident: the same in every design that meets this incident.
  func draw(_ purpose: Purpose, _ incident: Incident, _ part: UInt32) -> Double {
    plan.clocks[Int(incident.clock)].key.uniform(
      draw: incident.ordinal &* 64 &+ part, branch: branch, replication: number, purpose: purpose)
  }

  func outcome() -> Outcome {
    var outcome = outcome(until: plan.horizon)
    outcome.yearCuts = meters.yearCuts
    outcome.billed = billed()
    outcome.evacuations = meters.evacuations
    return outcome
  }

  /// What has been booked, as the outcome of a horizon that ends now.
  func outcome(until end: SimTime) -> Outcome {
    var amounts = meters.amounts
    amounts.demand = world.amount(from: .zero, to: end)
    if plan.retries == nil { amounts.failedAttempts = amounts.lost }
    // What no objective asks for is not looked after.
    if plan.allowedLate.isEmpty { (amounts.late1, amounts.missed1) = (0, 0) }
    if plan.allowedLate.count < 2 { (amounts.late2, amounts.missed2) = (0, 0) }
    var outcome = Outcome(
      amounts: amounts, lostOutside: meters.lostOutside, lostByClass: meters.lostByClass, nodeTime: meters.nodeTime,
      drawnTime: meters.drawnTime, outages: meters.outages, failovers: meters.failovers, incidents: meters.incidents,
      firstTokens: plan.allowedLate.count, horizon: end, answeredAt: meters.answeredAt)
    outcome.services = meters.services
    outcome.services.demand = world.amountsByService(until: end)
    return outcome
  }
}
