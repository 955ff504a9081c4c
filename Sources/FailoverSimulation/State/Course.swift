import Control
import EventKernel

/// All state that evolves without chance between clocks: fleets, traffic, the failover procedures, the autoscalers'
/// memory. Its timers are deadline fields, not calendar entries.
struct Course: Equatable, Sendable {
  var fleets: Fleets
  var procedures: Procedures
  var scalers: Autoscalers
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
  /// Degraded modes and breakers.
  var guards: Guards
  /// The sites' prefix caches.
  var caches = PrefixCaches()
  /// What detectors remember.
  var detectors: DetectorMemory
  /// When each site last went on writing without hearing of another one; empty where no class has conflicts.
  var splits: ContiguousArray<Range<SimTime>> = []
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
