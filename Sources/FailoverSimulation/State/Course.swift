import Control
import EventKernel

/// All state that evolves without chance between clocks: fleets, traffic, the failover procedures, the autoscalers'
/// memory. Its timers are deadline fields, not calendar entries.
struct Course: Equatable, Sendable {
  var fleets: Fleets
  var procedures: Procedures
  var scalers: ContiguousArray<Autoscaler>
  /// When each site's autoscaler is evaluated next.
  var evaluations: ContiguousArray<SimTime>
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
  /// The same beyond what the other sites' requests met with; empty where no rule compares sites.
  var signalsBeyondPeers: ContiguousArray<SignalHistory> = []
  var userViews: ContiguousArray<UserView> = []
  /// When each site's rules over sliding windows reached their thresholds, or will.
  var crossings: ContiguousArray<SimTime> = []
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
