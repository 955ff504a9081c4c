import Control
import EventKernel

/// All state that evolves without chance between clocks: fleets, traffic, the failover procedures, the autoscalers'
/// memory. Its timers are deadline fields, not calendar entries.
struct Course: Equatable, Sendable {
  var fleets: ContiguousArray<Fleet>
  var batches: ContiguousArray<Batch> = []
  var procedures: Procedures
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

/// A failure by the clock that struck and how often that clock had struck before.
struct Incident: Equatable, Sendable, BitwiseCopyable {
  var clock: Int32
  var ordinal: UInt32

  static let none = Incident(clock: -1, ordinal: 0)
}
