import Control
import EventKernel

/// All state that evolves without chance between clocks: fleets, traffic, the failover procedures, the autoscalers'
/// memory, the outage watch. Its timers are deadline fields, not calendar entries.
struct Course: Equatable, Sendable {
  var fleets: ContiguousArray<Fleet>
  var batches: ContiguousArray<Batch> = []
  var procedures: ContiguousArray<Procedure>
  /// Until when no other failover of each site begins: its traffic has only just returned.
  var heldUntil: ContiguousArray<SimTime>
  /// Deadlines of the steps of each site's procedure, site by site.
  var stepEnds: ContiguousArray<SimTime>
  var scalers: ContiguousArray<Autoscaler>
  /// When each site's autoscaler is evaluated next.
  var evaluations: ContiguousArray<SimTime>
  /// Nodes that were taken out of service and finish their requests.
  var drains: ContiguousArray<Drain> = []
  /// Nodes that died while requests were still sent to them.
  var ejections: ContiguousArray<Ejection> = []
  /// Share of demand, in millionths, that belongs to each site; a failover without failback changes it.
  var home: ContiguousArray<Int32>
  /// Load of each site's pool; empty where the plan says no more of a replica than its rated capacity.
  var loads: ContiguousArray<PoolLoad> = []
  /// Requests that wait for capacity, in the order of their deadlines.
  var parcels = ParcelQueue()
  /// Requests between their attempts.
  var orbit = RetryOrbit(stages: 0)
  /// In front of each site; empty where the plan has no breaker.
  var breakers: ContiguousArray<Breaker> = []
  /// In front of each dependency at each site, dependency by dependency; empty where no dependency has one.
  var callBreakers: ContiguousArray<Breaker> = []
  /// Each site's prefix caches; empty where they are warm whatever happens.
  var caches: ContiguousArray<PrefixWarmth> = []
  /// Whether each site answers in its degraded mode; empty where there is none.
  var modes: ContiguousArray<Hysteresis> = []
  /// What detectors remember of each site's requests, and of users' requests to it; empty where none looks at them.
  var signals: ContiguousArray<SignalHistory> = []
  var userViews: ContiguousArray<UserView> = []
  /// When each site's rules over sliding windows reached their thresholds, or will.
  var crossings: ContiguousArray<SimTime> = []
  var watch = OutageWatch()
}

/// Nodes of a site.
struct Fleet: Equatable, Sendable, BitwiseCopyable {
  /// Slots in rotation: nodes that are ready unless they or their zone are down.
  var size: Int32
  /// Nodes on their way.
  var pending: Int32 = 0
  /// Nodes that finish their requests before they are given back: they run and serve nothing new.
  var draining: Int32 = 0
  /// Nodes that run and are neither in rotation nor on their way: without warm replicas, or lent.
  var aside: Int32 = 0

  /// All nodes that run or are being started.
  var running: Int32 { size + pending + draining + aside }
}

/// Nodes that climb the readiness ladder in step.
struct Batch: Equatable, Sendable, BitwiseCopyable {
  enum Rung: UInt8, Sendable, BitwiseCopyable {
    /// The request, and the boot.
    case starting
    /// Image and weights come, over a bandwidth that all of the site's fetching nodes share.
    case fetching
    /// Loading and initialising: the last before they are ready.
    case loading
  }
  var site: Int16
  /// Whether a failover asked for it (an autoscaler otherwise).
  var isFailover: Bool
  /// Whether it still waits for the site's control plane to accept the request.
  var waitsForControlPlane: Bool
  var count: Int32
  var rung: Rung
  /// When this rung has been climbed; never while the request waits.
  var readyAt: SimTime
  /// How long it takes until the fetch begins, once the request is accepted.
  var start = Span.zero
  /// Of that, the boot, which is its last part.
  var boot = Span.zero
  /// What a node has left to fetch, as long as it takes over the whole bandwidth, at an instant.
  var fetch = Span.zero
  var fetchedUpTo = SimTime.zero
  /// From the end of the fetch to ready.
  var load = Span.zero
}

/// Nodes of a site that finish their requests.
struct Drain: Equatable, Sendable, BitwiseCopyable {
  var site: Int16
  var count: Int32
  var until: SimTime
}

/// Requests still go to dead nodes of a site until its balancer has noticed.
struct Ejection: Equatable, Sendable, BitwiseCopyable {
  var site: Int16
  /// The failure by which they died.
  var clock: Int32
  var nodes: Int32
  var until: SimTime
}

/// What is being done about the loss of one site.
struct Procedure: Equatable, Sendable, BitwiseCopyable {
  enum Phase: UInt8, Sendable, BitwiseCopyable {
    /// The site is well, or nothing is known of its loss.
    case idle
    /// The fault is there, the alarm is not: it rises at `deadline`.
    case detecting
    /// The alarm is there: the decision falls at `deadline`.
    case deciding
    /// Steps are under way.
    case executing
    /// The procedure has failed; people finish by hand at `deadline`.
    case manual
    /// No site is able to take over.
    case waiting
    /// Nothing is done, until `deadline`, but to wait for the provider.
    case standing
    /// The site is started anew where it is until `deadline`.
    case restarting
    /// The target answers and the others than the canary wait for it until `deadline`.
    case gating
    /// Traffic is elsewhere; it returns at `deadline` if the site stays well.
    case away
    /// A return has failed and is rolled back at `deadline`.
    case rollingBack
  }
  var phase = Phase.idle
  var deadline = SimTime.never
  /// The site that takes over; -1: all others that serve.
  var target: Int16 = -1
  var ramp = TrafficRamp()
  /// Sites to which it has failed, as bits.
  var failed: UInt64 = 0
  /// Share of those who have moved that the target lets in, in millionths: nobody until it has opened.
  var lets: Int32 = 0
  /// Share of the site's traffic that is moved, in millionths.
  var shifts: Int32 = 1_000_000
  /// When the next check of the target is due: the canary's end, then the validation's.
  var checkAt = SimTime.never
  /// Steps that are done and steps that are running, as bits.
  var done: UInt32 = 0
  var running: UInt32 = 0
  /// The change of traffic: when it takes effect, once it has been started.
  var changeAt = SimTime.never
  var changeMade = false
  /// The failure that this answers: it keys every decision made on the way.
  var incident = Incident.none
  /// Whether it answers a false alarm.
  var isFalse = false
  /// Whether traffic is moved on purpose, whether it is answered nowhere, whether it is sent back before its time, whether
  /// the site is off meanwhile, and when the way back begins, once that is known.
  var isPlanned = false
  var goesAstray = false
  var isSentBack = false
  var isStopped = false
  var returnAt = SimTime.never
  var faultAt = SimTime.never
  /// When the site was lost, until the alarm rises; never where it answers, and answers badly.
  var lostAt = SimTime.never
  var alarmAt = SimTime.never
  var decidedAt = SimTime.never
  var openedAt = SimTime.never
  /// Since when traffic has reached the open target: from then on it is looked at.
  var reachedAt = SimTime.never

  /// How many targets it has tried in vain.
  var tried: UInt32 { UInt32(failed.nonzeroBitCount) }

  /// Whether the procedure counts as part of an incident.
  var isActive: Bool { phase != .idle }

  /// Whether clients who follow the change of traffic are still on their way to the target.
  var isMovingOut: Bool { phase == .away && !ramp.hasMovedFollowers && !ramp.isReturning }

  /// Whether it has not come to its end: a site that is well again by then keeps its traffic.
  var isUnderWay: Bool {
    switch phase {
    case .detecting, .deciding, .waiting, .standing, .restarting, .executing, .manual, .gating: true
    case .away: isMovingOut
    case .idle, .rollingBack: false
    }
  }

  /// Whether clients are served by its target, or on their way there.
  func serves(at time: SimTime) -> Bool { changeMade && openedAt <= time && ramp.moved > 0 && !ramp.isReturning }

  /// Whether its target is kept ready for it, or serves those whom it has moved.
  var holdsTarget: Bool {
    switch phase {
    case .executing, .manual, .gating, .away, .rollingBack: true
    case .idle, .detecting, .deciding, .waiting, .standing, .restarting: ramp.moved > 0
    }
  }
}

/// A failure by the clock that struck and how often that clock had struck before.
struct Incident: Equatable, Sendable, BitwiseCopyable {
  var clock: Int32
  var ordinal: UInt32

  static let none = Incident(clock: -1, ordinal: 0)
}
