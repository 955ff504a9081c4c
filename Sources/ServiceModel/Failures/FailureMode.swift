import Stochastics

/// One way in which things fail: a clock, a scope, an effect and a repair.
public struct FailureMode: Equatable, Sendable {
  public var name: String
  public var scope: FailureScope
  /// The sites it can strike; nil means all.
  public var sites: [String]?
  /// Time from repair (or the start) to the next failure of one component, in seconds.
  public var lifetime: Distribution
  /// Whether the first lifetime is drawn as if the component had been in service for ever (otherwise it is new).
  public var startsInEquilibrium: Bool
  /// Known dates instead of lifetimes; nil where it strikes at random.
  public var dates: FailureDates?
  /// Share of the rate that is left when nobody asks for anything; it rises with demand to the whole at the peak, and
  /// no further. 1: the rate does not depend on demand. Needs exponential lifetimes.
  public var rateWithoutDemand: Double
  /// How many times as often it strikes while a region or more is out. Needs exponential lifetimes.
  public var rushFactor: Double
  /// Share of the rate that is left while the component's site has no traffic, as a cold or a pilot node's has none. 1: its
  /// role makes no difference. Needs exponential lifetimes, and something no larger than a node.
  public var rateWhenDormant: Double
  /// Length of a failure, in seconds.
  public var lasts: Distribution
  /// Ways to mend it, whose mixture is `lasts`; empty where there is one and it waits for nobody.
  public var repairs: [RepairKind]
  /// When somebody looks for what nobody notices, with the chance of finding it; mending begins then. Empty: at once.
  public var found: [FailureDates]
  /// Which part of its scope it strikes.
  public var target: FailureTarget
  public var effect: FailureEffect

  public init(
    name: String, scope: FailureScope, sites: [String]? = nil, lifetime: Distribution,
    startsInEquilibrium: Bool = true, dates: FailureDates? = nil, rateWithoutDemand: Double = 1,
    rushFactor: Double = 1, rateWhenDormant: Double = 1, lasts: Distribution,
    repairs: [RepairKind] = [], found: [FailureDates] = [], target: FailureTarget = FailureTarget(),
    effect: FailureEffect
  ) {
    self.name = name
    self.scope = scope
    self.sites = sites
    self.lifetime = lifetime
    self.startsInEquilibrium = startsInEquilibrium
    self.dates = dates
    self.rateWithoutDemand = rateWithoutDemand
    self.rushFactor = rushFactor
    self.rateWhenDormant = rateWhenDormant
    self.lasts = lasts
    self.repairs = repairs
    self.found = found
    self.target = target
    self.effect = effect
  }

  /// Whether what it strikes stops answering.
  public var isLoss: Bool {
    if case .loss = effect { return true }
    return false
  }
}

/// What one clock of a failure mode strikes, from the smallest to the largest.
public enum FailureScope: String, CaseIterable, Sendable {
  /// One GPU; each GPU has a clock. The replica that runs on it is gone with it.
  case gpu
  /// The process of one replica; each replica has a clock.
  case process
  /// One node; each node has a clock.
  case node
  /// The nodes of one rack; each rack has a clock.
  case rack
  /// All nodes in one zone of a site; each zone has a clock.
  case zone
  /// A whole site; each site has a clock.
  case region
  /// All sites of a provider; each provider has a clock.
  case provider
  /// All sites within a radius of one of them; each region is the centre of a clock.
  case area
  /// The software on all sites: a release or a configuration push; one clock.
  case everywhere
  /// What stands in front of all sites: DNS, CDN, identity; one clock.
  case edge
  /// Something that the service calls; each of its instances has a clock.
  case dependency
  /// The network between two sites; one clock.
  case link
  /// What people and scripts do at a failover to a site; each site that may take over has a clock.
  case procedure

  /// Whether it strikes no more than one node, and a site's balancer looks after it.
  public var isSmall: Bool { self == .gpu || self == .process || self == .node }

  /// Whether it strikes nodes of a site, be it all of them, and not the site.
  public var strikesNodes: Bool { isSmall || self == .rack || self == .zone }
}

/// Which part of its scope a failure strikes.
public struct FailureTarget: Equatable, Sendable {
  /// Share of the nodes in the scope that are struck, each by a coin of its own; 1: all, and the scope itself.
  public var share: Double
  /// So many nodes of the scope, however many there are; nil where a share counts.
  public var nodes: Int?
  /// Which of the components that the scope has at a site, counted from 0; nil: each of them.
  public var components: [Int]?
  /// Work that goes through the fleet: it says how many nodes are out, and for how long.
  public var rollOut: RollOut?
  /// Only the site's spot nodes.
  public var onlySpot: Bool
  /// Whether it is announced long enough before for requests to be sent elsewhere: no answer is broken off.
  public var isAnnounced: Bool
  /// How far around its centre an area reaches, in kilometres.
  public var radiusKilometres: Distribution?
  /// The dependency that fails.
  public var dependency: String?
  /// The two sites that a link joins.
  public var between: [String]

  public init(
    share: Double = 1, nodes: Int? = nil, components: [Int]? = nil, rollOut: RollOut? = nil, onlySpot: Bool = false,
    isAnnounced: Bool = false, radiusKilometres: Distribution? = nil, dependency: String? = nil,
    between: [String] = []
  ) {
    self.share = share
    self.nodes = nodes
    self.components = components
    self.rollOut = rollOut
    self.onlySpot = onlySpot
    self.isAnnounced = isAnnounced
    self.radiusKilometres = radiusKilometres
    self.dependency = dependency
    self.between = between
  }

  /// Whether it leaves part of its scope alone.
  public var isPartial: Bool { share < 1 || nodes != nil || rollOut != nil }
}

/// What a failure does while it lasts.
public enum FailureEffect: Equatable, Sendable {
  /// The struck component stops answering; `symptoms` says how that shows.
  case loss(symptoms: [SymptomShare], containment: Containment?)
  /// The component goes on serving, but what it blocks cannot be done meanwhile.
  case blocks([BlockedAction])
  /// The component goes on serving, worse than before, and its health check stays green.
  case impairs(Impairment)
  /// Components of another mode that it reaches fail at once, each to be mended by itself: a common cause.
  case strikes(String)
  /// The procedure fails with this chance when it is next needed. Nobody knows until a drill or a failover shows it.
  case rots(Double)
  /// Data are spoilt, and copies of them with them. Nobody knows while it lasts; when it is found the service goes down
  /// until the newest clean backup has been restored.
  case corrupts
  /// Nothing is wrong, and the detector says that there is; whoever decides sees through it with this chance.
  case alarms(seenThrough: Double)
  /// Traffic that was on its way back is lost until the return has been rolled back.
  case failsReturns
  /// Nothing is wrong: traffic is moved away from the site for as long as it lasts, and back.
  case evacuates(Evacuation)
}

/// What is left of the service of a component that is not lost.
public struct Impairment: Equatable, Sendable {
  /// Share of requests that it still answers.
  public var success: Double
  /// Share of its capacity that is left.
  public var capacity: Double
  /// Share of its answers whose first token comes later than every limit.
  public var late: Double
  /// What its answers are worth against ordinary ones.
  public var quality: Double
  /// Share of the unanswered requests that keep their clients waiting; the others fail at once.
  public var timingOut: Double
  public var blocks: [BlockedAction]

  public init(
    success: Double = 1, capacity: Double = 1, late: Double = 0, quality: Double = 1, timingOut: Double = 0,
    blocks: [BlockedAction] = []
  ) {
    self.success = success
    self.capacity = capacity
    self.late = late
    self.quality = quality
    self.timingOut = timingOut
    self.blocks = blocks
  }
}

/// What a control-plane outage prevents.
public enum BlockedAction: String, CaseIterable, Sendable {
  /// Obtaining nodes at the site.
  case acquire
  /// Changing where traffic goes, for steps that need this site's or provider's DNS or balancer.
  case trafficChange = "traffic-change"
}

/// How a lost site looks from outside; it decides how soon a probe notices.
public enum Symptom: String, CaseIterable, Sendable {
  /// Connections are refused: a probe fails at once.
  case refused
  /// Nothing comes back: a probe fails when its timeout has passed.
  case silent
  /// Some answers come, late: a probe fails with some probability.
  case slow
}

public struct SymptomShare: Equatable, Sendable {
  public var symptom: Symptom
  public var share: Double

  public init(_ symptom: Symptom, _ share: Double) {
    self.symptom = symptom
    self.share = share
  }
}

/// A staged roll-out, site by site, that finds a bad release in its first wave.
public struct Containment: Equatable, Sendable {
  /// Chance that the first wave finds it when that wave takes traffic.
  public var foundInFirstWave: Double
  /// The same when the first wave's site takes none and only synthetic checks look.
  public var foundWithoutTraffic: Double

  public init(foundInFirstWave: Double, foundWithoutTraffic: Double) {
    self.foundInFirstWave = foundInFirstWave
    self.foundWithoutTraffic = foundWithoutTraffic
  }
}
