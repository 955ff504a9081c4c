/// One plan under one design: everything that a simulation, a cost review or a reader needs to know of a service.
///
/// Designs are overlays on one plan; a `Service` is the result of laying one of them over it, so no code
/// below the model files asks which topology it is in: it reads what each site keeps.
public struct Service: Equatable, Sendable {
  public var name: String
  public var design: Design
  /// First day of the horizon; certificates, billing months and week days are counted from it.
  public var begins: CalendarDay
  /// Length of a replication, in hours; a year is 8766 h.
  public var horizonHours: Double
  public var objectives: Objectives
  public var traffic: Traffic
  public var replica: ReplicaType
  public var sites: [Site]
  /// What the plan knows of the networks between sites; at most one for two of them.
  public var links: [Link] = []
  public var sizing: Sizing
  public var acquisition: Acquisition
  public var failures: [FailureMode]
  public var dependencies: [Dependency]
  public var crews: [RepairCrew]
  public var spares: [SpareStock] = []
  public var detection: Detection
  public var decision: Decision
  public var execution: Execution
  public var failback: Failback
  public var autoscaling: Autoscaling?
  public var protection: Protection
  public var prices: Prices
  public var drills: [Drill]
  /// Peaks of the sites where users are routed by their origin; nil where sites share all demand by their weights.
  public var peaksByOrigin: RoutedPeaks?
  /// Hung on every cost line.
  public var tags: [Tag] = []

  public init(
    name: String, design: Design, begins: CalendarDay, horizonHours: Double = 8766, objectives: Objectives,
    traffic: Traffic, replica: ReplicaType, sites: [Site], sizing: Sizing, acquisition: Acquisition = .certain,
    failures: [FailureMode], detection: Detection, decision: Decision, execution: Execution,
    failback: Failback = .never, autoscaling: Autoscaling? = nil, prices: Prices = Prices(), drills: [Drill] = [],
    dependencies: [Dependency] = [], crews: [RepairCrew] = [], protection: Protection = Protection()
  ) {
    self.name = name
    self.design = design
    self.begins = begins
    self.horizonHours = horizonHours
    self.objectives = objectives
    self.traffic = traffic
    self.replica = replica
    self.sites = sites
    self.sizing = sizing
    self.acquisition = acquisition
    self.failures = failures
    self.dependencies = dependencies
    self.crews = crews
    self.protection = protection
    self.detection = detection
    self.decision = decision
    self.execution = execution
    self.failback = failback
    self.autoscaling = autoscaling
    self.prices = prices
    self.drills = drills
  }

  /// The sites that take traffic in normal operation.
  public var servingSites: [Site] { sites.filter { $0.keep == .serving } }
}

/// What a design is called and which of the field's topologies it is.
public struct Design: Equatable, Sendable {
  /// The team's own name, for example `pilot-light-reserved`.
  public var name: String
  public var topology: Topology

  public init(name: String, topology: Topology) {
    self.name = name
    self.topology = topology
  }
}

/// The disaster-recovery topologies, by the names of AWS Resilience Hub, from the cheapest to the fastest.
///
/// A label for readers, derived from what the sites keep; nothing is simulated by it.
public enum Topology: String, CaseIterable, Sendable {
  /// No second site: what happens without disaster recovery. The zero of every comparison.
  case singleSite = "single-site"
  /// Data and images in backup, nothing runs; rebuilt at failover.
  case backupAndRestore = "backup-and-restore"
  /// Data is live, the fleet is switched off.
  case pilotLight = "pilot-light"
  /// A fraction of the fleet runs, takes no traffic and grows at failover.
  case warmStandby = "warm-standby"
  /// The full fleet runs and takes no traffic.
  case hotStandby = "hot-standby"
  /// A model is rented by the token while the first site is lost; nothing stands.
  case rentedStandby = "rented-standby"
  /// All sites serve; survivors absorb the share of a lost one.
  case activeActive = "active-active"
}
